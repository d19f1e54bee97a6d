"""Backups that nobody has to think of, and what is said when one cannot be made."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from consultant_app import bootstrap
from consultant_app.services.backup_routine import BackupRoutine, NoBackupFolderError
from consultant_app.services.workspace import Workspace
from consultant_app.storage import migrations
from consultant_app.storage.backup import read_info
from consultant_app.storage.errors import StorageError
from consultant_app.storage.profile import Profile
from tests.keeping import NOON, StillClock, answered
from tests.storing import CHEAP, PASSPHRASE
from tests.working import working


def automatic(workspace: Workspace) -> list[str]:
    return sorted(path.name for path in (workspace.folder / "sauvegardes").glob("*.sauvegarde"))


def test_one_backup_a_day_is_made_and_no_more(tmp_path: Path) -> None:
    clock = StillClock()
    with working(tmp_path / "p", clock=clock) as workspace:
        routine = BackupRoutine(workspace)
        for _ in range(3):
            assert routine.run().problem is None
            clock.ahead(hours=2)
        assert len(automatic(workspace)) == 1
        clock.ahead(days=1)
        state = routine.run()
        assert len(automatic(workspace)) == 2
        assert state.last_inside is not None
        assert state.last_inside.at == clock.at


def test_a_year_of_days_keeps_seven_days_four_weeks_and_six_months(tmp_path: Path) -> None:
    clock = StillClock(datetime(2026, 1, 5, 12, tzinfo=UTC))
    with working(tmp_path / "p", clock=clock) as workspace:
        routine = BackupRoutine(workspace)
        for _ in range(46):
            routine.run()
            clock.ahead(days=4)
        days = [
            datetime.strptime(n[:10], "%Y-%m-%d").replace(tzinfo=UTC) for n in automatic(workspace)
        ]
        assert len(days) <= 7 + 4 + 6
        assert len({(d.year, d.month) for d in days}) == 6
        assert len(days[-7:]) == 7
        assert all(b - a == timedelta(days=4) for a, b in zip(days[-7:], days[-6:], strict=False))
        assert {b.path for b in workspace.backups.all()} == {
            str((workspace.folder / "sauvegardes" / n).absolute()) for n in automatic(workspace)
        }, "what went by rotation is forgotten"


def test_a_clock_set_back_or_ahead_still_gets_its_backup(tmp_path: Path) -> None:
    clock = StillClock()
    with working(tmp_path / "p", clock=clock) as workspace:
        routine = BackupRoutine(workspace)
        routine.run()
        for jump in (timedelta(days=-400), timedelta(days=4000), timedelta(days=-3601)):
            clock.at += jump
            before = len(automatic(workspace))
            state = routine.run()
            assert state.problem is None
            assert len(automatic(workspace)) == before + 1, "the one just made is never pruned"
        assert workspace.backups.due() is False


def test_a_backup_that_fails_is_a_sentence_and_is_tried_again(tmp_path: Path) -> None:
    clock = StillClock()
    with working(tmp_path / "p", clock=clock) as workspace:
        blocked = workspace.folder / "sauvegardes"
        blocked.write_text("un fichier à la place du dossier")
        routine = BackupRoutine(workspace)
        problem = routine.run().problem
        assert problem is not None
        assert problem.startswith("La sauvegarde du jour n’a pas été faite")
        answered(workspace)
        blocked.unlink()
        clock.ahead(hours=1)
        assert routine.run().problem is None
        assert len(automatic(workspace)) == 1


def test_the_stick_is_remembered_and_its_backups_are_whole(tmp_path: Path) -> None:
    stick = tmp_path / "cle-usb"
    stick.mkdir()
    clock = StillClock()
    with working(tmp_path / "p", clock=clock) as workspace:
        answered(workspace)
        BackupRoutine(workspace).choose_folder(stick)
    with working(tmp_path / "p", clock=clock) as workspace:
        routine = BackupRoutine(workspace)
        assert routine.folder == stick
        made = routine.write_outside()
        assert made.outside
        assert (made.companies, made.interviews) == (1, 1)
        assert Path(made.path).parent == stick
        assert routine.state().reminder is None
        clock.ahead(days=7, seconds=1)
        reminder = routine.state().reminder
        assert reminder is not None
        assert reminder.startswith("Votre dernière sauvegarde hors de cet ordinateur date du 14/09")


def test_a_stick_pulled_out_is_a_sentence_and_never_a_folder_of_our_own(tmp_path: Path) -> None:
    stick = tmp_path / "cle-usb"
    stick.mkdir()
    with working(tmp_path / "p") as workspace:
        routine = BackupRoutine(workspace)
        with pytest.raises(NoBackupFolderError, match="Choisissez d’abord"):
            routine.write_outside()
        routine.choose_folder(stick)
        stick.rmdir()
        with pytest.raises(NoBackupFolderError, match="branchez la clé USB"):
            routine.write_outside()
        assert not stick.exists()
        stick.mkdir()
        assert routine.write_outside().interviews == 0


def test_nothing_outside_is_reminded_of_a_week_after_the_first_day(tmp_path: Path) -> None:
    clock = StillClock()
    with working(tmp_path / "p", clock=clock) as workspace:
        workspace.settings.set("created_at", NOON.isoformat())
        routine = BackupRoutine(workspace)
        routine.run()
        assert routine.reminder() is None
        clock.ahead(days=8)
        routine.run()
        reminder = routine.reminder()
        assert reminder is not None
        assert "clé USB" in reminder, "a backup on the laptop itself does not count"


def older(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a profile as a program that lacked the last step made it."""
    with monkeypatch.context() as earlier:
        earlier.setattr(migrations, "STEPS", migrations.STEPS[:-1])
        profile = Profile(folder, CHEAP)
        database, _ = profile.create(PASSPHRASE)
        database.close()
        profile.release()


def test_an_older_profile_is_backed_up_before_it_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older(tmp_path / "p", monkeypatch)
    last = migrations.STEPS[-1].__name__
    workspace = bootstrap.open_profile(tmp_path / "p", PASSPHRASE, cost=CHEAP)
    assert last in migrations.applied(workspace.db.connection)
    (before,) = (tmp_path / "p" / "sauvegardes").glob("*avant-mise-a-jour*")
    workspace.close()
    assert last not in read_info(before).schema


def test_a_profile_that_cannot_be_backed_up_is_not_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older(tmp_path / "p", monkeypatch)
    blocked = tmp_path / "p" / "sauvegardes"
    shutil.rmtree(blocked, ignore_errors=True)
    blocked.write_text("un fichier à la place du dossier")
    before = (tmp_path / "p" / "dossiers.db").read_bytes()
    with pytest.raises(StorageError):
        bootstrap.open_profile(tmp_path / "p", PASSPHRASE, cost=CHEAP)
    assert (tmp_path / "p" / "dossiers.db").read_bytes() == before
    blocked.unlink()
    bootstrap.open_profile(tmp_path / "p", PASSPHRASE, cost=CHEAP).close()
