"""The centre against bare SQL of the same sums: the cube of a campaign and its microdata.

Sizes are chosen by ``CENTRE_RECORDS`` ("10000,100000,1000000"); a small one if nothing is told. The
invented records are taken in once and not timed.
"""

from __future__ import annotations

import os
import resource
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from sync.server.publication import cube, gathering
from sync.server.publication.freeze import create, release_connection
from sync.server.publication.sample import Sample
from sync.server.release.make import write_out
from sync.server.release.microdata import make
from sync.server.simulate import simulate
from tests.benchmarks.harness import Budget, Pair, benchmark
from tests.sync.centre import cluster

SIZES = [int(n) for n in os.environ.get("CENTRE_RECORDS", "2000").split(",")]
_QUARTERS = ("2026Q1", "2026Q4")
_GENERAL = ("diagnostic-general", [1], *_QUARTERS)
#: Every practice's count and mean in every cell of the plan, and nothing else done to them.
_BARE = """
SELECT p.key, size_class, activity, territory, count(*), avg((p.value->>'level')::float)
FROM ingestion.records, jsonb_each(body->'practices') p
WHERE p.value ? 'level' AND quarter BETWEEN '2026Q1' AND '2026Q4'
GROUP BY p.key, GROUPING SETS ((), (size_class), (activity), (territory),
    (size_class, activity), (size_class, territory))
"""


@contextmanager
def _centre(count: int) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="centre-") as folder, cluster(Path(folder)) as running:
        url = running.new()
        simulate(url, count, 1)
        create(url, "2026", *_QUARTERS)
        yield url


def _bare(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(_BARE).fetchall()


def _read(url: str) -> Sample:
    with release_connection(url) as connection:
        return gathering.read(connection, *_GENERAL)


def _pairs(count: int) -> None:
    @benchmark(f"centre: cube of {count:,} records", budget=Budget(ratio=20), repeats=1)
    @contextmanager
    def whole_cube() -> Iterator[Pair]:
        with _centre(count) as url:
            yield Pair(lambda: _compute(url), lambda: _bare(url))

    @benchmark(f"centre: microdata of {count:,} records", budget=Budget(ratio=6), repeats=1)
    @contextmanager
    def microdata() -> Iterator[Pair]:
        with _centre(count) as url:
            yield Pair(_writing(url), lambda: _bare(url))

    @benchmark(
        f"centre: memory at {count:,} records", budget=Budget(value=1000), unit="MB", repeats=1
    )
    @contextmanager
    def memory() -> Iterator[Pair]:
        with _centre(count) as url:
            yield Pair(lambda: _peak(url))


def _compute(url: str) -> None:
    cube.compute(_read(url).firms())


def _writing(url: str) -> Callable[[], None]:
    def work() -> None:
        with tempfile.TemporaryDirectory() as folder:
            write_out([make(_read(url), "2026", _QUARTERS)], Path(folder) / "diffusion")

    return work


def _peak(url: str) -> float:
    """The process's highest memory so far: an upper bound when larger work came before."""
    _compute(url)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


for _count in SIZES:
    _pairs(_count)
