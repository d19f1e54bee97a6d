"""A profile belongs to one process at a time and is whole or not there at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from consultant_app.storage import files
from consultant_app.storage.database import Database
from consultant_app.storage.errors import (
    AlreadyOpenError,
    DiskFullError,
    KeyFileWriteError,
    LockedError,
    MissingDatabaseError,
    MissingProfileError,
    ProfileExistsError,
    WrongPassphraseError,
)
from consultant_app.storage.keyfile import KeyFiles
from consultant_app.storage.profile import Profile, require_profile
from consultant_app.storage.settings import Settings
from tests.storing import CHEAP, PASSPHRASE, open_profile


def test_a_profile_opens_again_with_what_was_put_in(tmp_path: Path) -> None:
    with open_profile(tmp_path) as (_, db, code):
        Settings(db).set("consultant", "Camille Fictive")
    for by_code in (False, True):
        profile = Profile(tmp_path, CHEAP)
        db = profile.unlock_by_code(code) if by_code else profile.unlock(PASSPHRASE)
        assert Settings(db).get("consultant") == "Camille Fictive"
        db.close()
        profile.release()


def test_a_second_opening_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    with open_profile(tmp_path), pytest.raises(AlreadyOpenError, match="déjà ouverts"):
        Profile(tmp_path, CHEAP)
    Profile(tmp_path, CHEAP).release()


_HOLD = """
import sys, time
from pathlib import Path
from consultant_app.storage.profile import Profile
held = Profile(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")
def test_a_killed_process_does_not_keep_the_profile(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(AlreadyOpenError):
            Profile(tmp_path, CHEAP)
        holder.send_signal(signal.SIGKILL)
    Profile(tmp_path, CHEAP).release()


def test_after_release_the_key_is_gone(tmp_path: Path) -> None:
    with open_profile(tmp_path) as (profile, _, _):
        assert len(profile.key) == 32
        assert profile.key.hex() not in repr(profile)
    with pytest.raises(LockedError):
        _ = profile.key


def test_a_profile_is_never_made_over_another(tmp_path: Path) -> None:
    with open_profile(tmp_path) as (profile, db, _):
        Settings(db).set("a", 1)
        with pytest.raises(ProfileExistsError):
            profile.create("autre")
        assert Settings(db).get("a") == 1


def test_no_profile_here_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingProfileError, match="première ouverture"):
        require_profile(tmp_path)


def test_a_database_that_vanished_is_not_replaced_by_an_empty_one(tmp_path: Path) -> None:
    with open_profile(tmp_path):
        pass
    (tmp_path / "dossiers.db").unlink()
    profile = Profile(tmp_path, CHEAP)
    with pytest.raises(MissingDatabaseError):
        profile.unlock(PASSPHRASE)
    assert not (tmp_path / "dossiers.db").exists()
    profile.release()


def test_creation_cut_short_before_the_key_file_starts_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise KeyFileWriteError("Le disque est plein.")

    profile = Profile(tmp_path, CHEAP)
    with monkeypatch.context() as armed:
        armed.setattr(KeyFiles, "write", refuse)
        with pytest.raises(KeyFileWriteError):
            profile.create(PASSPHRASE)
    assert not profile.exists
    db, _ = profile.create(PASSPHRASE)
    assert Settings(db).all() == {}
    db.close()
    profile.release()


def test_creation_cut_short_after_the_key_file_is_finished_by_unlocking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise DiskFullError

    profile = Profile(tmp_path, CHEAP)
    with monkeypatch.context() as armed:
        armed.setattr(files, "replace_synced", cut)
        with pytest.raises(DiskFullError):
            profile.create(PASSPHRASE)
    profile.release()
    again = Profile(tmp_path, CHEAP)
    assert again.exists
    db = again.unlock(PASSPHRASE)
    assert db.pending_migrations == []
    db.close()
    again.release()


def test_a_wrong_passphrase_opens_nothing_and_damages_nothing(tmp_path: Path) -> None:
    with open_profile(tmp_path) as (_, db, _):
        Settings(db).set("a", 1)
    before = {path.name: path.read_bytes() for path in tmp_path.glob("*.*")}
    profile = Profile(tmp_path, CHEAP)
    with pytest.raises(WrongPassphraseError):
        profile.unlock("fausse")
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.*")} == before
    profile.release()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions are POSIX's")
def test_a_profile_folder_is_its_owner_s(tmp_path: Path) -> None:
    with open_profile(tmp_path / "profil"):
        assert (tmp_path / "profil").stat().st_mode & 0o077 == 0


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    from consultant_app.storage.errors import StorageError

    (tmp_path / "profil").write_text("un fichier")
    with pytest.raises(StorageError):
        Profile(tmp_path / "profil", CHEAP)


def test_closing_leaves_one_database_file_and_no_log(tmp_path: Path) -> None:
    with open_profile(tmp_path) as (profile, db, _):
        Settings(db).set("a", 1)
        assert isinstance(db, Database)
        path = profile.paths.database
    assert [file.name for file in path.parent.glob("dossiers.db*")] == ["dossiers.db"]
