"""A box to tick, drawn as the other controls: its edge is seen, its tick is ours."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from consultant_app.ui import fonts, icons, theme

_BOX = 20
_GAP = 10


class CheckBox(QCheckBox):
    """``bold`` for a choice that matters."""

    def __init__(self, text: str, *, bold: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFont(fonts.sans(14, fonts.SEMIBOLD if bold else fonts.REGULAR))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Box and words."""
        width = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        return QSize(round(_BOX + _GAP + width + 4), 28)

    def minimumSizeHint(self) -> QSize:
        """Long words are cut."""
        return QSize(120, 28)

    def hitButton(self, pos: object) -> bool:
        """Box and words alike."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, its tick and the words."""
        p = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - _BOX) / 2
        box = QRectF(0.5, top + 0.5, _BOX - 1, _BOX - 1)
        on, enabled = self.isChecked(), self.isEnabled()
        fill = p.accent if on and enabled else p.surface if enabled else p.canvas
        edge = (p.accent if on else p.edge) if enabled else p.line
        painter.setPen(QPen(edge, 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(box, 4, 4)
        if on:
            ink = p.on_accent if enabled else p.ink3
            icons.paint(painter, "check", 2, top + 2, ink)
        painter.setFont(self.font())
        painter.setPen(p.ink if enabled else p.ink3)
        words = QRectF(_BOX + _GAP, 0, self.width() - _BOX - _GAP, self.height())
        metrics = QFontMetricsF(self.font())
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
