"""The whole circle, once: a région with a simulated campaign, a laptop, and what goes between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg

from sync.dashboard.demonstration import Demonstration, fill
from sync.demo.programs import Dossier, Laptop, prepared, preparing, serving, undisturbed
from sync.protocol.enrolment import Region
from sync.server.database import administration
from sync.server.devices import DeviceLine, devices, new_code
from sync.server.embedded import embedded
from sync.server.migrate import migrate
from sync.server.published import set_region

Tell = Callable[[str], None]
LABEL: Final = "Poste de démonstration"
REGION: Final = Region(
    name="Région de démonstration",
    controller="Région de démonstration (fictive)",
    dpo="delegue@region.example",
    contact="diagnostic@region.example",
    campaign="démonstration",
)
_SEED: Final = 5


@dataclass(frozen=True, slots=True)
class Held:
    """What the centre's database holds: invented records, records that laptops sent, and devices."""

    simulated: int
    received: int
    devices: tuple[DeviceLine, ...]


@dataclass(frozen=True, slots=True)
class Circle:
    """The circle once closed; the service answers at ``address`` as long as the block lasts.

    ``dossiers`` and ``report``: what the laptop says that it sent; ``held``: what the centre has.
    """

    laptop: Laptop
    address: str
    database_url: str
    pages: Demonstration
    dossiers: tuple[Dossier, ...]
    report: dict[str, Any]
    held: Held


@contextmanager
def circle(folder: Path, firms: int, tell: Tell) -> Iterator[Circle]:
    """Do it all in ``folder``, a new and empty one; ``tell`` hears each step as it begins.

    The simulated records go in first: they are refused where a laptop's have arrived.
    Raises `SyncError` with the sentence to show.
    """
    tell("la région et les dossiers du poste se préparent")
    with preparing(folder / "poste") as dossiers, ExitStack() as stack:
        with undisturbed():
            url = stack.enter_context(embedded(folder / "region"))
        migrate(url)
        tell(f"la région reçoit {spaced(firms)} fiches simulées, gèle et publie deux campagnes")
        pages = fill(url, firms, _SEED)
        laptop = prepared(dossiers)
        tell("le service de la région démarre")
        with serving(url, folder / "region.journal") as address:
            tell("le poste se raccorde par un code à usage unique, puis envoie")
            laptop.enrol(address, _invitation(url))
            report = laptop.send()
            yield Circle(
                laptop, address, url, pages, tuple(laptop.dossiers()), report, what_is_held(url)
            )


def _invitation(url: str) -> str:
    with administration(url) as connection:
        set_region(connection, REGION)
        return new_code(connection, LABEL)


def what_is_held(url: str) -> Held:
    """Count what the centre holds."""
    with administration(url) as connection:
        return Held(
            _count(connection, synthetic=True),
            _count(connection, synthetic=False),
            tuple(devices(connection)),
        )


def _count(connection: psycopg.Connection, *, synthetic: bool) -> int:
    row = connection.execute(
        "SELECT count(*) FROM ingestion.records WHERE synthetic = %s", (synthetic,)
    ).fetchone()
    assert row is not None
    return int(row[0])


def spaced(number: int) -> str:
    """A whole number as the French write it."""
    return f"{number:,}".replace(",", "\u202f")
