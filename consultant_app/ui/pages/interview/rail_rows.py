"""How a row of the rail is drawn: a theme with its pips, or one question."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from consultant_app.ui import fonts, theme
from consultant_app.ui.pages.interview.rail_model import ROW, Row, RowKind
from consultant_app.ui.widgets.marks import paint_pip
from consultant_app.ui.widgets.picture import Pictures
from consultant_app.ui.widgets.text import elide

PITCH = 10
#: How many pictures of rows are kept: several whole rails.
_MOST = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """What the pointer and the keyboard make of a row."""

    hovered: bool = False
    focused: bool = False


class RowPainter(QStyledItemDelegate):
    """Draws a theme (34 px, pips at the right) or a question (29 px, one pip)."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.pictures = Pictures(_MOST)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """34 px for a section, 29 for a stop."""
        return QSize(200, height(index.data(ROW)))

    def paint_row(self, painter: QPainter, box: QRectF, row: Row, seen: Seen) -> None:
        """Draw a row. Most only change place when another theme opens: they are drawn once."""
        self.pictures.paint(
            painter,
            box,
            (row.look, seen),
            lambda to, where: self._draw(to, where, row, seen),
            theme.current().canvas,
        )

    def prepare(self, row: Row, width: int, scale: float) -> None:
        """Have a row drawn, without focus nor pointer, before it comes up."""
        seen = Seen()
        self.pictures.of(
            QSizeF(width, height(row)),
            scale,
            (row.look, seen),
            lambda to, where: self._draw(to, where, row, seen),
            theme.current().canvas,
        )

    def _draw(self, painter: QPainter, box: QRectF, row: Row, seen: Seen) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, box, row, seen)
        strong = row.current or row.open
        p = theme.current()
        left = box.left() + (12 if row.kind is RowKind.SECTION else 38)
        right = box.right() - 14
        right = self._pips(painter, row, right, box.center().y())
        if row.number:
            font = fonts.sans(13.5, fonts.SEMIBOLD if row.current else fonts.REGULAR)
            ink = p.ink if row.current else p.ink3 if row.kind is RowKind.SECTION else p.ink2
            self._text(painter, font, ink, row.number, QRectF(left, box.top(), 34, box.height()))
        indent = 26 if row.kind is RowKind.SECTION else 29 if row.number else 0
        font = fonts.sans(13.5, fonts.SEMIBOLD if strong else fonts.REGULAR)
        room = right - left - indent - 8
        text = elide(row.text, font, room)
        ink = p.ink if strong else p.ink2
        self._text(painter, font, ink, text, QRectF(left + indent, box.top(), room, box.height()))

    def _ground(self, painter: QPainter, box: QRectF, row: Row, seen: Seen) -> None:
        p = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        if row.current:
            painter.setBrush(p.tint)
            painter.drawRoundedRect(box, 6, 6)
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), p.accent)
        elif seen.hovered:
            painter.setBrush(p.line)
            painter.drawRoundedRect(box, 6, 6)
        if seen.focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(p.accent, 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)

    def _pips(self, painter: QPainter, row: Row, right: float, y: float) -> float:
        if row.open:
            return right
        first = right - PITCH * (len(row.pips) - 1)
        for index, state in enumerate(row.pips):
            paint_pip(painter, state, first + PITCH * index, y, current=row.current)
        return first - 4

    def _text(self, painter: QPainter, font: QFont, ink: QColor, text: str, box: QRectF) -> None:
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)


def height(row: Row) -> int:
    """How high a row is, px."""
    return 34 if row.kind is RowKind.SECTION else 29
