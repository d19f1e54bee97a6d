"""The names that rules may read, and what each yields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.expression_types import DATE, NUMBER, SERIES, TEXT, Kind, Type
from consultant_app.domain.questionnaire import Item, Question, QuestionType

#: INSEE's aggregated nomenclature of activities in ten groups.
A10: Final = frozenset({"AZ", "BE", "FZ", "GI", "JZ", "KZ", "LZ", "MN", "OQ", "RU"})
SIZE_CLASSES: Final = frozenset({"0", "1-9", "10-49", "50-249", "250+"})

#: Names that come from the firm's sheet.
FACT_NAMES: Final[Mapping[str, Type]] = {
    "staff": NUMBER,
    "naf": TEXT,
    "activity": Type(Kind.TEXT, A10),
    "size_class": Type(Kind.TEXT, SIZE_CLASSES),
    "departement": TEXT,
    "creation_year": NUMBER,
    "age": NUMBER,
}
#: Names that are computed from the growth block's series (`growth.growth_facts`).
GROWTH_NAMES: Final[Mapping[str, Type]] = {
    "growth_last": NUMBER,
    "growth_cagr": NUMBER,
    "turnover_last": NUMBER,
    "result_last": NUMBER,
    "equity_last": NUMBER,
    "cash_last": NUMBER,
}
RESERVED: Final[Mapping[str, Type]] = {**FACT_NAMES, **GROWTH_NAMES}

_SIMPLE = {
    QuestionType.INTEGER: NUMBER,
    QuestionType.DECIMAL: NUMBER,
    QuestionType.MONEY: NUMBER,
    QuestionType.PERCENTAGE: NUMBER,
    QuestionType.YEAR: NUMBER,
    QuestionType.DATE: DATE,
    QuestionType.TEXT: TEXT,
    QuestionType.YEARLY_SERIES: SERIES,
}
CHOICE_TYPES: Final = frozenset(
    {QuestionType.SINGLE_CHOICE, QuestionType.MULTIPLE_CHOICE, QuestionType.RANKED_CHOICE}
)


def answer_type(question_type: QuestionType, codes: Iterable[str]) -> Type:
    """What ``${id}`` yields for a question of this type with these choices."""
    if simple := _SIMPLE.get(question_type):
        return simple
    kind = Kind.TEXT if question_type is QuestionType.SINGLE_CHOICE else Kind.SET
    return Type(kind, frozenset(codes))


def item_type(item: Item) -> Type:
    """What ``${id}`` yields for an item; practices yield their level."""
    question: Question | None = item.question
    if question is None:
        return NUMBER
    return answer_type(question.type, (choice.code for choice in question.choices))


def fact_values(facts: CompanyFacts, age: int | None) -> dict[str, float | str | None]:
    """The values of `FACT_NAMES` for a firm."""
    return {
        "staff": facts.staff,
        "naf": facts.naf,
        "activity": facts.activity,
        "size_class": facts.size_class,
        "departement": facts.departement,
        "creation_year": facts.creation_year,
        "age": age,
    }
