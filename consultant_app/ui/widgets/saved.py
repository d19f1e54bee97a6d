"""« Enregistré à 14 h 38 »: said only of what is durable; the red band says the contrary."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from consultant_app.ui import fonts, icons, theme
from consultant_app.ui.messages import Kind
from consultant_app.ui.widgets.buttons import LinkButton, QuietButton
from consultant_app.ui.widgets.fields import label


def clock_time(at: datetime) -> str:
    """Return a local time as read aloud: « 14 h 38 » (with spaces that do not break)."""
    local = at.astimezone()
    return f"{local.hour}\u00a0h\u00a0{local.minute:02d}"


class SaveState(StrEnum):
    """What the indicator says."""

    NOTHING = "nothing"
    SAVED = "saved"
    FAILED = "failed"


class SavedIndicator(QWidget):
    """Top right of the window: when the last answer was made durable."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = SaveState.NOTHING
        self._text = ""
        self._compact = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFont(fonts.sans(13, fonts.MEDIUM))

    @property
    def text(self) -> str:
        """What is written, possibly nothing."""
        return self._text

    def set_compact(self, *, compact: bool) -> None:
        """In a cramped bar, show the time alone (the name stays whole for screen readers)."""
        self._compact = compact
        self.updateGeometry()

    @property
    def _drawn(self) -> str:
        return self._text.removeprefix("Enregistré à ") if self._compact else self._text

    def show_saved(self, at: datetime) -> None:
        """Say that all is durable since ``at``."""
        self._show(SaveState.SAVED, f"Enregistré à {clock_time(at)}")

    def show_failed(self) -> None:
        """Say that something on screen is not durable."""
        self._show(SaveState.FAILED, "Pas encore enregistré")

    def show_nothing(self) -> None:
        """Say nothing (nothing was done yet)."""
        self._show(SaveState.NOTHING, "")

    def sizeHint(self) -> QSize:
        """Icon and words."""
        width = QFontMetricsF(self.font()).horizontalAdvance(self._drawn)
        return QSize(round(width + 28) if self._text else 0, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tick, or the warning, and the words."""
        if self.state is SaveState.NOTHING:
            return
        p = theme.current()
        failed = self.state is SaveState.FAILED
        painter = QPainter(self)
        icon, colour = ("warning", p.error) if failed else ("check", p.accent)
        icons.paint(painter, icon, 0, self.height() / 2 - 8, colour)
        painter.setFont(self.font())
        painter.setPen(p.error if failed else p.ink)
        box = QRectF(22, 0, self.width() - 22, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._drawn)

    def _show(self, state: SaveState, text: str) -> None:
        if (state, text) == (self.state, self._text):
            return
        self.state, self._text = state, text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()


_FILLS = {
    Kind.INFO: ("tint", "accent", "info"),
    Kind.ATTENTION: ("attention_fill", "attention", "warning"),
    Kind.ERROR: ("error_fill", "error", "warning"),
}


class Band(QWidget):
    """A sentence across the page: information, something to settle, or an error."""

    acted = Signal()
    dismissed = Signal()

    def __init__(
        self, kind: Kind, text: str = "", *, action: str = "", closable: bool = False
    ) -> None:
        super().__init__()
        self._kind = kind
        self._text = label("", wrap=True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._action = LinkButton(action)
        self._action.clicked.connect(self.acted)
        self._close = QuietButton("Fermer", leading="close")
        self._close.clicked.connect(self.dismissed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(38, 8, 16, 8)
        layout.setSpacing(12)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._action)
        layout.addWidget(self._close)
        # Only now: showing a widget that has no parent yet would open a window.
        self._action.setVisible(bool(action))
        self._close.setVisible(closable)
        self.set_text(text)

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._text.text()

    def set_text(self, text: str) -> None:
        """Change the sentence."""
        self._text.setText(text)
        self.setAccessibleName(text)

    def set_kind(self, kind: Kind) -> None:
        """Change how serious it is."""
        self._kind = kind
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the fill and the icon."""
        p = theme.current()
        fill, ink, icon = _FILLS[self._kind]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(getattr(p, fill))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        icons.paint(painter, icon, 13, self.height() / 2 - 8, getattr(p, ink))
