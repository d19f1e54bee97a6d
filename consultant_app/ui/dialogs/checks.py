"""All contradictions of an interview, with the way to each question."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.domain.rules import CheckFailure
from consultant_app.ui import fonts
from consultant_app.ui.messages import Kind
from consultant_app.ui.widgets.buttons import LinkButton, PrimaryButton
from consultant_app.ui.widgets.saved import Band
from consultant_app.ui.widgets.scroll import page_scroll
from consultant_app.ui.widgets.text import Paragraph


class ChecksDialog(QDialog):
    """One band per contradiction; its links lead to the answers it is about."""

    chosen = Signal(str)

    def __init__(
        self,
        failures: Sequence[CheckFailure],
        questionnaire: Questionnaire,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Points à éclaircir")
        self.setAccessibleName("Points à éclaircir")
        self.resize(620, 420)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setSpacing(16)
        column.setContentsMargins(4, 4, 12, 4)
        for failure in failures:
            column.addLayout(self._entry(failure, questionnaire))
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 24)
        layout.setSpacing(12)
        layout.addWidget(Paragraph("Des réponses à rapprocher.", fonts.serif(24), 32))
        layout.addWidget(page_scroll(content, "Points à éclaircir"), 1)
        close = PrimaryButton("Fermer")
        close.clicked.connect(self.accept)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def _entry(self, failure: CheckFailure, questionnaire: Questionnaire) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(6)
        box.addWidget(Band(Kind.ERROR if failure.critical else Kind.ATTENTION, failure.message))
        links = QHBoxLayout()
        links.setContentsMargins(38, 0, 4, 0)
        links.setSpacing(16)
        for item_id in failure.about:
            item = questionnaire.items.get(item_id)
            if item is not None:
                link = LinkButton(f"{item.code} {item.title}".strip())
                link.clicked.connect(lambda _on, i=item_id: self._choose(i))
                links.addWidget(link)
        links.addStretch(1)
        box.addLayout(links)
        return box

    def _choose(self, item_id: str) -> None:
        self.chosen.emit(item_id)
        self.accept()
