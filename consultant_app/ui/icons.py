"""Line icons of the window, drawn for it: strokes in a 16 × 16 box.

Each is a small program: ``M x y`` move, ``L x y`` line, ``C`` cubic, ``Z`` close, ``O x y r``
circle, ``R x y w h r`` rounded rectangle.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

_DRAWINGS = {
    "check": "M 3.5 8.5 L 6.5 11.5 L 12.5 4.5",
    "search": "O 7 7 4 M 10 10 L 13.5 13.5",
    "screen": "R 2 3 12 8 1 M 6 14 L 10 14",
    "lock": "R 3.5 7 9 6.5 1.2 M 5.5 7 L 5.5 5 C 5.5 1.7 10.5 1.7 10.5 5 L 10.5 7",
    "close": "M 4 4 L 12 12 M 12 4 L 4 12",
    "left": "M 10 3.5 L 5.5 8 L 10 12.5",
    "right": "M 6 3.5 L 10.5 8 L 6 12.5",
    "down": "M 3.5 6 L 8 10.5 L 12.5 6",
    "plus": "M 8 3 L 8 13 M 3 8 L 13 8",
    "up_arrow": "M 8 13 L 8 3 M 4 7 L 8 3 L 12 7",
    "down_arrow": "M 8 3 L 8 13 M 4 9 L 8 13 L 12 9",
    "right_arrow": "M 3 8 L 13 8 M 9 4 L 13 8 L 9 12",
    "warning": "M 8 2.5 L 14.5 13.5 L 1.5 13.5 Z M 8 6.5 L 8 9.5 M 8 11.4 L 8 11.6",
    "info": "O 8 8 6 M 8 7.5 L 8 11 M 8 5 L 8 5.2",
    "printer": "R 3 6 10 5 1 M 5 6 L 5 2.5 L 11 2.5 L 11 6 M 5 9.5 L 5 13.5 L 11 13.5 L 11 9.5",
    "hidden": "M 2 8 C 5 3.5 11 3.5 14 8 C 11 12.5 5 12.5 2 8 M 3 13.5 L 13 2.5",
    "flag": "M 4 14 L 4 2.5 L 12.5 2.5 L 10.2 5.5 L 12.5 8.5 L 4 8.5",
    "list": "M 5.5 4 L 14 4 M 5.5 8 L 14 8 M 5.5 12 L 14 12 O 2.4 4 0.5 O 2.4 8 0.5 O 2.4 12 0.5",
    "clock": "O 8 8 6 M 8 4.5 L 8 8 L 10.5 9.5",
    "building": "R 3 2.5 10 11 0.5 M 6 5.5 L 6 5.7 M 10 5.5 L 10 5.7 M 6 8.5 L 6 8.7 M 10 8.5"
    " L 10 8.7 M 8 13.5 L 8 11",
    "key": "O 5 8 3 M 8 8 L 14 8 M 14 8 L 14 11 M 11.5 8 L 11.5 10",
    "file": "M 4 2 L 9.5 2 L 12.5 5 L 12.5 14 L 4 14 Z M 9.5 2 L 9.5 5 L 12.5 5",
    "save": "M 8 2.5 L 8 9.5 M 5 6.5 L 8 9.5 L 11 6.5 M 3 12.5 L 13 12.5",
    "undo": "M 5.5 3.5 L 3 6 L 5.5 8.5 M 3 6 L 9.5 6 C 14.5 6 14.5 12.5 9.5 12.5 L 6 12.5",
}


@cache
def path(name: str) -> QPainterPath:
    """Return the strokes of an icon in its 16 × 16 box. Do not modify the result."""
    words = iter(_DRAWINGS[name].split())
    result = QPainterPath()

    def numbers(count: int) -> list[float]:
        return [float(next(words)) for _ in range(count)]

    for command in words:
        if command == "M":
            result.moveTo(*numbers(2))
        elif command == "L":
            result.lineTo(*numbers(2))
        elif command == "C":
            result.cubicTo(*numbers(6))
        elif command == "O":
            x, y, radius = numbers(3)
            result.addEllipse(QPointF(x, y), radius, radius)
        elif command == "R":
            x, y, width, height, radius = numbers(5)
            result.addRoundedRect(QRectF(x, y, width, height), radius, radius)
        else:
            result.closeSubpath()
    return result


def paint(
    painter: QPainter, name: str, x: float, y: float, colour: QColor, size: float = 16
) -> None:
    """Draw an icon with its top left corner at (x, y)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(x, y)
    painter.scale(size / 16, size / 16)
    pen = QPen(colour, 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path(name))
    painter.restore()


def icon(name: str, colour: QColor, size: int = 16) -> QIcon:
    """Return an icon for standard widgets (line edits, menus), sharp up to 200 %."""
    pixmap = QPixmap(QSize(size * 2, size * 2))
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint(painter, name, 0, 0, colour, size)
    painter.end()
    return QIcon(pixmap)
