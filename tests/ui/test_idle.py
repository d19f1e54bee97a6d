"""Nobody is there: the windows blank during an interview and lock elsewhere."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from consultant_app.domain.answers import Answer
from consultant_app.services.locking import IDLE_DEFAULT, idle_time
from consultant_app.ui.idle import Cover
from consultant_app.ui.navigation import Route
from consultant_app.ui.pages.interview.page import InterviewPage
from tests.ui.desk import ENTER, PASSPHRASE, Desk

Modifier = Qt.KeyboardModifier


def let_pass(desk: Desk, time: timedelta) -> None:
    """As if the last key were ``time`` ago."""
    desk.program.idle.watch.since -= time
    desk.program.idle.look()
    desk.settle()


def press_outside(desk: Desk, key: Qt.Key, modifier: Modifier = Modifier.NoModifier) -> None:
    """Strike a key as the system hands it to the window in front."""
    window = desk.app.focusWindow()
    assert window is not None
    QTest.keyClick(window, key, modifier)
    desk.settle()


def answers_of(desk: Desk) -> dict[str, Answer]:
    page = desk.page
    assert isinstance(page, InterviewPage)
    assert page.session is not None
    return page.session.answers()


def covers(desk: Desk) -> list[Cover]:
    return [cover for cover in desk.window.findChildren(Cover) if cover.isVisible()]


def test_after_ten_minutes_the_list_is_locked(sample: Desk) -> None:
    let_pass(sample, IDLE_DEFAULT - timedelta(minutes=1))
    assert sample.is_on(Route.HOME)
    let_pass(sample, timedelta(minutes=2))
    assert sample.is_on(Route.UNLOCK)
    assert sample.shell.workspace is None
    sample.type(PASSPHRASE)
    sample.press(ENTER)
    sample.wait(lambda: sample.is_on(Route.HOME))
    sample.settle()


def test_a_conversation_is_not_cut_the_windows_only_blank(sample: Desk) -> None:
    sample.press(ENTER)
    assert sample.is_on(Route.INTERVIEW)
    focus = sample.focus
    let_pass(sample, IDLE_DEFAULT + timedelta(seconds=1))
    assert len(covers(sample)) == 1
    assert sample.shell.workspace is not None
    before = sample.texts()
    press_outside(sample, Qt.Key.Key_3)
    assert covers(sample) == []
    assert sample.is_on(Route.INTERVIEW)
    assert sample.texts() == before
    assert sample.focus is focus


def test_the_time_before_locking_is_chosen_by_arrow(sample: Desk) -> None:
    sample.go(Route.SETTINGS)
    sample.tab_to("10")
    sample.press(Qt.Key.Key_Left)
    assert sample.program.idle.watch.idle == timedelta(minutes=5)
    workspace = sample.shell.unlocked
    assert sample.in_database(lambda: idle_time(workspace)) == timedelta(minutes=5)


def test_a_key_pressed_much_later_shows_nothing(sample: Desk) -> None:
    """The timer slept with the machine: the first key locks before anything is done."""
    sample.program.idle.watch.since -= timedelta(hours=8)
    press_outside(sample, ENTER)
    assert sample.is_on(Route.UNLOCK)


def test_a_shortcut_that_uncovers_does_nothing_else(sample: Desk) -> None:
    sample.press(ENTER)
    sample.press(Qt.Key.Key_3)
    answers = answers_of(sample)
    let_pass(sample, IDLE_DEFAULT + timedelta(seconds=1))
    press_outside(sample, Qt.Key.Key_Z, Modifier.ControlModifier)
    assert covers(sample) == []
    assert answers_of(sample) == answers
