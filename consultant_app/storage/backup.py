"""Backups: one file that holds the encrypted database, its key file and what to count in it.

The copy is made by SQLite's online backup (copying the file of a database in WAL mode can copy
nothing), under the same key, then read back from where it was written, opened and counted.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from consultant_app.storage import failures, files, migrations
from consultant_app.storage.database import Database, connect
from consultant_app.storage.errors import (
    BackupNotWrittenError,
    BusyError,
    DamagedBackupError,
    DamagedDatabaseError,
    DamagedKeyFileError,
    DiskFailureError,
    DiskFullError,
    MissingDatabaseError,
    ReadOnlyError,
    StorageError,
)
from consultant_app.storage.keyfile import KeyFile, KeyFiles
from consultant_app.storage.plain import instant

SUFFIX = ".sauvegarde"
DATABASE_NAME = "dossiers.db"
KEY_FILE_NAME = "cle.json"
MANIFEST_NAME = "manifeste.json"
_FORMAT = "consultant-app-backup"
_COUNTED = ("companies", "interviews", "answers", "events", "outbox")
_MOST_MANIFEST_BYTES = 65_536
#: What the zip and JSON readers raise on bytes that nobody wrote as a backup.
_NOT_A_BACKUP = (
    zipfile.BadZipFile,
    zlib.error,
    DamagedKeyFileError,
    KeyError,
    ValueError,
    TypeError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """What a backup says of itself. ``counts``: rows by table; ``sha256``: of its database."""

    made_at: datetime
    counts: dict[str, int]
    sha256: str
    schema: tuple[str, ...]


def write_backup(
    db: Database, keys: KeyFiles, key: bytes, target: Path, at: datetime
) -> BackupInfo:
    """Write a verified backup of an open database to ``target``, replacing it only once sound.

    Raises a `StorageError` when it could not be written or verified; ``target`` is then as before.
    """
    temporary = files.temporary_of(target)
    with _sentences(target), files.removed_on_failure(temporary):
        with files.working_folder(db.path.parent) as folder:
            copy = Path(folder) / DATABASE_NAME
            info = BackupInfo(at, *_copy(db, key, copy))
            _pack(temporary, copy, keys.read(), info)
            copy.unlink()
            _require_sound(temporary, key, Path(folder), info)
        files.replace_synced(temporary, target)
    return info


def read_info(path: Path) -> BackupInfo:
    """Read what a backup says of itself, without opening it (`DamagedBackupError`)."""
    with _sentences(path), _opened(path) as archive:
        return _info(archive)


def unpack(path: Path, folder: Path) -> BackupInfo:
    """Put a backup's database and both copies of its key file in ``folder``, synced.

    Raises `DamagedBackupError` unless every byte is as it was written.
    """
    with _sentences(path), _opened(path) as archive:
        info = _info(archive)
        _extract(archive, DATABASE_NAME, folder / DATABASE_NAME)
        key_file = KeyFile.from_bytes(archive.read(KEY_FILE_NAME))
    if _digest(folder / DATABASE_NAME) != info.sha256:
        raise DamagedBackupError
    KeyFiles(folder).write(key_file)
    return info


def require_counts(database: Path, key: bytes, info: BackupInfo) -> None:
    """Open a backup's database and count in it (`DamagedBackupError` when it differs)."""
    try:
        db = Database.open(database, key, migrate=False)
    except DamagedDatabaseError as error:
        raise DamagedBackupError from error
    try:
        if _counts(db) != info.counts or db.faults():
            raise DamagedBackupError
    finally:
        db.close()


def _copy(db: Database, key: bytes, copy: Path) -> tuple[dict[str, int], str, tuple[str, ...]]:
    """Copy the database as one moment shows it; return its counts, digest and schema."""
    target = connect(copy, key)
    try:
        with db.held():
            counts = _counts(db)
            schema = tuple(migrations.applied(db.connection))
            db.copy_to(target)
    finally:
        target.close()
    return counts, _digest(copy), schema


def _counts(db: Database) -> dict[str, int]:
    return {
        table: int(db.rows(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608
        for table in _COUNTED
        if db.row("SELECT 1 FROM sqlite_master WHERE name = ?", (table,))
    }


def _pack(target: Path, copy: Path, keys: KeyFile, info: BackupInfo) -> None:
    manifest = {"format": _FORMAT, **asdict(info), "made_at": instant(info.made_at)}
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(MANIFEST_NAME, json.dumps(manifest, indent=1))
        archive.writestr(KEY_FILE_NAME, keys.to_bytes())
        archive.write(copy, DATABASE_NAME)
    files.sync_file(target)


def _require_sound(written: Path, key: bytes, folder: Path, info: BackupInfo) -> None:
    if unpack(written, folder) != info:
        raise DamagedBackupError
    require_counts(folder / DATABASE_NAME, key, info)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except _NOT_A_BACKUP as error:
        raise DamagedBackupError from error


def _info(archive: zipfile.ZipFile) -> BackupInfo:
    if archive.getinfo(MANIFEST_NAME).file_size > _MOST_MANIFEST_BYTES:
        raise DamagedBackupError
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST_NAME))
    if manifest["format"] != _FORMAT:
        raise DamagedBackupError
    return BackupInfo(
        made_at=datetime.fromisoformat(manifest["made_at"]),
        counts=dict(manifest["counts"]),
        sha256=manifest["sha256"],
        schema=tuple(manifest["schema"]),
    )


def _extract(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    with archive.open(name) as source, target.open("wb") as file:
        while chunk := source.read(1 << 20):
            file.write(chunk)
    files.sync_file(target)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
    """Say in one sentence why a backup could not be written or read."""
    try:
        yield
    except (OSError, BusyError, DiskFailureError, DiskFullError, ReadOnlyError) as error:
        known = error if isinstance(error, StorageError) else failures.known(error)
        if isinstance(known, MissingDatabaseError):
            raise BackupNotWrittenError(
                f"Le fichier ou le dossier «\u00a0{path.name}\u00a0» est introuvable\u00a0: vérifiez "
                "que la clé USB ou le disque est bien branché."
            ) from error
        raise BackupNotWrittenError(
            f"{str(known).split(chr(0xA0) + ':')[0]}\u00a0: la sauvegarde n’a pas été faite. "
            "Choisissez un autre emplacement\u202f; vos dossiers sont intacts."
        ) from error
