"""Random exchanges under every kind of trouble; and the proof that they would find our mistakes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import run_state_machine_as_test

from consultant_app.storage.sqlite import dbapi2
from tests.sync.centre import Cluster
from tests.sync.machine import Exchanges
from tests.sync.mutants import MUTANTS, SHORTEST
from tests.sync.world import World, world

CHUNK = 200
#: Found within a few random runs; the long proof looks for them all.
SAMPLE = "dead records used again"


@pytest.fixture(autouse=True)
def _few_log_lines() -> Iterator[None]:
    """Thousands of requests would fill the memory with what libraries tell of each."""
    logging.disable(logging.INFO)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def shared(postgres: Cluster, profile_template: Path) -> Iterator[World]:
    with world(postgres, profile_template) as made:
        yield made


def run(there: World, examples: int, steps: int, *, start: int = 0, shrink: bool = True) -> None:
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)

    @seed(start)
    class Run(Exchanges):
        world = there

    run_state_machine_as_test(
        Run,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=tuple(HealthCheck),
            phases=phases,
            report_multiple_bugs=False,
        ),
    )


def test_nothing_is_lost_doubled_changed_or_brought_back(shared: World) -> None:
    run(shared, examples=8, steps=30)


@pytest.mark.prove
@pytest.mark.parametrize("start", range(1, 6))
def test_nothing_is_lost_in_a_thousand_long_runs(
    postgres: Cluster, profile_template: Path, start: int
) -> None:
    with world(postgres, profile_template) as there:
        run(there, CHUNK, 40, start=start)
        assert there.examples >= CHUNK
        print(f"{there.told} in chunk {start}")


def walk(there: World, name: str) -> None:
    """Go the shortest way to a mistake, then look whether all is in its place."""

    class Walk(Exchanges):
        world = there

    machine = Walk()
    machine.begin()
    try:
        for step in SHORTEST[name]:
            step(machine)
            machine.nothing_comes_back_nor_changes()
    finally:
        machine.teardown()


@pytest.mark.parametrize("name", MUTANTS)
def test_the_way_to_each_mistake_is_harmless_without_it(shared: World, name: str) -> None:
    walk(shared, name)


@pytest.mark.parametrize("name", MUTANTS)
def test_each_planted_bug_is_called_one(
    postgres: Cluster, profile_template: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    MUTANTS[name](monkeypatch)
    with world(postgres, profile_template, name) as there, pytest.raises(AssertionError):
        walk(there, name)


def found_by_chance(there: World, runs: int) -> bool:
    """Whether chance finds the planted bug within so many runs."""
    try:
        run(there, examples=runs, steps=40, start=1, shrink=False)
    except (AssertionError, FlakyFailure, dbapi2.IntegrityError):
        # A promise is broken (perhaps not each time: ids and seconds are real), or the laptop's
        # database refuses to be made inconsistent.
        return True
    return False


def test_one_planted_bug_is_found_by_chance(
    postgres: Cluster, profile_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    MUTANTS[SAMPLE](monkeypatch)
    with world(postgres, profile_template, SAMPLE) as there:
        assert found_by_chance(there, 40)


@pytest.mark.prove
def test_most_planted_bugs_are_found_by_chance(
    postgres: Cluster, profile_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rarest want many steps in one order; the shortest ways above find them all."""
    found = {}
    for name in MUTANTS:
        with monkeypatch.context() as patch, world(postgres, profile_template, name) as there:
            MUTANTS[name](patch)
            if found_by_chance(there, 60):
                found[name] = there.examples
    print(f"found, in which run: {found}")
    assert len(found) >= 8
