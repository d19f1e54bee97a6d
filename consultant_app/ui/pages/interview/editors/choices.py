"""Single, multiple and ranked choices: one card per entry, answered by its number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from consultant_app.domain.answers import Answer
from consultant_app.domain.questionnaire import Choice, Question, QuestionType
from consultant_app.ui.pages.interview.editors.base import Editor
from consultant_app.ui.widgets.cards import Card, CardText, CheckCard
from consultant_app.ui.widgets.fields import label


def _key(index: int, count: int) -> str:
    """The digit that answers an entry: 1 to 9, then 0 for a tenth."""
    if index < 9:
        return str(index + 1)
    return "0" if index == 9 and count == 10 else ""


def _index(digit: int, count: int) -> int | None:
    index = 9 if digit == 0 else digit - 1
    return index if index < count and (index < 9 or count == 10) else None


class SingleEditor(Editor):
    """One entry of a list."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._choices = question.choices
        self.column.setSpacing(6)
        self._cards: list[Card] = []
        for index, choice in enumerate(question.choices):
            key = _key(index, len(question.choices))
            card = Card(CardText(key, choice.label, choice.hint, below=True), self)
            card.clicked.connect(lambda _on, code=choice.code: self.given.emit(code))
            self._cards.append(card)
            self.column.addWidget(card)

    def show_answer(self, answer: Answer, *, saved: bool) -> None:
        """Choose the card of the code given."""
        for choice, card in zip(self._choices, self._cards, strict=True):
            on = answer.value == choice.code
            card.show_choice(on=on, saved=on and saved)

    def controls(self) -> list[QWidget]:
        """The cards in order."""
        return list(self._cards)

    def home(self) -> QWidget:
        """The chosen card, or the first."""
        return next((card for card in self._cards if card.isChecked()), self._cards[0])

    def digit(self, n: int) -> bool:
        """Choose the entry numbered ``n``."""
        index = _index(n, len(self._choices))
        if index is None:
            return False
        self._cards[index].setFocus(Qt.FocusReason.OtherFocusReason)
        self.given.emit(self._choices[index].code)
        return True


class SeveralEditor(Editor):
    """Several entries of a list; ranked ones show their rank instead of their number."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._choices: Sequence[Choice] = question.choices
        self._ranked = question.type is QuestionType.RANKED_CHOICE
        self._most = question.most or len(question.choices)
        self._codes: list[str] = []
        self.column.setSpacing(6)
        if self._ranked:
            help_text = "Le rang s’affiche à droite\u202f; Ctrl et ↑ ou ↓ pour le changer."
            self.column.addWidget(label(help_text, px=13, tone="2", wrap=True))
        self._cards: list[CheckCard] = []
        for index, choice in enumerate(question.choices):
            card = CheckCard(self._text(index, None), self)
            card.clicked.connect(lambda _on, code=choice.code: self._toggle(code))
            card.moved.connect(lambda by, code=choice.code: self._move(code, by))
            self._cards.append(card)
            self.column.addWidget(card)

    def show_answer(self, answer: Answer, *, saved: bool) -> None:
        """Choose the cards of the codes given."""
        value = answer.value
        self._codes = [str(code) for code in value] if isinstance(value, list | tuple) else []
        for index, (choice, card) in enumerate(zip(self._choices, self._cards, strict=True)):
            on = choice.code in self._codes
            rank = self._codes.index(choice.code) + 1 if on and self._ranked else None
            card.set_text(self._text(index, rank))
            card.show_choice(on=on, saved=on and saved)

    def controls(self) -> list[QWidget]:
        """The cards in order."""
        return list(self._cards)

    def digit(self, n: int) -> bool:
        """Choose or drop the entry numbered ``n``."""
        index = _index(n, len(self._choices))
        if index is None:
            return False
        self._cards[index].setFocus(Qt.FocusReason.OtherFocusReason)
        self._toggle(self._choices[index].code)
        return True

    def _text(self, index: int, rank: int | None) -> CardText:
        choice = self._choices[index]
        remark = "" if rank is None else "en premier" if rank == 1 else f"en {rank}ᵉ"
        key = _key(index, len(self._choices))
        return CardText(key, choice.label, choice.hint, remark, below=True)

    def _toggle(self, code: str) -> None:
        codes = list(self._codes)
        if code in codes:
            codes.remove(code)
        elif len(codes) < self._most:
            codes.append(code)
        else:
            self._refuse_more(code)
            return
        self._send(codes)

    def _refuse_more(self, code: str) -> None:
        index = next(i for i, choice in enumerate(self._choices) if choice.code == code)
        self._cards[index].show_choice(on=False, saved=False)
        self.rejected.emit(f"Gardez {self._most} choix au plus\u202f: retirez-en un d’abord.")

    def _move(self, code: str, by: int) -> None:
        if not self._ranked:
            return
        codes = list(self._codes)
        here = codes.index(code)
        there = here + by
        if 0 <= there < len(codes):
            codes[here], codes[there] = codes[there], codes[here]
            self._send(codes)

    def _send(self, codes: list[str]) -> None:
        if codes:
            self.given.emit(codes)
        else:
            self.cleared.emit()
