"""Backups are verified when written; a lost laptop is rebuilt from one, exactly."""

from __future__ import annotations

import os
import random
import shutil
import threading
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from consultant_app.domain.answers import Answer
from consultant_app.storage import backup, restore, rotation
from consultant_app.storage.answers import Answers
from consultant_app.storage.backup_log import BackupLog
from consultant_app.storage.companies import Companies
from consultant_app.storage.database import Database
from consultant_app.storage.errors import (
    BackupNotWrittenError,
    DamagedBackupError,
    StorageError,
    WrongPassphraseError,
)
from consultant_app.storage.interviews import Interviews
from consultant_app.storage.profile import Profile
from consultant_app.storage.vault import Vault
from tests.storing import (
    CHEAP,
    NOW,
    PASSPHRASE,
    company,
    give_answer,
    interview,
    open_profile,
    put_dossier,
)

Opened = tuple[Profile, Database, str]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    with open_profile(tmp_path / "profil") as found:
        put_dossier(found[1], 1, a=Answer(1))
        put_dossier(found[1], 2, a=Answer(2))
        yield found


def by_passphrase(vault: Vault) -> bytes:
    return vault.unlock(PASSPHRASE)


def dump(db: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the log of backups."""
    tables = [r[0] for r in db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        table: sorted((tuple(row) for row in db.rows(f"SELECT * FROM {table}")), key=repr)
        for table in tables
        if table != "backups" and not table.startswith("sqlite_")
    }


def test_a_lost_laptop_is_rebuilt_from_a_backup_and_the_code(
    opened: Opened, tmp_path: Path
) -> None:
    profile, db, code = opened
    target = tmp_path / "usb" / "mes-dossiers.sauvegarde"
    info = profile.back_up(db, target)
    assert info.counts["interviews"] == 2
    before = dump(db)
    db.close()
    profile.release()
    shutil.rmtree(profile.folder)
    new = Profile(tmp_path / "nouveau", CHEAP)
    new.restore(target, lambda vault: vault.unlock_by_code(code))
    rebuilt = new.unlock(PASSPHRASE)
    assert dump(rebuilt) == before
    assert rebuilt.faults() == []
    rebuilt.close()
    new.release()


def test_a_backup_holds_what_the_write_ahead_log_holds(opened: Opened, tmp_path: Path) -> None:
    profile, db, _ = opened
    db.checkpoint()
    give_answer(db, "i1", "dernier", Answer(4))
    info = profile.back_up(db, tmp_path / "b.sauvegarde")
    assert info.counts["answers"] == 3


def test_backups_are_remembered_with_where_they_lie(opened: Opened, tmp_path: Path) -> None:
    profile, db, _ = opened
    profile.back_up(db)
    profile.back_up(db, tmp_path / "usb.sauvegarde")
    log = BackupLog(db)
    assert [b.outside for b in log.all()] == [False, True]
    outside = log.last(outside=True)
    assert outside is not None
    assert outside.path == str(tmp_path / "usb.sauvegarde")
    assert (outside.companies, outside.interviews) == (2, 2)


def test_one_backup_a_day_and_again_when_its_file_is_gone(opened: Opened) -> None:
    profile, db, _ = opened
    assert profile.back_up_daily(db) is not None
    assert profile.back_up_daily(db) is None
    (kept,) = profile.paths.backups.glob("*-jour.sauvegarde")
    kept.unlink()
    assert profile.back_up_daily(db) is not None
    later = profile.now() + timedelta(days=1)
    profile.now = lambda: later
    assert profile.back_up_daily(db) is not None


def test_nothing_is_left_over_beside_a_backup(opened: Opened, tmp_path: Path) -> None:
    profile, db, _ = opened
    target = tmp_path / "usb" / "b.sauvegarde"
    profile.back_up(db, target)
    assert [path.name for path in target.parent.iterdir()] == ["b.sauvegarde"]
    assert not [p for p in profile.folder.iterdir() if p.name.startswith((".copie", "restaur"))]


def test_a_flipped_bit_anywhere_in_a_backup_is_noticed(opened: Opened, tmp_path: Path) -> None:
    profile, db, _ = opened
    target = tmp_path / "b.sauvegarde"
    profile.back_up(db, target)
    sound = target.read_bytes()
    with zipfile.ZipFile(target) as archive:
        first = archive.getinfo(backup.DATABASE_NAME).header_offset
    chance = random.Random(7)
    for _ in range(40):
        damaged = bytearray(sound)
        place = chance.randrange(first + 80, len(sound) - 400)
        damaged[place] ^= 1 << chance.randrange(8)
        target.write_bytes(damaged)
        with pytest.raises(DamagedBackupError):
            restore.preview(target, by_passphrase, cost=CHEAP)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"bonjour", b"SQLite format 3\0"])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.sauvegarde"
    path.write_bytes(content)
    with pytest.raises(DamagedBackupError, match="n’en est pas une"):
        backup.read_info(path)


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.txt", "rien")
    with pytest.raises(DamagedBackupError):
        backup.read_info(path)


def test_a_missing_backup_is_told(tmp_path: Path) -> None:
    with pytest.raises(BackupNotWrittenError, match="bien branché"):
        backup.read_info(tmp_path / "absente.sauvegarde")


def test_a_stick_pulled_out_leaves_the_former_backup_and_the_dossiers(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile, db, _ = opened
    target = tmp_path / "b.sauvegarde"
    profile.back_up(db, target)
    former = target.read_bytes()
    give_answer(db, "i1", "b", Answer(3))

    def pulled_out(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as armed:
        armed.setattr(os, "fsync", pulled_out)
        with pytest.raises(BackupNotWrittenError, match="intacts"):
            profile.back_up(db, target)
    assert target.read_bytes() == former
    assert not list(tmp_path.glob("*.nouveau"))
    assert Answers(db).get("i1", "b").level == 3
    profile.back_up(db, target)
    assert target.read_bytes() != former


def test_the_preview_says_what_is_newer_where(opened: Opened, tmp_path: Path) -> None:
    profile, db, _ = opened
    target = tmp_path / "b.sauvegarde"
    put_dossier(db, 3)
    profile.back_up(db, target)
    Interviews(db).touch("i1", NOW + timedelta(hours=1))
    Interviews(db).touch("i2", NOW - timedelta(hours=1))
    Interviews(db).delete("i3")
    put_dossier(db, 4)
    found = restore.preview(target, by_passphrase, db, CHEAP)
    assert {d.interview_id: d.verdict for d in found.differences} == {
        "i1": "newer_here",
        "i2": "newer_in_backup",
        "i3": "only_in_backup",
        "i4": "only_here",
    }
    assert {d.company for d in found.lost} == {"Entreprise fictive 1", "Entreprise fictive 4"}
    assert restore.preview(target, by_passphrase, cost=CHEAP).lost == ()


def test_a_wrong_passphrase_restores_nothing(opened: Opened, tmp_path: Path) -> None:
    profile, db, _ = opened
    target = tmp_path / "b.sauvegarde"
    profile.back_up(db, target)
    give_answer(db, "i1", "apres", Answer(1))
    db.close()
    with pytest.raises(WrongPassphraseError):
        profile.restore(target, lambda vault: vault.unlock("fausse"))
    again = profile.unlock(PASSPHRASE)
    assert Answers(again).get("i1", "apres").level == 1
    again.close()


def test_restoring_sets_the_former_files_aside(opened: Opened, tmp_path: Path) -> None:
    profile, db, _ = opened
    target = tmp_path / "b.sauvegarde"
    profile.back_up(db, target)
    give_answer(db, "i1", "apres", Answer(1))
    db.close()
    profile.restore(target, by_passphrase)
    restored = profile.unlock(PASSPHRASE)
    assert not Answers(restored).get("i1", "apres").is_answered
    restored.close()
    aside = profile.paths.backups / "avant-restauration-1"
    key = profile.vault.unlock(PASSPHRASE)
    former = Database.open(aside / "dossiers.db", key)
    assert Answers(former).get("i1", "apres").level == 1
    former.close()


class PowerCutError(BaseException):
    """The machine stops here."""


@pytest.mark.parametrize("step", range(12))
def test_restoring_cut_short_anywhere_is_either_undone_or_finished(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    profile, db, _ = opened
    target = tmp_path / "b.sauvegarde"
    profile.back_up(db, target)
    give_answer(db, "i1", "apres", Answer(1))
    db.close()
    left = [step]

    def cut_at(act: object) -> object:
        def renaming(*given: Path) -> object:
            if not left[0]:
                raise PowerCutError
            left[0] -= 1
            return act(*given)  # type: ignore[operator]

        return renaming

    with monkeypatch.context() as armed:
        for name in ("replace", "rename", "rmdir"):
            armed.setattr(Path, name, cut_at(getattr(Path, name)))
        try:
            profile.restore(target, by_passphrase)
        except PowerCutError:
            profile.release()
    profile.release()
    again = Profile(profile.folder, CHEAP)
    reopened = again.unlock(PASSPHRASE)
    assert reopened.faults() == []
    found = Interviews(reopened).get("i1")
    assert found.answer("a").level == 1
    if not (profile.paths.backups / "avant-restauration-1").exists():
        assert found.answer("apres").level == 1, "not restored: nothing may have changed"
    else:
        assert not found.answer("apres").is_answered
    reopened.close()
    again.release()


def backups_under_load(tmp_path: Path, times: int) -> int:
    """Back up at random moments while answers are given; return how many rebuilt the same."""
    equal = 0
    chance = random.Random(100)
    for number in range(times):
        folder = tmp_path / f"charge-{number}"
        with open_profile(folder / "profil") as (profile, db, code):
            put_dossier(db)
            stop = threading.Event()

            def load(db: Database = db, stop: threading.Event = stop) -> None:
                count = 0
                while not stop.is_set():
                    count += 1
                    give_answer(db, "i1", f"q{count % 40}", Answer(count % 5, note="n" * 300))

            worker = threading.Thread(target=load)
            worker.start()
            stop.wait(chance.random() * 0.05)
            target = folder / "b.sauvegarde"
            info = profile.back_up(db, target)
            stop.set()
            worker.join()
        shutil.rmtree(folder / "profil")
        new = Profile(folder / "neuf", CHEAP)
        new.restore(target, lambda vault, code=code: vault.unlock_by_code(code))  # type: ignore[misc]
        rebuilt = new.unlock(PASSPHRASE)
        answers, events = Answers(rebuilt).all_of("i1"), info.counts["events"]
        latest = {
            row["question_id"]: row["after"]
            for row in rebuilt.rows("SELECT question_id, after FROM events ORDER BY seq")
        }
        whole = len(latest) == len(answers) == info.counts["answers"]
        counted = rebuilt.rows("SELECT count(*) FROM events")[0][0] == events
        equal += whole and counted and rebuilt.faults() == []
        rebuilt.close()
        new.release()
    return equal


def test_a_backup_made_while_answering_is_of_one_moment(tmp_path: Path) -> None:
    assert backups_under_load(tmp_path, 5) == 5


@pytest.mark.prove
def test_a_backup_made_while_answering_is_of_one_moment_100_times(tmp_path: Path) -> None:
    assert backups_under_load(tmp_path, 100) == 100


def test_seven_days_four_weeks_and_six_months_are_kept() -> None:
    start = datetime(2026, 12, 31, 18, tzinfo=UTC)
    moments = [start - timedelta(hours=12 * n) for n in range(800)]
    kept = sorted(rotation.kept(moments), reverse=True)
    assert kept[:7] == [start - timedelta(days=n) for n in range(7)]
    assert len({(m.year, m.month) for m in kept}) == 6
    assert len(kept) <= 7 + 4 + 6
    assert min(kept) >= start - timedelta(days=31 * 6)
    assert rotation.kept(kept) == set(kept), "pruning twice must not prune more"


def test_a_clock_that_jumped_back_never_costs_the_backup_just_made(
    opened: Opened,
) -> None:
    profile, db, _ = opened
    for days in range(40):
        profile.now = lambda days=days: NOW + timedelta(days=days)  # type: ignore[misc]
        profile.back_up(db)
    profile.now = lambda: NOW - timedelta(days=3000)
    profile.back_up(db)
    names = sorted(path.name for path in profile.paths.backups.iterdir())
    assert names[0].startswith("2018-")
    assert {Path(b.path).name for b in BackupLog(db).all()} == set(names)
    assert len(names) <= 7 + 4 + 2 + 1


def test_foreign_files_are_never_pruned(tmp_path: Path) -> None:
    mine = tmp_path / "ma-copie.sauvegarde"
    mine.write_bytes(b"x")
    assert rotation.prune(tmp_path) == []
    assert mine.exists()


def test_the_last_day_of_a_backup_is_told() -> None:
    made = datetime(2026, 9, 14, tzinfo=UTC)
    assert rotation.expiry(made) == datetime(2027, 3, 1, tzinfo=UTC)


def test_failures_of_backups_are_known_errors(opened: Opened, tmp_path: Path) -> None:
    profile, db, _ = opened
    (tmp_path / "fichier").write_text("")
    with pytest.raises(StorageError):
        profile.back_up(db, tmp_path / "fichier" / "b.sauvegarde")


def test_companies_and_interviews_of_a_restored_profile_go_on(
    opened: Opened, tmp_path: Path
) -> None:
    profile, db, _ = opened
    target = tmp_path / "b.sauvegarde"
    profile.back_up(db, target)
    db.close()
    profile.restore(target, by_passphrase)
    again = profile.unlock(PASSPHRASE)
    Companies(again).add(company("c9"))
    Interviews(again).add(interview("i9", company_id="c9"))
    assert Interviews(again).count() == 3
    again.close()
