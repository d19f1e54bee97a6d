"""Filling a trial database with invented records, through the code that takes real ones in."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from sync.server import published
from sync.server.database import administration, ingestion_connection
from sync.server.errors import RealRecordsError
from sync.server.garbage import set_apart
from sync.server.ingest import ingest
from sync.server.invented import Inventor

_QUESTIONNAIRE = "diagnostic-general"
_BATCH = 250
#: While PostgreSQL stores one batch, the next is invented and read.
_CONNECTIONS = 3


@dataclass(frozen=True, slots=True)
class Simulated:
    """What was done. ``already``: records of the same seed that were there before."""

    stored: int
    already: int
    refused: int
    seconds: float
    database_bytes: int


def simulate(
    url: str, count: int, seed: int, told: Callable[[int], None] = lambda _done: None
) -> Simulated:
    """Take ``count`` invented records in; `RealRecordsError` where there are real ones.

    ``told`` is called after each batch with the number of records done so far.
    """
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
    filling = _Filling(url, _lines(count, seed), told)
    with set_apart():
        asyncio.run(filling.run())
    counts = filling.counts
    with administration(url) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        assert row is not None
        size = int(row[0])
    return Simulated(
        counts["stored"],
        counts["already"],
        counts["refused"],
        round(time.monotonic() - start, 3),
        size,
    )


def _lines(count: int, seed: int) -> Iterator[bytes]:
    books = published.shipped_codebooks()
    book = next(b for b in books if b.questionnaire == _QUESTIONNAIRE)
    return islice(Inventor(book, seed).records(), count)


@dataclass(slots=True)
class _Filling:
    """Batches on their way in, over several connections."""

    url: str
    lines: Iterator[bytes]
    told: Callable[[int], None]
    counts: Counter[str] = field(default_factory=Counter)

    async def run(self) -> None:
        await asyncio.gather(*(self._take_in() for _ in range(_CONNECTIONS)))

    async def _take_in(self) -> None:
        async with await ingestion_connection(self.url) as connection:
            codes = await published.codes(connection)
            while batch := list(islice(self.lines, _BATCH)):
                verdicts = await ingest(connection, batch, None, codes, synthetic=True)
                self.counts.update(verdict.status for verdict in verdicts)
                self.told(self.counts.total())
