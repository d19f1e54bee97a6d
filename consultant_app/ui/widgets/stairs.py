"""Five bars: where we are today, and the next step. For the second screen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from consultant_app.ui import theme


class Stairs(QWidget):
    """``reached`` bars are filled; with ``next_step`` the following one is outlined in accent."""

    def __init__(self, steps: int, reached: int, *, next_step: bool = False) -> None:
        super().__init__()
        self._steps = steps
        self._reached = reached
        self._next = next_step
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Le pas suivant" if next_step else "Aujourd’hui")
        self._factor = 1.0

    def set_factor(self, factor: float) -> None:
        """Scale with the screen."""
        self._factor = factor
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """134 × 42 at factor 1 for five steps."""
        return QSize(round(28 * self._steps * self._factor), round(44 * self._factor))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars."""
        p = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._factor, self._factor)
        for step in range(self._steps):
            height = 14 + 28 * step / max(self._steps - 1, 1)
            rect = QRectF(28 * step + 1, 43 - height, 22, height)
            if step < self._reached:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(p.pale if self._next else p.accent)
                painter.drawRoundedRect(rect, 2, 2)
                continue
            painter.setBrush(Qt.BrushStyle.NoBrush)
            coming = self._next and step == self._reached
            painter.setPen(QPen(p.accent if coming else p.edge, 3 if coming else 1))
            inset = 1.5 if coming else 0.5
            painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), 2, 2)
