"""What a page is about, and beside it what is done with it; one above the other when cramped."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QVBoxLayout, QWidget

from consultant_app.ui import theme
from consultant_app.ui.widgets.scroll import page_scroll


class TwoSides(QWidget):
    """Each side scrolls by itself; below ``stack_below`` px of width both scroll as one column.

    Nothing changes its parent when the window is resized: the order of Tab stays what it was.
    """

    def __init__(
        self,
        left: tuple[QWidget, str, int],
        right: tuple[QWidget, str, int],
        *,
        stack_below: int,
    ) -> None:
        """``left`` and ``right``: content, accessible name, share of the width."""
        super().__init__()
        self._stack_below = stack_below
        self.stacked = False
        self._areas = tuple(page_scroll(content, name) for content, name, _ in (left, right))
        self._both = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._both)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        for area, (_content, _name, share) in zip(self._areas, (left, right), strict=True):
            self._row.addWidget(area, share)
            area.measured.connect(self._give_height)
        self._whole = page_scroll(self._both)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._whole)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._show_focus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One above the other where two columns would be cut."""
        super().resizeEvent(event)
        self.stacked = self.width() < self._stack_below
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if self.stacked else direction.LeftToRight)
        self._give_height()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The right side stands on the side's ground."""
        p = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), p.surface)
        side = self._areas[1]
        place = side.rect().translated(side.mapTo(self, side.rect().topLeft()))
        painter.fillRect(place.left(), place.top(), self.width(), self.height(), p.canvas)
        painter.setPen(p.line)
        if self.stacked:
            painter.drawLine(0, place.top(), self.width(), place.top())
        else:
            painter.drawLine(place.left(), 0, place.left(), self.height())

    def _give_height(self) -> None:
        """As one column, each side is as tall as it needs: only the whole scrolls."""
        for area in self._areas:
            area.setMinimumHeight(area.needed if self.stacked else 0)
        self.update()

    def _show_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self.stacked and now is not None and self._both.isAncestorOf(now):
            self._whole.ensureWidgetVisible(now, 0, 24)
