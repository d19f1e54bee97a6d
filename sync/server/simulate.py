"""Filling a trial database with invented records, through the code that takes real ones in."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from itertools import islice

from psycopg import AsyncConnection

from sync.server import published
from sync.server.database import administration, ingestion_connection
from sync.server.errors import RealRecordsError
from sync.server.ingest import ingest
from sync.server.invented import Inventor

_QUESTIONNAIRE = "diagnostic-general"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Simulated:
    """What was done. ``already``: records of the same seed that were there before."""

    stored: int
    already: int
    refused: int
    seconds: float
    database_bytes: int


def simulate(url: str, count: int, seed: int) -> Simulated:
    """Take ``count`` invented records in; `RealRecordsError` where there are real ones."""
    start = time.monotonic()
    with administration(url) as connection:
        if connection.execute(
            "SELECT 1 FROM ingestion.records WHERE NOT synthetic LIMIT 1"
        ).fetchone():
            raise RealRecordsError(
                "Cette base contient de vraies fiches\u202f: on n’y mêle pas de fiches inventées. "
                "Choisissez une autre base."
            )
        published.store_shipped(connection)
    counts = asyncio.run(_fill(url, count, seed))
    with administration(url) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        assert row is not None
        size = int(row[0])
    return Simulated(
        counts.get("stored", 0),
        counts.get("already", 0),
        counts.get("refused", 0),
        round(time.monotonic() - start, 3),
        size,
    )


async def _fill(url: str, count: int, seed: int) -> dict[str, int]:
    connection = await ingestion_connection(url)
    async with connection:
        return await _take_in(connection, count, seed)


async def _take_in(connection: AsyncConnection, count: int, seed: int) -> dict[str, int]:
    books = published.shipped_codebooks()
    book = next(b for b in books if b.questionnaire == _QUESTIONNAIRE)
    codes = await published.codes(connection)
    records = Inventor(book, seed).records()
    counts: dict[str, int] = {}
    for first in range(0, count, _BATCH):
        lines = list(islice(records, min(_BATCH, count - first)))
        for verdict in await ingest(connection, lines, None, codes, synthetic=True):
            counts[verdict.status] = counts.get(verdict.status, 0) + 1
    return counts
