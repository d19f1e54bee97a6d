"""The left rail: search, progress, themes with their pips, legend, list of contradictions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from consultant_app.ui import fonts, theme
from consultant_app.ui.pages.interview.rail_model import ROW, RailModel, Row, RowKind
from consultant_app.ui.widgets.buttons import LinkButton
from consultant_app.ui.widgets.fields import SearchField, label
from consultant_app.ui.widgets.marks import MarkLabel, Pip, paint_pip
from consultant_app.ui.widgets.picture import Pictures
from consultant_app.ui.widgets.text import elide

WIDTH = 312
PITCH = 10
#: How many pictures of rows are kept: several whole rails.
_MOST = 200
_SEEN = QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus
_SIDEWAYS = (Qt.Key.Key_Left, Qt.Key.Key_Right)


class RowPainter(QStyledItemDelegate):
    """Draws a theme (34 px, pips at the right) or a question (29 px, one pip)."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        #: What is to be drawn anew. Qt asks for every row between the first and the last of it.
        self.region = QRegion()
        self._pictures = Pictures(_MOST)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """34 px for a section, 29 for a stop."""
        row: Row = index.data(ROW)
        return QSize(200, 34 if row.kind is RowKind.SECTION else 29)

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
        self._pictures.paint(
            painter,
            box,
            (row.look, state & _SEEN),
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


class RailList(QListView):
    """The rows; Enter goes there. Letters and digits are left to the question."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rail_model = RailModel()
        self.setModel(self.rail_model)
        self._painter = RowPainter(self)
        self.setItemDelegate(self._painter)
        self.setObjectName("rail")
        self.setProperty("ownFocus", True)  # noqa: FBT003 - Qt
        self.setAccessibleName("Thèmes et questions")
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListView#rail { background: transparent; border: none; }")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._choose)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, go with Enter, leave everything else to the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.currentIndex())
        elif event.key() in _SIDEWAYS or (event.text() and event.text().isprintable()):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows that changed: two of them, when one answers and goes on."""
        self._painter.region = event.region()
        super().paintEvent(event)

    def dataChanged(
        self,
        first: QModelIndex | QPersistentModelIndex,
        last: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """Draw the row anew. `QListView` would lay all rows out again: their heights never change."""
        QAbstractItemView.dataChanged(self, first, last, roles)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start from the question one is at."""
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.here())
        super().focusInEvent(event)

    def here(self) -> QModelIndex:
        """The row of the current question."""
        rows = self.rail_model.rows
        place = next((i for i, row in enumerate(rows) if row.current), 0)
        return self.rail_model.index(place)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index.data(ROW).goal)


class Progress(QWidget):
    """How far the interview is: « 26 sur 60 », the time, a bar."""

    def __init__(self) -> None:
        super().__init__()
        self._done = 0
        self._total = 1
        self._minutes = 0
        self.setFixedHeight(40)

    def set(self, done: int, total: int, seconds: int) -> None:
        """Show ``done`` of ``total`` practices and the time spent."""
        self._done, self._total, self._minutes = done, total, seconds // 60
        text = f"{done} sur {total}, {self._minutes} minutes"
        if text != self.accessibleName():
            self.setAccessibleName(text)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words and the bar."""
        p = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QRectF(12, 0, self.width() - 24, 22)
        bold = fonts.sans(13, fonts.SEMIBOLD)
        painter.setFont(bold)
        painter.setPen(p.ink)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, str(self._done))
        advance = painter.fontMetrics().horizontalAdvance(str(self._done))
        painter.setFont(fonts.sans(13))
        painter.setPen(p.ink2)
        rest = line.adjusted(advance, 0, 0, 0)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, f" sur {self._total}")
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(line, right, f"{self._minutes}\u00a0min")
        bar = QRectF(12, 30, self.width() - 24, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(p.line)
        painter.drawRoundedRect(bar, 2, 2)
        painter.setBrush(p.accent)
        bar.setWidth(bar.width() * self._done / max(self._total, 1))
        painter.drawRoundedRect(bar, 2, 2)


class Rail(QWidget):
    """The whole rail."""

    chosen = Signal(object)
    searched = Signal(str)
    checks_asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.search = SearchField("Chercher une question", "Chercher une question  (Ctrl F)")
        self.search.textChanged.connect(self.searched)
        self.search.returnPressed.connect(self._go_first)
        self.search.down.connect(self._go_list)
        self.search.left.connect(self._leave_search)
        self.progress = Progress()
        self.list = RailList()
        self.list.chosen.connect(self.chosen)
        self.checks = LinkButton("", leading="warning")
        self.checks.clicked.connect(self.checks_asked)
        self.checks.hide()
        self._nothing = label("Aucune question trouvée.", px=13, tone="2")
        self._nothing.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 16, 12, 0)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        layout.addWidget(self.progress)
        layout.addWidget(self._nothing)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.checks)
        layout.addLayout(self._legend())

    def show_checks(self, count: int, *, blocking: bool) -> None:
        """Say how many contradictions there are."""
        word = "point à éclaircir" if count == 1 else "points à éclaircir"
        self.checks.setText(f"{count} {word}")
        self.checks.setAccessibleName(f"{count} {word}{', dont un bloquant' if blocking else ''}")
        self.checks.setVisible(count > 0)
        self.checks.updateGeometry()

    def show_found(self, count: int) -> None:
        """Say when a search finds nothing."""
        self._nothing.setVisible(count == 0)

    def follow(self) -> None:
        """Scroll to the current question."""
        index = self.list.here()
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index, QListView.ScrollHint.EnsureVisible)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the line at the right and the one above the legend."""
        p = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), p.canvas)
        painter.setPen(QPen(p.line, 1))
        right, foot = self.width() - 1, self.height() - 44
        painter.drawLine(right, 0, right, self.height())
        painter.drawLine(0, foot, right, foot)

    def _legend(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(4, 12, 0, 12)
        row.setSpacing(7)
        for state in (Pip.ANSWERED, Pip.TO_VERIFY, Pip.NOT_APPLICABLE, Pip.FLAGGED):
            row.addWidget(MarkLabel(state))
        row.addStretch(1)
        return row

    def _go_first(self) -> None:
        if self.search.text().strip() and self.list.rail_model.rows:
            goal = self.list.rail_model.rows[0].goal
            self._leave_search()
            self.chosen.emit(goal)

    def _go_list(self) -> None:
        self.list.setCurrentIndex(self.list.rail_model.index(0))
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _leave_search(self) -> None:
        self.search.clear()
        self.left.emit()
