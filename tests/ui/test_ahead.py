"""What makes the next question come up at once: less is drawn, ahead, and nothing stops to tidy."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest

from consultant_app.ui.garbage import YOUNG, Collector
from consultant_app.ui.pages.interview.ahead import PAUSE_MS, Ahead
from consultant_app.ui.widgets import card_look
from tests.ui.driver import Driver


def read(driver: Driver) -> None:
    """Look at the question for a moment, as a person does."""
    QTest.qWait(PAUSE_MS * 3)
    driver.settle()


def to_a_practice(driver: Driver) -> None:
    practices = [s for s in driver.path.stops if s.item.practice]
    driver.go_to(practices[1].id)


def test_the_next_question_is_drawn_before_it_is_asked(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.start()
    to_a_practice(driver)
    read(driver)
    drawn: list[str] = []
    draw = card_look.CardLook._draw

    def count(self: card_look.CardLook, *args: object, **kwargs: object) -> None:
        drawn.append(self.text.text)
        draw(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(card_look.CardLook, "_draw", count)
    # On a slow machine the question after that one is prepared too soon to tell them apart.
    monkeypatch.setattr(Ahead, "soon", lambda *_args: None)
    driver.strike("2")
    driver.settle()
    driver.strike(Qt.Key.Key_Return)
    driver.settle()
    coming = {card.card.text for card in driver.cards()}
    driver.window.grab()
    assert coming
    assert not coming & set(drawn)


def test_what_was_prepared_is_what_would_be_drawn(driver: Driver) -> None:
    driver.start()
    to_a_practice(driver)
    read(driver)
    driver.press("3", Qt.Key.Key_Return)
    prepared = driver.window.grab().toImage()
    card_look.PICTURES.forget()
    driver.window.update()
    driver.page.update()
    assert driver.window.grab().toImage() == prepared


def test_an_answer_draws_again_only_the_rows_it_changes(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.start()
    to_a_practice(driver)
    read(driver)
    pictures = driver.page.rail.list.row_painter.pictures
    drawn = []
    paint = pictures.paint

    def count(*args: object) -> None:
        drawn.append(args)
        paint(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(pictures, "paint", count)
    driver.press("1")
    assert 1 <= len(drawn) <= 4, "the theme and the question, not the whole rail"


def test_garbage_is_collected_between_keys_in_the_windows_thread() -> None:
    parent = QObject()
    collector = Collector(parent)
    try:
        assert not gc.isenabled()
        cycles = [[] for _ in range(YOUNG + 1)]  # type: ignore[var-annotated]
        for cycle in cycles:
            cycle.append(cycle)
        del cycles, cycle
        collector.look()
        assert gc.get_count()[0] < YOUNG
    finally:
        collector.close()
    assert gc.isenabled()
