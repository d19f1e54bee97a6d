"""A profile: the folder that holds one consultant's dossiers, its key file and its backups."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from consultant_app.storage import failures, files
from consultant_app.storage.database import KEY_BYTES, Database
from consultant_app.storage.errors import (
    AlreadyOpenError,
    MissingProfileError,
    ProfileExistsError,
)
from consultant_app.storage.vault import RECOMMENDED, Argon2Cost, Vault


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


@dataclass(slots=True)
class Profile:
    """A profile held by this process, and by no other until `release` or the process's end.

    Holding is not opening: `create`, `unlock` and their like give the database.
    """

    folder: Path
    cost: Argon2Cost = RECOMMENDED
    _lock: FileLock = field(init=False, repr=False)
    _key: bytes | None = field(init=False, default=None, repr=False)

    def __post_init__(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            # The kernel's lock, not the file's presence: it ends with the process, however it ends.
            self._lock = FileLock(self.paths.lock, timeout=0)
            self._lock.acquire()
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
        """The key, while unlocked (for backups and their checks)."""
        if self._key is None:
            raise RuntimeError("the profile is locked")
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
        files.remove_database(self.paths.unfinished)
        Database.open(self.paths.unfinished, key, create=True).close()
        code = self.vault.create(passphrase, key)
        return self._open(key), code

    def unlock(self, passphrase: str) -> Database:
        """Open the database by the passphrase."""
        return self._open(self.vault.unlock(passphrase))

    def unlock_by_code(self, code: str) -> Database:
        """Open the database by the recovery code."""
        return self._open(self.vault.unlock_by_code(code))

    def forget_key(self) -> None:
        """Drop the key: the passphrase is needed to open again. The folder stays held."""
        self._key = None

    def release(self) -> None:
        """Drop the key and let another process have the profile."""
        self.forget_key()
        self._lock.release()

    def _open(self, key: bytes) -> Database:
        if self.paths.unfinished.exists() and not self.paths.database.exists():
            files.replace_synced(self.paths.unfinished, self.paths.database)
        database = Database.open(self.paths.database, key)
        self._key = key
        return database


def require_profile(folder: Path) -> None:
    """Refuse to go on when no profile was made in ``folder`` (`MissingProfileError`)."""
    if not Vault(folder).exists:
        raise MissingProfileError
