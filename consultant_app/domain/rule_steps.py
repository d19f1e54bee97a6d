"""The computations that the rules of a questionnaire come down to, compiled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from consultant_app.domain import expressions
from consultant_app.domain.answers import Missing, Value
from consultant_app.domain.expressions import Compiled, Type, names_in, parse
from consultant_app.domain.growth import growth_facts
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.domain.rule_graph import (
    BOUND,
    CALCULATION,
    CHECK,
    CONDITION,
    GROWTH,
    RELEVANT,
    THEME,
    calculation_order,
)
from consultant_app.domain.rule_names import GROWTH_NAMES, RESERVED, item_type

#: A name's value or missing code; None: unanswered, or hidden.
Found: TypeAlias = Value | Missing | None
Lookup: TypeAlias = Callable[[str], Found]


@dataclass(frozen=True, slots=True)
class Step:
    """One computation: its key (see `rule_graph`), the names it reads, how it is computed."""

    key: str
    names: frozenset[str]
    compute: Callable[[Lookup], object]


def sources_of(
    gates: Mapping[str, tuple[str, ...]], questionnaire: Questionnaire
) -> dict[str, tuple[str, ...]]:
    """Name → the rules that must be computed before it can be read."""
    sources = dict(gates)
    sources |= {c.id: (CALCULATION + c.id,) for c in questionnaire.calculations}
    return sources | dict.fromkeys(GROWTH_NAMES, (GROWTH,))


def steps_of(questionnaire: Questionnaire) -> Iterator[Step]:
    """Compile every rule. Raises `ExpressionError` on the first that cannot be."""
    names: dict[str, Type] = dict(RESERVED)
    names |= {item.id: item_type(item) for item in questionnaire.items.values()}
    for calculation_id, compiled in _calculations(questionnaire, names):
        names[calculation_id] = compiled.type
        yield Step(CALCULATION + calculation_id, compiled.names, compiled.evaluate)
    for key, text in _conditions(questionnaire):
        rule = expressions.compile(text, names)
        yield Step(key, rule.names, rule.holds)
    yield _growth_step(questionnaire)


def _calculations(
    questionnaire: Questionnaire, names: Mapping[str, Type]
) -> Iterator[tuple[str, Compiled]]:
    """The calculations, compiled in the order in which they read each other."""
    texts = {c.id: c.value for c in questionnaire.calculations}
    order, caught = calculation_order({c: names_in(parse(text)) for c, text in texts.items()})
    known = dict(names)
    for calculation_id in (*order, *sorted(caught)):
        compiled = expressions.compile(texts[calculation_id], known)
        known[calculation_id] = compiled.type
        yield calculation_id, compiled


def _conditions(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Every rule that is true or false: its key and its text."""
    for theme in questionnaire.themes:
        if theme.relevant:
            yield THEME + theme.id, theme.relevant
    for item in questionnaire.items.values():
        source = item.question or item.practice
        if source and source.relevant:
            yield RELEVANT + item.id, source.relevant
    for practice in questionnaire.practices.values():
        if practice.vigilance and practice.vigilance.relevant:
            yield BOUND + practice.id, practice.vigilance.relevant
    yield from ((CONDITION + name, text) for name, text in questionnaire.conditions.items())
    yield from ((CHECK + check.id, check.when) for check in questionnaire.checks)


def _growth_step(questionnaire: Questionnaire) -> Step:
    series = questionnaire.growth.series if questionnaire.growth else None

    def compute(lookup: Lookup) -> Mapping[str, float | None]:
        rows = lookup(series) if series else None
        return growth_facts(rows if isinstance(rows, list | tuple) else ())

    return Step(GROWTH, frozenset({series} if series else ()), compute)
