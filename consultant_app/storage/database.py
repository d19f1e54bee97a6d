"""The encrypted database: how it is opened, and the one way to write to it.

Every pragma that keeps answers safe or secret is asserted, not only set. One connection, guarded
by a lock, so that the window's database thread and a test's main thread may share it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from consultant_app.storage import failures, migrations
from consultant_app.storage.errors import (
    ClearTextDatabaseError,
    DamagedDatabaseError,
    LockedError,
    MissingDatabaseError,
    NewerDatabaseError,
    ProfileExistsError,
)
from consultant_app.storage.sqlite import dbapi2

if TYPE_CHECKING:
    import sqlite_utils

    from consultant_app.storage.sqlite import Connection

KEY_BYTES = 32
BUSY_MILLISECONDS = 3000
_CLEAR_HEADER = b"SQLite format 3\0"
_PRAGMAS: tuple[tuple[str, str, Any], ...] = (
    ("journal_mode", "WAL", "wal"),
    # With NORMAL a power cut loses acknowledged answers; tests/faults proves both.
    ("synchronous", "FULL", 2),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("foreign_keys", "ON", 1),
    ("secure_delete", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("busy_timeout", str(BUSY_MILLISECONDS), BUSY_MILLISECONDS),
)


class Database:
    """An open, keyed connection. Close it to lock: every later query raises `LockedError`."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self.path = path
        self._connection: Connection | None = connection
        self._guard = RLock()
        self._depth = 0

    @classmethod
    def open(
        cls, path: Path, key: bytes, *, create: bool = False, migrate: bool = True
    ) -> Database:
        """Open the database at ``path`` with the raw 32-byte ``key``, and bring it up to date.

        A missing file is only made with ``create`` (never over an existing one). ``migrate=False``
        leaves older schemas as they are, e.g. to back up first. Raises `MissingDatabaseError`,
        `ClearTextDatabaseError`, `DamagedDatabaseError`, `NewerDatabaseError`, or what the disk
        says.
        """
        _check_file(path, create=create)
        connection = connect(path, key)
        database = cls(connection, path)
        try:
            database._refuse_newer()
            if migrate:
                database.migrate()
        except BaseException:
            database.close()
            raise
        return database

    @property
    def is_open(self) -> bool:
        """Whether queries are possible."""
        return self._connection is not None

    @property
    def in_transaction(self) -> bool:
        """Whether a `transaction` is under way."""
        return self._depth > 0

    @property
    def connection(self) -> Connection:
        """The raw connection; `LockedError` once closed."""
        if self._connection is None:
            raise LockedError
        return self._connection

    @cached_property
    def utils(self) -> sqlite_utils.Database:
        """sqlite-utils over the same connection (imported late: it costs a tenth of a second)."""
        import sqlite_utils

        return sqlite_utils.Database(self.connection, execute_plugins=False)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, durable on leaving. Nested blocks are savepoints of the outer one."""
        with self._guard, failures.translated():
            begin, commit, rollback = self._statements()
            self.connection.execute(begin)
            self._depth += 1
            try:
                yield
                self.connection.execute(commit)
            except BaseException:
                self._roll_back(rollback)
                raise
            finally:
                self._depth -= 1

    def execute(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> int:
        """Run one statement; durable at once unless inside `transaction`. Returns rows changed."""
        with self._guard, failures.translated():
            return self.connection.execute(sql, parameters).rowcount

    def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row, all or none."""
        with self.transaction():
            self.connection.executemany(sql, rows)

    def insert(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> int:
        """Run one INSERT and return the new row's rowid."""
        with self._guard, failures.translated():
            return self.connection.execute(sql, parameters).lastrowid or 0

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[Any]:
        """Run a query and return all its rows, each readable by position or by column name."""
        with self._guard, failures.translated():
            return self.connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> Any | None:
        """Run a query and return its first row, None when there is none."""
        with self._guard, failures.translated():
            return self.connection.execute(sql, parameters).fetchone()

    def save(self, table: str, row: Mapping[str, Any], *, pk: str | Sequence[str] = "id") -> None:
        """Insert a row, or update the columns given of the row with that primary key."""
        with self.transaction():
            self.utils.table(table).upsert(dict(row), pk=pk if isinstance(pk, str) else tuple(pk))

    def migrate(self) -> list[str]:
        """Apply pending migrations, each in its own transaction; return their names."""
        with self._guard, failures.translated():
            pending = migrations.pending(self.connection)
            if pending:
                migrations.apply(self.utils)
            return pending

    @property
    def pending_migrations(self) -> list[str]:
        """Names of the migrations that this database has not had yet."""
        with self._guard, failures.translated():
            return migrations.pending(self.connection)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other threads from this connection: what is read inside is of one moment."""
        with self._guard:
            yield

    def copy_to(self, target: Connection) -> None:
        """Copy the whole database into another keyed connection, as one moment shows it."""
        with self._guard, failures.translated():
            if self._depth:
                # SQLite would wait for our own transaction to end, forever.
                raise RuntimeError("a backup cannot be made inside a transaction")
            self.connection.backup(target)

    def checkpoint(self) -> None:
        """Move the write-ahead log into the database and empty it."""
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def faults(self) -> list[str]:
        """Check the whole file (slow); return what is wrong in SQLite's words, [] when sound."""
        # A page torn while the log was moved into the file is mended by moving it again; the
        # cipher's check reads the file alone and would call it damaged.
        found: list[str] = []
        try:
            self.checkpoint()
            for check in ("cipher_integrity_check", "integrity_check"):
                found += [str(row[0]) for row in self.rows(f"PRAGMA {check}") if row[0] != "ok"]
        except DamagedDatabaseError as error:
            found.append(str(error.__cause__))
        return found

    def close(self) -> None:
        """Close the connection: the key is forgotten and every later query raises `LockedError`."""
        with self._guard:
            connection, self._connection = self._connection, None
            self.__dict__.pop("utils", None)
            if connection is not None:
                with failures.translated():
                    connection.close()

    def _statements(self) -> tuple[str, str, str]:
        if self._depth == 0:
            # IMMEDIATE: a second writer is told before anything is computed, not at COMMIT.
            return "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"
        name = f"nested_{self._depth}"
        return f"SAVEPOINT {name}", f"RELEASE {name}", f"ROLLBACK TO {name}"

    def _roll_back(self, rollback: str) -> None:
        # A full disk makes SQLite roll back by itself: there is then nothing left to undo.
        if self._connection is not None and self._connection.in_transaction:
            self._connection.execute(rollback)

    def _refuse_newer(self) -> None:
        with failures.translated():
            if migrations.unknown(self.connection):
                raise NewerDatabaseError


def _check_file(path: Path, *, create: bool) -> None:
    """Never make an empty database because the old one is missing, nor open one in clear."""
    with failures.translated():
        exists = path.exists() and path.stat().st_size > 0
        if create and exists:
            raise ProfileExistsError
        if not create and not exists:
            raise MissingDatabaseError
        if create:
            path.touch(mode=0o600)
        if exists:
            with path.open("rb") as file:
                if file.read(len(_CLEAR_HEADER)) == _CLEAR_HEADER:
                    raise ClearTextDatabaseError


def connect(path: Path, key: bytes) -> Connection:
    """Open a keyed connection with every pragma asserted; an absent file is made on first write."""
    if len(key) != KEY_BYTES:
        raise ValueError(f"the key must have {KEY_BYTES} bytes")
    with failures.translated():
        connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
        try:
            _prepare(connection, key)
        except BaseException:
            connection.close()
            raise
    connection.row_factory = dbapi2.Row
    return connection  # type: ignore[no-any-return]


def _prepare(connection: Connection, key: bytes) -> None:
    """Give the key, prove that the driver encrypts, set and assert every pragma."""
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    if not (connection.execute("PRAGMA cipher_version").fetchone() or [""])[0]:
        raise ClearTextDatabaseError
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if sys.platform == "darwin":
        connection.execute("PRAGMA fullfsync = 1")
        connection.execute("PRAGMA checkpoint_fullfsync = 1")
    for name, value, expected in _PRAGMAS:
        connection.execute(f"PRAGMA {name} = {value}")
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if found != expected:
            raise RuntimeError(f"PRAGMA {name} is {found!r}, not {expected!r}")
