"""A whole general diagnostic by keyboard through the real window, while a heart beats in it."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer

from consultant_app.domain.questionnaire import QuestionType
from consultant_app.ui.pages.interview.stops import Stop, StopKind
from tests.ui.driver import Driver

ENTER, DOWN, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Space
#: A beat later than this, in seconds, is counted; `make bench` holds the budget itself.
STALL = 0.05


class Heart(QObject):
    """Beats in the window's thread; remembers how long it was kept from beating."""

    PERIOD_MS = 5

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(self.PERIOD_MS)

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now


def keys_at(stop: Stop, count: int) -> list[Qt.Key | str]:
    """What a consultant strikes at a stop, before Enter."""
    if stop.kind is StopKind.PRACTICE:
        return ["à&é\"'"[count % 5]]
    if stop.kind is StopKind.OPENING:
        return ["2", "o"]
    question = stop.item.question
    if question is None or question.type is QuestionType.YEARLY_SERIES:
        return []  # pasted from a spreadsheet, on another day
    return ["1"] if question.choices else ["1", "2"]


def test_ninety_inputs_by_keyboard_two_presses_a_practice_and_the_heart_goes_on(
    driver: Driver,
) -> None:
    driver.start()
    heart = Heart()
    presses = practices = inputs = 0
    for _ in range(200):
        stop = driver.stop
        keys = keys_at(stop, practices)
        if stop.kind is StopKind.PRACTICE:
            practices += 1
            presses += len(keys) + 1
        inputs += len(stop.items)
        driver.press(*keys, ENTER)
        if driver.stop.id == stop.id:
            break
    heart.stop()
    interview = driver.in_database(
        lambda: driver.workspace.interviews.get(driver.state.interview.id)
    )
    asked = driver.state.outcome.asked
    assert [i for i in asked if not interview.answer(i).is_answered] == ["exercices"]
    assert inputs == len(asked) >= 90
    assert presses / practices <= 2
    stalls = sum(gap > STALL for gap in heart.gaps)
    assert len(heart.gaps) > inputs, "the heart never beat between two inputs"
    assert stalls <= len(heart.gaps) / 4, f"{stalls} late beats of {len(heart.gaps)}"
