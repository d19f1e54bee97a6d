"""What a reader of the région's pages waits for: the same whatever lies behind the cube.

By default one publication of 1,000 firms, with nothing more behind it and with 20,000 records more.
The real sizes, each with its own two campaigns published, kept for the next time::

    PAGES_RECORDS=10000,1000000 CENTRE_FOLDER=/var/tmp/centres \\
        .venv/bin/python -m tests.benchmarks --only p95

A device's deliveries are there for each record. Every page of the menu is asked for, as an
administrator and as a researcher, and the pages of figures with several choices too; with
``PAGES_TOLD=1`` each one's figure is told.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

import httpx
import psycopg

from sync.dashboard.registry import menu
from sync.server.embedded import embedded
from sync.server.publication import freeze
from sync.server.simulate import simulate
from tests.benchmarks.bench_centre import filled
from tests.benchmarks.harness import Budget, Pair, benchmark
from tests.sync.centre import Cluster, prepared
from tests.sync.region import Pages, open_accounts, publish

SIZES = os.environ.get("PAGES_RECORDS")
PUBLISHED, BEHIND = 1_000, 20_000
REQUESTS = 40
CHOICES = (
    "/besoins?selon=territoire",
    "/niveaux?theme=finance&selon=activite",
    "/niveaux?selon=activite&taille=1-9",
    "/offre?action=tresorerie_marges",
    "/carte?theme=finance",
)
_CAMPAIGNS = (("2026-1", "2026Q1", "2026Q2"), ("2026-2", "2026Q3", "2026Q4"))


@dataclass(frozen=True)
class Reader:
    """An administrator and a researcher who are signed in, and the site they read."""

    site: Pages
    administrator: httpx.Client
    researcher: httpx.Client

    def ask(self, page: str) -> float:
        """Open a page once; how long it took, in milliseconds."""
        client = self.researcher if page == "/donnees" else self.administrator
        start = perf_counter()
        answer = client.get(page)
        taken = (perf_counter() - start) * 1000
        assert answer.status_code == 200, (page, answer.status_code)
        return taken

    def forget(self) -> None:
        """No reader turns 300 pages a minute; this does."""
        self.site.rows("DELETE FROM pages.rates RETURNING 1")


@dataclass
class Slowest:
    """The slowest page's 95th percentile of both sites, asked in turns: a noise disturbs both."""

    few: Reader
    many: Reader
    _few: float = 0

    def with_many(self) -> float:
        """Ask both; the site with many records."""
        pages = [*(entry.path for entry in menu("admin")), *CHOICES, "/donnees"]
        told = {page: self._p95(page) for page in pages}
        if os.environ.get("PAGES_TOLD"):
            for page, (few, many) in told.items():
                print(f"  {many:7.1f} ms {few:7.1f} ms  {page}")
        self._few = max(few for few, _ in told.values())
        return max(many for _, many in told.values())

    def with_few(self) -> float:
        """What was just found at the other."""
        return self._few

    def _p95(self, page: str) -> tuple[float, float]:
        turns = [(self.few.ask(page), self.many.ask(page)) for _ in range(REQUESTS)]
        self.few.forget()
        self.many.forget()
        few, many = (quantiles(taken, n=20)[-1] for taken in zip(*turns, strict=True))
        return few, many


@contextmanager
def _reader(url: str) -> Iterator[Reader]:
    with (
        Pages(url) as site,
        site.reader("admin") as administrator,
        site.reader("researcher") as researcher,
    ):
        yield Reader(site, administrator, researcher)


def _deliver(url: str) -> None:
    """Ten devices that sent all there is, over the last eighty days."""
    with psycopg.connect(url) as connection:
        if connection.execute("SELECT 1 FROM transport.deliveries LIMIT 1").fetchone():
            return
        connection.execute(
            "INSERT INTO transport.devices (id, label, token_sha256, last_seen_on)"
            " SELECT gen_random_uuid(), 'Poste ' || n, sha256(n::text::bytea), current_date"
            " FROM generate_series(1, 10) n"
        )
        connection.execute(
            "WITH numbered AS (SELECT id, row_number() OVER () AS n FROM transport.devices)"
            " INSERT INTO transport.deliveries (device_id, record_id, on_day)"
            " SELECT d.id, r.record_id, current_date - (hashtext(r.record_id::text) & 1023) % 80"
            " FROM ingestion.records r"
            " JOIN numbered d ON d.n = 1 + (hashtext(r.record_id::text || 'x') & 1023) % 10"
        )


def _publish(url: str) -> None:
    """Publish two campaigns, unless they are."""
    with psycopg.connect(url) as connection:
        done = connection.execute("SELECT name FROM release.campaigns").fetchall()
    for name, first, last in _CAMPAIGNS:
        if (name,) not in done:
            freeze.create(url, name, first, last)
            freeze.freeze(url, name, Random(1))
    if not done:
        open_accounts(url)


@contextmanager
def _kept(count: int) -> Iterator[str]:
    with filled(count) as url:
        _publish(url)
        _deliver(url)
        yield url


@contextmanager
def _alike() -> Iterator[tuple[str, str]]:
    """The same publication twice, the second time with many more records behind it."""
    with TemporaryDirectory(prefix="centre-") as folder, embedded(Path(folder)) as own:
        running = prepared(Cluster(own))
        few = running.new()
        publish(few, PUBLISHED)
        many = running.copy(few)
        simulate(many, BEHIND, 6)
        for url in (few, many):
            _deliver(url)
        yield few, many


@contextmanager
def _two() -> Iterator[tuple[str, str]]:
    if SIZES is None:
        with _alike() as urls:
            yield urls
        return
    few, many = map(int, SIZES.split(","))
    with _kept(few) as first, _kept(many) as second:
        yield first, second


@benchmark(
    f"p95 of the slowest page, {SIZES or f'{PUBLISHED}, then {BEHIND} behind it'}",
    budget=Budget(ratio=1.5, value=100),
    unit="ms",
    repeats=1,
)
@contextmanager
def slowest_page() -> Iterator[Pair]:
    with ExitStack() as stack:
        few, many = (stack.enter_context(_reader(url)) for url in stack.enter_context(_two()))
        slowest = Slowest(few, many)
        yield Pair(measured=slowest.with_many, floor=slowest.with_few)
