"""What opens a theme: how much it matters to the dirigeant, and the wish to work on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from consultant_app.domain.answers import Answer
from consultant_app.domain.questionnaire import IMPORTANCE_LEVELS, Item
from consultant_app.ui.pages.interview.editors.base import CardsEditor
from consultant_app.ui.widgets.cards import Card, CardText
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.segmented import Segmented

#: How each importance is told apart, so that a dirigeant can place himself.
_MEANINGS = {
    0: "On peut le laisser de côté cette année",
    1: "Bon à regarder, sans urgence",
    2: "Compte vraiment pour la suite",
    3: "L’entreprise en dépend",
}
_WISH_KEYS = {"oui": "O", "non": "P"}


class OpeningEditor(CardsEditor):
    """Importance 0–3 by digit, wish by O (oui) or P (pas pour l’instant)."""

    given_to = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._importance_id = ""
        self._wish_id = ""
        self._cards: dict[int, Card] = {}
        for value, name in IMPORTANCE_LEVELS.items():
            card = Card(CardText(str(value), _MEANINGS[value], name), self)
            card.clicked.connect(lambda _on, v=value: self._give_importance(v))
            self._cards[value] = card
            self.column.addWidget(card)
        self.column.addSpacing(8)
        self._wish_text = label("", px=16.5, wrap=True)
        self._wish = Segmented("Envie d’y travailler", [("oui", "Oui", "O"), ("non", "", "P")])
        self._wish.chosen.connect(lambda code: self.given_to.emit(self._wish_id, code))
        self.column.addWidget(self._wish_text)
        self.column.addWidget(self._wish)

    def set_items(self, items: tuple[Item, ...]) -> None:
        """Ask about the theme of ``items``."""
        self._importance_id = next((i.id for i in items if i.role == "importance"), "")
        wish = next((i for i in items if i.role == "wish"), None)
        self._wish_id = wish.id if wish else ""
        for card in self._cards.values():
            card.setVisible(bool(self._importance_id))
        self._wish.setVisible(wish is not None)
        self._wish_text.setVisible(wish is not None)
        if wish and wish.question:
            self._wish_text.setText(wish.question.question)
            for segment, choice in zip(self._wish.segments, wish.question.choices, strict=True):
                segment.setText(choice.label)
                segment.setAccessibleName(f"{wish.question.question} {choice.label}")

    def prepare(self, answer: Answer, width: int) -> Iterator[Callable[[], None]]:
        """Have the cards drawn before they come up, ``width`` px wide, one at each call."""
        for value, card in self._cards.items():
            yield partial(card.prepare, card.card, on=answer.level == value, width=width)

    def show_answer(self, answer: Answer, *, saved: bool) -> None:
        """Show the importance."""
        for value, card in self._cards.items():
            on = answer.level == value
            card.show_choice(on=on, saved=on and saved)

    def show_wish(self, answer: Answer, *, saved: bool) -> None:
        """Show the wish."""
        for segment in self._wish.segments:
            segment.show_choice(on=answer.value == segment.code, saved=saved)

    def controls(self) -> list[QWidget]:
        """Cards, then the wish."""
        wish = self._wish.segments if self._wish_id else []
        return [*self._cards.values(), *wish]

    def home(self) -> QWidget:
        """The chosen card, or the first."""
        return next((c for c in self._cards.values() if c.isChecked()), self._cards[0])

    def digit(self, n: int) -> bool:
        """State the importance."""
        if n not in self._cards:
            return False
        # Storing begins at once; the focus moves meanwhile.
        self._give_importance(n)
        self._cards[n].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def wish(self, code: str) -> bool:
        """State the wish."""
        if not self._wish_id:
            return False
        self.given_to.emit(self._wish_id, code)
        return True

    @property
    def importance_id(self) -> str:
        """The item that the cards answer."""
        return self._importance_id

    @property
    def wish_id(self) -> str:
        """The item that the wish answers."""
        return self._wish_id

    def _give_importance(self, value: int) -> None:
        self.given_to.emit(self._importance_id, value)
