"""Paints the paper's charts on screen: the same display list, the window's colours.

Millimetres are scaled to the width given; strokes and type sizes (points) follow.
"""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from consultant_app.restitution.drawing import (
    POINTS_PER_MM,
    Chart,
    Colour,
    Disc,
    Label,
    Line,
    Polyline,
    Primitive,
    Rect,
    Triangle,
)
from consultant_app.ui import fonts, theme

MM_PER_POINT = 1 / POINTS_PER_MM


def _colour(role: Colour) -> QColor:
    p = theme.current()
    return {
        Colour.INK: p.ink,
        Colour.BLUE: p.accent,
        Colour.TINT: QColor("#34537A") if p.dark else QColor("#BCD0E4"),
        Colour.PALE: p.tint,
        Colour.WHITE: p.surface,
    }[role]


class ChartPainter:
    """Draws one chart with its top left corner at the painter's origin."""

    def __init__(self, painter: QPainter, scale: float) -> None:
        """``scale``: device-independent pixels per millimetre."""
        self._painter = painter
        self._scale = scale
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def draw(self, chart: Chart) -> None:
        """Draw all items in order."""
        for item in chart.items:
            self._draw(item)

    def _draw(self, item: Primitive) -> None:
        if isinstance(item, Rect):
            self._rect(item)
        elif isinstance(item, Line):
            self._line(item)
        elif isinstance(item, Polyline):
            self._polyline(item)
        elif isinstance(item, Disc):
            self._disc(item)
        elif isinstance(item, Triangle):
            self._triangle(item)
        else:
            self._label(item)

    def _pen(self, colour: Colour | None, points: float, dash: tuple[float, ...] = ()) -> QPen:
        if colour is None or points <= 0:
            return QPen(Qt.PenStyle.NoPen)
        # Hairlines thinner than a pixel turn grey and vanish on screen.
        width = max(points * MM_PER_POINT * self._scale, 1.0)
        pen = QPen(_colour(colour), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if dash:
            pen.setDashPattern([length * self._scale / width for length in dash])
        return pen

    def _fill(self, colour: Colour | None) -> None:
        if colour is None:
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            self._painter.setBrush(_colour(colour))

    def _rect(self, item: Rect) -> None:
        s = self._scale
        self._painter.setPen(self._pen(item.stroke, item.stroke_pt, item.dash))
        self._fill(item.fill)
        self._painter.drawRect(QRectF(item.x * s, item.y * s, item.width * s, item.height * s))

    def _line(self, item: Line) -> None:
        s = self._scale
        self._painter.setPen(self._pen(item.stroke, item.stroke_pt, item.dash))
        self._painter.drawLine(QLineF(item.x1 * s, item.y1 * s, item.x2 * s, item.y2 * s))

    def _polyline(self, item: Polyline) -> None:
        pen = self._pen(item.stroke, item.stroke_pt)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self._painter.setPen(pen)
        points = [QPointF(x * self._scale, y * self._scale) for x, y in item.points]
        self._painter.drawPolyline(QPolygonF(points))

    def _disc(self, item: Disc) -> None:
        s = self._scale
        self._painter.setPen(self._pen(item.stroke, item.stroke_pt))
        self._fill(item.fill)
        self._painter.drawEllipse(QPointF(item.x * s, item.y * s), item.r * s, item.r * s)

    def _triangle(self, item: Triangle) -> None:
        s, half = self._scale, item.width / 2
        foot = item.y + item.height
        corners = ((item.x, item.y), (item.x + half, foot), (item.x - half, foot))
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._fill(item.fill)
        self._painter.drawPolygon(QPolygonF([QPointF(x * s, y * s) for x, y in corners]))

    def _label(self, item: Label) -> None:
        if item.page_of or not item.text:
            return
        bold = item.face in ("bold", "bold_italic")
        px = round(item.size_pt * MM_PER_POINT * self._scale * 2) / 2
        font = fonts.serif(px, fonts.BOLD if bold else fonts.REGULAR)
        if item.face in ("italic", "bold_italic"):
            font = fonts.italic(font)
        advance = QFontMetricsF(font).horizontalAdvance(item.text)
        shift = {"start": 0.0, "middle": advance / 2, "end": advance}[item.anchor]
        self._painter.setFont(font)
        self._painter.setPen(_colour(item.colour))
        origin = QPointF(item.x * self._scale - shift, item.y * self._scale)
        self._painter.drawText(origin, item.text)


class ChartView(QWidget):
    """A chart that fills the width it is given; its alternative text is its accessible name."""

    def __init__(self, chart: Chart | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._chart: Chart | None = None
        self.set_chart(chart)

    def set_chart(self, chart: Chart | None) -> None:
        """Show another chart."""
        self._chart = chart
        self.setAccessibleName(chart.title if chart else "")
        self.setAccessibleDescription(chart.alt if chart else "")
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """The proportions are kept."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that ``width`` needs."""
        if self._chart is None:
            return 0
        return round(width * self._chart.height / self._chart.width) + 2

    def sizeHint(self) -> QSize:
        """Comfortable on a laptop's screen."""
        return QSize(640, self.heightForWidth(640))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chart."""
        if self._chart is None:
            return
        painter = QPainter(self)
        painter.translate(1, 1)
        across = (self.width() - 2) / self._chart.width
        down = (self.height() - 2) / self._chart.height
        ChartPainter(painter, min(across, down)).draw(self._chart)
