"""An answer as a person reads it: the level's name, the choices' words, the amount."""

from __future__ import annotations

from collections.abc import Mapping

from consultant_app.domain.answers import Answer, Missing, Value
from consultant_app.domain.questionnaire import (
    IMPORTANCE_LEVELS,
    Item,
    Question,
    Questionnaire,
    QuestionType,
)
from consultant_app.domain.typography import capital, decimal, enumerate_words
from consultant_app.ui.pages.interview import entry

MISSING_WORDS = {
    Missing.DONT_KNOW: "Ne sait pas",
    Missing.NOT_APPLICABLE: "Sans objet",
    Missing.REFUSED: "Ne souhaite pas répondre",
    Missing.NOT_ASKED: "Non posée",
}


def read_answer(answer: Answer, item: Item, questionnaire: Questionnaire) -> str:
    """Return an answer in words; « sans réponse » when there is none."""
    if answer.missing:
        return MISSING_WORDS[answer.missing]
    if answer.value is None:
        return "sans réponse"
    if item.practice and answer.level is not None:
        name = capital(questionnaire.scale.name_of(answer.level))
        return f"{decimal(answer.level)} {name}"
    if item.role == "importance" and answer.level is not None:
        return IMPORTANCE_LEVELS[int(answer.level)]
    assert item.question is not None
    return _read(answer.value, item.question)


def _read(value: Value, question: Question) -> str:
    if isinstance(value, str):
        if question.type is QuestionType.DATE:
            return entry.show_date(value)
        return _label(value, question)
    if isinstance(value, int | float):
        return entry.with_unit(entry.show_number(value, question), entry.unit_of(question))
    if question.type is QuestionType.YEARLY_SERIES:
        years = [row.get("year") for row in value if isinstance(row, Mapping)]
        return ", ".join(str(int(year)) for year in years if year is not None)
    return enumerate_words([_label(str(code), question) for code in value])


def _label(code: str, question: Question) -> str:
    return next((c.label for c in question.choices if c.code == code), code)
