"""From a rule's tree to closures that compute it, with ODK's results (JavaRosa's engine).

At run time a value is a float, a bool or a str; the empty value of any type is ``""``. Conversions
between them are those of XPath as JavaRosa does them: ``""`` is NaN as a number and false as a
condition; every comparison with NaN is false; two empty values are equal.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

from consultant_app.domain.answers import Missing, Value
from consultant_app.domain.expression_tree import Binary, Call, Expr, Negative, Number, Ref, Text
from consultant_app.domain.expression_types import Kind, Type, is_date

#: What a rule asks of its surroundings: name → value, missing code, or None when unanswered.
Lookup: TypeAlias = Callable[[str], Value | Missing | None]
Raw: TypeAlias = float | bool | str
Computation: TypeAlias = Callable[[Lookup], Raw]

#: Numbers nearer than this are equal (JavaRosa).
_TOLERANCE = 1e-12


def closure(expression: Expr, names: Mapping[str, Type]) -> Computation:
    """Return the function that computes ``expression``, already checked against ``names``."""
    match expression:
        case Number(value) | Text(value):
            return lambda _: value
        case Ref(name):
            return _reader(name, names[name].kind)
        case Negative(operand):
            inner = closure(operand, names)
            return lambda lookup: -_number(inner(lookup))
        case Binary(symbol, left, right):
            return _binary(symbol, closure(left, names), closure(right, names))
        case Call():
            return _call(expression, names)


def settled(name: str) -> Computation:
    """Return the function that tells whether ``name`` has a value or a missing code."""
    return lambda lookup: lookup(name) is not None


def _reader(name: str, kind: Kind) -> Computation:
    read = _READERS[kind]

    def value(lookup: Lookup) -> Raw:
        found = lookup(name)
        return "" if found is None or isinstance(found, Missing) else read(found)

    return value


def _read_number(value: Value) -> Raw:
    if not isinstance(value, int | float):
        return ""
    try:
        number = float(value)
    except OverflowError:
        number = math.inf if value > 0 else -math.inf
    return "" if math.isnan(number) else number


def _read_boolean(value: Value) -> Raw:
    return value if isinstance(value, bool) else ""


def _read_text(value: Value) -> Raw:
    return value if isinstance(value, str) else ""


def _read_set(value: Value) -> Raw:
    return value if isinstance(value, str) else " ".join(map(str, value)) if _is_list(value) else ""  # type: ignore[arg-type]


def _read_date(value: Value) -> Raw:
    return value if isinstance(value, str) and is_date(value) else ""


def _read_series(value: Value) -> Raw:
    return "…" if _is_list(value) and value else ""


def _is_list(value: Value) -> bool:
    return isinstance(value, list | tuple)


_READERS: dict[Kind, Callable[[Value], Raw]] = {
    Kind.NUMBER: _read_number,
    Kind.BOOLEAN: _read_boolean,
    Kind.TEXT: _read_text,
    Kind.SET: _read_set,
    Kind.DATE: _read_date,
    Kind.SERIES: _read_series,
    Kind.EMPTY: _read_text,
    Kind.ANY: _read_text,
}


def _number(raw: Raw) -> float:
    if isinstance(raw, str):
        return float(date.fromisoformat(raw).toordinal()) if is_date(raw) else math.nan
    return float(raw)


def _condition(raw: Raw) -> bool:
    if isinstance(raw, str):
        return bool(raw)
    return abs(raw) > _TOLERANCE and not math.isnan(raw)


def _equal(left: Raw, right: Raw) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return _condition(left) == _condition(right)
    if isinstance(left, float) or isinstance(right, float):
        return abs(_number(left) - _number(right)) < _TOLERANCE
    return left == right


def _quotient(left: float, right: float) -> float:
    if right:
        return left / right
    if math.isnan(left) or left == 0 or math.isnan(right):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def _remainder(left: float, right: float) -> float:
    if right == 0 or math.isinf(left):
        return math.nan
    return math.fmod(left, right)


_ARITHMETIC: dict[str, Callable[[float, float], float | bool]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": _quotient,
    "mod": _remainder,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _binary(symbol: str, left: Computation, right: Computation) -> Computation:
    match symbol:
        case "and":
            return lambda lookup: _condition(left(lookup)) and _condition(right(lookup))
        case "or":
            return lambda lookup: _condition(left(lookup)) or _condition(right(lookup))
        case "=":
            return lambda lookup: _equal(left(lookup), right(lookup))
        case "!=":
            return lambda lookup: not _equal(left(lookup), right(lookup))
    compute = _ARITHMETIC[symbol]
    return lambda lookup: compute(_number(left(lookup)), _number(right(lookup)))


def _call(call: Call, names: Mapping[str, Type]) -> Computation:
    if call.function == "answered":
        (ref,) = call.arguments
        return settled(ref.name if isinstance(ref, Ref) else "")
    parts = [closure(argument, names) for argument in call.arguments]
    return _FUNCTIONS[call.function](*parts)


def _selected(chosen: Computation, code: Computation) -> Computation:
    return lambda lookup: f" {_string(code(lookup)).strip()} " in f" {_string(chosen(lookup))} "


def _count_selected(chosen: Computation) -> Computation:
    return lambda lookup: float(len(_string(chosen(lookup)).split()))


def _string(raw: Raw) -> str:
    return raw if isinstance(raw, str) else ""


def _coalesce(first: Computation, second: Computation) -> Computation:
    def value(lookup: Lookup) -> Raw:
        raw = first(lookup)
        return second(lookup) if is_empty(raw) else raw

    return value


def is_empty(raw: Raw) -> bool:
    """Whether ``raw`` is the empty text or not a number."""
    return raw == "" or (isinstance(raw, float) and math.isnan(raw))


def _if(condition: Computation, then: Computation, otherwise: Computation) -> Computation:
    return lambda lookup: then(lookup) if _condition(condition(lookup)) else otherwise(lookup)


def _not(operand: Computation) -> Computation:
    return lambda lookup: not _condition(operand(lookup))


_FUNCTIONS: dict[str, Callable[..., Computation]] = {
    "selected": _selected,
    "count-selected": _count_selected,
    "not": _not,
    "coalesce": _coalesce,
    "if": _if,
    "date": lambda text: text,
    "true": lambda: lambda _: True,
    "false": lambda: lambda _: False,
}
