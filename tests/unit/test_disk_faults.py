"""The disk, the clock and other programs at their worst: a sentence, nothing lost, work goes on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest

from consultant_app import bootstrap
from consultant_app.domain.errors import KnownError
from consultant_app.domain.interview import Signature
from consultant_app.services.backup_routine import BackupRoutine
from consultant_app.services.closing import Closing
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.transfer import Transfer
from consultant_app.services.workspace import Workspace
from consultant_app.storage.database import connect
from consultant_app.storage.errors import BusyError, DiskFullError, ReadOnlyError, StorageError
from tests.keeping import StillClock, answered, closed
from tests.storing import CHEAP, PASSPHRASE
from tests.working import open_workspace, working

NOBODY = 65534


def practices_of(workspace: Workspace, interview_id: str) -> list[str]:
    return list(Interviewing(workspace, interview_id).state.questionnaire.practices)


def test_a_full_disk_refuses_one_answer_and_keeps_the_others(tmp_path: Path) -> None:
    with working(tmp_path / "p") as workspace:
        draft = answered(workspace)
        interviewing = Interviewing(workspace, draft.id)
        items = practices_of(workspace, draft.id)
        interviewing.answer(items[1], 3)
        pages = workspace.db.rows("PRAGMA page_count")[0][0]
        workspace.db.rows(f"PRAGMA max_page_count = {pages}")
        events = len(workspace.events.all_of(draft.id))
        with pytest.raises(DiskFullError, match="Le disque est plein"):
            interviewing.note(items[2], "une longue note " * 2000)
        shown = interviewing.state.interview
        assert shown.answer(items[2]).note == "", "the screen must not show what is not saved"
        assert workspace.interviews.get(draft.id).answers == shown.answers
        assert len(workspace.events.all_of(draft.id)) == events

        workspace.db.rows("PRAGMA max_page_count = 1000000")
        interviewing.note(items[2], "une longue note " * 2000)
        interviewing.undo()
        assert workspace.interviews.get(draft.id).answers == shown.answers


def fill_up(workspace: Workspace) -> None:
    """Leave no room at all in the file, to the last free page."""
    pages = workspace.db.rows("PRAGMA page_count")[0][0]
    workspace.db.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFullError):
        _set_without_end(workspace)


def _set_without_end(workspace: Workspace) -> None:
    for number in range(1000):
        workspace.settings.set(f"filler {number}", "x" * 4000)


def test_a_full_disk_at_closing_leaves_a_draft_without_a_record(tmp_path: Path) -> None:
    with working(tmp_path / "p") as workspace:
        done = closed(workspace)
        draft = Closing(workspace).reopen(done.id, "pour l’essai")
        before = workspace.outbox.all(), workspace.events.all_of(done.id)
        fill_up(workspace)
        signed = (Signature(name="Jeanne Exemple", on=done.held_on, drawing="M0 0 L9 9 " * 5000),)
        with pytest.raises(DiskFullError):
            Closing(workspace).close(done.id, signed)
        assert workspace.interviews.get(done.id) == draft
        assert (workspace.outbox.all(), workspace.events.all_of(done.id)) == before
        workspace.db.rows("PRAGMA max_page_count = 1000000")
        assert Closing(workspace).close(done.id, signed).signatures == signed


_UNDER_A_LIMIT = """
import json, os, resource, sys
from pathlib import Path
from consultant_app.domain.errors import KnownError
from consultant_app.services.backup_routine import BackupRoutine
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.keeping import Keeping
from tests.keeping import answered
from tests.storing import PASSPHRASE
from tests.working import open_workspace

def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

folder = Path(sys.argv[1])
workspace = open_workspace(folder / "p")
draft = answered(workspace)
interviewing = Interviewing(workspace, draft.id)
items = list(interviewing.state.questionnaire.practices)
workspace.db.checkpoint()
saved, refusals = {}, []
limit(40_000)
for number, item in enumerate(items):
    try:
        interviewing.note(item, f"note {number} " * 60)
        saved[item] = number
    except KnownError as error:
        refusals.append(str(error))
routine = BackupRoutine(workspace)
problem = routine.run().problem
limit(100)
try:
    Keeping(workspace).change_passphrase(PASSPHRASE, "une autre phrase")
    key = "changed"
except KnownError as error:
    key = str(error)
limit(resource.RLIM_INFINITY)
interviewing.note(items[-1], "la place est revenue")
saved[items[-1]] = "la place est revenue"
print(json.dumps({"interview": draft.id, "saved": saved, "refusals": refusals, "problem": problem,
                  "key": key, "after": routine.run().problem}))
sys.stdout.flush()
os._exit(0)
"""


@pytest.mark.skipif(os.name != "posix", reason="limits on file sizes are POSIX's")
def test_no_room_for_answers_backup_or_key_then_room_again(tmp_path: Path) -> None:
    """The system refuses every file beyond a size; the program ends without closing."""
    done = subprocess.run(
        [sys.executable, "-c", _UNDER_A_LIMIT, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["refusals"], "the limit must bite"
    assert all("ceci n’est pas enregistré" in sentence for sentence in told["refusals"])
    assert told["problem"].startswith("La sauvegarde du jour n’a pas été faite")
    assert "la clé n’a pas été changée" in told["key"]
    assert told["after"] is None
    with working(tmp_path / "p") as workspace:
        kept = workspace.interviews.get(told["interview"])
        for item, said in told["saved"].items():
            expected = said if isinstance(said, str) else f"note {said} " * 60
            assert kept.answer(item).note == expected
        assert workspace.db.faults() == []


@contextmanager
def nobody(folder: Path) -> Iterator[None]:
    """Act as a user without privileges, to whom ``folder`` belongs (root may write anywhere)."""
    if os.geteuid() != 0:
        yield
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.fixture
def outside() -> Iterator[Path]:
    """A folder that another user can reach."""
    folder = Path(mkdtemp(prefix="dossiers-"))
    folder.chmod(0o755)
    yield folder
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700)
    shutil.rmtree(folder)


@pytest.mark.skipif(os.name != "posix", reason="modes of folders are POSIX's")
def test_a_read_only_folder_is_a_sentence_and_opens_again_once_writable(outside: Path) -> None:
    profile = outside / "p"
    with working(profile) as workspace:
        draft = answered(workspace)
    for path in profile.rglob("*"):
        path.chmod(0o500 if path.is_dir() else 0o400)
    profile.chmod(0o500)
    with nobody(outside), pytest.raises(ReadOnlyError, match="lecture seule"):
        bootstrap.open_profile(profile, PASSPHRASE, cost=CHEAP)
    for path in (profile, *profile.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    with nobody(outside), working(profile) as workspace:
        assert workspace.interviews.get(draft.id) == draft
        assert Interviewing(workspace, draft.id).undo().saved_at is not None


@pytest.mark.skipif(os.name != "posix", reason="modes of folders are POSIX's")
def test_a_read_only_stick_or_desktop_stops_neither_work_nor_other_copies(outside: Path) -> None:
    stick = outside / "cle-usb"
    stick.mkdir()
    with working(outside / "p") as workspace:
        draft = answered(workspace)
        routine = BackupRoutine(workspace)
        routine.choose_folder(stick)
        routine.write_outside()
        (former,) = stick.iterdir()
        before = former.read_bytes()
        stick.chmod(0o500)
        with nobody(stick):
            with pytest.raises(StorageError, match="la sauvegarde n’a pas été faite"):
                routine.write_outside()
            with pytest.raises(KnownError, match="ne peut pas être écrit"):
                Transfer(workspace).write(draft.company_id, stick / "x.dossier")
        assert [path.read_bytes() for path in stick.iterdir()] == [before]
        Interviewing(workspace, draft.id).undo()
        stick.chmod(0o700)
        routine.write_outside()


def test_a_file_held_by_another_program_is_waited_for_then_told(tmp_path: Path) -> None:
    with working(tmp_path / "p") as workspace:
        draft = answered(workspace)
        interviewing = Interviewing(workspace, draft.id)
        item = practices_of(workspace, draft.id)[1]
        workspace.db.rows("PRAGMA busy_timeout = 60")
        other = connect(workspace.db.path, workspace.profile.key)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BusyError, match="souvent l’antivirus"):
            interviewing.answer(item, 3)
        assert workspace.interviews.get(draft.id) == draft
        other.execute("ROLLBACK")
        other.close()
        assert interviewing.answer(item, 3).interview.answer(item).value == 3


def test_the_clock_may_jump_in_the_middle_of_an_interview(tmp_path: Path) -> None:
    clock = StillClock()
    with working(tmp_path / "p", clock=clock) as workspace:
        draft = answered(workspace)
        interviewing = Interviewing(workspace, draft.id)
        items = practices_of(workspace, draft.id)
        for item, jump in zip(items, (5, -86_400 * 400, 30, 86_400 * 4000, -7), strict=False):
            clock.at += timedelta(seconds=jump)
            interviewing.answer(item, 1)
        events = workspace.events.all_of(draft.id)
        assert [e.seq for e in events] == sorted(e.seq for e in events)
        assert all(0 <= e.seconds < 3600 for e in events), "no jump counts as time spent"
        for _ in range(5):
            interviewing.undo()
        assert workspace.interviews.get(draft.id).answers == draft.answers
        assert workspace.db.faults() == []


@pytest.mark.skipif(os.name != "posix", reason="an open file can be unlinked on POSIX only")
def test_a_stick_pulled_out_while_the_backup_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder vanishes between the writing and the reading back."""
    from consultant_app.storage import files

    stick = tmp_path / "cle-usb"
    stick.mkdir()
    with working(tmp_path / "p") as workspace:
        draft = answered(workspace)
        routine = BackupRoutine(workspace)
        routine.choose_folder(stick)
        real = files.sync_file

        def pulled(path: Path) -> None:
            real(path)
            if stick in path.parents:
                shutil.rmtree(stick)

        monkeypatch.setattr(files, "sync_file", pulled)
        with pytest.raises(KnownError, match="clé USB"):
            routine.write_outside()
        monkeypatch.undo()
        assert workspace.backups.last(outside=True) is None, "what failed is not remembered"
        Interviewing(workspace, draft.id).undo()
        assert not list((tmp_path / "p").glob(".copie*")), "no clear or half copy is left behind"
        stick.mkdir()
        assert routine.write_outside().outside


def test_a_profile_taken_away_and_put_back(tmp_path: Path) -> None:
    """Its folder was on a disk that is not there: never an empty one in its place."""
    open_workspace(tmp_path / "p").close()
    (tmp_path / "p").rename(tmp_path / "ailleurs")
    with pytest.raises(KnownError):
        bootstrap.open_profile(tmp_path / "p", PASSPHRASE, cost=CHEAP)
    assert not (tmp_path / "p" / "dossiers.db").exists()
    shutil.rmtree(tmp_path / "p", ignore_errors=True)
    (tmp_path / "ailleurs").rename(tmp_path / "p")
    open_workspace(tmp_path / "p").close()
