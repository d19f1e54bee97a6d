"""How the interview's parts share the window: wide, the margin beside; narrow, below."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QWidget

from consultant_app.ui import theme
from consultant_app.ui.pages.interview.margin import WIDTH as MARGIN_WIDTH
from consultant_app.ui.pages.interview.margin import Margin
from consultant_app.ui.pages.interview.question_pane import QuestionPane
from consultant_app.ui.pages.interview.rail import WIDTH as RAIL_WIDTH
from consultant_app.ui.pages.interview.rail import Rail
from consultant_app.ui.widgets.scroll import page_scroll

#: Below this width of the page the margin goes under the cards.
SIDE_BY_SIDE = RAIL_WIDTH + 560 + MARGIN_WIDTH + 60
#: Below this one the rail is put away; Ctrl+F brings it back for the time of a jump.
WITH_RAIL = 960


class Columns(QWidget):
    """The question and its margin, side by side or one above the other."""

    def __init__(self, pane: QuestionPane, margin: Margin) -> None:
        super().__init__()
        self._pane, self._margin = pane, margin
        # From one question to a taller one, the margin is not drawn anew.
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self.narrow = True
        self.box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.box.setSpacing(24)
        # Qt measures a widget's height at any width, a row's at one that its widget may have.
        row = QHBoxLayout()
        row.addWidget(pane, 1)
        row.addStretch(0)
        self.box.addLayout(row, 100)
        self.box.addWidget(margin, 1, Qt.AlignmentFlag.AlignTop)
        self.box.addStretch(1)
        self.set_narrow(narrow=False)

    def heightForWidth(self, width: int) -> int:
        """As `PageScroll.fit` measured: Qt would ask for widths that it never gets."""
        return self.minimumHeight()

    def sizeHint(self) -> QSize:
        """All the width there is: measured with nothing wrapped."""
        return QSize(SIDE_BY_SIDE, self.minimumHeight())

    def set_narrow(self, *, narrow: bool) -> None:
        """Put the margin below, or beside."""
        if narrow == self.narrow:
            return
        direction = QBoxLayout.Direction
        self.box.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self.narrow = narrow
        side = 24 if narrow else 36
        self.box.setContentsMargins(side, 16, 16, 4)
        self._margin.setMinimumWidth(0 if narrow else MARGIN_WIDTH + 24)
        self._margin.setMaximumWidth(420 if narrow else MARGIN_WIDTH + 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line between the question and its margin."""
        if self.narrow or not self._margin.isVisible():
            return
        painter = QPainter(self)
        painter.setPen(QPen(theme.current().line, 1))
        x = self._margin.x()
        painter.drawLine(x, self._margin.y() + 4, x, self._margin.y() + self._margin.height())


class InterviewLayout(QWidget):
    """Rail and scrolling columns."""

    def __init__(self, rail: Rail, pane: QuestionPane, margin: Margin) -> None:
        super().__init__()
        self.setObjectName("page")
        self._rail, self._pane, self._margin = rail, pane, margin
        self._rail_called = False
        self._margin_wanted = True
        self.columns = Columns(pane, margin)
        self.area = page_scroll(self.columns, "Question")
        self.area.keep_room()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._show_focus)
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(rail)
        layout.addWidget(self.area, 1)

    @contextmanager
    def still(self) -> Iterator[None]:
        """Lay nothing out meanwhile: Qt would do it whole for each part that comes into sight."""
        layouts = (self.columns.box, self._pane.layout(), self._margin.layout())
        parts = [layout for layout in layouts if layout is not None]
        for part in parts:
            part.setEnabled(False)
        try:
            yield
        finally:
            for part in parts:
                part.setEnabled(True)
            self._lay_out()

    def _lay_out(self) -> None:
        """Lay out once: heights are asked for inside first, then room is given from outside."""
        parts = (self._pane.editor, self._pane, self._margin)
        for part in parts:
            if part is not None:
                part.updateGeometry()
        self.area.fit()
        for widget in (self.columns, *reversed(parts)):
            layout = widget.layout() if widget is not None else None
            if layout is not None:
                layout.activate()

    def call_rail(self, *, called: bool) -> None:
        """Show the rail in a narrow window, for the time of a jump."""
        if called != self._rail_called:
            self._rail_called = called
            self._place_rail()

    def want_margin(self, *, wanted: bool) -> None:
        """Show or hide the margin column (F9)."""
        self._margin_wanted = wanted
        self._arrange()

    @property
    def margin_wanted(self) -> bool:
        """Whether the margin column is shown."""
        return self._margin_wanted

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rearrange when the window changes."""
        super().resizeEvent(event)
        self._arrange()

    def _show_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Bring what takes the focus into sight (a card chosen by its digit, in a low window)."""
        if now is not None and self.columns.isAncestorOf(now):
            self.area.ensureWidgetVisible(now, 0, 16)

    def _arrange(self) -> None:
        narrow = self.width() < SIDE_BY_SIDE
        self._place_rail()
        self.columns.set_narrow(narrow=narrow)
        self._margin.setVisible(self._margin_wanted)

    def _place_rail(self) -> None:
        """Beside the question when there is room; over it, for the time of a jump, when not."""
        roomy = self.width() >= WITH_RAIL
        beside = self._row.indexOf(self._rail) >= 0
        if roomy and not beside:
            self._row.insertWidget(0, self._rail)
        elif not roomy and beside:
            self._row.removeWidget(self._rail)
        if not roomy:
            self._rail.setGeometry(0, 0, RAIL_WIDTH, self.height())
            self._rail.raise_()
        self._rail.setVisible(roomy or self._rail_called)
