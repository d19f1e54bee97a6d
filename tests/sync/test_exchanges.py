"""Random exchanges under every kind of trouble; and the proof that they would find our mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync.centre import Centre, Cluster
from tests.sync.machine import Exchanges, World, world
from tests.sync.mutants import MUTANTS, SHORTEST

pytestmark = pytest.mark.allow_logs("^database$", "discarding", "housekeeping")
CALM = tuple(HealthCheck)


@pytest.fixture(scope="module")
def shared(postgres: Cluster, profile_template: Path) -> Iterator[World]:
    with (
        Centre(postgres.new(), requests_a_minute=10**9, enrolments_a_minute=10**9) as centre,
        world(centre, profile_template) as made,
    ):
        yield made


def run(shared: World, examples: int, steps: int, *, shrink: bool = True) -> None:
    phases = tuple(Phase) if shrink else (Phase.generate,)

    class Run(Exchanges):
        world = shared

    run_state_machine_as_test(
        Run,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=CALM,
            phases=phases,
            report_multiple_bugs=False,
        ),
    )


def test_nothing_is_lost_doubled_changed_or_brought_back(shared: World) -> None:
    run(shared, examples=10, steps=25)


@pytest.mark.prove
def test_nothing_is_lost_in_a_thousand_long_runs(shared: World) -> None:
    run(shared, examples=1000, steps=40)


def walk(shared: World, name: str) -> None:
    """Go the shortest way to a mistake, then look whether all is in its place."""

    class Walk(Exchanges):
        world = shared

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
    shared: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with monkeypatch.context() as patch:
        MUTANTS[name](patch)
        with pytest.raises(AssertionError):
            walk(shared, name)


@pytest.mark.prove
@pytest.mark.parametrize("name", MUTANTS)
def test_each_planted_bug_is_found_by_chance(
    shared: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with monkeypatch.context() as patch:
        MUTANTS[name](patch)
        with pytest.raises(AssertionError):
            run(shared, examples=400, steps=40, shrink=False)
