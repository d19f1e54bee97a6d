"""Scrolling columns: pages scroll, bars stay."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QWidget


class RoomyBar(QScrollBar):
    """A scroll bar whose room is always kept, empty when all is seen.

    From one question to a taller one, nothing shifts nor wraps anew.
    """

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw nothing when there is nothing to scroll."""
        if self.maximum() > self.minimum():
            super().paintEvent(event)


class PageScroll(QScrollArea):
    """A scroll area that keeps only the keys that scroll a page: arrows mean something else.

    Its content is never squeezed: wrapped text gets the height that the width makes it need, which
    Qt's own scroll area does not ask for. ``needed`` is that height, ``measured`` says it changed.
    """

    measured = Signal()
    needed = 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again at the new width."""
        super().resizeEvent(event)
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Measure again when the content changes."""
        result = super().eventFilter(watched, event)
        if event.type() is QEvent.Type.LayoutRequest and watched is self.widget():
            self.fit()
        return result

    def keep_room(self) -> None:
        """Keep the scroll bar's room even when there is nothing to scroll."""
        self.setVerticalScrollBar(RoomyBar(self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def fit(self) -> None:
        """Give the content the height that its width makes it need."""
        content = self.widget()
        layout = content.layout() if content is not None else None
        if content is None or layout is None:
            return
        if layout.hasHeightForWidth():
            width = min(self.viewport().width(), content.maximumWidth())
            needed = layout.totalHeightForWidth(width)
            content.setMinimumHeight(needed)
        else:
            needed = layout.totalMinimumSize().height()
        if needed != self.needed:
            self.needed = needed
            self.measured.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page up and down scroll; all other keys go on to the page."""
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()


def page_scroll(content: QWidget, name: str = "") -> PageScroll:
    """Return a vertical scroll area round ``content``; it does not take the focus itself."""
    area = PageScroll()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    area.setWidget(content)
    # What is behind shows through: each page paints its own ground.
    content.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area
