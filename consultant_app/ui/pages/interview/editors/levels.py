"""A practice placed on its scale: one card per described level."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from consultant_app.domain.answers import Answer
from consultant_app.domain.questionnaire import Scale, Wording
from consultant_app.domain.typography import capital, decimal
from consultant_app.ui.pages.interview.editors.base import CardsEditor
from consultant_app.ui.widgets.cards import Card, CardText


class LevelsEditor(CardsEditor):
    """Five cards (or as many as the wording describes), answered by 0–4 or a click."""

    def __init__(self, scale: Scale) -> None:
        super().__init__()
        self._scale = scale
        self._cards: dict[float, Card] = {}
        self._texts: dict[float, CardText] = {}
        self._shown: float | None = None

    def set_practice(self, wording: Wording, *, before: float | None) -> None:
        """Show a practice's levels; ``before``: the level of the previous interview."""
        if list(wording.levels) != list(self._cards):
            self._rebuild(list(wording.levels))
        for value, text in self._texts_of(wording, before):
            self._texts[value] = text
            self._cards[value].set_text(text)

    def prepare(
        self, wording: Wording, answer: Answer, *, before: float | None
    ) -> Iterator[Callable[[], None]]:
        """Have a practice's levels measured and drawn before they come up, one at each call."""
        for value, text in self._texts_of(wording, before):
            if value in self._cards:
                card = self._cards[value]
                yield partial(card.prepare, text, on=answer.level == value, width=card.width())

    def card_width(self) -> int | None:
        """The width that cards have here, once there are any."""
        return next((card.width() for card in self._cards.values()), None)

    def show_answer(self, answer: Answer, *, saved: bool) -> None:
        """Choose the card of the level placed; a half level lights the one below it."""
        self._shown = answer.level
        for value, card in self._cards.items():
            on = answer.level is not None and value == self._anchor(answer.level)
            card.set_text(self._with_half(value, answer.level) if on else self._texts[value])
            card.show_choice(on=on, saved=on and saved)

    def controls(self) -> list[QWidget]:
        """The cards, lowest level first."""
        return list(self._cards.values())

    def home(self) -> QWidget:
        """The chosen card, or the first."""
        chosen = next((card for card in self._cards.values() if card.isChecked()), None)
        return chosen or self.controls()[0]

    def digit(self, n: int) -> bool:
        """Place level ``n``."""
        if not self._scale.allows(n):
            return False
        # Storing begins at once; the focus moves meanwhile.
        self.given.emit(float(n))
        if n in self._cards:
            self._cards[n].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def half(self) -> bool:
        """Go half a level up from a whole level, or back down to it."""
        if not self._scale.half_steps or self._shown is None:
            return False
        value = self._shown + (0.5 if self._shown.is_integer() else -0.5)
        if self._scale.allows(value):
            self.given.emit(value)
        return True

    def _texts_of(self, wording: Wording, before: float | None) -> Iterator[tuple[float, CardText]]:
        for value, fact in wording.levels.items():
            remark = "La dernière fois" if before is not None and value == before else ""
            name = capital(self._scale.name_of(value))
            yield value, CardText(f"{value:g}", fact, name, remark)

    def _anchor(self, level: float) -> float:
        return max((v for v in self._cards if v <= level), default=min(self._cards))

    def _with_half(self, value: float, level: float | None) -> CardText:
        text = self._texts[value]
        if level is None or level == value:
            return text
        caption = f"{text.caption} et plus\u00a0: {decimal(level)}"
        return CardText(decimal(level), text.text, caption, text.remark)

    def _rebuild(self, values: list[float]) -> None:
        for card in self._cards.values():
            self.column.removeWidget(card)
            card.deleteLater()
        self._cards = {}
        for value in values:
            card = Card(CardText(f"{value:g}", ""), self)
            card.clicked.connect(lambda _on, v=value: self.given.emit(v))
            self.column.addWidget(card)
            self._cards[value] = card
