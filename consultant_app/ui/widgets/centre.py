"""A column in the middle of the page: a serif sentence, a few words, then what is asked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consultant_app.ui import fonts
from consultant_app.ui.widgets.column import Column
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.scroll import page_scroll
from consultant_app.ui.widgets.text import Paragraph

WIDTH = 520


class CentredColumn(QWidget):
    """Scrolls when the window is small; ``column`` takes more widgets."""

    def __init__(self, sentence: str, words: str = "", *, width: int = WIDTH) -> None:
        super().__init__()
        content = QWidget()
        self.column = Column(content, margin=8, top=40, spacing=12)
        self.sentence = Paragraph(sentence, fonts.serif(30), 39)
        self.column.put(self.sentence)
        if words:
            self.column.put(label(words, tone="2", wrap=True))
            self.column.addSpacing(4)
        content.setMaximumWidth(width)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(16, 0, 16, 0)
        row.addStretch(1)
        row.addWidget(content, 100, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page_scroll(holder))
