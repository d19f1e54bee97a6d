"""A real centre for tests: the real service on a real port, a real PostgreSQL, one database a test."""

from __future__ import annotations

import asyncio
import base64
import itertools
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import psycopg
import uvicorn

from sync.client.enrol import Place, enrol
from sync.client.retry import Patience
from sync.client.transport import Transport
from sync.protocol.batch import join
from sync.protocol.enrolment import TOKEN_BYTES
from sync.protocol.verdicts import Verdict, Verdicts
from sync.server.app import create_app
from sync.server.database import administration
from sync.server.devices import new_code
from sync.server.embedded import embedded
from sync.server.migrate import migrate
from sync.server.published import store_shipped
from sync.server.settings import Settings

_NUMBERS = itertools.count(1)
_TEMPLATE = "centre_template"


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL that runs; databases are copied from a migrated one."""

    url: str

    def of(self, name: str) -> str:
        """The URL of one of its databases."""
        head, query = self.url.split("?", 1)
        return f"{head.rsplit('/', 1)[0]}/{name}?{query}"

    def new(self, template: str = _TEMPLATE) -> str:
        """A fresh migrated database."""
        name = f"centre_{os.getpid()}_{next(_NUMBERS)}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.of(name)

    def copy(self, url: str) -> str:
        """Another database like this one, which nobody may be using."""
        return self.new(url.split("?", 1)[0].rsplit("/", 1)[1])


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """The embedded PostgreSQL, in ``folder``, with a migrated template."""
    with embedded(folder) as url:
        yield prepared(Cluster(url))


def prepared(running: Cluster) -> Cluster:
    """The same, with the template that new databases are copied from."""
    with psycopg.connect(running.url, autocommit=True) as connection:
        # Tests lose nothing that matters in a power cut, and there are many databases.
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f'CREATE DATABASE "{_TEMPLATE}"')
    template = running.of(_TEMPLATE)
    migrate(template)
    with administration(template) as connection:
        store_shipped(connection)
    return running


class Centre:
    """A running service. Use it in a ``with`` block."""

    make = staticmethod(create_app)

    def __init__(
        self,
        database_url: str,
        tls: tuple[Path, Path] | None = None,
        port: int = 0,
        **settings: Any,
    ) -> None:
        self.database_url, self._tls, self.port = database_url, tls, port
        self._settings = replace(Settings(database_url), **settings)
        self.url = ""

    def __enter__(self) -> Self:
        app = self.make(self._settings)
        config = uvicorn.Config(
            app,
            port=self.port,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=3,
            ssl_certfile=self._tls[0] if self._tls else None,
            ssl_keyfile=self._tls[1] if self._tls else None,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        limit = time.monotonic() + 30
        while not self._server.started:
            assert self._thread.is_alive(), "the service did not start"
            assert time.monotonic() < limit, "the service is too slow to start"
            time.sleep(0.01)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]
        self.url = f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"
        return self

    def _run(self) -> None:
        asyncio.run(self._server.serve())

    def __exit__(self, *_error: object) -> None:
        self._server.should_exit = True
        self._thread.join(20)
        assert not self._thread.is_alive(), "the service did not stop"

    def code(self, label: str = "Poste de Paul Témoin") -> str:
        """A one-time code, as the région reads it out."""
        with administration(self.database_url) as connection:
            return new_code(connection, label)

    def place(self, label: str = "Poste de Paul Témoin") -> Place:
        """A place for a new device."""
        return enrol(self.url, self.code(label), os.urandom(TOKEN_BYTES), Patience(attempts=1))

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Ask the database itself."""
        with psycopg.connect(self.database_url) as connection:
            return connection.execute(query, parameters).fetchall()

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])

    def held(self) -> dict[str, int]:
        """Record id → revision, as the centre holds them."""
        return dict(self.rows("SELECT record_id::text, revision FROM ingestion.records"))

    def body(self, record_id: str) -> dict[str, object]:
        """What the centre holds of a record."""
        found = self.rows("SELECT body FROM ingestion.records WHERE record_id = %s", record_id)
        content: dict[str, object] = found[0][0]
        return content

    def everything(self) -> str:
        """The whole database as text: every row of every table of its schemas."""
        tables = self.rows(
            "SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema IN"
            " ('ingestion', 'transport', 'published', 'release')"
        )
        found = []
        for schema, table in tables:
            found += self.rows(f'SELECT t::text FROM "{schema}"."{table}" t')
        return "\n".join(row[0] for row in found)


def send(place: Place, lines: list[bytes]) -> list[Verdict]:
    """Send lines as another program would, with no outbox behind them."""
    with Transport(place.server, place.token) as transport:
        return list(transport.post_lines("/v1/records", join(lines), Verdicts).verdicts)


def bearer(place: Place) -> dict[str, str]:
    """The field that a device signs its requests with."""
    return {"Authorization": f"Bearer {place.token}"}


def weak_token() -> str:
    """A token of the right shape."""
    return base64.urlsafe_b64encode(bytes(TOKEN_BYTES)).rstrip(b"=").decode()
