"""Random exchanges under every kind of trouble; and the proof that they would find our mistakes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync.centre import Centre, Cluster
from tests.sync.machine import Exchanges, World, world
from tests.sync.mutants import MUTANTS

pytestmark = pytest.mark.allow_logs("^database$", "discarding", "housekeeping")
#: Mutants tried in every run; all of them in the long one.
SAMPLE = ("retractions forgotten by the centre", "waiting retractions dropped", "conflict believed")
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
    run(shared, examples=12, steps=25)


@pytest.mark.prove
def test_nothing_is_lost_in_a_thousand_long_runs(shared: World) -> None:
    run(shared, examples=1000, steps=40)


def hunt(
    shared: World, monkeypatch: pytest.MonkeyPatch, plant: Callable[[pytest.MonkeyPatch], None]
) -> None:
    with monkeypatch.context() as patch:
        plant(patch)
        with pytest.raises((AssertionError, KeyError)):
            run(shared, examples=150, steps=40, shrink=False)


@pytest.mark.parametrize("name", SAMPLE)
def test_planted_bugs_are_found(shared: World, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    hunt(shared, monkeypatch, MUTANTS[name])


@pytest.mark.prove
@pytest.mark.parametrize("name", [name for name in MUTANTS if name not in SAMPLE])
def test_every_planted_bug_is_found(
    shared: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    hunt(shared, monkeypatch, MUTANTS[name])
