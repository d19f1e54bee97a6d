"""The région's own PostgreSQL: Debian's, as `--database-url` names it, with an ordinary account."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from sync.server.migrate import migrate, steps
from sync.server.simulate import simulate
from tests.sync.centre import Centre
from tests.sync.laptops import Laptop

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if os.name == "posix" else []

pytestmark = pytest.mark.skipif(not PROGRAMS, reason="Debian's postgresql is not installed")


def run(*words: str | Path) -> None:
    """Run one of PostgreSQL's programs; it refuses to be root."""
    user = "postgres" if os.geteuid() == 0 else None
    command = [str(PROGRAMS[-1] / str(words[0])), *map(str, words[1:])]
    subprocess.run(command, check=True, capture_output=True, user=user, cwd="/")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A cluster that listens on a socket only; gives its folder."""
    with TemporaryDirectory(prefix="debian-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        data = folder / "data"
        run("initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
        options = f"-h '' -k {folder} -F"
        run("pg_ctl", "-w", "-D", data, "-o", options, "-l", folder / "log", "start")
        try:
            yield name
        finally:
            run("pg_ctl", "-w", "-D", data, "-m", "immediate", "stop")


@pytest.fixture
def database_url(server: str) -> Iterator[str]:
    """A database that belongs to an ordinary account, which may make roles."""
    admin = f"postgresql://postgres@/postgres?host={server}"
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("CREATE ROLE centre LOGIN CREATEROLE")
        connection.execute("CREATE DATABASE centre OWNER centre")
    yield f"postgresql://centre@/centre?host={server}"
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("DROP DATABASE centre WITH (FORCE)")
        connection.execute("DROP ROLE centre")


def test_the_whole_circle_on_the_region_s_own_server(database_url: str, laptop: Laptop) -> None:
    assert migrate(database_url) == [step.name for step in steps()]
    assert migrate(database_url) == []
    with Centre(database_url) as centre:
        laptop.sending.enrol(centre.url, centre.code())
        kept, withdrawn = laptop.hold(), laptop.hold()
        assert laptop.sync().stored == 2
        laptop.sending.withdraw(withdrawn)
        assert laptop.sync().retracted == 1
        left = centre.rows("SELECT record_id::text FROM ingestion.records")
        assert left == [(laptop.record_id(kept),)]


def test_invented_records_go_in_too(database_url: str) -> None:
    migrate(database_url)
    assert simulate(database_url, 40, seed=2).stored == 40


def test_what_is_missing_is_said(database_url: str) -> None:
    def refusal(url: str, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "sync", "--database-url", url, *words],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1, done.stderr
        return done.stderr

    assert "region-central migrate" in refusal(database_url, "devices", "list")
    admin = database_url.replace("centre@/centre", "postgres@/centre")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("ALTER ROLE centre NOCREATEROLE")
    assert "CREATEROLE" in refusal(database_url, "migrate")
