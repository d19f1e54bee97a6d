"""Every kind of question, answered as a consultant would; and what contradicts it."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from consultant_app.domain.interview import Extent
from consultant_app.services.dossiers import Dossiers
from consultant_app.ui.pages.interview.editors.series import SeriesEditor
from consultant_app.ui.pages.interview.editors.typed import LineEditor
from tests.ui.driver import CTRL, Driver
from tests.ui.questionnaires import install_kinds

ENTER = Qt.Key.Key_Return
UP = Qt.Key.Key_Up


@pytest.fixture
def kinds(driver: Driver) -> Driver:
    """An interview of a questionnaire with one question of each kind."""
    questionnaire = driver.in_database(lambda: install_kinds(driver.workspace))
    driver.start(questionnaire)
    return driver


def test_an_amount_is_typed_as_people_write_it(kinds: Driver) -> None:
    kinds.go_to("montant")
    kinds.type("1140k")
    kinds.press(ENTER)
    assert kinds.stored("montant").value == 1_140_000
    kinds.go_to("montant")
    editor = kinds.page.pane.editor
    assert isinstance(editor, LineEditor)
    assert editor.field.text() == "1\u202f140\u202f000"


def test_what_cannot_be_read_stays_and_says_so(kinds: Driver) -> None:
    kinds.go_to("montant")
    kinds.type("beaucoup")
    kinds.press(ENTER)
    assert kinds.stop.id == "montant"
    assert kinds.page.pane.rejection.startswith("«\u00a0beaucoup\u00a0» n’est pas lisible")
    assert not kinds.stored("montant").is_answered


def test_a_value_out_of_bounds_is_refused_by_its_own_sentence(kinds: Driver) -> None:
    kinds.go_to("part")
    kinds.type("140")
    kinds.press(ENTER)
    assert kinds.stop.id == "part"
    assert "hors des bornes" in kinds.page.pane.rejection
    assert not kinds.stored("part").is_answered


@pytest.mark.parametrize(
    ("item_id", "typed", "value"),
    [
        ("part", "12,5", 12.5),
        ("annee", "2009", 2009),
        ("nombre", "8", 8),
        ("jour", "1er juillet 2026", date(2026, 7, 1).isoformat()),
    ],
)
def test_percentages_years_numbers_and_dates(
    kinds: Driver, item_id: str, typed: str, value: object
) -> None:
    kinds.go_to(item_id)
    kinds.type(typed)
    kinds.press(ENTER)
    assert kinds.stored(item_id).value == value


def test_a_pause_saves_what_is_typed_without_leaving(kinds: Driver) -> None:
    kinds.go_to("nombre")
    kinds.type("12")
    kinds.wait(lambda: kinds.state.interview.answer("nombre").value == 12)
    assert kinds.stop.id == "nombre"


def test_a_text_is_saved_when_left(kinds: Driver) -> None:
    kinds.go_to("texte")
    kinds.type("Deux mots, 0 souci")
    kinds.press(ENTER, modifier=CTRL)
    assert kinds.stored("texte").value == "Deux mots, 0 souci"


def test_one_key_chooses_among_a_few(kinds: Driver) -> None:
    kinds.go_to("choix")
    kinds.press("é")
    assert kinds.stored("choix").value == "deux"


def test_several_choices_are_toggled_by_their_numbers(kinds: Driver) -> None:
    kinds.go_to("plusieurs")
    kinds.press("1", "3", "1", "2")
    assert kinds.stored("plusieurs").value == ["deux", "trois"]


def test_choices_are_ranked_by_keyboard_three_at_most(kinds: Driver) -> None:
    kinds.go_to("freins")
    kinds.press("4", "2", "1")
    assert kinds.stored("freins").value == ["quatre", "deux", "un"]
    kinds.press("3")
    assert "3 choix au plus" in kinds.page.pane.rejection
    assert kinds.stored("freins").value == ["quatre", "deux", "un"]
    kinds.press("1", "1")
    kinds.press(UP, modifier=CTRL)
    assert kinds.stored("freins").value == ["quatre", "un", "deux"]


def test_a_table_is_pasted_from_a_spreadsheet(kinds: Driver, dressed: QApplication) -> None:
    kinds.go_to("exercices")
    QGuiApplication.clipboard().setText("Année\t2023\t2024\nCA\t540 000\t612 000 €\n")
    kinds.press(Qt.Key.Key_V, modifier=CTRL)
    kinds.settle()
    assert kinds.stored("exercices").value == [
        {"year": 2023, "ca": 540_000},
        {"year": 2024, "ca": 612_000},
    ]
    editor = kinds.page.pane.editor
    assert isinstance(editor, SeriesEditor)
    item = editor.table.item(1, 1)
    assert item is not None
    assert item.text() == "612\u202f000"


def test_a_line_without_its_year_waits_for_it(kinds: Driver) -> None:
    kinds.go_to("exercices")
    editor = kinds.page.pane.editor
    assert isinstance(editor, SeriesEditor)
    item = editor.table.item(0, 1)
    assert item is not None
    item.setText("540000")
    kinds.settle()
    assert "année de clôture" in kinds.page.pane.rejection
    assert not kinds.stored("exercices").is_answered


def test_a_cell_being_typed_is_judged_where_it_is_and_not_on_the_next_question(
    kinds: Driver,
) -> None:
    kinds.go_to("exercices")
    editor = kinds.page.pane.editor
    assert isinstance(editor, SeriesEditor)
    editor.table.setFocus()
    editor.table.setCurrentCell(0, 0)
    editor.table.edit(editor.table.currentIndex())
    kinds.settle()
    kinds.press("n")
    kinds.page.next.click()
    kinds.settle()
    assert kinds.page.pane.stop is not None
    assert kinds.page.pane.stop.item.id == "exercices", "one stays with what cannot be read"
    assert "n’est pas un nombre" in kinds.page.pane.rejection
    item = editor.table.item(0, 0)
    assert item is not None
    item.setText("")
    kinds.settle()
    kinds.page.next.click()
    kinds.settle()
    assert kinds.page.pane.stop.item.id != "exercices"
    assert kinds.page.pane.rejection == ""


def test_half_steps_where_the_scale_has_them(kinds: Driver) -> None:
    kinds.go_to("pratique")
    kinds.press("2", ",")
    assert kinds.stored("pratique").level == 2.5
    card = kinds.chosen()
    assert card is not None
    assert "2,5" in card.card.caption


def test_a_question_comes_and_goes_with_its_rule_and_keeps_its_answer(kinds: Driver) -> None:
    kinds.go_to("choix")
    assert kinds.path.find("suite") is None
    kinds.press("1", ENTER)
    assert kinds.stop.id == "suite"
    kinds.type("7")
    kinds.press(ENTER)
    kinds.go_to("choix")
    kinds.press("2")
    assert kinds.path.find("suite") is None
    assert kinds.stored("suite").value == 7
    kinds.press("1")
    assert kinds.path.find("suite") is not None


def test_a_contradiction_is_told_beside_the_answer_and_in_the_list(kinds: Driver) -> None:
    kinds.go_to("part")
    kinds.type("80")
    kinds.press(ENTER)
    kinds.go_to("pratique")
    kinds.press("0")
    assert kinds.page.pane.warnings == ("Vous exportez beaucoup sans rien prévoir.",)
    assert kinds.page.rail.checks.isVisible()
    assert kinds.page.rail.checks.text() == "1 point à éclaircir"
    kinds.press("3")
    assert not kinds.page.pane.warnings
    assert not kinds.page.rail.checks.isVisible()


def test_a_short_interview_deepens_theme_by_theme(driver: Driver) -> None:
    driver.start(extent=Extent.SHORT)
    theme = driver.state.questionnaire.themes[0]
    driver.go_to(f"importance_{theme.id}")
    before = len(driver.path.section_of(driver.stop).stops)
    driver.page.pane.deepen.click()
    driver.settle()
    assert len(driver.path.section_of(driver.stop).stops) > before
    assert theme.id in driver.state.interview.deepened


def test_a_follow_up_shows_last_times_level_on_its_card(kinds: Driver) -> None:
    kinds.go_to("pratique")
    kinds.press("3")
    first = kinds.state.interview
    dossiers = Dossiers(kinds.workspace)
    again = kinds.in_database(
        lambda: dossiers.start(
            first.company_id, questionnaire_id=first.questionnaire_id, follow_up_of=first.id
        )
    )
    kinds.leave()
    kinds.open(again.id)
    kinds.go_to("pratique")
    assert [card.card.remark for card in kinds.cards()] == ["", "", "", "La dernière fois", ""]
    assert kinds.chosen() is None
