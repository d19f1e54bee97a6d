"""The table of dossiers: one line each, worked by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from consultant_app.services.dossiers import DossierRow
from consultant_app.ui import fonts, theme
from consultant_app.ui.models.dossiers import (
    CHANGED,
    COMPANY,
    ROW_ROLE,
    STAFF,
    STATE,
    WHERE,
    DossiersModel,
    alignment,
    mark_of,
)
from consultant_app.ui.widgets.lines import LinesTable, paint_name
from consultant_app.ui.widgets.marks import paint_dossier_mark
from consultant_app.ui.widgets.text import elide

LINE = 46
PADDING = 28


class _Line(QStyledItemDelegate):
    """Draws a cell."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Lines of one height."""
        return QSize(80, LINE)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the ground, then the cell's content."""
        p = theme.current()
        box = QRectF(option.rect)
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, p.tint)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, p.hover)
        painter.setPen(p.line)
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        row = index.data(ROW_ROLE)
        if isinstance(row, DossierRow):
            self._content(painter, box, index, row)
        painter.restore()

    def _content(
        self,
        painter: QPainter,
        box: QRectF,
        index: QModelIndex | QPersistentModelIndex,
        row: DossierRow,
    ) -> None:
        column = index.column()
        text = str(index.data())
        left = PADDING if column == COMPANY else 8
        right = PADDING if column == CHANGED else 8
        inner = box.adjusted(left, 0, -right, 0)
        if column == COMPANY:
            paint_name(painter, inner, row.company, row.activity)
            return
        if column == STATE:
            share = row.answered / row.relevant if row.relevant else 0.0
            middle = inner.center().y()
            paint_dossier_mark(painter, mark_of(row), inner.left(), middle - 8, share=share)
            inner.setLeft(inner.left() + 24)
        p = theme.current()
        painter.setFont(fonts.sans(14))
        painter.setPen(p.ink2 if column == CHANGED else p.ink)
        shown = elide(text, fonts.sans(14), round(inner.width()))
        painter.drawText(inner, alignment(column), shown)


class DossierTable(LinesTable):
    """Enter opens, Suppr asks to delete, the menu key shows every act."""

    opened = Signal(object)
    delete_asked = Signal(object)
    menu_asked = Signal(object, QPoint)
    search_asked = Signal()

    def __init__(self, model: DossiersModel, parent: QWidget | None = None) -> None:
        super().__init__("Dossiers", LINE, parent)
        self.dossiers = model
        self.setModel(model)
        self.setItemDelegate(_Line(self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.doubleClicked.connect(lambda _i: self._open())

    @property
    def current(self) -> DossierRow | None:
        """The dossier on the current line."""
        return self.dossiers.row_at(self.currentIndex().row())

    def select(self, line: int) -> None:
        """Make a line the current one, if there is one."""
        if line < self.dossiers.rowCount():
            self.setCurrentIndex(self.dossiers.index(line, COMPANY))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width; the least useful columns go first when there is little of it."""
        # The event's own size is the viewport's; asking for the viewport itself would have every
        # class of widget that Qt knows made ready, a tenth of the start. A resize within is later.
        self._room = event.size().width()
        super().resizeEvent(event)
        width = self._room
        self.setColumnHidden(STAFF, width < 640)
        self.setColumnHidden(WHERE, width < 760)
        for column, share in ((STAFF, 0.08), (STATE, 0.15), (WHERE, 0.31), (CHANGED, 0.12)):
            least = {STATE: 132, CHANGED: 122}.get(column, 60)
            self.setColumnWidth(column, max(round(width * share), least))
        others = sum(self.columnWidth(c) for c in range(1, 5) if not self.isColumnHidden(c))
        self.setColumnWidth(COMPANY, width - others)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Suppr, and letters that begin a search."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.key() == Qt.Key.Key_Delete:
            if self.current is not None:
                self.delete_asked.emit(self.current)
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.search_asked.emit()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if self.current is not None:
            self.opened.emit(self.current)

    def _ask_menu(self, position: QPoint) -> None:
        index = self.indexAt(position)
        if index.isValid():
            self.setCurrentIndex(index)
        else:
            position = self.visualRect(self.currentIndex()).center()
        if self.current is not None:
            self.menu_asked.emit(self.current, self.viewport().mapToGlobal(position))
