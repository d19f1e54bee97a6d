"""What values a question can hold: checked once, wherever they come from (screen, CSV, file)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from consultant_app.domain.answers import Value
from consultant_app.domain.errors import KnownError
from consultant_app.domain.questionnaire import Item, Question, QuestionType, Scale

_NUMBERS = {
    QuestionType.INTEGER,
    QuestionType.DECIMAL,
    QuestionType.MONEY,
    QuestionType.PERCENTAGE,
    QuestionType.YEAR,
}
#: Years a series or a "year" question may hold.
YEARS = (1000, 2200)
#: Financial years a yearly series may hold.
MAX_YEARS = 5
_TEXT_LIMIT = 20_000


class BadAnswerError(KnownError):
    """A value that the question cannot hold."""


def check_value(item: Item, value: object, scale: Scale) -> Value:
    """Return ``value`` as it is stored, or raise `BadAnswerError` saying what is expected.

    Text loses U+0000 (PostgreSQL refuses it) and surrounding blanks.
    """
    if item.practice:
        return _level(value, scale)
    question = item.question
    assert question is not None
    kind = question.type
    if kind in _NUMBERS:
        return _number(value, question)
    if kind is QuestionType.TEXT:
        return _text(value)
    if kind is QuestionType.DATE:
        return _date(value)
    if kind is QuestionType.SINGLE_CHOICE:
        return _codes([value], question)[0]
    if kind is QuestionType.YEARLY_SERIES:
        return _series(value, question)
    return _several(value, question)


def _level(value: object, scale: Scale) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and scale.allows(value):
        return value
    step = "entiers et demis" if scale.half_steps else "entiers"
    raise BadAnswerError(
        f"«\u00a0{value}\u00a0» n’est pas sur l’échelle\u00a0: "
        f"niveaux {step} de {scale.min:g} à {scale.max:g}."
    )


def _number(value: object, question: Question) -> float | int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise BadAnswerError(f"«\u00a0{value}\u00a0» n’est pas un nombre.")
    whole = question.type in (QuestionType.INTEGER, QuestionType.YEAR)
    if whole and not float(value).is_integer():
        raise BadAnswerError(f"«\u00a0{value}\u00a0» n’est pas un nombre entier.")
    low, high = bounds(question)
    if (low is not None and value < low) or (high is not None and value > high):
        raise BadAnswerError(
            f"«\u00a0{value}\u00a0» est hors des bornes\u00a0: {_range(low, high)}."
        )
    return int(value) if whole else value


def bounds(question: Question) -> tuple[float | None, float | None]:
    """Return the smallest and largest number a question takes (None: no bound)."""
    low, high = question.min, question.max
    if question.type is QuestionType.PERCENTAGE:
        return (0 if low is None else low), (100 if high is None else high)
    if question.type is QuestionType.YEAR:
        return (YEARS[0] if low is None else low), (YEARS[1] if high is None else high)
    if question.type is QuestionType.MONEY:
        return (-1e12 if low is None else low), (1e12 if high is None else high)
    return low, high


def _range(low: float | None, high: float | None) -> str:
    if low is None:
        return f"au plus {high:g}"
    return f"au moins {low:g}" if high is None else f"de {low:g} à {high:g}"


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise BadAnswerError("Cette question attend un texte.")
    clean = value.replace("\x00", "").strip()
    if not clean:
        raise BadAnswerError("Le texte est vide\u202f; écrivez-le ou choisissez une raison.")
    if len(clean) > _TEXT_LIMIT:
        raise BadAnswerError("Ce texte est trop long\u202f; gardez l’essentiel.")
    return clean


def _date(value: object) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise BadAnswerError(
            f"«\u00a0{value}\u00a0» n’est pas une date (jour, mois et année attendus)."
        ) from None


def _codes(values: Sequence[object], question: Question) -> list[str]:
    known = {choice.code for choice in question.choices}
    for code in values:
        if code not in known:
            raise BadAnswerError(f"«\u00a0{code}\u00a0» n’est pas un choix de cette question.")
    return [str(code) for code in values]


def _several(value: object, question: Question) -> list[str]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise BadAnswerError("Cette question attend une liste de choix.")
    codes = _codes(value, question)
    if len(set(codes)) != len(codes):
        raise BadAnswerError("Le même choix est donné deux fois.")
    if question.most is not None and len(codes) > question.most:
        raise BadAnswerError(f"Gardez {question.most} choix au plus.")
    if question.type is QuestionType.MULTIPLE_CHOICE:
        order = [choice.code for choice in question.choices]
        codes.sort(key=order.index)
    return codes


def _series(value: object, question: Question) -> list[dict[str, float | int | None]]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise BadAnswerError("Cette question attend un tableau d’exercices.")
    columns = {column.id for column in question.columns}
    rows: list[dict[str, float | int | None]] = []
    for row in value:
        if not isinstance(row, Mapping) or not set(row) <= columns:
            raise BadAnswerError("Ce tableau d’exercices a des colonnes inconnues.")
        rows.append({key: _cell(row[key]) for key in row})
    if len(rows) > MAX_YEARS:
        raise BadAnswerError(f"Gardez les {MAX_YEARS} derniers exercices.")
    return _in_order(rows) if "year" in columns else rows


def _cell(value: object) -> float | int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise BadAnswerError(f"«\u00a0{value}\u00a0» n’est pas un nombre.")
    return value


def _in_order(rows: list[dict[str, float | int | None]]) -> list[dict[str, float | int | None]]:
    years: list[int] = []
    for row in rows:
        year, months = row.get("year"), row.get("months")
        if year is None or not float(year).is_integer() or not YEARS[0] <= year <= YEARS[1]:
            raise BadAnswerError("Chaque exercice a besoin de son année de clôture.")
        if months is not None and not 1 <= months <= 24:
            raise BadAnswerError("La durée d’un exercice se compte en mois, de 1 à 24.")
        years.append(int(year))
    if len(set(years)) != len(years):
        raise BadAnswerError("La même année figure deux fois\u202f; gardez une ligne par exercice.")
    return [row for _, row in sorted(zip(years, rows, strict=True), key=lambda pair: pair[0])]
