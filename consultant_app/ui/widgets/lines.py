"""What the lists of lines share: the dossiers, and what has left."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from consultant_app.ui import fonts, theme
from consultant_app.ui.widgets.text import elide

#: The least room, px, in which the second text of a line is worth a look.
_LEAST = 40


class LinesTable(QTableView):
    """A table of whole lines of one height, read and chosen, never edited."""

    def __init__(self, name: str, height: int, parent: QWidget | None = None) -> None:
        """``name``: what a screen reader calls it; ``height`` of a line, px."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setObjectName("dossiers")
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(height)
        columns.setHighlightSections(False)
        columns.setSectionsClickable(False)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns.setFont(fonts.sans(13))


def paint_name(painter: QPainter, box: QRectF, name: str, more: str) -> None:
    """Draw a company's ``name``, then in the room left a few words ``more`` about it."""
    p = theme.current()
    font, small = fonts.sans(15, fonts.SEMIBOLD), fonts.sans(13)
    # Whole pixels, so that the same lines are measured once for all.
    shown = elide(name, font, round(box.width()))
    painter.setFont(font)
    painter.setPen(p.ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
    rest = box.adjusted(QFontMetricsF(font).horizontalAdvance(shown) + 8, 0, 0, 0)
    if rest.width() > _LEAST:
        painter.setFont(small)
        painter.setPen(p.ink2)
        fitting = elide(more, small, round(rest.width()))
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, fitting)
