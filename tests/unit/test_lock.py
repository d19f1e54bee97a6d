"""One process at a time, whatever the file system can do."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from consultant_app.storage.errors import AlreadyOpenError
from consultant_app.storage.lock import Lock


def test_what_is_held_is_refused_until_it_is_released(tmp_path: Path) -> None:
    held = Lock(tmp_path / "verrou")
    with pytest.raises(AlreadyOpenError):
        Lock(tmp_path / "verrou")
    held.release()
    held.release()
    Lock(tmp_path / "verrou").release()


def test_a_lock_that_is_forgotten_is_released(tmp_path: Path) -> None:
    held = Lock(tmp_path / "verrou")
    del held
    Lock(tmp_path / "verrou").release()


def test_any_thread_may_release_it(tmp_path: Path) -> None:
    held = Lock(tmp_path / "verrou")
    thread = threading.Thread(target=held.release)
    thread.start()
    thread.join()
    Lock(tmp_path / "verrou").release()


@pytest.mark.skipif(os.name != "posix", reason="the kernel's lock is POSIX's here")
def test_a_file_system_without_locks_still_has_one_holder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> None:
        raise OSError(errno.ENOSYS, "no locks here")

    monkeypatch.setattr("fcntl.flock", missing)
    held = Lock(tmp_path / "verrou")
    with pytest.raises(AlreadyOpenError):
        Lock(tmp_path / "verrou")
    held.release()
