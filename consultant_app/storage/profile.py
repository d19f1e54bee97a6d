"""A profile: the folder that holds one consultant's dossiers, its key file and its backups."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from consultant_app.storage import failures, files
from consultant_app.storage.database import KEY_BYTES, Database
from consultant_app.storage.errors import (
    AlreadyOpenError,
    DiskFailureError,
    LockedError,
    MissingProfileError,
    ProfileExistsError,
)
from consultant_app.storage.staged import is_staged
from consultant_app.storage.vault import RECOMMENDED, Argon2Cost, Vault

if TYPE_CHECKING:
    from consultant_app.storage.backup import BackupInfo
    from consultant_app.storage.restore import Unlock


@dataclass(frozen=True, slots=True)
class ProfilePaths:
    """Where things are in a profile's folder."""

    folder: Path

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.folder / "dossiers.db"

    @property
    def unfinished(self) -> Path:
        """The database while it is being made."""
        return self.folder / "dossiers.db.nouveau"

    @property
    def backups(self) -> Path:
        """The automatic backups."""
        return self.folder / "sauvegardes"

    @property
    def lock(self) -> Path:
        """Held by the one process that may use the profile."""
        return self.folder / "verrou"


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Profile:
    """A profile held by this process, and by no other until `release` or the process's end.

    Holding is not opening: `create`, `unlock` and their like give the database.
    """

    folder: Path
    cost: Argon2Cost = RECOMMENDED
    now: Callable[[], datetime] = _utc_now
    _lock: FileLock = field(init=False, repr=False)
    _key: bytes | None = field(init=False, default=None, repr=False)

    def __post_init__(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            # The kernel's lock, not the file's presence: it ends with the process, however it ends.
            self._lock = FileLock(self.paths.lock, timeout=0)
            self._lock.acquire()
            _finish_restoring(self.folder)
            files.sweep(self.folder, self.paths.backups)
        except Timeout as error:
            raise AlreadyOpenError from error
        except OSError as error:
            raise failures.known(error) or error from error

    @property
    def paths(self) -> ProfilePaths:
        """Where things are."""
        return ProfilePaths(self.folder)

    @property
    def vault(self) -> Vault:
        """The key file."""
        return Vault(self.folder, cost=self.cost)

    @property
    def exists(self) -> bool:
        """Whether a profile was made here."""
        return self.vault.exists or self.paths.database.exists()

    @property
    def key(self) -> bytes:
        """The key, while unlocked (for backups and their checks); `LockedError` afterwards."""
        if self._key is None:
            raise LockedError
        return self._key

    def create(self, passphrase: str) -> tuple[Database, str]:
        """Make an empty database and its key file; return it with the recovery code to print.

        Raises `ProfileExistsError` when there is one already.

        The database is whole before the key file exists and named after it does: cut short
        anywhere, this either never happened or is finished by `unlock`.
        """
        if self.exists:
            raise ProfileExistsError
        key = secrets.token_bytes(KEY_BYTES)
        with failures.translated():
            files.remove_database(self.paths.unfinished)
        self._make_database(key)
        code = self.vault.create(passphrase, key)
        return self._open(key), code

    def unlock(self, passphrase: str) -> Database:
        """Open the database by the passphrase."""
        return self._open(self.vault.unlock(passphrase))

    def unlock_by_code(self, code: str) -> Database:
        """Open the database by the recovery code."""
        return self._open(self.vault.unlock_by_code(code))

    def back_up(
        self, db: Database, target: Path | None = None, *, reason: str = "demande"
    ) -> BackupInfo:
        """Write a verified backup and remember it; without ``target``, an automatic one.

        Automatic backups lie in the profile's folder and replace each other (`rotation`).
        """
        from consultant_app.storage import backup, rotation
        from consultant_app.storage.backup_log import BackupLog

        at = self.now()
        path = target or self.paths.backups / rotation.name_of(at, reason)
        info = backup.write_backup(db, self.vault.files, self.key, path, at)
        BackupLog(db).add(
            str(path.absolute()),
            at,
            reason=reason,
            outside=self.folder.absolute() not in path.absolute().parents,
            companies=info.counts["companies"],
            interviews=info.counts["interviews"],
            sha256=info.sha256,
        )
        if target is None:
            for gone in rotation.prune(self.paths.backups, spare=path):
                BackupLog(db).forget(str(gone.absolute()))
        return info

    def back_up_daily(self, db: Database) -> BackupInfo | None:
        """Write today's automatic backup; None when there is one of today already."""
        from consultant_app.storage.backup_log import BackupLog

        last = BackupLog(db).last(outside=False)
        if last is not None and last.at.date() == self.now().date() and Path(last.path).exists():
            return None
        return self.back_up(db, reason="jour")

    def restore(self, path: Path, unlock: Unlock) -> BackupInfo:
        """Put a backup in the place of what is here (set aside); the database must be closed.

        Then open as usual, with the passphrase or code that the backup had.
        """
        from consultant_app.storage import restore

        info = restore.stage(path, unlock, self.folder, self.cost)
        restore.finish(self.folder)
        self.forget_key()
        return info

    def forget_key(self) -> None:
        """Drop the key: the passphrase is needed to open again. The folder stays held."""
        self._key = None

    def release(self) -> None:
        """Drop the key and let another process have the profile."""
        self.forget_key()
        self._lock.release()

    def _make_database(self, key: bytes) -> None:
        database = Database.open(self.paths.unfinished, key, create=True)
        try:
            # Closing would move the log into the file as well, but would not say if it failed.
            database.checkpoint()
        finally:
            database.close()
        log = files.write_ahead_log_of(self.paths.unfinished)
        if log.exists() and log.stat().st_size:
            raise DiskFailureError

    def _open(self, key: bytes) -> Database:
        if self.paths.unfinished.exists() and not self.paths.database.exists():
            with failures.translated():
                files.replace_synced(self.paths.unfinished, self.paths.database)
        database = Database.open(self.paths.database, key, migrate=False)
        try:
            self._bring_up_to_date(database, key)
        except BaseException:
            database.close()
            raise
        self._key = key
        return database

    def _bring_up_to_date(self, database: Database, key: bytes) -> None:
        if not database.pending_migrations:
            return
        from consultant_app.storage import backup, rotation

        at = self.now()
        target = self.paths.backups / rotation.name_of(at, "avant-mise-a-jour")
        backup.write_backup(database, self.vault.files, key, target, at)
        database.migrate()


def _finish_restoring(folder: Path) -> None:
    """Bring to its end a restoring that a crash cut short."""
    if is_staged(folder):
        from consultant_app.storage import restore

        restore.finish(folder)


def require_profile(folder: Path) -> None:
    """Refuse to go on when no profile was made in ``folder`` (`MissingProfileError`)."""
    if not (Vault(folder).exists or is_staged(folder)):
        raise MissingProfileError
