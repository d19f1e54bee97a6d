"""The dirigeant's screen: the question first, then today and the next step; nothing else, ever."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from consultant_app.domain.answers import Answer, Evidence, Missing
from consultant_app.domain.rules import Outcome
from consultant_app.ui.pages.second_profile import profile_chart
from consultant_app.ui.pages.second_view import Scene, view_of
from consultant_app.ui.widgets.text import Paragraph
from tests.builders import practice, question, questionnaire, theme
from tests.ui.driver import Driver

OUTCOME = Outcome({}, frozenset(), {}, frozenset(), ())
QUESTIONNAIRE = questionnaire(
    theme("a", practice("p1"), practice("cachee", show=False), questions=(question("age"),)),
    profile=[question("nom", "text", private=True), question("montant", "money", show=False)],
)


def see(item_id: str, answer: Answer) -> tuple[Scene, str]:
    view = view_of(QUESTIONNAIRE.items[item_id], answer, QUESTIONNAIRE, OUTCOME)
    return view.scene, " ".join(view.words)


def test_before_an_answer_only_the_lead_in_shows() -> None:
    scene, words = see("p1", Answer())
    assert scene is Scene.QUESTION
    assert "Comment faites-vous" in words
    assert "Fait" not in words


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_after_it_the_level_reached_and_the_next_and_no_other(level: int) -> None:
    scene, words = see("p1", Answer(value=level, note="secret", evidence=Evidence.SEEN))
    assert scene is Scene.LEVEL
    shown = {n for n in range(5) if f"Fait {n} de p1." in words}
    assert shown == {level, level + 1}
    assert "secret" not in words


def test_the_top_level_is_in_place() -> None:
    scene, words = see("p1", Answer(value=4))
    assert scene is Scene.IN_PLACE
    assert {n for n in range(5) if f"Fait {n} de p1." in words} == {4}


@pytest.mark.parametrize(
    ("why", "scene"),
    [
        (Missing.DONT_KNOW, Scene.VERIFY),
        (Missing.NOT_APPLICABLE, Scene.THEME),
        (Missing.REFUSED, Scene.THEME),
    ],
)
def test_without_a_level(why: Missing, scene: Scene) -> None:
    seen, words = see("p1", Answer(missing=why))
    assert seen is scene
    assert "Fait" not in words


@pytest.mark.parametrize("item_id", ["cachee", "nom", "montant"])
def test_what_the_questionnaire_keeps_to_the_consultant_never_shows(item_id: str) -> None:
    value = "texte privé" if item_id == "nom" else 3
    for answer in (Answer(), Answer(value=value, note="note")):
        scene, words = see(item_id, answer)
        assert scene is Scene.THEME
        assert QUESTIONNAIRE.items[item_id].text not in words
        assert "privé" not in words


def test_a_question_shows_no_value() -> None:
    scene, words = see("age", Answer(value=51))
    assert scene is Scene.QUESTION
    assert "51" not in words


def everything_said(screen: QWidget) -> str:
    """All that the window says, to the eye or to a screen reader."""
    said = [screen.accessibleName(), screen.windowTitle()]
    for widget in screen.findChildren(QWidget):
        if widget.isVisibleTo(screen):
            said += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
            said.append(str(widget.property("text") or ""))
            if isinstance(widget, Paragraph):
                said.append(widget.text)
    return " ".join(said)


CANARIES = ("Menuiserie Exemple", "canari de note", "Constaté", "nsp")


def test_no_note_code_or_company_reaches_the_screen_through_a_whole_theme(driver: Driver) -> None:
    driver.start()
    driver.go_to(f"importance_{driver.state.questionnaire.themes[0].id}")
    driver.press(Qt.Key.Key_F11)
    screen = driver.page.second.screen
    assert screen is not None
    scenes = set()
    for n in range(8):
        driver.press(str(n % 4), "c", "a")
        driver.type("canari de note")
        driver.press(Qt.Key.Key_Escape)
        said = everything_said(screen)
        scenes.add(screen.view.scene)
        assert not [c for c in CANARIES if c in said], said
        below = [
            fact
            for value, fact in _facts(driver).items()
            if value < (driver.session.shown(driver.stop.item.id).level or 0)
        ]
        assert not [fact for fact in below if fact in said]
        driver.press(Qt.Key.Key_Return)
    assert Scene.LEVEL in scenes
    driver.press(Qt.Key.Key_F11)
    assert driver.page.second.screen is None
    assert "éteint" in driver.window.top.second.text


def _facts(driver: Driver) -> dict[float, str]:
    item = driver.stop.item
    return dict(item.practice.levels) if item.practice else {}


def test_the_profile_comes_up_when_a_theme_ends(driver: Driver) -> None:
    driver.start()
    driver.press(Qt.Key.Key_F11)
    first = driver.state.questionnaire.themes[0]
    driver.go_to(f"importance_{first.id}")
    driver.press("2", "o", Qt.Key.Key_Return)
    while driver.stop.theme_id == first.id:
        driver.press("3", Qt.Key.Key_Return)
    driver.settle()
    assert scene_of(driver) is Scene.PROFILE
    driver.press("3")
    assert scene_of(driver) is Scene.QUESTION


def scene_of(driver: Driver) -> Scene:
    assert driver.page.second.screen is not None
    return driver.page.second.screen.view.scene


def test_the_profile_of_the_screen_draws_no_priority_and_no_duty(driver: Driver) -> None:
    driver.start()
    practice_id = next(p.id for p in driver.state.questionnaire.practices.values() if p.vigilance)
    driver.go_to(practice_id)
    driver.press("0")
    from consultant_app.services.results import Results

    interview_id = driver.state.interview.id
    diagnosis = driver.in_database(lambda: Results(driver.workspace).diagnosis(interview_id))
    assert diagnosis.proposal.vigilance
    chart = profile_chart(diagnosis)
    assert not [item for item in chart.items if type(item).__name__ == "Triangle"]
    blank = replace(diagnosis, interview=replace(diagnosis.interview, answers={}))
    assert len(profile_chart(blank).items) < len(chart.items)
