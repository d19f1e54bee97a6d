"""Secrets planted wherever a consultant can write: none reaches the dirigeant, by word or pixel.

Two dossiers answer the same; in the second, every note, private field, condition and neighbour's
name holds a secret. What the dirigeant is shown of one and of the other must be the same image.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QWidget

from consultant_app.domain.answers import Value
from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.interview import Conditions, Interview
from consultant_app.domain.questionnaire import Item, QuestionType
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.results import Results
from consultant_app.services.workspace import Workspace
from consultant_app.ui.pages.second_view import Scene
from tests.ui.driver import Driver
from tests.ui.test_accessibility import walk
from tests.ui.test_second_view import everything_said

SECRET = "Canari-Confidentiel-7c1f"
ENTER = Qt.Key.Key_Return
#: Stops walked: the whole profile, two themes, and the profile chart that ends each.
STOPS = 26


@dataclass(frozen=True)
class Pair:
    """The dossier without secrets and the one full of them."""

    plain: Interview
    planted: Interview


def is_private(item: Item) -> bool:
    """Whether the questionnaire keeps an item to the consultant."""
    question = item.question
    return question is not None and question.private


def private_value(item: Item, *, planted: bool) -> Value:
    """An answer that may be seen nowhere: another one in the planted dossier."""
    question = item.question
    assert question is not None
    if question.choices:
        return question.choices[-1 if planted else 0].code
    if question.type is QuestionType.TEXT:
        return SECRET if planted else "rien à dire"
    return 47 if planted else 11


def held(workspace: Workspace, *, planted: bool) -> Interview:
    """One answered draft; with a secret in every place where one can be written."""
    text = {"activity_label": "Menuiserie", "commune": "Saint-Exemple"}
    facts = CompanyFacts(staff=8, departement="42", creation_year=2009)
    dossiers = Dossiers(workspace)
    company = dossiers.add_company("Menuiserie Exemple", facts, **text)
    if planted:
        dossiers.save_company(replace(company, note=SECRET, phone=SECRET, email=SECRET))
    interviewing = Interviewing(workspace, dossiers.start(company.id).id)
    interviewing.information_shown()
    items = interviewing.state.questionnaire.items.values()
    for place, item in enumerate(items):
        if is_private(item):
            interviewing.answer(item.id, private_value(item, planted=planted))
        elif item.practice:
            interviewing.answer(item.id, place % 5)
        elif item.role == "importance":
            interviewing.answer(item.id, 2)
        elif item.role == "wish":
            interviewing.answer(item.id, "oui")
        if planted:
            interviewing.note(item.id, f"{SECRET}, dit de {item.id}")
            interviewing.flag(item.id, flagged=place % 3 == 0)
    # Who was there, and where, is printed on the cover; how far to trust what was said is not.
    conditions = Conditions(present=("Mme Modèle",), confidence=1 if planted else 3)
    interviewing.set_conditions(conditions)
    return interviewing.visit(next(iter(items)).id).interview


@pytest.fixture
def pair(driver: Driver) -> Pair:
    """Both dossiers, among neighbours whose names are secrets too."""

    def prepare() -> Pair:
        workspace = driver.workspace
        for number in range(3):
            Dossiers(workspace).add_company(f"{SECRET} {number}", CompanyFacts(staff=3))
        return Pair(held(workspace, planted=False), held(workspace, planted=True))

    return driver.in_database(prepare)


def pixels(driver: Driver, screen: QWidget) -> QImage:
    """The window's picture once its layout has come to rest."""
    for _ in range(3):
        driver.settle()
        driver.app.sendPostedEvents()
        if (layout := screen.layout()) is not None:
            layout.activate()
    return screen.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def read_aloud(root: QWidget) -> str:
    """All that a screen reader could say of a window."""
    interface = QAccessible.queryAccessibleInterface(root)
    assert interface is not None
    parts = (
        QAccessible.Text.Name,
        QAccessible.Text.Description,
        QAccessible.Text.Value,
        QAccessible.Text.Help,
    )
    return "\n".join(node.text(part) for node in walk(interface) for part in parts)


def shown_to_the_dirigeant(driver: Driver, interview: Interview) -> list[tuple[Scene, QImage, str]]:
    """Each picture of the second screen, and its words, along the first stops."""
    driver.open(interview.id)
    driver.go_to(driver.path.stops[0].id)
    driver.press(Qt.Key.Key_F11)
    screen = driver.page.second.screen
    assert screen is not None
    screen.resize(1366, 768)
    seen = []
    for _ in range(STOPS):
        driver.settle()
        words = everything_said(screen) + read_aloud(screen)
        seen.append((screen.view.scene, pixels(driver, screen), words))
        driver.press(ENTER)
    driver.press(Qt.Key.Key_F11)
    return seen


def test_the_second_screen_is_the_same_picture_with_and_without_secrets(
    driver: Driver, pair: Pair
) -> None:
    shown_to_the_dirigeant(driver, pair.plain)  # letters drawn once are drawn alike ever after
    plain = shown_to_the_dirigeant(driver, pair.plain)
    planted = shown_to_the_dirigeant(driver, pair.planted)
    assert SECRET in driver.page.margin.note.toPlainText(), "the consultant does see it"
    for (scene, image, words), (same_scene, same_image, planted_words) in zip(
        plain, planted, strict=True
    ):
        assert SECRET not in planted_words
        assert "Menuiserie Exemple" not in planted_words
        assert (scene, words) == (same_scene, planted_words)
        assert image == same_image
    scenes = {scene for scene, _image, _words in plain}
    assert {Scene.QUESTION, Scene.THEME, Scene.LEVEL} <= scenes
    pictures = [image for _scene, image, _words in plain]
    assert sum(one != other for one, other in pairwise(pictures)) > 15


def test_the_paper_is_the_same_page_for_page_with_and_without_secrets(
    driver: Driver, pair: Pair
) -> None:
    def paper(interview: Interview) -> bytes:
        return Results(driver.workspace).pdf(interview.id)

    with (
        PdfDocument(driver.in_database(lambda: paper(pair.plain))) as plain,
        PdfDocument(driver.in_database(lambda: paper(pair.planted))) as planted,
    ):
        assert len(plain) == len(planted) >= 12
        for number in range(len(plain)):
            words = planted[number].get_textpage().get_text_range()
            assert SECRET not in words
            assert words == plain[number].get_textpage().get_text_range()
            one, other = (document[number].render(scale=0.6) for document in (plain, planted))
            assert bytes(one.buffer) == bytes(other.buffer), f"page {number + 1}"
    assert SECRET.encode() not in driver.in_database(lambda: paper(pair.planted))
