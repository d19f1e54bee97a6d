"""Rules in XLSForm expression syntax, e.g. ``${staff} >= 10 and selected(${marches}, 'export')``.

`parse` gives the tree, `compile` checks it against the names known and makes it quick to compute.
Nothing is ever evaluated as code. Results are ODK's, empty answers included; the table in
``docs/questionnaires.md`` tells them and is tested.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from consultant_app.domain.answers import Value
from consultant_app.domain.expression_evaluation import Computation, Lookup, closure, is_empty
from consultant_app.domain.expression_tree import (
    Binary,
    Call,
    Expr,
    ExpressionError,
    ExpressionSyntaxError,
    Negative,
    Number,
    Ref,
    Text,
    to_text,
)
from consultant_app.domain.expression_types import (
    ExpressionTypeError,
    Kind,
    Type,
    UnknownNameError,
    type_of,
)

__all__ = [
    "Compiled",
    "Expr",
    "ExpressionError",
    "ExpressionSyntaxError",
    "ExpressionTypeError",
    "Kind",
    "Type",
    "UnknownNameError",
    "compile",
    "names_in",
    "parse",
    "to_text",
]


def parse(text: str) -> Expr:
    """Read a rule into its tree. Raises `ExpressionSyntaxError`."""
    # The parser's library is only needed, and only loaded, where rules are.
    from consultant_app.domain.expression_grammar import parse as read

    return read(text)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule ready to compute. ``names``: every name it reads; ``type``: what it yields."""

    text: str
    names: frozenset[str]
    type: Type
    _compute: Computation = field(repr=False, compare=False)

    def evaluate(self, lookup: Lookup) -> Value | None:
        """Compute the rule; None when the result is empty, or is not a finite number.

        ``lookup`` gives a name's value, its missing code (which counts as empty, except for
        ``answered``) or None when it is unanswered.
        """
        raw = self._compute(lookup)
        if is_empty(raw) or (isinstance(raw, float) and math.isinf(raw)):
            return None
        if self.type.kind is Kind.SET:
            return tuple(str(raw).split())
        return raw

    def holds(self, lookup: Lookup) -> bool:
        """Compute the rule as a condition; empty is false."""
        return self.evaluate(lookup) is True


def compile(text: str, names: Mapping[str, Type]) -> Compiled:  # noqa: A001
    """Read and check a rule against the names it may use.

    Raises `ExpressionSyntaxError`, `UnknownNameError` or `ExpressionTypeError`.
    """
    tree = parse(text)
    found = type_of(tree, names)
    return Compiled(text, names_in(tree), found, closure(tree, names))


def names_in(expression: Expr) -> frozenset[str]:
    """Every name that ``expression`` reads."""
    match expression:
        case Number() | Text():
            return frozenset()
        case Ref(name):
            return frozenset({name})
        case Negative(operand):
            return names_in(operand)
        case Binary(_, left, right):
            return names_in(left) | names_in(right)
        case Call(_, arguments):
            return frozenset().union(*map(names_in, arguments))
