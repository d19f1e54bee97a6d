"""Translate what SQLite and the system say into known errors with their sentence."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from consultant_app.storage.errors import (
    BusyError,
    DamagedDatabaseError,
    DiskFailureError,
    DiskFullError,
    LockedError,
    MissingDatabaseError,
    ReadOnlyError,
    StorageError,
)
from consultant_app.storage.sqlite import dbapi2

_BY_SQLITE_CODE: dict[int, type[StorageError]] = {
    dbapi2.SQLITE_FULL: DiskFullError,
    dbapi2.SQLITE_READONLY: ReadOnlyError,
    dbapi2.SQLITE_PERM: ReadOnlyError,
    dbapi2.SQLITE_BUSY: BusyError,
    dbapi2.SQLITE_LOCKED: BusyError,
    dbapi2.SQLITE_IOERR: DiskFailureError,
    dbapi2.SQLITE_CANTOPEN: DiskFailureError,
    dbapi2.SQLITE_CORRUPT: DamagedDatabaseError,
    dbapi2.SQLITE_NOTADB: DamagedDatabaseError,
}
#: The driver's backup tells the message without the code.
_BY_MESSAGE: dict[str, type[StorageError]] = {
    "database or disk is full": DiskFullError,
    "attempt to write a readonly database": ReadOnlyError,
    "database is locked": BusyError,
    "disk I/O error": DiskFailureError,
    "unable to open database file": DiskFailureError,
    "database disk image is malformed": DamagedDatabaseError,
    "file is not a database": DamagedDatabaseError,
}
_BY_ERRNO: dict[int, type[StorageError]] = {
    errno.ENOSPC: DiskFullError,
    errno.EDQUOT: DiskFullError,
    errno.EFBIG: DiskFullError,
    errno.EROFS: ReadOnlyError,
    errno.EACCES: ReadOnlyError,
    errno.EPERM: ReadOnlyError,
    errno.EBUSY: BusyError,
    errno.ENOENT: MissingDatabaseError,
}


def known(error: BaseException) -> StorageError | None:
    """Return the known error that ``error`` amounts to, None when it is a bug of ours."""
    if isinstance(error, OSError):
        return _BY_ERRNO.get(error.errno or 0, DiskFailureError)()
    if not isinstance(error, dbapi2.Error):
        return None
    if isinstance(error, dbapi2.ProgrammingError) and "closed database" in str(error):
        return LockedError()
    # The low byte is the primary code; SQLite's extended codes refine it in the others.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    kind = _BY_SQLITE_CODE.get(code) or _BY_MESSAGE.get(str(error))
    return kind() if kind else None


@contextmanager
def translated() -> Iterator[None]:
    """Raise the known error in place of the driver's or the system's."""
    try:
        yield
    except (dbapi2.Error, OSError) as error:
        if (found := known(error)) is None:
            raise
        raise found from error
