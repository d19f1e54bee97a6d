"""On a French keyboard the digits' row is struck without Shift, in number fields as on cards."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from consultant_app.domain.questionnaire import QuestionType
from consultant_app.ui.pages.interview.editors.typed import LineEditor
from tests import builders


@pytest.mark.parametrize(
    ("kind", "struck", "read"),
    [
        (QuestionType.INTEGER, "éà", "20"),
        (QuestionType.INTEGER, "&-", "16"),
        (QuestionType.DECIMAL, "-(,è", "-5,7"),
        (QuestionType.YEAR, "&çç_", "1998"),
        (QuestionType.DATE, "&-/06/2026", "1-/06/2026"),
        (QuestionType.INTEGER, "1 140", "1 140"),
    ],
)
def test_signs_of_the_digits_row_are_read_as_digits(
    qtbot: QtBot, kind: QuestionType, struck: str, read: str
) -> None:
    editor = LineEditor(builders.question("annees", kind))
    qtbot.addWidget(editor)
    for sign in struck:
        press = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, sign)
        QApplication.sendEvent(editor.field, press)
    assert editor.field.text() == read
