"""Reading the published cube, with a role that can read nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from psycopg import AsyncConnection
from psycopg.rows import class_row

from sync.protocol.codebook import Codebook, PracticeCode, ThemeCode
from sync.server.publication.plan import CROSSINGS, Crossing, DimensionName


@dataclass(frozen=True, slots=True)
class Publication:
    """One publication of the cube. ``firms``: rounded to 5."""

    id: int
    kind: str
    campaign: str
    campaigns: tuple[str, ...]
    version: int
    made_on: date
    firms: int
    codebook: Codebook

    @property
    def name(self) -> str:
        """How people call it."""
        if self.kind == "campaign":
            return self.campaign
        return f"Cumul de {self.campaigns[0]} à {self.campaigns[-1]}"

    def theme(self, theme_id: str) -> ThemeCode | None:
        """The theme of this id."""
        return next((t for t in self.codebook.themes if t.id == theme_id), None)

    @property
    def practices(self) -> dict[str, PracticeCode]:
        """Every practice by id, in order."""
        return {p.id: p for theme in self.codebook.themes for p in theme.practices}


@dataclass(frozen=True, slots=True)
class Cell:
    """A published cell; see `sync.server.publication` for what each field means."""

    kind: str
    subject: str
    size: str
    activity: str
    territory: str
    status: str
    n: int | None
    mean: float | None
    q1: float | None
    median: float | None
    q3: float | None
    count: int | None

    def group(self, dimension: DimensionName) -> str:
        """The code of its group along a dimension."""
        return str(getattr(self, dimension))


@dataclass(frozen=True, slots=True)
class Merge:
    """What became of a category that has no cell of its own."""

    kind: str
    subject: str
    dimension: DimensionName
    category: str
    into: str


async def publication_lines(connection: AsyncConnection) -> list[int]:
    """The ids of every publication, newest first, cumulated ones last."""
    cursor = await connection.execute(
        "SELECT p.id FROM release.publications p JOIN release.campaigns c ON c.name = p.campaign"
        " ORDER BY p.kind, c.first_quarter DESC, p.questionnaire, p.id DESC"
    )
    return [row[0] async for row in cursor]


async def publication(connection: AsyncConnection, number: int) -> Publication:
    """Read one publication that exists."""
    cursor = await connection.execute(
        "SELECT id, kind, campaign, campaigns, version, made_on, firms, codebook"
        " FROM release.publications WHERE id = %s",
        (number,),
    )
    row = await cursor.fetchone()
    assert row is not None
    id_, kind, campaign, campaigns, version, made_on, firms, book = row
    codebook = Codebook.model_validate_json(json.dumps(book))
    return Publication(id_, kind, campaign, tuple(campaigns), version, made_on, firms, codebook)


async def cells(
    connection: AsyncConnection,
    number: int,
    crossing: Crossing,
    kinds: Sequence[str],
    subjects: Iterable[str] | None = None,
) -> list[Cell]:
    """The cells of one table of a publication, of these kinds and subjects (None: all)."""
    async with connection.cursor(row_factory=class_row(Cell)) as cursor:
        await cursor.execute(
            """SELECT kind, subject, size, activity, territory, status, n, mean::float8,
                q1::float8, median::float8, q3::float8, count FROM release.cells
            WHERE publication = %s AND crossing = %s AND kind = ANY(%s)
                AND (%s::text[] IS NULL OR subject = ANY(%s))""",
            (number, crossing, list(kinds), *[None if subjects is None else list(subjects)] * 2),
        )
        return await cursor.fetchall()


async def merges(
    connection: AsyncConnection, number: int, crossing: Crossing, kinds: Sequence[str]
) -> list[Merge]:
    """Which categories of a table are shown inside another group."""
    async with connection.cursor(row_factory=class_row(Merge)) as cursor:
        await cursor.execute(
            """SELECT kind, subject, dimension, category, "into" FROM release.merges
            WHERE publication = %s AND crossing = %s AND kind = ANY(%s)""",
            (number, crossing, list(kinds)),
        )
        return await cursor.fetchall()


def crossing_of(*dimensions: DimensionName) -> Crossing | None:
    """The crossing of these dimensions, None where the plan has none."""
    return next((c for c, wanted in CROSSINGS.items() if set(wanted) == set(dimensions)), None)
