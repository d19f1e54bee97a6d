"""A box to tick, drawn as the other controls: its edge is seen, its tick is ours, its words wrap."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from consultant_app.ui import fonts, icons, theme
from consultant_app.ui.widgets.text import TextBlock, block

_BOX = 20
_GAP = 10
_LINE = 20
_LEAST = 28
_OF_THE_PAGE = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
)


class CheckBox(QCheckBox):
    """A yes or no; ``bold`` where it matters. Never ticked in advance where it is a consent."""

    def __init__(self, text: str, *, bold: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFont(fonts.sans(14, fonts.SEMIBOLD if bold else fonts.REGULAR))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Box and words on one line."""
        return QSize(round(_BOX + _GAP + self._words().natural_width() + 4), _LEAST)

    def minimumSizeHint(self) -> QSize:
        """Long words wrap."""
        return QSize(min(120, self.sizeHint().width()), _LEAST)

    def heightForWidth(self, width: int) -> int:
        """Return the height that ``width`` needs."""
        return round(max(self._words().height(width - _BOX - _GAP) + _LEAST - _LINE, _LEAST))

    def hitButton(self, pos: object) -> bool:
        """Box and words alike."""
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks; arrows and Enter mean what the page has them mean."""
        if event.key() in _OF_THE_PAGE:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, its tick and the words; the box stands by the first line."""
        p = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() - _BOX - _GAP
        words = self._words()
        top = (self.height() - words.height(width)) / 2
        on, enabled = self.isChecked(), self.isEnabled()
        fill = p.accent if on and enabled else p.surface if enabled else p.canvas
        edge = (p.accent if on else p.edge) if enabled else p.line
        painter.setPen(QPen(edge, 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(0.5, top + 0.5, _BOX - 1, _BOX - 1), 4, 4)
        if on:
            ink = p.on_accent if enabled else p.ink3
            icons.paint(painter, "check", 2, top + 2, ink)
        words.paint(painter, _BOX + _GAP, top, width, p.ink if enabled else p.ink3)

    def _words(self) -> TextBlock:
        return block(self.text(), self.font(), _LINE)
