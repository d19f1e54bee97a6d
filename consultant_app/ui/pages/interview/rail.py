"""The left rail: search, progress, themes with their pips, legend, list of contradictions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QCursor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QVBoxLayout, QWidget

from consultant_app.ui import fonts, theme
from consultant_app.ui.pages.interview.rail_model import ROW, RailModel
from consultant_app.ui.pages.interview.rail_rows import RowPainter, Seen, height
from consultant_app.ui.pages.interview.stops import Path, Stop
from consultant_app.ui.widgets.buttons import LinkButton
from consultant_app.ui.widgets.fields import SearchField, label
from consultant_app.ui.widgets.marks import MarkLabel, Pip

WIDTH = 312
_SIDEWAYS = (Qt.Key.Key_Left, Qt.Key.Key_Right)


class RailList(QListView):
    """The rows; Enter goes there. Letters and digits are left to the question."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rail_model = RailModel()
        self.setModel(self.rail_model)
        self.row_painter = RowPainter(self)
        self.setItemDelegate(self.row_painter)
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
        """Draw the rows that changed: two of them, when one answers and goes on.

        Qt would ask the model for every row between the first and the last, and for their heights.
        """
        region = event.region()
        pointed = self.viewport().mapFromGlobal(QCursor.pos())
        hovered = self.indexAt(pointed).row() if self.viewport().underMouse() else -1
        focused = self.currentIndex().row() if self.hasFocus() else -1
        box = QRect(0, -self.verticalOffset(), self.viewport().width(), 0)
        with QPainter(self.viewport()) as painter:
            for line, row in enumerate(self.rail_model.rows):
                box.setHeight(height(row))
                if region.intersects(box):
                    seen = Seen(hovered=line == hovered, focused=line == focused)
                    self.row_painter.paint_row(painter, QRectF(box), row, seen)
                box.moveTop(box.bottom() + 1)

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

    def prepare(self, path: Path, here: Stop, stop: Stop) -> None:
        """Have the rows drawn as they will be at ``stop``, once ``here`` is answered."""
        scale = self.devicePixelRatioF()
        if not self.rail_model.searching and scale.is_integer():
            for row in self.rail_model.coming(path, here, stop):
                self.row_painter.prepare(row, self.viewport().width(), scale)

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
