"""`make bench` itself: medians in turns, budgets that bite, modules found by their name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from tests.benchmarks.harness import REGISTRY, Benchmark, Budget, Pair, Result, discover, run


def bench(measured: list[float], floor: list[float], budget: Budget, unit: str = "MB") -> Benchmark:
    """A benchmark that gives its own measures, one a turn, after one that is not counted."""

    @contextmanager
    def build() -> Iterator[Pair]:
        values, floors = iter([99, *measured]), iter([99, *floor])
        yield Pair(lambda: next(values), lambda: next(floors))

    return Benchmark("essai", build, budget, unit, repeats=len(measured))


def test_medians_are_kept_and_the_first_turn_is_not_counted() -> None:
    result = run(bench([3, 50, 4], [1, 2, 9], Budget(ratio=2)))
    assert (result.measured, result.floor, result.ratio) == (4, 2, 2)
    assert result.is_within


def test_work_and_floor_take_turns() -> None:
    turns: list[str] = []

    @contextmanager
    def build() -> Iterator[Pair]:
        yield Pair(lambda: turns.append("work"), lambda: turns.append("floor"))

    run(Benchmark("essai", build, Budget(), repeats=2))
    assert turns == ["work", "floor"] * 3


@pytest.mark.parametrize("budget", [Budget(ratio=1.9), Budget(value=3.9), Budget(2.5, 3)])
def test_a_result_over_its_budget_says_so(budget: Budget) -> None:
    result = run(bench([4], [2], budget))
    assert not result.is_within
    assert "OVER BUDGET" in result.line()


def test_a_ratio_without_a_floor_is_never_within() -> None:
    alone = Benchmark("essai", _nothing, Budget(ratio=3))
    assert not Result(alone, 1.0, None).is_within


def test_every_benchmark_module_is_found_and_has_a_budget() -> None:
    discover()
    assert "scoring of 10,000 interviews" in REGISTRY
    unlimited = [name for name, one in REGISTRY.items() if one.budget == Budget()]
    assert unlimited == []


def _nothing() -> AbstractContextManager[Pair]:
    raise AssertionError("not to be run")
