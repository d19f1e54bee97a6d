"""What to look at again before the result: lists of questions, each a way back to it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consultant_app.domain.questionnaire import Item, Questionnaire
from consultant_app.domain.rules import CheckFailure
from consultant_app.services.closing import Review
from consultant_app.ui.messages import Kind
from consultant_app.ui.widgets.buttons import LinkButton
from consultant_app.ui.widgets.clear import clear
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.saved import Band


class Link(LinkButton):
    """A question to go back to; arrows walk from one to the next."""

    def __init__(self, item: Item) -> None:
        super().__init__(item_name(item))
        self.item_id = item.id

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down change the question."""
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)


class ReviewLists(QWidget):
    """Contradictions first, then what is flagged, to verify, unanswered."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.links: list[Link] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_review(self, review: Review, questionnaire: Questionnaire) -> None:
        """Show what is left to look at."""
        clear(self._column)
        self.links = []
        for failure in (*review.blocking, *review.warnings):
            self._failure(failure, questionnaire)
        for title, caption, items in (
            ("À revoir", "Vous vouliez y revenir.", review.flagged),
            (
                "À vérifier",
                "Le dirigeant ne sait pas\u00a0: à qui le demander est dit sur la restitution.",
                review.to_verify,
            ),
            ("Sans réponse", "", review.unanswered),
        ):
            self._section(title, caption, items)
        self._column.addStretch(1)

    def _failure(self, failure: CheckFailure, questionnaire: Questionnaire) -> None:
        kind = Kind.ERROR if failure.critical else Kind.ATTENTION
        self._column.addWidget(Band(kind, failure.message))
        row = QHBoxLayout()
        row.setContentsMargins(38, 0, 4, 8)
        row.setSpacing(16)
        for item_id in failure.about:
            if item := questionnaire.items.get(item_id):
                row.addWidget(self._link(item))
        row.addStretch(1)
        self._column.addLayout(row)

    def _section(self, title: str, caption: str, items: Iterable[Item]) -> None:
        found = list(items)
        if not found:
            return
        self._column.addSpacing(8)
        self._column.addWidget(label(f"{title}  {len(found)}", px=15, bold=True))
        if caption:
            self._column.addWidget(label(caption, px=13, tone="2", wrap=True))
        for item in found:
            self._column.addWidget(self._link(item))

    def _link(self, item: Item) -> Link:
        link = Link(item)
        link.clicked.connect(lambda: self.chosen.emit(item.id))
        self.links.append(link)
        return link


def item_name(item: Item) -> str:
    """« 5.2 Trésorerie »."""
    return f"{item.code}\u00a0{item.title}".strip()
