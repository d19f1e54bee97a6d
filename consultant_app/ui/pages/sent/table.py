"""The rows of « Ce qui est parti »: one line each, worked by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from consultant_app.services.sent_lines import SendingLine
from consultant_app.storage.outbox import OutboxState
from consultant_app.ui import fonts, icons, theme
from consultant_app.ui.widgets.lines import LinesTable, paint_name
from consultant_app.ui.widgets.text import elide
from consultant_app.ui.words import short_day

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("Dossier", "Où en est-on", "Quand")
DOSSIER, STATE, WHEN = range(3)
LINE = 44
PADDING = 28
_ICONS = {
    OutboxState.WAITING: "clock",
    OutboxState.REFUSED: "flag",
    OutboxState.RETRACTED: "undo",
    OutboxState.CONFLICT: "right_arrow",
}


def icon_of(line: SendingLine) -> str:
    """The shape that says the state; the word always stands beside it."""
    if line.is_retraction and line.state is OutboxState.ACKNOWLEDGED:
        return "undo"
    return _ICONS.get(line.state, "check")


class SentModel(QAbstractTableModel):
    """`show_lines` fills it."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[SendingLine] = ()
        self._today = date.min

    def show_lines(self, lines: Sequence[SendingLine], today: date) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines, self._today = lines, today
        self.endResetModel()

    def line_at(self, row: int) -> SendingLine | None:
        """The line on a row, None beyond."""
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def row_of(self, seq: int) -> int:
        """The row of a line, 0 when it is gone."""
        return next((n for n, line in enumerate(self.lines) if line.seq == seq), 0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The columns of the list."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names."""
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return COLUMNS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's text; for a screen reader, the first one tells the whole line."""
        line = self.line_at(index.row())
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if index.column() == DOSSIER:
                when = self._text(line, WHEN)
                return f"{line.company}, {line.what}, {line.words}, {when}"
            return f"{COLUMNS[index.column()]}\u00a0: {self._text(line, index.column())}"
        return None

    def _text(self, line: SendingLine, column: int) -> str:
        if column == DOSSIER:
            return line.company
        if column == STATE:
            return line.words[:1].upper() + line.words[1:]
        at = line.settled_at or line.tried_at or line.created_at
        return short_day(at.astimezone().date(), self._today)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column == WHEN else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class _Line(QStyledItemDelegate):
    """Draws a cell."""

    def __init__(self, table: QTableView, model: SentModel) -> None:
        super().__init__(table)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Lines of one height."""
        return QSize(80, LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the ground, then the cell's content."""
        p = theme.current()
        box, state = QRectF(option.rect), option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, p.tint)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, p.hover)
        painter.setPen(p.line)
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        line = self._model.line_at(index.row())
        if line is not None:
            left = PADDING if index.column() == DOSSIER else 8
            right = PADDING if index.column() == WHEN else 8
            self._content(painter, box.adjusted(left, 0, -right, 0), index, line)
        painter.restore()

    def _content(self, painter: QPainter, box: QRectF, index: Index, line: SendingLine) -> None:
        p, column = theme.current(), index.column()
        if column == DOSSIER:
            paint_name(painter, box, line.company, line.what)
            return
        ink = p.ink2 if column == WHEN else p.ink
        if column == STATE:
            refused = line.state is OutboxState.REFUSED
            ink = p.attention if refused else p.ink
            icons.paint(painter, icon_of(line), box.left(), box.center().y() - 8, ink)
            box.setLeft(box.left() + 24)
        font = fonts.sans(14)
        painter.setFont(font)
        painter.setPen(ink)
        shown = elide(str(index.data()), font, box.width())
        painter.drawText(box, _alignment(column), shown)


class LeftTable(LinesTable):
    """``chosen`` with the row the hand is on; Enter shows its bytes, Suppr withdraws it."""

    chosen = Signal(object)
    read_asked = Signal()
    withdraw_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Ce qui est parti, ce qui attend", LINE)
        self.rows = SentModel()
        self.setModel(self.rows)
        self.setItemDelegate(_Line(self, self.rows))
        self.setMinimumHeight(210)
        self.doubleClicked.connect(lambda _index: self.read_asked.emit())

    @property
    def current(self) -> SendingLine | None:
        """The line the hand is on."""
        return self.rows.line_at(self.currentIndex().row())

    def show_lines(self, lines: Sequence[SendingLine], today: date, *, fresh: bool) -> None:
        """Show other lines; the hand stays on the one it was on, unless one has just come here."""
        before = None if fresh else self.current
        self.rows.show_lines(lines, today)
        row = self.rows.row_of(before.seq) if before is not None else 0
        self.setCurrentIndex(self.rows.index(row, DOSSIER))
        self.chosen.emit(self.current)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell the page which line is looked at."""
        super().currentChanged(current, previous)
        self.chosen.emit(self.rows.line_at(current.row()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width."""
        super().resizeEvent(event)
        width = self.viewport().width()
        when = 118
        state = min(max(round(width * 0.34), 190), 260)
        self.setColumnWidth(WHEN, when)
        self.setColumnWidth(STATE, state)
        self.setColumnWidth(DOSSIER, max(width - when - state, 120))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter reads, Suppr withdraws."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.read_asked.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.withdraw_asked.emit()
        else:
            super().keyPressEvent(event)
