"""The centre against bare SQL of the same sums: the cube of a campaign and its microdata.

By default 2,000 records, in a folder that is thrown away. Larger ones, kept for the next time::

    CENTRE_RECORDS=10000,100000,1000000 CENTRE_FOLDER=/var/tmp/centres \\
        .venv/bin/python -m tests.benchmarks --only centre:

A folder ``CENTRE_FOLDER/1000000`` that is there already is filled up to its number and used as it is
(so can be one that ``region-central --data-dir CENTRE_FOLDER/1000000 simulate 1000000 --seed 1``
filled). Each work runs once, in a process of its own: its time, its highest memory and what it
wrote are told one after the other.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from time import perf_counter

import psycopg

from sync.server.database import administration
from sync.server.embedded import embedded
from sync.server.migrate import migrate
from sync.server.published import store_shipped
from sync.server.simulate import simulate
from tests.benchmarks.harness import Budget, Pair, benchmark

SIZES = [int(n) for n in os.environ.get("CENTRE_RECORDS", "2000").split(",")]
#: From here on what grows with the records outweighs what is searched whatever their number.
_MANY = 100_000
#: Every practice's count and mean in every cell of the plan, and nothing else done to them.
_BARE = """
SELECT p.key, size_class, activity, territory, count(*), avg((p.value->>'level')::float)
FROM ingestion.records, jsonb_each(body->'practices') p
WHERE p.value ? 'level' AND quarter BETWEEN '2026Q1' AND '2026Q4'
GROUP BY p.key, GROUPING SETS ((), (size_class), (activity), (territory),
    (size_class, activity), (size_class, territory))
"""


@contextmanager
def filled(count: int) -> Iterator[str]:
    """A centre that holds so many invented records: a kept one, or one for this time only."""
    kept = os.environ.get("CENTRE_FOLDER")
    with tempfile.TemporaryDirectory(prefix="centre-") as folder:
        place = Path(kept) / str(count) if kept else Path(folder)
        with embedded(place) as url:
            migrate(url)
            with administration(url) as connection:
                store_shipped(connection)
            if _records(url) < count:
                simulate(url, count, 1)
            yield url


def _records(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM ingestion.records").fetchone()
    assert row is not None
    return int(row[0])


@cache
def _done(count: int, work: str) -> dict[str, float]:
    """Do a work once, in a process of its own; what it took."""
    with filled(count) as url, tempfile.TemporaryDirectory(prefix="centre-") as folder:
        module = [sys.executable, "-m", "tests.benchmarks.centre_work"]
        done = subprocess.run([*module, work, url, folder], capture_output=True, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


@cache
def _bare(count: int) -> float:
    with filled(count) as url, psycopg.connect(url) as connection:
        start = perf_counter()
        connection.execute(_BARE).fetchall()
        return perf_counter() - start


@cache
def _size(count: int) -> float:
    """Bytes that a record takes in the database, indexes and all."""
    with filled(count) as url, psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'ingestion' AND c.relkind = 'r'"
        ).fetchone()
    assert row is not None
    return int(row[0]) / count


def _told(name: str, unit: str, budget: Budget, measure: Callable[[], float]) -> None:
    """Register a benchmark that only tells what was measured once."""

    @benchmark(name, budget=budget, unit=unit, repeats=1)
    @contextmanager
    def telling() -> Iterator[Pair]:
        yield Pair(measure)


def _register(count: int, work: str) -> None:
    """The time, memory and size of a work."""
    name = f"centre: {work} of {count:,}"
    budget = Budget(ratio=5, value=900) if count >= _MANY else Budget(value=60)

    @benchmark(name, budget=budget, repeats=1)
    @contextmanager
    def timed() -> Iterator[Pair]:
        yield Pair(lambda: _done(count, work)["seconds"], lambda: _bare(count))

    _told(f"{name}, memory", "MB", Budget(value=2000), lambda: _done(count, work)["memory"])


def _register_sizes(count: int) -> None:
    """How much room records and a release take."""
    files = Budget(value=100 + count / 400)
    told = f"centre: release of {count:,}, files"
    _told(told, "MB", files, lambda: _done(count, "release")["written"])
    record = Budget(value=3500)
    _told(f"centre: database of {count:,}, a record", "bytes", record, lambda: _size(count))


for _count in SIZES:
    _register(_count, "cube")
    _register(_count, "release")
    _register_sizes(_count)
