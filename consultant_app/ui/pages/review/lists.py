"""What to look at again before the result: lists of questions, each a way back to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from consultant_app.domain.questionnaire import Item, Questionnaire
from consultant_app.domain.rules import CheckFailure
from consultant_app.domain.typography import uncapital
from consultant_app.services.closing import Review
from consultant_app.ui.messages import Kind
from consultant_app.ui.widgets.buttons import LinkButton
from consultant_app.ui.widgets.clear import clear
from consultant_app.ui.widgets.column import Column
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.saved import Band


class Link(LinkButton):
    """A question to go back to; arrows walk from one to the next."""

    def __init__(self, item: Item, questionnaire: Questionnaire) -> None:
        super().__init__(item_name(item, questionnaire))
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
        self._column = Column(self)

    def show_review(self, review: Review, questionnaire: Questionnaire) -> None:
        """Show what is left to look at."""
        clear(self._column)
        self.links = []
        for failure in (*review.blocking, *review.warnings):
            self._failure(failure, questionnaire)
        for title, caption, items in (
            ("À revoir", "Vous vouliez y revenir.", review.flagged),
            ("À vérifier", TO_VERIFY, review.to_verify),
            ("Sans réponse", "", review.unanswered),
        ):
            self._section(title, caption, items, questionnaire)
        self._column.addStretch(1)

    def _failure(self, failure: CheckFailure, questionnaire: Questionnaire) -> None:
        kind = Kind.ERROR if failure.critical else Kind.ATTENTION
        self._column.put(Band(kind, failure.message))
        row = QHBoxLayout()
        row.setContentsMargins(42, 0, 4, 8)
        row.setSpacing(16)
        for item_id in failure.about:
            if item := questionnaire.items.get(item_id):
                row.addWidget(self._link(item, questionnaire))
        row.addStretch(1)
        self._column.addLayout(row)

    def _section(
        self, title: str, caption: str, items: Sequence[Item], questionnaire: Questionnaire
    ) -> None:
        if not items:
            return
        self._column.addSpacing(8)
        self._column.put(label(f"{title}  {len(items)}", px=15, bold=True))
        if caption:
            self._column.put(label(caption, px=13, tone="2", wrap=True))
        grid = QGridLayout()
        grid.setContentsMargins(4, 0, 4, 0)
        grid.setVerticalSpacing(8)
        grid.setHorizontalSpacing(24)
        half = (len(items) + 1) // 2 if len(items) > _ONE_COLUMN else len(items)
        for place, item in enumerate(items):
            link = self._link(item, questionnaire)
            grid.addWidget(link, place % half, place // half, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._column.addLayout(grid)

    def _link(self, item: Item, questionnaire: Questionnaire) -> Link:
        link = Link(item, questionnaire)
        link.clicked.connect(lambda: self.chosen.emit(item.id))
        self.links.append(link)
        return link


def item_name(item: Item, questionnaire: Questionnaire) -> str:
    """« 5.2 Trésorerie », « Numérique : importance »."""
    if item.role in ("importance", "wish") and item.theme_id:
        theme = questionnaire.theme(item.theme_id)
        return f"{theme.short_title or theme.title}\u00a0: {uncapital(item.title)}"
    return f"{item.code}\u00a0{item.title}".strip()


TO_VERIFY = "Le dirigeant ne sait pas\u00a0: la restitution dit à qui le demander."
_ONE_COLUMN = 8
