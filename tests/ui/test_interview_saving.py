"""« Enregistré » is said of what is durable, of nothing else; what is refused stays on screen."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from consultant_app.domain.answers import Missing
from consultant_app.domain.errors import KnownError
from consultant_app.ui.navigation import Route
from tests.ui.driver import CTRL, Driver

ENTER = Qt.Key.Key_Return


@pytest.fixture
def practice(driver: Driver) -> str:
    """The interview open at the first practice; its id."""
    driver.start()
    first = next(iter(driver.state.questionnaire.practices))
    driver.go_to(first)
    return first


class Disk:
    """The outside world: makes the profile's database refuse to write, and take it back."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def fail(self) -> None:
        """From now on nothing can be written."""
        self._pragma("query_only = ON")

    def heal(self) -> None:
        """Writing is possible again."""
        self._pragma("query_only = OFF")

    def _pragma(self, text: str) -> None:
        self._driver.in_database(lambda: self._driver.workspace.db.execute(f"PRAGMA {text}"))


@pytest.fixture
def disk(driver: Driver) -> Disk:
    return Disk(driver)


def hold_database(driver: Driver) -> Callable[[], None]:
    """Keep the database thread busy; return what lets it go on."""
    gate = threading.Event()
    driver.tasks.database(lambda: gate.wait(10))
    return gate.set


def test_the_tick_and_the_time_come_only_after_the_commit(driver: Driver, practice: str) -> None:
    let_go = hold_database(driver)
    driver.strike("3")
    driver.app.processEvents()
    card = driver.chosen()
    assert card is not None
    assert card.card.key == "3"
    assert not card.saved
    assert driver.saved_text == ""
    let_go()
    driver.settle()
    card = driver.chosen()
    assert card is not None
    assert card.saved
    assert driver.saved_text.startswith("Enregistré à ")
    assert driver.stored(practice).level == 3


def test_walking_through_questions_claims_no_saving(driver: Driver, practice: str) -> None:
    driver.press(ENTER, ENTER)
    assert driver.saved_text == ""


@pytest.mark.allow_logs("bug|readonly|query_only|disque|database")
def test_a_refused_save_keeps_the_answer_on_screen_under_a_red_band(
    driver: Driver, practice: str, disk: Disk
) -> None:
    disk.fail()
    driver.press("2")
    assert driver.page.refused.isVisible()
    assert "Pas encore enregistré" in driver.page.refused.text
    assert driver.saved_text == "Pas encore enregistré"
    card = driver.chosen()
    assert card is not None
    assert card.card.key == "2"
    assert not card.saved


@pytest.mark.allow_logs("bug|readonly|query_only|disque|database")
def test_ctrl_s_saves_what_was_refused_once_the_disk_is_back(
    driver: Driver, practice: str, disk: Disk
) -> None:
    disk.fail()
    driver.press("2")
    disk.heal()
    driver.press(Qt.Key.Key_S, modifier=CTRL)
    assert not driver.page.refused.isVisible()
    assert driver.stored(practice).level == 2
    assert driver.saved_text.startswith("Enregistré à ")


@pytest.mark.allow_logs("bug|readonly|query_only|disque|database")
def test_a_refused_save_does_not_move_on(driver: Driver, practice: str, disk: Disk) -> None:
    disk.fail()
    driver.strike("2")
    driver.strike(ENTER)
    driver.settle()
    assert driver.stop.id == practice
    driver.press("4")
    disk.heal()
    driver.press(Qt.Key.Key_S, modifier=CTRL)
    assert driver.stored(practice).level == 4


@pytest.mark.allow_logs("bug|readonly|query_only|disque|database")
def test_an_unsaved_answer_holds_the_page_once(driver: Driver, practice: str, disk: Disk) -> None:
    disk.fail()
    driver.press("2")
    assert not driver.page.may_leave()
    assert any("n’est pas enregistrée" in m.text for m in driver.messages.history)
    assert driver.page.may_leave()
    disk.heal()


def test_reopening_comes_back_to_the_question_the_note_and_the_scroll(
    driver: Driver, practice: str
) -> None:
    interview = driver.state.interview
    there = list(driver.state.questionnaire.practices)[17]
    driver.go_to(there)
    driver.press("3", "a")
    driver.type("montré")
    driver.window.resize(1366, 420)
    driver.settle()
    driver.page.body.area.verticalScrollBar().setValue(60)
    driver.leave()
    driver.open(interview.id, height=420)
    assert driver.stop.id == there
    assert driver.focus is driver.page.margin.note
    assert driver.page.body.area.verticalScrollBar().value() == 60
    assert driver.stored(there).note == "montré"


def test_history_tells_what_an_answer_was(driver: Driver, practice: str) -> None:
    driver.press("1", "3", "n")
    driver.page.margin.history.click()
    driver.settle()
    told = driver.page.margin.past
    assert [line.split("\u00a0: ")[1] for line in told.splitlines()][-1] == "Ne sait pas"
    assert len(told.splitlines()) == 3


def test_a_closed_interview_is_only_read(driver: Driver, practice: str) -> None:
    from dataclasses import replace

    from consultant_app.domain.interview import State

    driver.press("2")
    interview_id = driver.state.interview.id
    store = driver.workspace.interviews
    driver.in_database(lambda: store.update(replace(store.get(interview_id), state=State.CLOSED)))
    driver.leave()
    driver.open(interview_id)
    driver.go_to(practice)
    driver.press("4", "n", "v")
    kept = driver.stored(practice)
    assert kept.level == 2
    assert kept.missing is not Missing.DONT_KNOW
    assert not kept.flagged


def test_the_last_question_leads_to_the_review(driver: Driver, practice: str) -> None:
    stops = driver.path.stops
    driver.go_to(stops[-1].id)
    assert driver.page.next.text() == "Relecture"
    assert not driver.navigator.knows(Route.REVIEW)
    driver.press(ENTER)
    assert driver.stop.id == stops[-1].id


def test_known_failures_are_said_in_their_own_sentence(driver: Driver, practice: str) -> None:
    driver.page.saving.refuse(KnownError("Le disque est plein\u202f: libérez de la place."))
    assert "Le disque est plein" in driver.page.refused.text
