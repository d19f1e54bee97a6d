"""A box to tick, with its label."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from consultant_app.ui import fonts, icons, theme
from consultant_app.ui.widgets.cards import Choice

BOX = 16


class TickBox(Choice):
    """A yes or no. Never ticked in advance where it stands for consent."""

    def __init__(self, text: str, parent: QWidget | None = None, *, px: float = 13.5) -> None:
        super().__init__(text, parent, exclusive=False)
        self._font = fonts.sans(px)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        """Box and label."""
        width = QFontMetricsF(self._font).horizontalAdvance(self.text())
        return QSize(round(BOX + 8 + width + 6), 32)

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box and label."""
        p = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, enabled = self.isChecked(), self.isEnabled()
        top = (self.height() - BOX) / 2
        edge = (
            p.line if not enabled else p.accent if on else p.ink2 if self.underMouse() else p.edge
        )
        painter.setPen(QPen(edge, 1))
        painter.setBrush(p.accent if on and enabled else p.surface)
        painter.drawRoundedRect(QRectF(1.5, top + 0.5, BOX - 1, BOX - 1), 3, 3)
        if on:
            icons.paint(painter, "check", 3, top + 2, p.on_accent if enabled else p.ink3, 12)
        painter.setPen(p.ink if enabled else p.ink3)
        painter.setFont(self._font)
        box = QRectF(BOX + 8, 0, self.width() - BOX - 8, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())
