"""Every question has the room it needs, at every width of the window; and costs no more than that."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from consultant_app.ui.pages.interview.stops import Stop, StopKind
from consultant_app.ui.widgets import card_look
from consultant_app.ui.widgets.focus import FocusRing
from tests.ui.driver import Driver


def one_of_each(driver: Driver) -> list[Stop]:
    """An opening, a practice, and every typed question."""
    stops = driver.path.stops
    first = {stop.kind: stop for stop in reversed(stops)}
    typed = [s for s in stops if s.kind not in (StopKind.OPENING, StopKind.PRACTICE)]
    return [first[StopKind.OPENING], first[StopKind.PRACTICE], *typed]


def overlapping(driver: Driver) -> list[str]:
    """Parts of the question, and of its answer, that share pixels."""
    pane = driver.page.pane
    assert pane.editor is not None
    found = []
    for parent in (pane, pane.editor):
        children = parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        shown = [c for c in children if c.isVisible() and not isinstance(c, FocusRing)]
        found += [
            f"{type(one).__name__} sur {type(other).__name__}"
            for one, other in combinations(shown, 2)
            if one.geometry().intersects(other.geometry())
        ]
        outside = [c for c in shown if not QRect(parent.rect()).contains(c.geometry())]
        found += [f"{type(c).__name__} déborde" for c in outside]
    return found


@pytest.mark.parametrize("width", [820, 1024, 1366])
def test_nothing_of_a_question_overlaps(driver: Driver, width: int) -> None:
    driver.start()
    driver.window.resize(width, 600)
    driver.settle()
    for stop in one_of_each(driver):
        driver.go_to(stop.id)
        assert overlapping(driver) == [], stop.id


def test_the_next_question_is_measured_at_the_width_it_gets_only(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.start()
    practices = [s for s in driver.path.stops if s.item.practice]
    driver.go_to(practices[0].id)
    driver.press("1")
    asked: set[int] = set()
    measure = card_look.CardLook.height

    def told(look: card_look.CardLook, width: int) -> int:
        asked.add(width)
        return measure(look, width)

    monkeypatch.setattr(card_look.CardLook, "height", told)
    driver.press(Qt.Key.Key_Return)
    assert driver.stop.id == practices[1].id
    assert asked == {card.width() for card in driver.cards()}
