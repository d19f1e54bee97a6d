"""What a reader of the région's pages waits for: the same whatever lies behind the cube."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

import httpx

from sync.server.embedded import embedded
from tests.benchmarks.harness import Budget, Pair, benchmark
from tests.sync.centre import Cluster, prepared
from tests.sync.region import Pages, publish

FEW, MANY = 1_000, 10_000
REQUESTS = 40
PAGES = (
    "/",
    "/besoins",
    "/besoins?selon=territoire",
    "/niveaux?theme=finance&selon=activite",
    "/niveaux?selon=activite&taille=1-9",
    "/offre",
    "/offre?action=tresorerie_marges",
    "/carte?theme=finance",
    "/campagnes",
)


@dataclass(frozen=True)
class Reader:
    """Somebody signed in, and the site they read."""

    site: Pages
    client: httpx.Client

    def slowest(self) -> float:
        """The slowest page's 95th percentile, in milliseconds."""
        return max(self._p95(page) for page in PAGES)

    def _p95(self, page: str) -> float:
        taken = []
        for _ in range(REQUESTS):
            start = perf_counter()
            answer = self.client.get(page)
            taken.append((perf_counter() - start) * 1000)
            assert answer.status_code == 200, (page, answer.status_code)
        # No reader turns 300 pages a minute; this does.
        self.site.rows("DELETE FROM pages.rates RETURNING 1")
        return quantiles(taken, n=20)[-1]


@contextmanager
def _reader(cluster: Cluster, records: int) -> Iterator[Reader]:
    url = cluster.new()
    publish(url, records)
    with Pages(url) as site, site.reader("analyst") as client:
        yield Reader(site, client)


@benchmark(
    f"p95 of the slowest page, {MANY:,} / {FEW:,} records",
    budget=Budget(ratio=1.5, value=100),
    unit="ms",
    repeats=3,
)
@contextmanager
def slowest_page() -> Iterator[Pair]:
    with (
        TemporaryDirectory(prefix="centre-") as folder,
        embedded(Path(folder)) as url,
    ):
        running = prepared(Cluster(url))
        with _reader(running, FEW) as few, _reader(running, MANY) as many:
            yield Pair(measured=many.slowest, floor=few.slowest)
