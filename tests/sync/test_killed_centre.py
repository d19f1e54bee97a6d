"""The région's service is killed while a laptop sends: on its return, each record is there once."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import psycopg

from sync.client.enrol import enrol
from sync.protocol.record import Record
from sync.server.database import administration
from sync.server.devices import new_code
from sync.server.invented import Inventor
from sync.server.published import shipped_codebooks
from tests.sync.centre import Cluster
from tests.sync.laptops import Laptop

ROOT = Path(__file__).resolve().parents[2]
RECORDS = 600


@contextmanager
def serving(database_url: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`region-central serve`, as a process that can be killed; gives its address."""
    command = [sys.executable, "-m", "sync", "--database-url", database_url, "serve"]
    process = subprocess.Popen(
        [*command, "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())["url"], process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def count(database_url: str) -> int:
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SELECT count(*) FROM ingestion.records").fetchone()
    assert row is not None
    return int(row[0])


def test_a_service_killed_in_the_middle_loses_and_doubles_nothing(
    postgres: Cluster, laptop: Laptop
) -> None:
    database_url, outbox = postgres.new(), laptop.workspace.outbox
    book = next(b for b in shipped_codebooks() if b.questionnaire == "diagnostic-general")
    for line in islice(Inventor(book, 3).records(), RECORDS):
        record = Record.model_validate_json(line)
        outbox.add(record.record_id, 1, line, laptop.workspace.clock.now())

    with serving(database_url) as (url, process), ThreadPoolExecutor(1) as pool:
        with administration(database_url) as connection:
            code = new_code(connection, "Poste d’essai")
        laptop.join(enrol(url, code, bytes(range(32))))
        report = pool.submit(laptop.sending.sync)
        limit = time.monotonic() + 30
        while count(database_url) == 0 and time.monotonic() < limit:
            time.sleep(0.001)
        process.kill()
        assert "ne répond pas" in report.result().trouble
    halfway = count(database_url)
    assert 0 < halfway < RECORDS

    with serving(database_url) as (url, _):
        laptop.workspace.db.execute("UPDATE enrolment SET server = ?", (url,))
        done = laptop.sync()
    assert done.stored + done.already + halfway >= RECORDS
    assert done.difference == []
    assert count(database_url) == RECORDS
    assert outbox.waiting() == []
