"""Files written so that a crash leaves either the old content or the new, whole."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_TEMPORARY = ".nouveau"
_WORKING = ".copie-"
#: Seconds between tries while an antivirus reads a file just written.
_ANTIVIRUS_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8)


def temporary_of(path: Path) -> Path:
    """Where the new content of ``path`` is prepared, in the same folder."""
    return path.with_name(path.name + _TEMPORARY)


def write_synced(path: Path, content: bytes) -> None:
    """Write a file readable by its owner only, and wait until it is on the disk."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_file(path: Path) -> None:
    """Wait until a file written by others is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until names changed in ``folder`` are on the disk (Windows does it by itself)."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_synced(temporary: Path, path: Path) -> None:
    """Put ``temporary`` in the place of ``path``, durably."""
    replace(temporary, path)
    sync_folder(path.parent)


def replace(temporary: Path, path: Path) -> None:
    """Rename over ``path``; on Windows wait a little for an antivirus to let go of either."""
    for wait in _ANTIVIRUS_WAITS if sys.platform == "win32" else ():
        try:
            temporary.replace(path)
            return
        except PermissionError:
            time.sleep(wait)
    temporary.replace(path)


@contextmanager
def removed_on_failure(*paths: Path) -> Iterator[None]:
    """Remove what was prepared when the work fails (best effort: the disk may be gone)."""
    try:
        yield
    except BaseException:
        for path in paths:
            try:
                path.unlink(missing_ok=True)
            except OSError:
                continue
        raise


def working_folder(beside: Path | None) -> TemporaryDirectory[str]:
    """A folder for working copies; below ``beside``, `sweep` removes it if the program dies."""
    return TemporaryDirectory(prefix=_WORKING, dir=beside, ignore_cleanup_errors=True)


def sweep(*folders: Path) -> None:
    """Remove what a process that died left half made: it holds dossiers, and nobody reads it."""
    for folder in folders:
        for path in [*folder.glob(f"{_WORKING}*"), *folder.glob("restauration.encours")]:
            shutil.rmtree(path, ignore_errors=True)
        for path in folder.glob(f"*.sauvegarde{_TEMPORARY}"):
            path.unlink(missing_ok=True)


def write_ahead_log_of(path: Path) -> Path:
    """Where SQLite keeps what is committed but not yet in the database file."""
    return path.with_name(path.name + "-wal")


def remove_database(path: Path) -> None:
    """Remove a database file with its write-ahead log."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
