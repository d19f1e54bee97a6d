"""A signature drawn with the mouse, a pen or a finger. Optional: the typed name is what signs."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from consultant_app.ui import fonts, theme

#: Points nearer than this, in px, to the one before tell nothing of the hand.
_STEP = 2.0
#: A path is kept with the dossier and drawn on paper: beyond this many points, no more are taken.
_MOST = 3000


class SignaturePad(QWidget):
    """Takes strokes. The keyboard passes it by: nothing here is required."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._strokes: list[list[QPointF]] = []
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Signature dessinée, facultative")
        self.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def path(self) -> str:
        """The strokes as an SVG path in px, empty when nothing was drawn."""
        return " ".join(
            f"M{line[0].x():.0f} {line[0].y():.0f} "
            + " ".join(f"L{p.x():.0f} {p.y():.0f}" for p in line[1:])
            for line in self._strokes
            if len(line) > 1
        )

    def clear(self) -> None:
        """Take the drawing away."""
        self._strokes = []
        self.changed.emit()
        self.update()

    def sizeHint(self) -> QSize:
        """Wide and low, as on paper."""
        return QSize(280, 96)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._strokes.append([self._inside(event.position())])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw on."""
        if not self._strokes or sum(map(len, self._strokes)) >= _MOST:
            return
        here, line = self._inside(event.position()), self._strokes[-1]
        if (here - line[-1]).manhattanLength() >= _STEP:
            line.append(here)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a stroke."""
        self.changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, the line to sign on, the strokes."""
        p = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(p.edge if self.isEnabled() else p.line, 1))
        painter.setBrush(p.surface if self.isEnabled() else p.canvas)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        foot = self.height() - 24
        painter.setPen(QPen(p.line, 1))
        painter.drawLine(16, foot, self.width() - 16, foot)
        if not self._strokes and self.isEnabled():
            painter.setFont(fonts.sans(13))
            painter.setPen(p.ink3)
            words = QRectF(16, foot, self.width() - 32, 22)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, "Facultatif\u00a0: signez ici")
        pen = QPen(p.ink, 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in self._strokes:
            painter.drawPolyline(QPolygonF(line))

    def _inside(self, at: QPointF) -> QPointF:
        return QPointF(min(max(at.x(), 0), self.width()), min(max(at.y(), 0), self.height()))
