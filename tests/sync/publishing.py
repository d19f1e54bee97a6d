"""Records for the centre's tests: small codebooks, invented firms, and a database that holds them."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from sync.protocol.codebook import Codebook, CodeLabel, LevelLabel, PracticeCode, ThemeCode
from sync.protocol.record import Record
from sync.protocol.wire import canonical
from sync.server import published
from sync.server.database import ingestion_connection
from sync.server.ingest import ingest, retract_alone
from sync.server.publication.gathering import gather
from sync.server.publication.sample import Sample

SIZES = ("0", "1-9", "10-49", "50-249", "250+")
ACTIVITIES = ("AZ", "BE", "FZ", "GI", "MN")
TERRITORIES = ("38", "69", "42", "HR")


def codebook(
    themes: Mapping[str, Sequence[str]] | None = None, *, levels: int = 5, version: int = 1
) -> Codebook:
    """A codebook of themes and practices (« t1 » with « p1 », « p2 » if none are told)."""
    scale = tuple(LevelLabel(value=i, label=f"niveau {i}") for i in range(levels))
    told = themes or {"t1": ("p1", "p2")}
    return Codebook(
        questionnaire="essai",
        version=version,
        title="Questionnaire d’essai",
        scale_min=0,
        scale_max=levels - 1,
        scale=scale,
        themes=tuple(
            ThemeCode(
                id=theme,
                number=i,
                title=f"Thème {i}",
                practices=tuple(_practice(p, f"{i}.{j}", scale) for j, p in enumerate(own, 1)),
            )
            for i, (theme, own) in enumerate(told.items(), 1)
        ),
        actions=(CodeLabel(code="action_a", label="Action A"),),
    )


def _practice(practice: str, number: str, scale: tuple[LevelLabel, ...]) -> PracticeCode:
    return PracticeCode(
        id=practice,
        number=number,
        title=f"Pratique {number}",
        question=f"Comment faites-vous pour {number}\u202f?",
        weight=1,
        levels=scale,
    )


def an_id(number: int) -> str:
    """A record id of the right shape."""
    return str(UUID(int=random.Random(number).getrandbits(128), version=4))


def record(number: int, answers: Mapping[str, float | str], **more: Any) -> Record:
    """The record of an industrial firm of the Isère with 1 to 9 staff, unless told otherwise."""
    plain: dict[str, Any] = {
        "record_id": an_id(number),
        "revision": 1,
        "questionnaire": {"id": "essai", "version": 1},
        "extent": "full",
        "occasion": "first",
        "nomenclature": "naf-rev2",
        "activity": "BE",
        "size": "1-9",
        "territory": "38",
        "age": "3-9",
        "quarter": "2026Q1",
        "practices": {
            p: {"missing": a} if isinstance(a, str) else {"level": float(a)}
            for p, a in answers.items()
        },
    }
    return Record.model_validate(plain | more)


def sample_of(book: Codebook, records: Iterable[Record]) -> Sample:
    """One record a firm, in columns, without a database."""
    ordered = sorted(records, key=lambda r: r.record_id)
    bodies = (r.model_dump(mode="json", exclude_none=True) for r in ordered)
    return gather({book.version: book}, bodies).firms()


def some_firms(
    count: int, book: Codebook, seed: int, *, spread: int = 3, quarter: str = "2026Q1"
) -> list[Record]:
    """Invented firms over ``spread`` sizes, activities and territories; some answers are missing."""
    chance = random.Random(seed)
    practices = [p.id for t in book.themes for p in t.practices]
    found = []
    for i in range(count):
        size = chance.choice(SIZES[:spread] if spread < 4 else SIZES)
        place = chance.choice(TERRITORIES[:spread])
        answers: dict[str, float | str] = {
            p: chance.choice(("nsp", "so")) if chance.random() < 0.05 else _level(chance, book)
            for p in practices
        }
        placed = [p for p, a in answers.items() if not isinstance(a, str)]
        found.append(
            record(
                seed * 100_000 + i,
                answers,
                size=size,
                activity=chance.choice(ACTIVITIES[:spread]),
                territory="ARA" if size in {"50-249", "250+"} and place != "HR" else place,
                age=chance.choice(("<3", "3-9", "10-24", ">=25")),
                quarter=quarter,
                needs=tuple(p for p in placed if chance.random() < 0.3)[:6],
                actions=("action_a",) if chance.random() < 0.3 else (),
                growth={"type": chance.choice(("stable", "moderee", "declin"))},
            )
        )
    return found


def _level(chance: random.Random, book: Codebook) -> float:
    return float(chance.randint(int(book.scale_min), int(book.scale_max)))


def take_in(url: str, records: Iterable[Record], book: Codebook | None = None) -> None:
    """Send records through the door that all records come by."""
    asyncio.run(_take_in(url, [canonical(r) for r in records], book))


async def _take_in(url: str, lines: list[bytes], book: Codebook | None) -> None:
    if book is not None:
        store_codebook(url, book)
    async with await ingestion_connection(url) as connection:
        codes = await published.codes(connection)
        for first in range(0, len(lines), 500):
            verdicts = await ingest(connection, lines[first : first + 500], None, codes)
            assert {v.status for v in verdicts} <= {"stored", "already"}, verdicts[:3]


def store_codebook(url: str, book: Codebook) -> None:
    """Make a codebook known to the centre."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "INSERT INTO published.codebooks (questionnaire, version, source, content)"
            " VALUES (%s, %s, 'essai', %s) ON CONFLICT DO NOTHING",
            (book.questionnaire, book.version, Jsonb(book.model_dump(mode="json"))),
        )


def retract(url: str, *records: Record) -> None:
    """Withdraw records."""

    async def run() -> None:
        async with await ingestion_connection(url) as connection:
            await retract_alone(connection, code=None, ids=[r.record_id for r in records])

    asyncio.run(run())
