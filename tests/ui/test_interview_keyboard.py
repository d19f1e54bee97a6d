"""The interview by keyboard alone: what a consultant's hands do during a visit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from consultant_app.domain.answers import Evidence, Missing
from consultant_app.ui.pages.interview.stops import StopKind
from tests.ui.driver import ALT, CTRL, Driver

ENTER = Qt.Key.Key_Return


@pytest.fixture
def practice(driver: Driver) -> str:
    """The interview open at the first practice; its id."""
    driver.start()
    first = next(iter(driver.state.questionnaire.practices))
    driver.go_to(first)
    return first


def test_a_digit_places_the_level_even_unshifted_on_azerty(driver: Driver, practice: str) -> None:
    for typed, level in [
        *zip("01234", range(5), strict=False),
        *zip("à&é\"'", range(5), strict=False),
    ]:
        driver.press(typed)
        assert driver.stored(practice).level == level
        card = driver.chosen()
        assert card is not None
        assert card.card.key == str(level)
        assert card.saved


def test_letters_settle_without_a_level(driver: Driver, practice: str) -> None:
    for key, why in (
        ("n", Missing.DONT_KNOW),
        ("S", Missing.NOT_APPLICABLE),
        ("r", Missing.REFUSED),
    ):
        driver.press("2", key)
        assert driver.stored(practice).missing is why
        assert driver.chosen() is None


def test_evidence_note_and_flag_by_their_letters(driver: Driver, practice: str) -> None:
    driver.press("2", "c", "v", "a")
    driver.type("Vu le 2 au mur")
    driver.press(Qt.Key.Key_Escape)
    driver.settle()
    kept = driver.stored(practice)
    assert kept.level == 2
    assert kept.evidence is Evidence.SEEN
    assert kept.flagged
    assert kept.note == "Vu le 2 au mur"


def test_letters_and_digits_never_fire_inside_a_text(driver: Driver, practice: str) -> None:
    driver.press("1", "a")
    driver.type("nsrdcv 01234 àé'")
    driver.press(Qt.Key.Key_Escape)
    kept = driver.stored(practice)
    assert kept.level == 1
    assert kept.missing is None
    assert not kept.flagged
    assert kept.note == "nsrdcv 01234 àé'"
    assert driver.focus in driver.cards()


def test_letters_typed_in_the_search_answer_nothing(driver: Driver, practice: str) -> None:
    driver.press(Qt.Key.Key_F, modifier=CTRL)
    driver.type("marge 2 n")
    assert not driver.stored(practice).is_answered


def test_search_finds_without_accents_and_enter_goes_there(driver: Driver, practice: str) -> None:
    driver.press(Qt.Key.Key_F, modifier=CTRL)
    driver.type("tresorerie")
    driver.press(ENTER)
    assert "trésorerie" in f"{driver.stop.item.title} {driver.stop.item.text}".lower()
    assert driver.page.rail.search.text() == ""


def test_two_keys_a_practice_from_end_to_end(driver: Driver) -> None:
    """Every practice of the general diagnostic: one key for the level, one to go on."""
    driver.start()
    first = driver.state.questionnaire.themes[0]
    driver.go_to(f"importance_{first.id}")
    presses = 0
    practices = 0
    for _ in range(200):
        if driver.stop.kind is StopKind.PRACTICE:
            driver.press(str(practices % 5))
            presses += 1
            practices += 1
        presses += 1
        before = driver.stop.id
        driver.press(ENTER)
        if driver.stop.id == before:
            break
    asked = [p for p in driver.state.questionnaire.practices if p in driver.state.outcome.asked]
    assert practices == len(asked)
    assert all(driver.state.interview.answer(p).level is not None for p in asked)
    openings_and_questions = presses - 2 * practices
    assert openings_and_questions < practices


def test_keys_struck_faster_than_the_disk_all_count(driver: Driver, practice: str) -> None:
    """« 2 Entrée 3 Entrée 4 » in one breath: each digit answers its own question."""
    second, third = list(driver.state.questionnaire.practices)[1:3]
    for key in ("2", ENTER, "3", ENTER, "4"):
        driver.strike(key)
    driver.settle()
    assert driver.stored(practice).level == 2
    assert driver.stored(second).level == 3
    assert driver.stored(third).level == 4


def test_back_and_forward_in_the_order_visited(driver: Driver, practice: str) -> None:
    practices = list(driver.state.questionnaire.practices)
    driver.go_to(practices[20])
    driver.go_to(practices[7])
    driver.press(Qt.Key.Key_Left)
    assert driver.stop.id == practices[20]
    driver.press(Qt.Key.Key_Left)
    assert driver.stop.id == practice
    driver.press(Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert driver.stop.id == practices[7]


def test_up_and_down_move_between_cards_without_choosing(driver: Driver, practice: str) -> None:
    driver.press(Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert driver.focus is driver.cards()[2]
    assert not driver.stored(practice).is_answered
    driver.press(Qt.Key.Key_Space)
    assert driver.stored(practice).level == 2


def test_next_unanswered_comes_round_to_what_was_skipped(driver: Driver) -> None:
    driver.start()
    stops = driver.path.stops
    driver.go_to(stops[-1].id)
    driver.press(Qt.Key.Key_Down, modifier=ALT)
    assert driver.stop.id == stops[0].id


def test_undo_and_redo_show_what_they_changed(driver: Driver, practice: str) -> None:
    driver.press("1", "3", ENTER)
    assert driver.stop.id != practice
    driver.press(Qt.Key.Key_Z, modifier=CTRL)
    assert driver.stop.id == practice
    assert driver.stored(practice).level == 1
    driver.press(Qt.Key.Key_Y, modifier=CTRL)
    assert driver.stored(practice).level == 3


def test_importance_and_wish_open_each_theme(driver: Driver) -> None:
    driver.start()
    theme = driver.state.questionnaire.themes[0]
    opening = next(s for s in driver.path.stops if s.theme_id == theme.id)
    assert opening.kind is StopKind.OPENING
    driver.go_to(opening.id)
    driver.press("3", "o")
    assert driver.stored(f"importance_{theme.id}").value == 3
    assert driver.stored(f"wish_{theme.id}").value == "oui"


def test_delete_takes_the_answer_away(driver: Driver, practice: str) -> None:
    driver.press("3", Qt.Key.Key_Delete)
    assert not driver.stored(practice).is_answered


def test_f9_hides_and_shows_the_margin(driver: Driver, practice: str) -> None:
    driver.press(Qt.Key.Key_F9)
    assert not driver.page.margin.isVisible()
    driver.press("a")
    assert driver.page.margin.isVisible()
    assert driver.focus is driver.page.margin.note


def test_each_question_takes_the_focus_back_to_its_cards(driver: Driver, practice: str) -> None:
    driver.press("a")
    driver.type("une note")
    driver.press(ENTER, modifier=CTRL)
    assert driver.stop.id != practice
    assert driver.focus in driver.cards()
    assert driver.stored(practice).note == "une note"
