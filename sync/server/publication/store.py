"""Writing a publication once, and who was counted in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import Any, Literal

import psycopg
from psycopg.types.json import Jsonb

from sync.server.publication.draft import Cube
from sync.server.publication.plan import ACTIVITY, SIZE, TERRITORY
from sync.server.publication.sample import Sample


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication was noted as."""

    id: int
    kind: str
    campaigns: tuple[str, ...]
    questionnaire: str
    version: int
    firms: int


def store(
    connection: psycopg.Connection,
    kind: Literal["campaign", "cumulated"],
    campaigns: Sequence[str],
    sample: Sample,
    cube: Cube,
) -> Published:
    """Write a cube down for good, as the next version of its questionnaire and kind."""
    row = connection.execute(
        """INSERT INTO release.publications
        (kind, campaign, campaigns, questionnaire, version, firms, codebook)
        SELECT %(kind)s, %(campaign)s, %(campaigns)s, %(questionnaire)s,
            coalesce(max(version), 0) + 1, %(firms)s, %(codebook)s
        FROM release.publications WHERE kind = %(kind)s AND questionnaire = %(questionnaire)s
        RETURNING id, version""",
        {
            "kind": kind,
            "campaign": campaigns[-1],
            "campaigns": list(campaigns),
            "questionnaire": sample.book.questionnaire,
            "firms": cube.firms,
            "codebook": Jsonb(sample.book.model_dump(mode="json")),
        },
    ).fetchone()
    assert row is not None
    number, version = row
    _copy(connection, "cells", number, (astuple(cell) for cell in cube.cells))
    _copy(connection, "merges", number, (astuple(merge) for merge in cube.merges))
    _copy(connection, "counted", number, _counted(sample))
    return Published(number, kind, tuple(campaigns), sample.book.questionnaire, version, cube.firms)


_COLUMNS = {
    "cells": "crossing, kind, subject, size, activity, territory, status, n, mean, q1, median, q3,"
    " count",
    "merges": 'crossing, kind, subject, dimension, category, "into"',
    "counted": "digest, size, activity, territory",
}


def _copy(
    connection: psycopg.Connection, table: str, number: int, rows: Iterable[tuple[Any, ...]]
) -> None:
    statement = f"COPY release.{table} (publication, {_COLUMNS[table]}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        for row in rows:
            copy.write_row((number, *row))


def _counted(sample: Sample) -> Iterable[tuple[Any, ...]]:
    size, activity, territory = (
        map(dimension.categories.__getitem__, places.tolist())
        for dimension, places in (
            (SIZE, sample.size),
            (ACTIVITY, sample.activity),
            (TERRITORY, sample.territory),
        )
    )
    return zip(map(bytes, sample.digests), size, activity, territory, strict=True)
