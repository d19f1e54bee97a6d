"""A key as drawn on the keyboard: the hint that teaches it."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from consultant_app.ui import fonts, theme

HEIGHT = 20


@cache
def width_of(text: str, px: float = 12) -> float:
    """Return the width of a keycap for ``text``."""
    return max(20.0, QFontMetricsF(fonts.sans(px, fonts.MEDIUM)).horizontalAdvance(text) + 11)


def paint(
    painter: QPainter,
    rect: QRectF,
    text: str,
    *,
    ink: QColor | None = None,
    edge: QColor | None = None,
    fill: QColor | None = None,
    px: float = 12,
    bold: bool = False,
) -> None:
    """Draw a keycap in ``rect``."""
    p = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge or p.edge, 1))
    painter.setBrush(fill or p.surface)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(ink or p.ink2)
    painter.setFont(fonts.sans(px, fonts.SEMIBOLD if bold else fonts.MEDIUM))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class Keycap(QWidget):
    """A keycap that stands in a layout."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"Touche {text}")

    def sizeHint(self) -> QSize:
        """As wide as its text."""
        return QSize(round(width_of(self._text)), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the key."""
        painter = QPainter(self)
        paint(painter, QRectF(self.rect()), self._text)
