"""From keys to acts. Letters and digits never fire while a text is being typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from consultant_app.domain.answers import Evidence, Missing
from consultant_app.ui.pages.interview.editors.opening import OpeningEditor
from consultant_app.ui.pages.interview.keys import Command, Key, read
from consultant_app.ui.pages.interview.margin import Margin
from consultant_app.ui.pages.interview.question_pane import QuestionPane
from consultant_app.ui.pages.interview.rail import RailList
from consultant_app.ui.pages.interview.travel import Travel

#: What the bottom bar tells of them.
HINTS = (
    ("0 – 4", "placer, sans Maj"),
    ("Entrée", "suivante"),
    ("Ctrl Z", "annuler"),
    ("F9", "masquer la marge"),
    ("F1", "toutes les touches"),
)
_MISSING = {
    Command.DONT_KNOW: Missing.DONT_KNOW,
    Command.NOT_APPLICABLE: Missing.NOT_APPLICABLE,
    Command.REFUSED: Missing.REFUSED,
}
_EVIDENCE = {Command.DECLARED: Evidence.DECLARED, Command.SEEN: Evidence.SEEN}
_WISH = {Command.YES: "oui", Command.LATER: "non"}
#: What still works while a text is being typed (the field lets these keys through).
_IN_TEXT = (Command.NEXT,)


@dataclass(frozen=True, slots=True)
class Acts:
    """What keys act upon."""

    pane: QuestionPane
    margin: Margin
    travel: Travel
    show_margin: Callable[[], None]
    locked: Callable[[], bool]


class Keyboard:
    """Runs the commands read from keys, in order, each after the move under way."""

    def __init__(self, parts: Acts) -> None:
        self._parts = parts

    def press(self, event: QKeyEvent) -> bool:
        """Act upon a key; False when it means nothing here."""
        key = read(event)
        if key is None:
            return False
        if is_typing() and key.command not in _IN_TEXT:
            return False
        self._parts.travel.do(lambda: self._run(key))
        return True

    def _run(self, key: Key) -> None:
        travel, pane = self._parts.travel, self._parts.pane
        if key.command is Command.NEXT:
            travel.next()
        elif key.command is Command.BACK:
            travel.back()
        elif key.command is Command.FORWARD:
            travel.forward()
        elif key.command in (Command.UP, Command.DOWN):
            if pane.editor:
                pane.editor.step(-1 if key.command is Command.UP else 1)
        elif not self._parts.locked():
            self._answer(key)

    def _answer(self, key: Key) -> None:
        pane, margin = self._parts.pane, self._parts.margin
        editor = pane.editor
        if key.command in _MISSING:
            pane.give_missing(_MISSING[key.command])
        elif key.command is Command.CLEAR:
            pane.clear()
        elif key.command is Command.DIGIT and editor:
            editor.digit(key.digit)
        elif key.command is Command.HALF and editor:
            editor.half()
        elif key.command in _WISH and isinstance(editor, OpeningEditor):
            editor.wish(_WISH[key.command])
        elif key.command in _EVIDENCE and margin.takes_evidence:
            margin.give_evidence(_EVIDENCE[key.command])
        elif key.command is Command.FLAG:
            margin.flag_given.emit(not margin.flag.isChecked())
        elif key.command is Command.NOTE:
            self._parts.show_margin()
            margin.note.setFocus()


def is_typing() -> bool:
    """Whether the focus is where text is written."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QLineEdit | QPlainTextEdit | QTextEdit):
        return True
    return isinstance(focus, QAbstractItemView) and not isinstance(focus, RailList)


def shortcuts(parent: QWidget, wanted: dict[str, Callable[[], None]]) -> None:
    """Bind key sequences for as long as ``parent`` is on screen."""
    for sequence, act in wanted.items():
        QShortcut(QKeySequence(sequence), parent, act)
