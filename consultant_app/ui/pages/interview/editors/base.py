"""What every editor of a question can do."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from consultant_app.domain.answers import Answer
from consultant_app.ui.widgets.cards import Card


class Editor(QWidget):
    """Shows an answer and takes a new one. It never keeps a value: what is given is sent."""

    given = Signal(object)
    cleared = Signal()
    rejected = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(4, 4, 4, 4)
        self.column.setSpacing(6)

    def show_answer(self, answer: Answer, *, saved: bool) -> None:
        """Show what was answered; ``saved``: whether it is durable."""
        raise NotImplementedError

    def controls(self) -> list[QWidget]:
        """Return what can take the focus, in order."""
        raise NotImplementedError

    def digit(self, n: int) -> bool:
        """Answer by a digit key; False when the digit means nothing here."""
        return False

    def half(self) -> bool:
        """Add or take away half a level; False when that means nothing here."""
        return False

    def cards(self) -> list[Card]:
        """Return the cards that can be chosen."""
        return [c for c in self.controls() if isinstance(c, Card) and c.isEnabled()]

    def flush(self) -> bool:
        """Send what is typed and not sent yet; False when it cannot be read (and it was said)."""
        return True

    def home(self) -> QWidget:
        """Return the control to focus when the question comes up."""
        return self.controls()[0]

    def take_focus(self) -> None:
        """Give the focus to the answer."""
        self.home().setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int) -> None:
        """Move the focus to the next or previous control."""
        controls = self.controls()
        here = next((i for i, c in enumerate(controls) if c.hasFocus()), None)
        index = 0 if here is None else min(max(here + by, 0), len(controls) - 1)
        controls[index].setFocus(Qt.FocusReason.TabFocusReason)


class CardsEditor(Editor):
    """An editor made of cards: its height is the one that its width makes it need."""

    def sizeHint(self) -> QSize:
        """The same for all: Qt would wrap every text at a width that it never gets."""
        return QSize(428, 300)
