"""What is merged and withheld for no reason, so that a merge that has one proves nothing."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest

from sync.server.publication import earlier, hazard, reading
from sync.server.publication import freeze as freezing
from sync.server.publication.draft import Draft
from sync.server.publication.figures import Cell
from sync.server.publication.freeze import create, freeze, release_connection
from sync.server.publication.hazard import mergeable, merged_by_chance, withheld_by_chance
from sync.server.publication.layers import Layers
from sync.server.publication.partition import Partition, Table
from sync.server.publication.plan import SIZE
from sync.server.publication.settling import settle
from tests.sync.hazards import Loaded, Never
from tests.sync.publishing import codebook, sample_of, some_firms, take_in

BOOK = codebook({"t1": ("p1",)}, levels=3)
FIRMS = some_firms(80, BOOK, 2)


def settled() -> tuple[Partition, tuple[Table, Table]]:
    """Eighty firms of three sizes, activities and territories, merged for their number only."""
    sample = sample_of(BOOK, FIRMS)
    draft = Draft(sample, Layers.none(sample), Never())
    tables = draft.tables(())
    start = draft.start("", tables)
    assert start is not None
    return settle(start, *tables), tables


def published(url: str, *chance: Random) -> int:
    take_in(url, FIRMS, BOOK)
    create(url, "2026", "2026Q1", "2026Q1")
    (made,) = freeze(url, "2026", *chance)
    return made.id


def said(url: str, publication: int, crossing: str, kind: str, subject: str) -> list[Cell]:
    with reading.reader(url) as connection:
        return reading.cells(connection, publication, crossing, kind, subject)


def test_a_group_that_is_drawn_is_merged_in_the_crossed_tables_first() -> None:
    partition, tables = settled()
    once = merged_by_chance(partition, tables, Loaded([("size", 0)]))
    assert once.size == partition.size
    assert once.size_activity[0] == once.size_territory[0] == ((0, 1), (2,))
    twice = merged_by_chance(once, tables, Loaded([("size", 0)]))
    assert twice.size == ((0, 1), (2,))


def test_every_group_can_be_drawn_and_mostly_none_is() -> None:
    """Or a merge that chance cannot make would tell of somebody exposed."""
    partition, tables = settled()
    groups = mergeable(partition)
    assert [name for name, _ in groups] == ["size"] * 3 + ["activity"] * 3 + ["territory"] * 3
    drawn = [merged_by_chance(partition, tables, Random(seed)) for seed in range(400)]
    alone = {merged_by_chance(partition, tables, Loaded([g])) for g in groups}
    assert alone <= {*drawn}
    kept = sum(p == partition for p in drawn)
    assert 0.7 < kept / len(drawn) < 0.8
    assert hazard.OFTEN == 0.25


def test_chance_ends_when_all_is_merged() -> None:
    class Always(Random):
        def random(self) -> float:
            return 0.0

    partition, tables = settled()
    end = merged_by_chance(partition, tables, Always())
    assert mergeable(end) == []
    assert all(len(groups) == 1 for groups in (end.size, end.activity, end.territory))


def test_small_groups_are_drawn_more_often() -> None:
    """So that a large département keeps its own cells."""

    class Watched(Loaded):
        def choices(self, population: Any, weights: Any = None, **_: Any) -> list[Any]:
            self.weights = dict(zip(population, weights, strict=True))
            return super().choices(population)

    partition, tables = settled()
    dice = Watched([("size", 0)])
    merged_by_chance(partition, tables, dice)
    firms = Counter(r.size for r in FIRMS)
    assert [1 / dice.weights["size", g] for g in range(3)] == pytest.approx(
        [firms[size] for size in ("0", "1-9", "10-49")]
    )


def test_a_variable_is_seldom_withheld_and_any_can_be() -> None:
    drawn = [withheld_by_chance([0, 2], chance) for chance in [Random(1)] for _ in range(20_000)]
    assert {*map(frozenset, drawn)} >= {frozenset(), frozenset({0}), frozenset({2})}
    assert 5 < sum(map(bool, drawn)) < 50
    assert withheld_by_chance([], Random(1)) == set()


def test_the_draw_is_the_systems_unless_it_is_given(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freezing, "SystemRandom", lambda: Loaded([0]))
    made = published(postgres_url)
    assert [c.status for c in said(postgres_url, made, "all", "need_theme", "t1")] == ["withheld"]


def test_groups_are_known_again_though_the_first_of_them_was_withheld(postgres_url: str) -> None:
    """Cumulated tables rest on them; what was withheld says that all was merged."""
    made = published(postgres_url, Loaded([0]))
    assert said(postgres_url, made, "size", "need_theme", "t1") == []
    shown = {c.size for c in said(postgres_url, made, "size", "need", "p1")}
    labels = {"need:t1": [("need_theme", "t1"), ("need", "p1")]}
    with release_connection(postgres_url) as connection:
        known = earlier.groups(connection, made, labels)["need:t1"]
    assert len(shown) > 1
    assert shown <= {SIZE.code(group) for group in known.size}
