"""Two columns: what stays in the dossier, what would leave, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from consultant_app.services.record_words import SentRow
from consultant_app.ui import fonts, icons, theme
from consultant_app.ui.widgets.buttons import LinkButton
from consultant_app.ui.widgets.clear import clear
from consultant_app.ui.widgets.column import Column
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.text import Paragraph

PRACTICES = "Pratiques"


class SentTable(QWidget):
    """The record in words."""

    practices_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Ce qui reste, ce qui part")
        self._column = Column(self, margin=40, top=24, spacing=14)
        sentence = "Voici tout ce qui partirait. Rien d’autre ne quitte cet ordinateur."
        self._column.put(Paragraph(sentence, fonts.serif(26), 35))
        self.every = LinkButton("Voir toutes les pratiques")
        self.every.clicked.connect(self.practices_asked)
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(4, 0, 4, 0)
        self._column.addLayout(self._lines)
        self._column.put(self.every, at_left=True)
        self._column.addStretch(1)

    def show_rows(self, rows: Sequence[SentRow], practices: int) -> None:
        """Show the record."""
        clear(self._lines)
        self.every.setText(f"Voir les {practices} pratiques")
        grid = _columns()
        grid.addWidget(label("Dans votre dossier, reste ici", px=13, tone="2", wrap=True), 0, 1)
        grid.addWidget(label("Dans l’envoi, part si vous acceptez", px=13, tone="2"), 0, 3)
        line = 1
        for section, lines in groupby(rows, lambda row: row.section):
            grid.setRowMinimumHeight(line, 34)
            grid.addWidget(label(section, px=13.5, bold=True), line, 0, 1, 4, _BOTTOM)
            grid.addWidget(_rule(), line + 1, 0, 1, 4)
            line += 2
            for row in lines:
                _add(grid, row, line)
                line += 1
        self._lines.addLayout(grid)


def _add(grid: QGridLayout, row: SentRow, line: int) -> None:
    grid.addWidget(label(row.label, px=13.5, tone="2", wrap=True), line, 0, _TOP)
    grid.addWidget(label(row.here, px=13.5, tone="2", wrap=True), line, 1, _TOP)
    grid.addWidget(_arrow(), line, 2, _TOP)
    sent = label(row.sent, px=13.5, wrap=True)
    sent.setFont(fonts.sans(13.5, fonts.MEDIUM))
    sent.setAccessibleName(f"{row.label}\u00a0: part {row.sent}")
    grid.addWidget(sent, line, 3, _TOP)


def _columns() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(10)
    for column, share in ((0, 19), (1, 34), (2, 0), (3, 44)):
        grid.setColumnStretch(column, share)
    grid.setColumnMinimumWidth(0, 130)
    return grid


def _arrow() -> QWidget:
    arrow = label("")
    arrow.setPixmap(icons.icon("right_arrow", theme.current().ink2).pixmap(16, 16))
    return arrow


def _rule() -> QFrame:
    line = QFrame()
    line.setFixedHeight(1)
    line.setObjectName("rule")
    return line


_TOP = Qt.AlignmentFlag.AlignTop
_BOTTOM = Qt.AlignmentFlag.AlignBottom
