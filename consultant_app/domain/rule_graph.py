"""Which rule waits for which: an order to compute them in, and cycles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Final

from consultant_app.domain.expression_types import ANY, Type

#: What a rule decides, as prefix of its key: ``relevant:export`` decides whether « export » shows.
THEME: Final = "theme:"
RELEVANT: Final = "relevant:"
CALCULATION: Final = "calculation:"
CONDITION: Final = "condition:"
CHECK: Final = "check:"
BOUND: Final = "bound:"
#: The one computed value that is no rule: the growth read from the series.
GROWTH: Final = "growth:"


class RuleCycleError(ValueError):
    """Rules that wait for each other. ``keys``: the rules of one cycle, in order."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__(" → ".join(keys))
        self.keys = keys


def gates_of(
    items: Iterable[tuple[str, str | None]], keys: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Item id → the rules that can hide it, from (item id, theme id) pairs and the rules' keys."""
    gates = {}
    for item_id, theme_id in items:
        candidates = (f"{THEME}{theme_id}", f"{RELEVANT}{item_id}")
        gates[item_id] = tuple(key for key in candidates if key in keys)
    return gates


def ordered(waits: Mapping[str, Collection[str]]) -> list[str]:
    """The keys so ordered that each comes after those it waits for; else `RuleCycleError`."""
    try:
        return list(TopologicalSorter(waits).static_order())
    except CycleError as error:
        cycle = list(reversed(error.args[1]))
        raise RuleCycleError(tuple(cycle)) from None


def calculation_order(reads: Mapping[str, Collection[str]]) -> tuple[list[str], set[str]]:
    """Order calculations by what they read of each other; second: those caught in a cycle."""
    waits = {name: set(read) & reads.keys() for name, read in reads.items()}
    caught: set[str] = set()
    while True:
        try:
            return ordered(waits), caught
        except RuleCycleError as error:
            caught.update(error.keys)
            waits = {n: w - caught for n, w in waits.items() if n not in caught}


def with_unknown(names: Mapping[str, Type], unknown: Iterable[str]) -> dict[str, Type]:
    """``names`` plus names whose definition is faulty."""
    return {**names, **dict.fromkeys(unknown, ANY)}
