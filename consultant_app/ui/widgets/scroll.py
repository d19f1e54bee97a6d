"""Scrolling columns: pages scroll, bars stay."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class PageScroll(QScrollArea):
    """A scroll area that keeps only the keys that scroll a page: arrows mean something else."""

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
    return area
