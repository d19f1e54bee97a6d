"""Open workspaces for tests: real profiles, copied from one made once, with a clock that ticks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from consultant_app.bootstrap import create_profile, open_profile
from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.interview import Interview
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.workspace import Workspace
from tests.storing import CHEAP, PASSPHRASE

DATA = Path(__file__).parent / "data"
_MADE: list[TemporaryDirectory[str]] = []


class TickingClock:
    """Ten seconds pass between two looks at it."""

    def __init__(self, start: datetime = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)) -> None:
        self._now = start

    def now(self) -> datetime:
        self._now += timedelta(seconds=10)
        return self._now


class CountedIds:
    """Ids and bytes in a fixed order, in the shape of the real ones."""

    def __init__(self, first: int = 0) -> None:
        self._count = first

    def new(self) -> str:
        self._count += 1
        return f"00000000-0000-4000-8000-{self._count:012d}"

    def random_bytes(self, count: int) -> bytes:
        self._count += 1
        return self._count.to_bytes(count, "big")


@cache
def template() -> Path:
    """A profile that holds the shipped questionnaires and nothing else."""
    _MADE.append(TemporaryDirectory())
    folder = Path(_MADE[-1].name) / "profil"
    workspace, _ = create_profile(folder, PASSPHRASE, "Camille Fictive", cost=CHEAP)
    workspace.library.entries()
    for entry in workspace.library.entries():
        workspace.library.catalogue(entry.id)
    assert workspace.library.nomenclatures.activities
    workspace.close()
    (folder / "verrou").unlink(missing_ok=True)
    return folder


def open_workspace(folder: Path, **parts: Any) -> Workspace:
    """Open the profile in ``folder``, copied from the template when there is none."""
    if not folder.exists():
        shutil.copytree(template(), folder)
    return open_profile(folder, PASSPHRASE, cost=CHEAP, **{"clock": TickingClock(), **parts})


@contextmanager
def working(folder: Path, **parts: Any) -> Iterator[Workspace]:
    """A workspace, closed at the end."""
    workspace = open_workspace(folder, **parts)
    try:
        yield workspace
    finally:
        workspace.close()


def started(workspace: Workspace, name: str = "Menuiserie Fictive", **options: Any) -> Interview:
    """A draft of a new company."""
    facts = CompanyFacts(naf="43.32A", staff=7, departement="69", creation_year=2011)
    company = Dossiers(workspace).add_company(name, facts)
    return Dossiers(workspace).start(company.id, **options)


def install(workspace: Workspace, *names: str) -> None:
    """Install fixture questionnaires by their path under ``tests/data/questionnaires``."""
    for name in names:
        text = (DATA / "questionnaires" / f"{name}.yaml").read_text(encoding="utf-8")
        workspace.library.install(text, name, unsigned=True)


def held(workspace: Workspace, questionnaire_id: str, **options: Any) -> Interviewing:
    """A draft of that questionnaire, open."""
    draft = started(workspace, questionnaire_id=questionnaire_id, **options)
    return Interviewing(workspace, draft.id)
