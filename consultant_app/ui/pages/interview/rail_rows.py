"""How a row of the rail is drawn: a theme with its pips, or one question."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QRegion
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from consultant_app.ui import fonts, theme
from consultant_app.ui.pages.interview.rail_model import ROW, Row, RowKind
from consultant_app.ui.widgets.marks import paint_pip
from consultant_app.ui.widgets.picture import Pictures
from consultant_app.ui.widgets.text import elide

PITCH = 10
#: How many pictures of rows are kept: several whole rails.
_MOST = 200
_SEEN = QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus


class RowPainter(QStyledItemDelegate):
    """Draws a theme (34 px, pips at the right) or a question (29 px, one pip)."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        #: What is to be drawn anew. Qt asks for every row between the first and the last of it.
        self.region = QRegion()
        self.pictures = Pictures(_MOST)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """34 px for a section, 29 for a stop."""
        return QSize(200, _height(index.data(ROW)))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the row, unless it stands on screen as it is."""
        if not self.region.intersects(option.rect):
            return
        row: Row = index.data(ROW)
        box = QRectF(option.rect)
        state = option.state
        # Most rows only change place when another theme opens: they are drawn once.
        self.pictures.paint(
            painter,
            box,
            (row.look, state & _SEEN),
            lambda to, where: self._draw(to, where, row, state),
            theme.current().canvas,
        )

    def prepare(self, row: Row, width: int, scale: float) -> None:
        """Have a row drawn, without focus nor pointer, before it comes up."""
        state = QStyle.StateFlag.State_None
        self.pictures.of(
            QSizeF(width, _height(row)),
            scale,
            (row.look, state),
            lambda to, where: self._draw(to, where, row, state),
            theme.current().canvas,
        )

    def _draw(self, painter: QPainter, box: QRectF, row: Row, state: QStyle.StateFlag) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, box, row, state)
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

    def _ground(self, painter: QPainter, box: QRectF, row: Row, state: QStyle.StateFlag) -> None:
        p = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        if row.current:
            painter.setBrush(p.tint)
            painter.drawRoundedRect(box, 6, 6)
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), p.accent)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(p.line)
            painter.drawRoundedRect(box, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
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


def _height(row: Row) -> int:
    return 34 if row.kind is RowKind.SECTION else 29
