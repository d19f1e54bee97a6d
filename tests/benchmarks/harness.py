"""A small registry of benchmarks: each is measured against a floor, in turns, in the same run.

A machine's speed changes from hour to hour; a ratio between two things done in turns much less.
To add one, write ``tests/benchmarks/bench_<subject>.py``::

    @benchmark("one answer saved", budget=Budget(ratio=3))
    @contextmanager
    def answer_saved() -> Iterator[Pair]:
        with a_profile() as profile:
            yield Pair(measured=lambda: save(profile), floor=lambda: raw_upsert(profile))

A callable of the pair that returns None is timed by the clock; one that returns a number gives its
own measure (a percentile, megabytes), in the benchmark's ``unit``.
"""

from __future__ import annotations

import gc
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TypeAlias

#: What is measured: does the work, and may give its own measure instead of the time it took.
Work: TypeAlias = Callable[[], float | None]


@dataclass(frozen=True)
class Budget:
    """What may not be exceeded: measured ÷ floor, or the measured value itself, or both."""

    ratio: float | None = None
    value: float | None = None

    def in_words(self, unit: str) -> str:
        parts = []
        if self.ratio is not None:
            parts.append(f"ratio ≤ {self.ratio:g}")
        if self.value is not None:
            parts.append(f"≤ {_quantity(self.value, unit)}")
        return " and ".join(parts) or "none"


@dataclass(frozen=True)
class Pair:
    """The work and its floor; without a floor only a budget in value makes sense."""

    measured: Work
    floor: Work | None = None


@dataclass(frozen=True)
class Benchmark:
    name: str
    build: Callable[[], AbstractContextManager[Pair]]
    budget: Budget
    unit: str = "s"
    repeats: int = 5


@dataclass(frozen=True)
class Result:
    """Medians over the repeats, in the benchmark's unit."""

    benchmark: Benchmark
    measured: float
    floor: float | None

    @property
    def ratio(self) -> float | None:
        return self.measured / self.floor if self.floor else None

    @property
    def is_within(self) -> bool:
        budget = self.benchmark.budget
        too_slow = budget.ratio is not None and (self.ratio is None or self.ratio > budget.ratio)
        return not too_slow and (budget.value is None or self.measured <= budget.value)

    def line(self) -> str:
        unit = self.benchmark.unit
        floor = "—" if self.floor is None else _quantity(self.floor, unit)
        ratio = "—" if self.ratio is None else f"{self.ratio:.2f}"
        verdict = "ok" if self.is_within else "OVER BUDGET"
        return (
            f"{self.benchmark.name:<44} {_quantity(self.measured, unit):>12} {floor:>12}"
            f" {ratio:>8}   {self.benchmark.budget.in_words(unit):<26} {verdict}"
        )


HEADER = f"{'benchmark':<44} {'measured':>12} {'floor':>12} {'ratio':>8}   budget"
REGISTRY: dict[str, Benchmark] = {}


def benchmark(
    name: str, *, budget: Budget, unit: str = "s", repeats: int = 5
) -> Callable[
    [Callable[[], AbstractContextManager[Pair]]], Callable[[], AbstractContextManager[Pair]]
]:
    """Register a context manager that gives the pair to measure; its set-up is not timed."""

    def register(
        build: Callable[[], AbstractContextManager[Pair]],
    ) -> Callable[[], AbstractContextManager[Pair]]:
        if name in REGISTRY:
            raise ValueError(f"two benchmarks are named {name!r}")
        REGISTRY[name] = Benchmark(name, build, budget, unit, repeats)
        return build

    return register


def discover() -> None:
    """Import every ``bench_*`` module of this package, so that they register themselves."""
    package = importlib.import_module(__package__)
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda m: m.name):
        if module.name.startswith("bench_"):
            importlib.import_module(f"{__package__}.{module.name}")


def run(chosen: Benchmark, repeats: int | None = None) -> Result:
    """Measure work and floor in turns after one untimed turn of each; keep the medians."""
    with chosen.build() as pair:
        works = [work for work in (pair.measured, pair.floor) if work is not None]
        for work in works:
            _measure(work)
        turns = [[_measure(work) for work in works] for _ in range(repeats or chosen.repeats)]
    medians = [median(values) for values in zip(*turns, strict=True)]
    return Result(chosen, medians[0], medians[1] if len(medians) > 1 else None)


def run_all(only: str | None = None, repeats: int | None = None) -> Iterator[Result]:
    """Run the benchmarks whose name holds ``only`` (all without it), by name."""
    for name in sorted(REGISTRY):
        if only is None or only.casefold() in name.casefold():
            yield run(REGISTRY[name], repeats)


def _measure(work: Work) -> float:
    gc.collect()
    start = perf_counter()
    own = work()
    return perf_counter() - start if own is None else float(own)


def _quantity(value: float, unit: str) -> str:
    if unit != "s":
        return f"{value:.4g} {unit}"
    for factor, name in ((1, "s"), (1e3, "ms")):
        if value * factor >= 1:
            return f"{value * factor:.3g} {name}"
    return f"{value * 1e6:.3g} µs"
