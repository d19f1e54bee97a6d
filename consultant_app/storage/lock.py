"""One process at a time, by the kernel's own lock on a file: it ends with the process, however it ends."""

from __future__ import annotations

import os
import sys
from errno import EACCES, EAGAIN, ENOSYS
from pathlib import Path
from typing import TYPE_CHECKING

from consultant_app.storage.errors import AlreadyOpenError

if TYPE_CHECKING:
    from filelock import BaseFileLock


class Lock:
    """The lock at ``path``, held from now on until `release`.

    Raises `AlreadyOpenError` when another has it, in this process or elsewhere, and `OSError`.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor: int | None = None
        self._other: BaseFileLock | None = None
        if sys.platform == "win32" or not self._take(path):
            self._take_otherwise(path)

    def release(self) -> None:
        """Let another have it; nothing if that was done before."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)
        if self._other is not None:
            self._other.release()

    def __del__(self) -> None:
        self.release()

    if sys.platform != "win32":

        def _take(self, path: Path) -> bool:
            """Ask the kernel; False where the folder's file system has no locks."""
            import fcntl

            was_there = path.exists()
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                os.close(descriptor)
                if error.errno in (EACCES, EAGAIN):
                    raise AlreadyOpenError from error
                if error.errno != ENOSYS:
                    raise
                if not was_there:
                    path.unlink()
                return False
            self._descriptor = descriptor
            return True

    def _take_otherwise(self, path: Path) -> None:
        # Loaded where it is needed only: that takes as long as all the rest of opening a profile.
        from filelock import FileLock, SoftFileLock, Timeout

        kind = FileLock if sys.platform == "win32" else SoftFileLock
        other = kind(path, timeout=0, thread_local=False)
        try:
            other.acquire()
        except Timeout as error:
            raise AlreadyOpenError from error
        self._other = other
