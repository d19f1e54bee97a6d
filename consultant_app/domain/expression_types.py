"""The types of rules: what each part of a rule yields, and what may stand together.

The values at run time are those of ODK's engine: a number is a float, an empty value of any type is
``""``, a set of choices is its codes joined by spaces, a date is its ISO text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Final

from consultant_app.domain.expression_tree import (
    Binary,
    Call,
    Expr,
    ExpressionError,
    Negative,
    Number,
    Ref,
    Text,
)


class Kind(StrEnum):
    """Kinds of value.

    ``EMPTY`` is the written ``''``, which goes with every other kind. ``ANY`` is a name whose own
    definition is faulty: nothing more is said of it, and it is never computed.
    """

    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    SET = "set"
    DATE = "date"
    SERIES = "series"
    EMPTY = "empty"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Type:
    """What a name or a part of a rule yields; ``codes``: the texts possible, when known."""

    kind: Kind
    codes: frozenset[str] | None = None


NUMBER: Final = Type(Kind.NUMBER)
TEXT: Final = Type(Kind.TEXT)
BOOLEAN: Final = Type(Kind.BOOLEAN)
SET: Final = Type(Kind.SET)
DATE: Final = Type(Kind.DATE)
SERIES: Final = Type(Kind.SERIES)
EMPTY: Final = Type(Kind.EMPTY)
ANY: Final = Type(Kind.ANY)

_NOUNS = {
    Kind.NUMBER: "un nombre",
    Kind.TEXT: "un texte",
    Kind.BOOLEAN: "une condition (vrai ou faux)",
    Kind.SET: "un choix multiple",
    Kind.DATE: "une date",
    Kind.SERIES: "une série d’années",
    Kind.EMPTY: "un vide",
    Kind.ANY: "une valeur",
}
_LOGIC = ("and", "or")
_ORDER = ("<", "<=", ">", ">=")
_EQUALITY = ("=", "!=")


class ExpressionTypeError(ExpressionError):
    """A rule whose parts do not go together."""


class UnknownNameError(ExpressionError):
    """A rule that reads a name nobody defines."""

    def __init__(self, name: str, column: int, names: Iterable[str] = ()) -> None:
        near = get_close_matches(name, names, n=1)
        hint = f" (peut-être ${{{near[0]}}}\u202f?)" if near else ""
        super().__init__(f"Le nom ${{{name}}} est inconnu{hint}", column)
        self.name = name


def type_of(expression: Expr, names: Mapping[str, Type]) -> Type:
    """Return what ``expression`` yields; raise `ExpressionTypeError` or `UnknownNameError`."""
    match expression:
        case Number():
            return NUMBER
        case Text(value):
            return Type(Kind.TEXT, frozenset({value})) if value else EMPTY
        case Ref(name):
            if name not in names:
                raise UnknownNameError(name, expression.column, names)
            return names[name]
        case Negative(operand):
            _require(operand, type_of(operand, names), Kind.NUMBER, Kind.EMPTY)
            return NUMBER
        case Binary():
            return _binary(expression, names)
        case Call():
            return _CALLS[expression.function](expression, names)


def _require(expression: Expr, found: Type, *kinds: Kind) -> None:
    if found.kind not in (*kinds, Kind.ANY):
        wanted = _NOUNS[kinds[0]]
        raise ExpressionTypeError(
            f"{wanted.capitalize()} est attendu{_e(wanted)} ici, pas {_NOUNS[found.kind]}",
            expression.column,
        )


def _e(noun: str) -> str:
    return "e" if noun.startswith("une") else ""


def _binary(expression: Binary, names: Mapping[str, Type]) -> Type:
    left, right = type_of(expression.left, names), type_of(expression.right, names)
    if expression.operator in _LOGIC:
        _require(expression.left, left, Kind.BOOLEAN)
        _require(expression.right, right, Kind.BOOLEAN)
        return BOOLEAN
    if expression.operator in _EQUALITY:
        _check_equality(expression, left, right)
        return BOOLEAN
    if expression.operator in _ORDER:
        _check_order(expression, left, right)
        return BOOLEAN
    _require(expression.left, left, Kind.NUMBER, Kind.EMPTY)
    _require(expression.right, right, Kind.NUMBER, Kind.EMPTY)
    return NUMBER


def _check_order(expression: Binary, left: Type, right: Type) -> None:
    ordered = Kind.DATE if Kind.DATE in (left.kind, right.kind) else Kind.NUMBER
    for side, found in ((expression.left, left), (expression.right, right)):
        if ordered is Kind.DATE and isinstance(side, Text) and side.value:
            raise ExpressionTypeError(
                "Une date s’écrit date('2026-01-31') dans une comparaison", side.column
            )
        _require(side, found, ordered, Kind.EMPTY)


def _check_equality(expression: Binary, left: Type, right: Type) -> None:
    kinds = {left.kind, right.kind}
    if kinds & {Kind.EMPTY, Kind.ANY}:
        return
    if Kind.SET in kinds:
        raise ExpressionTypeError(
            "Un choix multiple se lit avec selected(${nom}, 'code')", expression.column
        )
    if kinds == {Kind.DATE, Kind.TEXT} and _all_dates(left, right):
        return
    if len(kinds) > 1 or Kind.SERIES in kinds:
        raise ExpressionTypeError(
            f"{_NOUNS[left.kind].capitalize()} ne se compare pas à {_NOUNS[right.kind]}",
            expression.column,
        )
    _check_codes(expression, left, right)


def _all_dates(*types: Type) -> bool:
    codes = [code for found in types for code in found.codes or ()]
    return bool(codes) and all(is_date(code) for code in codes)


def _check_codes(place: Expr, left: Type, right: Type) -> None:
    """Refuse two texts that can never be the same: a code that is not in the list."""
    if left.codes is None or right.codes is None or left.codes & right.codes:
        return
    written, listed = (left, right) if isinstance(_left(place), Text) else (right, left)
    possible = sorted(listed.codes or ())
    choices = ", ".join(possible[:8]) + ("…" if len(possible) > 8 else "")
    unknown = ", ".join(sorted(written.codes or ())[:3])
    raise ExpressionTypeError(
        f"«\u00a0{unknown}\u00a0» n’est pas un choix possible ici ({choices})", place.column
    )


def _left(place: Expr) -> Expr | None:
    return place.left if isinstance(place, Binary) else None


def is_date(text: str) -> bool:
    """Whether ``text`` is a date written YYYY-MM-DD."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _selected(call: Call, names: Mapping[str, Type]) -> Type:
    chosen, code = (type_of(argument, names) for argument in call.arguments)
    _require(call.arguments[0], chosen, Kind.SET, Kind.TEXT, Kind.EMPTY)
    _require(call.arguments[1], code, Kind.TEXT, Kind.EMPTY)
    _check_codes(call.arguments[1], chosen, code)
    return BOOLEAN


def _count_selected(call: Call, names: Mapping[str, Type]) -> Type:
    (argument,) = call.arguments
    _require(argument, type_of(argument, names), Kind.SET, Kind.TEXT, Kind.EMPTY)
    return NUMBER


def _not(call: Call, names: Mapping[str, Type]) -> Type:
    (argument,) = call.arguments
    _require(argument, type_of(argument, names), Kind.BOOLEAN)
    return BOOLEAN


def _coalesce(call: Call, names: Mapping[str, Type]) -> Type:
    return _joined(call.arguments[0], call.arguments[1], names)


def _if(call: Call, names: Mapping[str, Type]) -> Type:
    condition, then, otherwise = call.arguments
    _require(condition, type_of(condition, names), Kind.BOOLEAN)
    return _joined(then, otherwise, names)


def _joined(first: Expr, second: Expr, names: Mapping[str, Type]) -> Type:
    """The type of a value that is one of the two."""
    left, right = type_of(first, names), type_of(second, names)
    if left.kind in (Kind.EMPTY, Kind.ANY):
        return right
    if right.kind in (Kind.EMPTY, Kind.ANY):
        return left
    if left.kind is not right.kind:
        raise ExpressionTypeError(
            f"Les deux valeurs doivent être de même nature\u00a0: {_NOUNS[left.kind]} "
            f"et {_NOUNS[right.kind]}",
            second.column,
        )
    known = left.codes is not None and right.codes is not None
    return Type(
        left.kind, (left.codes or frozenset()) | (right.codes or frozenset()) if known else None
    )


def _answered(call: Call, names: Mapping[str, Type]) -> Type:
    (argument,) = call.arguments
    if not isinstance(argument, Ref):
        raise ExpressionTypeError("answered() attend un nom\u00a0: answered(${nom})", call.column)
    type_of(argument, names)
    return BOOLEAN


def _date(call: Call, names: Mapping[str, Type]) -> Type:  # noqa: ARG001
    (argument,) = call.arguments
    if not (isinstance(argument, Text) and is_date(argument.value)):
        raise ExpressionTypeError("date() attend un jour écrit '2026-01-31'", call.column)
    return DATE


def _boolean(call: Call, names: Mapping[str, Type]) -> Type:  # noqa: ARG001
    return BOOLEAN


_CALLS = {
    "selected": _selected,
    "count-selected": _count_selected,
    "not": _not,
    "coalesce": _coalesce,
    "if": _if,
    "answered": _answered,
    "date": _date,
    "true": _boolean,
    "false": _boolean,
}
