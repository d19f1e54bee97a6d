"""Relevance, calculated values, wording conditions and checks of one interview, kept live."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast

from consultant_app.domain.answers import Answer, Value
from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.interview import Extent
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.domain.rule_graph import (
    BOUND,
    CALCULATION,
    CHECK,
    CONDITION,
    GROWTH,
    gates_of,
    ordered,
)
from consultant_app.domain.rule_names import FACT_NAMES, GROWTH_NAMES, fact_values
from consultant_app.domain.rule_steps import Found, Lookup, Step, sources_of, steps_of


@dataclass(frozen=True, slots=True)
class Inputs:
    """What rules are read from. ``held_on`` gives the firm's age."""

    facts: CompanyFacts
    answers: Mapping[str, Answer]
    held_on: date
    extent: Extent = Extent.FULL
    deepened: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CheckFailure:
    """A check whose condition holds: its message, and the items it is shown beside."""

    check_id: str
    message: str
    severity: Literal["warning", "error"]
    critical: bool
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state of all rules for given inputs.

    ``relevant``: item id → shown by its rules (its theme's included). ``asked``: relevant and
    within the extent. ``conditions``: names of the wording conditions that hold. ``bound``: ids of
    the practices whose legal duty binds this firm. ``reevaluated``: how many rules the last update
    computed. ``internals`` belongs to `RuleSet`.
    """

    relevant: Mapping[str, bool]
    asked: frozenset[str]
    calculated: Mapping[str, Value | None]
    conditions: frozenset[str]
    failures: tuple[CheckFailure, ...]
    reevaluated: int = 0
    internals: Mapping[str, object] = field(default_factory=dict, repr=False)
    bound: frozenset[str] = frozenset()


_EXTENT = "extent"


class RuleSet:
    """The rules of a questionnaire, compiled once, computed for any number of interviews.

    Raises `ExpressionError` or `RuleCycleError` on a questionnaire that `load_questionnaire` would
    have refused. Immutable: one set may serve several threads.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._has_socle = any(p.socle for p in questionnaire.practices.values())
        steps = {step.key: step for step in steps_of(questionnaire)}
        items = [(item.id, item.theme_id) for item in questionnaire.items.values()]
        self._gates = gates_of(items, steps)
        self._sources = sources_of(self._gates, questionnaire)
        waits = {key: self._awaited(step) for key, step in steps.items()}
        self._order = [steps[key] for key in ordered(waits)]
        self._readers = self._index()
        self._hidden_by = _inverted(self._gates)

    @property
    def rule_count(self) -> int:
        """How many rules the questionnaire holds."""
        return sum(step.key != GROWTH for step in self._order)

    def dependants(self, names: Iterable[str]) -> frozenset[str]:
        """Keys of every rule that reads one of ``names``, directly or through other rules."""
        found: set[int] = set()
        waiting = [index for name in names for index in self._readers.get(name, ())]
        while waiting:
            index = waiting.pop()
            if index not in found:
                found.add(index)
                waiting += self._readers.get(self._order[index].key, ())
        return frozenset(self._order[index].key for index in found)

    def evaluate(self, inputs: Inputs) -> Outcome:
        """Compute every rule."""
        values: dict[str, object] = dict(_facts(inputs))
        lookup = self._lookup(values, inputs.answers)
        for step in self._order:
            values[step.key] = step.compute(lookup)
        return self._outcome(values, inputs, len(self._order), None, set())

    def update(self, outcome: Outcome, inputs: Inputs, changed: Collection[str]) -> Outcome:
        """Compute again what depends on the answers to ``changed`` (item ids), and nothing else.

        Changes of the firm's facts, of the day and of the extent are noticed by themselves.
        ``outcome`` stays valid: it is not touched.
        """
        if not outcome.internals:
            return self.evaluate(inputs)
        values = dict(outcome.internals)
        facts = _facts(inputs)
        dirty = {name for name, value in facts.items() if values[name] != value} | set(changed)
        values.update(facts)
        touched, count = self._propagate(values, inputs, dirty)
        return self._outcome(values, inputs, count, outcome, touched)

    def _propagate(
        self, values: dict[str, object], inputs: Inputs, dirty: Iterable[str]
    ) -> tuple[set[str], int]:
        """Recompute in order what reads ``dirty``; return the keys that changed and the count."""
        lookup = self._lookup(values, inputs.answers)
        queue = sorted({index for name in dirty for index in self._readers.get(name, ())})
        queued = set(queue)
        touched: set[str] = set()
        count = 0
        while queue:
            step = self._order[heapq.heappop(queue)]
            count += 1
            before = values[step.key]
            values[step.key] = after = step.compute(lookup)
            if before == after:
                continue
            touched.add(step.key)
            for reader in self._readers.get(step.key, ()):
                if reader not in queued:
                    queued.add(reader)
                    heapq.heappush(queue, reader)
        return touched, count

    def _lookup(self, values: Mapping[str, object], answers: Mapping[str, Answer]) -> Lookup:
        gates = self._gates

        def find(name: str) -> Found:
            if (own := gates.get(name)) is not None:
                if not all(values[gate] for gate in own):
                    return None
                answer = answers.get(name)
                return None if answer is None else _found(answer)
            if name in FACT_NAMES:
                return cast("Found", values[name])
            if name in GROWTH_NAMES:
                return cast("Mapping[str, float | None]", values[GROWTH])[name]
            return cast("Found", values[CALCULATION + name])

        return find

    def _awaited(self, step: Step) -> set[str]:
        return {key for name in step.names for key in self._sources.get(name, ())}

    def _index(self) -> dict[str, tuple[int, ...]]:
        """Name or rule key → places in the order of the steps that read it."""
        readers: dict[str, list[int]] = {}
        for index, step in enumerate(self._order):
            for source in step.names | self._awaited(step):
                readers.setdefault(source, []).append(index)
        return {source: tuple(indices) for source, indices in readers.items()}

    def _outcome(
        self,
        values: dict[str, object],
        inputs: Inputs,
        count: int,
        previous: Outcome | None,
        touched: set[str],
    ) -> Outcome:
        extent = (inputs.extent, inputs.deepened)
        relevant = self._relevant(values, previous, touched)
        same_reach = (
            previous is not None and relevant is previous.relevant and values.get(_EXTENT) == extent
        )
        values[_EXTENT] = extent
        asked = previous.asked if previous and same_reach else self._asked(relevant, inputs)
        questionnaire = self._questionnaire
        return Outcome(
            relevant=relevant,
            asked=asked,
            calculated={
                c.id: cast("Value | None", values[CALCULATION + c.id])
                for c in questionnaire.calculations
            },
            conditions=frozenset(
                name for name in questionnaire.conditions if values[CONDITION + name]
            ),
            failures=tuple(self._failures(values, asked)),
            reevaluated=count,
            internals=values,
            bound=frozenset(self._bound(values)),
        )

    def _relevant(
        self, values: Mapping[str, object], previous: Outcome | None, touched: set[str]
    ) -> Mapping[str, bool]:
        if previous is None:
            concerned: Iterable[str] = self._gates
            relevant: dict[str, bool] = {}
        else:
            concerned = [item for key in touched for item in self._hidden_by.get(key, ())]
            if not concerned:
                return previous.relevant
            relevant = dict(previous.relevant)
        for item in concerned:
            relevant[item] = all(values[gate] for gate in self._gates[item])
        return relevant

    def _asked(self, relevant: Mapping[str, bool], inputs: Inputs) -> frozenset[str]:
        shown = (item for item_id, item in self._questionnaire.items.items() if relevant[item_id])
        if inputs.extent is Extent.FULL or not self._has_socle:
            return frozenset(item.id for item in shown)
        return frozenset(
            item.id
            for item in shown
            if item.practice is None or item.practice.socle or item.theme_id in inputs.deepened
        )

    def _failures(
        self, values: Mapping[str, object], asked: frozenset[str]
    ) -> Iterator[CheckFailure]:
        """Checks that hold; one about nothing that is asked has nowhere to be answered."""
        for check in self._questionnaire.checks:
            if values[CHECK + check.id] and not asked.isdisjoint(check.about):
                yield CheckFailure(
                    check.id, check.message, check.severity, check.critical, check.about
                )

    def _bound(self, values: Mapping[str, object]) -> Iterator[str]:
        for practice in self._questionnaire.practices.values():
            if practice.vigilance and values.get(BOUND + practice.id, True):
                yield practice.id


def _found(answer: Answer) -> Found:
    return answer.missing if answer.value is None else answer.value


def _facts(inputs: Inputs) -> dict[str, float | str | None]:
    return fact_values(inputs.facts, inputs.facts.age_on(inputs.held_on))


def _inverted(gates: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item, keys in gates.items():
        for key in keys:
            found.setdefault(key, []).append(item)
    return found
