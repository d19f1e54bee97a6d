"""What a page says when it has nothing to show yet, and the one act that changes it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from consultant_app.ui import fonts
from consultant_app.ui.widgets.buttons import PrimaryButton
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.text import Paragraph


class EmptyState(QWidget):
    """A sentence, an explanation, and a button."""

    acted = Signal()

    def __init__(self, sentence: str, explanation: str = "", action: str = "") -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 32, 4, 32)
        layout.setSpacing(8)
        layout.addWidget(Paragraph(sentence, fonts.serif(22), 30, max_width=560))
        if explanation:
            text = label(explanation, tone="2", wrap=True)
            text.setMaximumWidth(560)
            layout.addWidget(text)
        if action:
            self.act = PrimaryButton(action)
            self.act.clicked.connect(self.acted)
            layout.addSpacing(8)
            layout.addWidget(self.act, 0, Qt.AlignmentFlag.AlignLeft)
            self.setFocusProxy(self.act)
        layout.addStretch(1)
