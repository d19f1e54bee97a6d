"""Figures from cells: what is joined is marked, what is bounded holds, what is long stands."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from sync.dashboard.cube import Cell
from sync.dashboard.figures.counts import counts
from sync.dashboard.figures.grid import Grid, Subject, grid_of
from sync.dashboard.figures.model import Bars, Matrix
from sync.dashboard.pages.growth import TYPES
from sync.dashboard.pages.reach import reach
from sync.server.publication.plan import SIZE, TERRITORY
from sync.server.release.lists import GROWTH

ONE, TWO = Subject("need", "un", "Un"), Subject("need", "deux", "Deux")


def cell(subject: Subject, size: str, count: int | None, n: int, status: str = "shown") -> Cell:
    """A count of the table by size."""
    return Cell(subject.kind, subject.id, size, "", "", status, n, None, None, None, None, count)


def by_size(*cells: Cell) -> Grid:
    """Both subjects by size."""
    return grid_of([ONE, TWO], cells, "size")


def test_groups_that_overlap_are_shown_by_category_and_marked() -> None:
    grid = by_size(
        cell(ONE, "0", 5, 20),
        cell(ONE, "1-9", 10, 30),
        cell(TWO, "0+1-9", 15, 50),
    )
    assert [code for code, _ in grid.groups] == ["0", "1-9"]
    assert [grid.mark(TWO, code) for code in ("0", "1-9")] == ["*", "*"]
    assert grid.mark(ONE, "0") == ""
    figure = counts("f", "F", "Besoin", grid)
    assert figure.table.rows[1] == ("Deux", "15 sur 50*", "15 sur 50*")
    assert any("ne l’additionnez pas" in note for note in figure.notes)
    assert [row[1] for row in figure.downloaded.rows] == [
        "Aucun salarié",
        "1 à 9 salariés",
        "Moins de 10 salariés",
    ], "files hold each published cell once"


def test_the_same_groups_for_all_are_shown_as_they_are() -> None:
    grid = by_size(
        cell(ONE, "0+1-9", 5, 50),
        cell(ONE, "10-49", 5, 20),
        cell(TWO, "0+1-9", 15, 50),
        cell(TWO, "10-49", 0, 20),
    )
    assert [code for code, _ in grid.groups] == ["0+1-9", "10-49"]
    assert not grid.joined


def test_the_longer_side_goes_down_the_page() -> None:
    codes = [code for code in TERRITORY.categories if code != "?"]
    cells = [
        Cell(s.kind, s.id, "", "", code, "shown", 20, None, None, None, None, 5)
        for s in (ONE, TWO)
        for code in codes
    ]
    chart = counts("f", "F", "Besoin", grid_of([ONE, TWO], cells, "territory")).chart
    assert isinstance(chart, Matrix)
    assert chart.columns == ("Un", "Deux")
    assert len(chart.rows) == len(codes)


def test_one_group_that_holds_everyone_is_called_so() -> None:
    figure = counts(
        "f", "F", "Besoin", by_size(cell(ONE, "0+1-9", 5, 50), cell(TWO, "0+1-9", 0, 50))
    )
    assert isinstance(figure.chart, Bars)
    assert figure.table.rows == (("Un", 5, 50), ("Deux", "0 à 2", 50))


def test_what_is_not_said_is_told_in_words() -> None:
    figure = counts(
        "f",
        "F",
        "Besoin",
        by_size(cell(ONE, "0", None, 20, "nearly_all"), cell(TWO, "0", None, 0, "withheld")),
    )
    assert [row[1] for row in figure.table.rows] == ["presque toutes", "non dit"]
    assert len(figure.notes) == 2


def test_bounds_are_given_for_groups_that_all_needs_are_made_of() -> None:
    told = reach(
        by_size(
            cell(ONE, "0", 5, 20),
            cell(ONE, "1-9", 10, 30),
            cell(ONE, "10-49", 5, 10),
            cell(TWO, "0+1-9", 20, 50),
            cell(TWO, "10-49", None, 10, "nearly_all"),
        ),
        "size",
    )
    assert [(line.name, line.text) for line in told] == [
        ("Moins de 10 salariés", "20 à 35 sur 50"),
        ("10 à 49 salariés", "10 sur 10"),
    ]
    assert reach(by_size(), "size") == []


@pytest.mark.parametrize("seed", range(20))
def test_the_true_number_is_between_the_bounds(seed: int) -> None:
    chance = random.Random(seed)
    sizes = SIZE.categories
    firms = [
        (chance.choice(sizes), chance.random() < 0.3, chance.random() < 0.3) for _ in range(400)
    ]

    def cells(subject: Subject, which: int) -> list[Cell]:
        ends = [0, *sorted(chance.sample(range(1, len(sizes)), 3)), len(sizes)]
        found = []
        for first, last in pairwise(ends):
            mine = [firm for firm in firms if firm[0] in sizes[first:last]]
            kept = sum(1 for firm in mine if firm[which])
            found.append(cell(subject, "+".join(sizes[first:last]), kept, len(mine)))
        return found

    told = reach(by_size(*cells(ONE, 1), *cells(TWO, 2)), "size")
    assert sum(line.n for line in told) == len(firms)
    true = sum(1 for firm in firms if firm[1] or firm[2])
    assert sum(line.least for line in told) <= true <= sum(line.most for line in told)


def test_growth_types_are_those_of_the_record() -> None:
    assert {code: words for code, words in TYPES.items() if code != "?"} == GROWTH
