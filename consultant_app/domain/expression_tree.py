"""The tree of a rule, and how it is written back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, TypeAlias

from consultant_app.domain.errors import BadQuestionnaireError

#: Deepest tree taken: operators, functions and brackets one inside the other.
MAX_DEPTH: Final = 100


class ExpressionError(BadQuestionnaireError):
    """A rule that cannot be used. ``column`` counts from 1 in the rule's text."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(f"{message} (caractère {column} de la règle).")
        self.message = message
        self.column = column


class ExpressionSyntaxError(ExpressionError):
    """A rule that is not written in the language."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number written in the rule."""

    value: float
    column: int = field(default=1, compare=False)
    depth: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """A text written in the rule, without its quotes."""

    value: str
    column: int = field(default=1, compare=False)
    depth: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Ref:
    """``${name}``."""

    name: str
    column: int = field(default=1, compare=False)
    depth: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """Unary minus."""

    operand: Expr
    column: int = field(default=1, compare=False)
    depth: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "depth", _depth(self.column, self.operand))


@dataclass(frozen=True, slots=True)
class Binary:
    """``left operator right``; ``column`` is the operator's."""

    operator: str
    left: Expr
    right: Expr
    column: int = field(default=1, compare=False)
    depth: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "depth", _depth(self.column, self.left, self.right))


@dataclass(frozen=True, slots=True)
class Call:
    """``function(arguments)``, with a known function and the right number of arguments."""

    function: str
    arguments: tuple[Expr, ...]
    column: int = field(default=1, compare=False)
    depth: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "depth", _depth(self.column, *self.arguments))


Expr: TypeAlias = Number | Text | Ref | Negative | Binary | Call


def _depth(column: int, *children: Expr) -> int:
    depth = 1 + max((child.depth for child in children), default=0)
    if depth > MAX_DEPTH:
        raise too_deep(column)
    return depth


def too_deep(column: int) -> ExpressionSyntaxError:
    """The refusal of a rule nested beyond `MAX_DEPTH`."""
    return ExpressionSyntaxError(
        "La règle est trop imbriquée\u00a0: séparez-la en valeurs calculées", column
    )


_RANKS = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6,
}  # fmt: skip


def to_text(expression: Expr) -> str:
    """Write a tree back as a rule that reads into the same tree."""
    return _written(expression, 0)


def _written(expression: Expr, rank: int) -> str:
    match expression:
        case Number(value):
            return f"{value:.15f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
        case Text(value):
            return f'"{value}"' if "'" in value else f"'{value}'"
        case Ref(name):
            return f"${{{name}}}"
        case Negative(operand):
            written = f"-{_written(operand, 7)}"
            return f"({written})" if rank > 7 else written
        case Call(function, arguments):
            return f"{function}({', '.join(_written(a, 0) for a in arguments)})"
        case Binary(operator, left, right):
            own = _RANKS[operator]
            written = f"{_written(left, own)} {operator} {_written(right, own + 1)}"
            return f"({written})" if own < rank else written
