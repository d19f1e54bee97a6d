"""Text fields with a label and, when something is wrong, a sentence beside them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from consultant_app.ui import fonts, icons, theme


def label(
    text: str = "", *, px: float = 14, bold: bool = False, tone: str = "", wrap: bool = False
) -> QLabel:
    """Return a label; ``tone`` "2", "3", "error" or "attention" picks its ink."""
    result = QLabel(text)
    result.setFont(fonts.sans(px, fonts.SEMIBOLD if bold else fonts.REGULAR))
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setWordWrap(wrap)
    if tone:
        result.setProperty("tone", tone)
    return result


def set_invalid(field: QWidget, *, invalid: bool) -> None:
    """Show a field as invalid (2 px border) or not."""
    if bool(field.property("invalid")) == invalid:
        return
    field.setProperty("invalid", invalid)
    field.style().unpolish(field)
    field.style().polish(field)


class LineField(QLineEdit):
    """A line of text. Esc gives the focus back (``left``)."""

    left = Signal()

    def __init__(self, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setFont(fonts.sans(14))

    def setText(self, text: str | None) -> None:
        """Show ``text`` from its beginning: a long one is cut at its end, not at its start."""
        super().setText(text)
        if not self.hasFocus():
            self.setCursorPosition(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the beginning again."""
        super().focusOutEvent(event)
        self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the field."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class SearchField(LineField):
    """A field to search with. Enter takes the first result, the down arrow goes to the list."""

    down = Signal()

    def __init__(self, name: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(name, placeholder, parent)
        picture = icons.icon("search", theme.current().ink3)
        self._glass = self.addAction(picture, QLineEdit.ActionPosition.LeadingPosition)
        self.setFont(fonts.sans(13))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter to itself: elsewhere it means « next »."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.returnPressed.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the magnifier in the colours of the new scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_glass"):
            self._glass.setIcon(icons.icon("search", theme.current().ink3))


class NoteField(QPlainTextEdit):
    """Several lines of private text. Tab and Esc leave; ``settled`` says it was left changed."""

    left = Signal()
    settled = Signal()

    def __init__(self, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setFont(fonts.sans(13.5))
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the field."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the text may be saved."""
        super().focusOutEvent(event)
        self.settled.emit()


class Labelled(QWidget):
    """A field under its label, with a caption that turns into the error when there is one."""

    def __init__(self, text: str, field: QWidget, caption: str = "") -> None:
        super().__init__()
        self.field = field
        self._caption_text = caption
        name = label(text, px=13, bold=True)
        name.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(text)
        self._caption = label(caption, px=12.5, tone="3", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setSpacing(8)
        layout.addWidget(name)
        layout.addWidget(field)
        layout.addWidget(self._caption)
        self._caption.setVisible(bool(caption))

    def show_error(self, sentence: str) -> None:
        """Show ``sentence`` in place of the caption; empty: nothing is wrong."""
        set_invalid(self.field, invalid=bool(sentence))
        self._caption.setText(sentence or self._caption_text)
        self._caption.setVisible(bool(sentence or self._caption_text))
        self._caption.setProperty("tone", "error" if sentence else "3")
        self._caption.style().unpolish(self._caption)
        self._caption.style().polish(self._caption)
        self.field.setAccessibleDescription(sentence or self._caption_text)
