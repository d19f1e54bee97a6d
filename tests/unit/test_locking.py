"""When the windows blank or lock, and what a locked profile still gives: nothing."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from consultant_app.services.dossiers import Dossiers
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.locking import (
    IDLE_DEFAULT,
    Cause,
    IdleWatch,
    Screen,
    idle_time,
    lock,
    set_idle_time,
)
from consultant_app.services.startup_checks import StartupChecks
from consultant_app.storage.errors import LockedError, WrongPassphraseError
from tests.keeping import NOON, StillClock, answered
from tests.working import open_workspace, working


def after(**time: float) -> timedelta:
    return timedelta(**time)


def test_ten_idle_minutes_lock() -> None:
    watch = IdleWatch(NOON)
    assert watch.beat(NOON + after(minutes=9, seconds=59), interview_open=False) is Screen.SHOWN
    assert watch.beat(NOON + after(minutes=10), interview_open=False) is Screen.LOCKED


def test_a_key_puts_it_off() -> None:
    watch = IdleWatch(NOON)
    watch.active(NOON + after(minutes=9))
    assert watch.beat(NOON + after(minutes=18), interview_open=False) is Screen.SHOWN
    assert watch.beat(NOON + after(minutes=19), interview_open=False) is Screen.LOCKED


def test_a_conversation_is_only_blanked_and_comes_back_at_a_key() -> None:
    watch = IdleWatch(NOON)
    assert watch.beat(NOON + after(minutes=45), interview_open=True) is Screen.BLANK
    assert watch.active(NOON + after(minutes=46)) is Screen.SHOWN
    assert watch.beat(NOON + after(minutes=47), interview_open=True) is Screen.SHOWN


def test_blank_windows_lock_once_the_interview_is_left() -> None:
    watch = IdleWatch(NOON)
    watch.beat(NOON + after(minutes=20), interview_open=True)
    assert watch.beat(NOON + after(minutes=21), interview_open=False) is Screen.LOCKED


@pytest.mark.parametrize("cause", Cause)
def test_what_the_platform_tells_locks_at_once_even_in_a_conversation(cause: Cause) -> None:
    watch = IdleWatch(NOON)
    assert watch.told(cause) is Screen.LOCKED
    assert watch.beat(NOON + after(seconds=1), interview_open=True) is Screen.LOCKED
    assert watch.active(NOON + after(seconds=2)) is Screen.LOCKED
    assert watch.unlocked(NOON + after(seconds=3)) is Screen.SHOWN


def test_the_first_key_after_a_night_asleep_shows_nothing() -> None:
    watch = IdleWatch(NOON)
    assert watch.active(NOON + after(hours=14)) is Screen.LOCKED


def test_a_clock_set_back_starts_the_count_again() -> None:
    watch = IdleWatch(NOON)
    assert watch.beat(NOON - after(hours=1), interview_open=False) is Screen.SHOWN
    assert watch.beat(NOON - after(minutes=50), interview_open=False) is Screen.LOCKED


def test_the_owner_may_choose_how_long(tmp_path: Path) -> None:
    with working(tmp_path / "p") as workspace:
        assert idle_time(workspace) == IDLE_DEFAULT == after(minutes=10)
        set_idle_time(workspace, 5)
        assert idle_time(workspace) == after(minutes=5)
        with pytest.raises(ValueError, match="not one of"):
            set_idle_time(workspace, 600)
        workspace.settings.set("lock_after_minutes", "jamais")
        assert idle_time(workspace) == IDLE_DEFAULT


def test_once_locked_every_query_fails_and_unlocking_goes_on_where_one_was(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "p")
    draft = answered(workspace)
    interviewing = Interviewing(workspace, draft.id)
    practice = next(iter(interviewing.state.questionnaire.practices))
    lock(workspace)
    for query in (
        workspace.companies.all,
        workspace.interviews.summaries,
        lambda: workspace.interviews.get(draft.id),
        lambda: workspace.answers.all_of(draft.id),
        lambda: workspace.events.all_of(draft.id),
        workspace.outbox.all,
        workspace.settings.all,
        workspace.library.entries,
        workspace.backups.all,
        lambda: workspace.backups.write(tmp_path / "after.sauvegarde"),
        lambda: Dossiers(workspace).rows(),
        lambda: interviewing.answer(practice, 3),
        lambda: StartupChecks(workspace).check_integrity(),
        lambda: workspace.profile.key,
    ):
        with pytest.raises(LockedError):
            query()
    assert not (tmp_path / "after.sauvegarde").exists()
    with working(tmp_path / "p") as again:
        assert again.interviews.get(draft.id) == draft
        assert Interviewing(again, draft.id).answer(practice, 3).saved_at is not None


def test_a_wrong_passphrase_leaves_it_locked(tmp_path: Path) -> None:
    from consultant_app.bootstrap import open_profile

    lock(open_workspace(tmp_path / "p"))
    with pytest.raises(WrongPassphraseError):
        open_profile(tmp_path / "p", "pas la bonne")
    with working(tmp_path / "p") as workspace:
        assert workspace.db.is_open


def test_locking_cuts_a_long_reading_short(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "p", clock=StillClock())
    began, outcome = threading.Event(), []

    def read_without_end() -> None:
        try:
            with workspace.beside() as connection:
                began.set()
                connection.rows(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                    " SELECT count(*) FROM n"
                )
        except LockedError as error:
            outcome.append(error)

    reader = threading.Thread(target=read_without_end, daemon=True)
    reader.start()
    assert began.wait(10)
    lock(workspace)
    reader.join(10)
    assert not reader.is_alive()
    assert outcome
