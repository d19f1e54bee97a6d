"""Numbers, dates and texts: typed, sent when left or after a pause."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from consultant_app.domain.answers import Answer
from consultant_app.domain.questionnaire import Question, QuestionType
from consultant_app.ui import fonts
from consultant_app.ui.pages.interview import entry
from consultant_app.ui.pages.interview.editors.base import Editor
from consultant_app.ui.pages.interview.keys import as_digits
from consultant_app.ui.widgets.fields import LineField, NoteField, label, set_invalid

PAUSE_MS = 800


class _TypedEditor(Editor):
    """Common to typed answers: nothing is sent twice, nothing typed is lost."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._dirty = False

    def _typed(self) -> None:
        self._dirty = True
        self._pause.start()

    def _settle(self) -> bool:
        """Whether there is something to send."""
        self._pause.stop()
        dirty, self._dirty = self._dirty, False
        return dirty


class LineEditor(_TypedEditor):
    """One line: a number with its unit, or a date."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question
        self._is_date = question.type is QuestionType.DATE
        self._sent: float | int | str | None = None
        self.field = LineField(question.title, self._example())
        self.field.setFont(fonts.sans(18))
        self.field.setMinimumHeight(40)
        self.field.setMaximumWidth(240)
        self.field.textEdited.connect(self._read_digits)
        self.field.editingFinished.connect(self.flush)
        self.field.left.connect(self.left)
        self._pause.timeout.connect(self._pause_over)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field)
        unit = entry.unit_of(question)
        self._unit = label(unit, px=18, tone="2")
        row.addWidget(self._unit)
        row.addStretch(1)
        self.column.addLayout(row)

    def show_answer(self, answer: Answer, *, saved: bool) -> None:
        """Write the value, unless something else is being typed."""
        if self._dirty:
            return
        text = self._text(answer)
        if text != self.field.text():
            self.field.setText(text)
        set_invalid(self.field, invalid=False)
        self.field.setAccessibleDescription("enregistré" if text and saved else "")

    def controls(self) -> list[QWidget]:
        """The field."""
        return [self.field]

    def take_focus(self) -> None:
        """Select what is there: typing replaces it."""
        super().take_focus()
        self.field.selectAll()

    def flush(self) -> bool:
        """Send the value typed, or say why it cannot be one."""
        if not self._settle():
            return True
        text = self.field.text().strip()
        value = self._value(text) if text else None
        set_invalid(self.field, invalid=bool(text) and value is None)
        if text and value is None:
            self._dirty = True
            self.rejected.emit(self._advice(text))
            return False
        if value is None:
            self.cleared.emit()
        elif value != self._sent:
            self.given.emit(value)
        self._sent = None
        return True

    def _read_digits(self, text: str) -> None:
        """Take the digits' row as it is struck elsewhere in the interview: without Shift."""
        meant = as_digits(text, has_dashes=self._is_date)
        if meant != text:
            place = self.field.cursorPosition()
            self.field.setText(meant)
            self.field.setCursorPosition(place)
        self._typed()

    def _pause_over(self) -> None:
        # In the middle of a word nothing is said; only what is already right is saved.
        value = self._value(self.field.text().strip())
        if value is not None and self._dirty and value != self._sent:
            set_invalid(self.field, invalid=False)
            self._sent = value
            self.given.emit(value)

    def _value(self, text: str) -> float | int | str | None:
        return entry.parse_date(text) if self._is_date else entry.parse_number(text)

    def _text(self, answer: Answer) -> str:
        if isinstance(answer.value, str):
            return entry.show_date(answer.value)
        if isinstance(answer.value, int | float):
            return entry.show_number(answer.value, self._question)
        return ""

    def _example(self) -> str:
        if self._is_date:
            return "jj/mm/aaaa"
        return "aaaa" if self._question.type is QuestionType.YEAR else ""

    def _advice(self, text: str) -> str:
        expected = "une date, comme 16/06/2026" if self._is_date else "un nombre, comme 1 140 000"
        expected = expected.replace("1 140 000", "1\u202f140\u202f000")
        return f"«\u00a0{text}\u00a0» n’est pas lisible\u202f; écrivez {expected}."


class TextEditor(_TypedEditor):
    """Several lines, private to the dossier."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.field = NoteField(question.title)
        self.field.setFont(fonts.sans(15))
        self.field.setMinimumHeight(140)
        self.field.textChanged.connect(self._changed)
        self.field.settled.connect(self.flush)
        self.field.left.connect(self.left)
        self._pause.timeout.connect(self.flush)
        self._loading = False
        self.column.addWidget(self.field)

    def show_answer(self, answer: Answer, *, saved: bool) -> None:
        """Write the text, unless something else is being typed."""
        text = answer.value if isinstance(answer.value, str) else ""
        if self._dirty or self.field.hasFocus() or text == self.field.toPlainText():
            return
        self._loading = True
        self.field.setPlainText(text)
        self._loading = False

    def controls(self) -> list[QWidget]:
        """The field."""
        return [self.field]

    def flush(self) -> bool:
        """Send the text typed."""
        if self._settle():
            text = self.field.toPlainText().strip()
            if text:
                self.given.emit(text)
            else:
                self.cleared.emit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave keys to the field and the page."""
        event.ignore()

    def _changed(self) -> None:
        if not self._loading:
            self._typed()
