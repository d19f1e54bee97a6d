"""The path to the région: records a second over HTTP, and a laptop's thousand dossiers."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.parse import urlsplit

import psycopg

from consultant_app.services.outgoing import Outgoing
from consultant_app.sharing.push import Exchange, Place
from sync.client.enrol import enrol
from sync.protocol.batch import CLIENT_LINES, MEDIA_TYPE, digest, join
from sync.protocol.record import Record
from sync.server.database import administration
from sync.server.devices import new_code
from sync.server.embedded import embedded
from sync.server.invented import Inventor
from sync.server.published import shipped_codebooks
from sync.server.simulate import simulate
from tests.benchmarks.harness import Budget, Pair, benchmark
from tests.sync.laptops import Laptop, make_template

_RECORDS, _CONNECTIONS, _DOSSIERS, _INVENTED = 4_000, 4, 1_000, 10_000


def _lines(count: int) -> list[bytes]:
    book = next(b for b in shipped_codebooks() if b.questionnaire == "diagnostic-general")
    return list(islice(Inventor(book, 0).records(), count))


def _batches(lines: list[bytes]) -> list[bytes]:
    return [join(lines[n : n + CLIENT_LINES]) for n in range(0, len(lines), CLIENT_LINES)]


@dataclass
class Served:
    """A centre as `region-central serve --workers 2` runs it, with a device's place."""

    url: str
    database_url: str
    place: Place

    def empty(self) -> None:
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            connection.execute(
                "TRUNCATE ingestion.records, ingestion.revisions, ingestion.follow_ups,"
                " transport.deliveries, transport.tallies, transport.rates"
            )

    def post_all(self, batches: list[bytes]) -> None:
        """Send batches one after the other on one connection, as one laptop does."""
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
        for body in batches:
            headers = {
                "Authorization": f"Bearer {self.place.token}",
                "Content-Type": MEDIA_TYPE,
                "Content-Digest": digest(body),
            }
            connection.request("POST", "/v1/records", body, headers)
            response = connection.getresponse()
            content = response.read()
            assert response.status == 200, content
        connection.close()


@contextmanager
def _served() -> Iterator[Served]:
    with TemporaryDirectory(prefix="centre-") as name, embedded(Path(name)) as database_url:
        command = [sys.executable, "-m", "sync", "--data-dir", name, "serve", "--port", "0"]
        serving = subprocess.Popen(
            [*command, "--workers", "2"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert serving.stdout is not None
        try:
            url = json.loads(serving.stdout.readline())["url"]
            with administration(database_url) as connection:
                code = new_code(connection, "Banc d’essai")
            yield Served(url, database_url, enrol(url, code, bytes(range(32))))
        finally:
            serving.send_signal(signal.SIGTERM)
            serving.wait(30)
            serving.stdout.close()


@benchmark(
    "4,000 records over HTTP, 2 workers / raw COPY",
    budget=Budget(ratio=10, value=_RECORDS / 2_000),
    repeats=3,
)
@contextmanager
def ingestion() -> Iterator[Pair]:
    lines = _lines(_RECORDS)
    shares = [_batches(lines[n::_CONNECTIONS]) for n in range(_CONNECTIONS)]
    rows = [(json.loads(line)["record_id"], line) for line in lines]
    with _served() as centre, ThreadPoolExecutor(_CONNECTIONS) as pool:

        def over_http() -> float:
            centre.empty()
            start = perf_counter()
            list(pool.map(centre.post_all, shares))
            return perf_counter() - start

        yield Pair(measured=over_http, floor=lambda: _raw_copy(centre, rows))


def _raw_copy(centre: Served, rows: list[tuple[str, bytes]]) -> float:
    centre.empty()
    with psycopg.connect(centre.database_url) as connection:
        start = perf_counter()
        _copy(connection, rows)
        connection.commit()
        return perf_counter() - start


def _copy(connection: psycopg.Connection, rows: list[tuple[str, bytes]]) -> None:
    """The same rows into the same table, with no question asked."""
    statement = (
        "COPY ingestion.records (record_id, revision, sha256, questionnaire, version, extent,"
        " occasion, quarter, body) FROM STDIN"
    )
    with connection.cursor().copy(statement) as copy:
        for record_id, line in rows:
            copy.write_row(
                (record_id, 1, b"0" * 32, "q", 1, "full", "first", "2026Q1", line.decode())
            )


@benchmark(
    "a laptop sends 1,000 dossiers / the same bytes posted",
    budget=Budget(ratio=3),
    repeats=3,
)
@contextmanager
def laptop_push() -> Iterator[Pair]:
    lines = _lines(_DOSSIERS)
    with (
        _served() as centre,
        TemporaryDirectory() as name,
        Laptop(make_template(Path(name) / "profil")) as laptop,
    ):
        workspace = laptop.workspace
        for line in lines:
            record = Record.model_validate_json(line)
            workspace.outbox.add(record.record_id, 1, line, workspace.clock.now())

        def push() -> float:
            centre.empty()
            workspace.db.execute("UPDATE outbox SET state = 'waiting', attempts = 0")
            start = perf_counter()
            with Exchange(centre.url, centre.place.token, Outgoing(workspace)) as exchange:
                report = exchange.run()
            assert report.stored == _DOSSIERS
            return perf_counter() - start

        def post() -> float:
            centre.empty()
            start = perf_counter()
            centre.post_all(_batches(lines))
            return perf_counter() - start

        yield Pair(measured=push, floor=post)


@benchmark("10,000 records invented and taken in / COPY", budget=Budget(ratio=15), repeats=1)
@contextmanager
def simulation() -> Iterator[Pair]:
    rows = [(json.loads(line)["record_id"], line) for line in _lines(_INVENTED)]
    with _served() as centre:

        def take_in() -> float:
            centre.empty()
            return simulate(centre.database_url, _INVENTED, seed=0).seconds

        yield Pair(measured=take_in, floor=lambda: _raw_copy(centre, rows))
