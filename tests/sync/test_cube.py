"""The cube: what it says, what it merges, and what no one can work out from it."""

from __future__ import annotations

from random import Random

import pytest

from sync.protocol.codebook import Codebook
from sync.protocol.record import Record
from sync.server.publication.cube import compute
from sync.server.publication.draft import Cube
from sync.server.publication.figures import Cell
from sync.server.publication.plan import ACTIVITY, CROSSINGS, SIZE, TERRITORY, label
from tests.sync.attacker import Told, derived
from tests.sync.publishing import codebook, record, sample_of, some_firms

ONE = codebook({"t1": ("p1",)}, levels=3)
TWO = codebook({"t1": ("p1", "p2")}, levels=3)


def cube_of(book: Codebook, records: list[Record]) -> Cube:
    return compute(sample_of(book, records), Random(1))


def cell(cube: Cube, kind: str, subject: str, crossing: str = "all", **codes: str) -> Cell:
    (found,) = [
        c
        for c in cube.cells
        if (c.kind, c.subject, c.crossing) == (kind, subject, crossing)
        and all(getattr(c, name) == code for name, code in codes.items())
    ]
    return found


def groups(cube: Cube, kind: str, subject: str, crossing: str) -> set[str]:
    return {
        "/".join(getattr(c, name) for name in CROSSINGS[c.crossing])
        for c in cube.cells
        if (c.kind, c.subject, c.crossing) == (kind, subject, crossing)
    }


def firms(*answers: tuple[int, float | str, dict[str, str]]) -> list[Record]:
    """So many firms that gave a level to p1, with these keys."""
    found: list[Record] = []
    for count, answer, keys in answers:
        found += [record(len(found) + i, {"p1": answer}, **keys) for i in range(count)]
    return found


def test_figures_are_rounded_as_the_plan_says() -> None:
    cube = cube_of(ONE, firms((13, 1, {}), (9, 2, {})))
    told = cell(cube, "practice", "p1")
    assert (told.n, told.mean, told.q1, told.median, told.q3) == (20, 1.4, 1.0, 1.0, 2.0)
    assert cube.firms == 20


def test_no_quartiles_below_20_firms() -> None:
    told = cell(cube_of(ONE, firms((10, 1, {}), (9, 2, {}))), "practice", "p1")
    assert (told.n, told.mean, told.q1, told.median, told.q3) == (20, 1.5, None, None, None)


def test_nothing_is_said_of_four_firms() -> None:
    cube = cube_of(ONE, firms((2, 1, {}), (2, 2, {})))
    assert (cube.firms, cube.cells) == (0, ())


def test_fewer_than_five_are_merged_with_their_nearest_relative() -> None:
    few = {"size": "0"}
    cube = cube_of(
        ONE,
        firms(
            (20, 1, {}),
            (20, 2, {}),
            (2, 0, few),
            (2, 2, few),
            (9, 1, {"size": "10-49"}),
            (9, 2, {"size": "10-49"}),
        ),
    )
    assert groups(cube, "practice", "p1", "size") == {"0+1-9", "10-49"}
    merged = {
        (m.category, m.into)
        for m in cube.merges
        if (m.kind, m.subject, m.crossing) == ("practice", "p1", "size")
    }
    assert merged == {("0", "0+1-9"), ("1-9", "0+1-9")}
    assert label("size", "0+1-9") == "moins de 10 salariés"


def test_where_all_answer_alike_no_level_is_said() -> None:
    cube = cube_of(ONE, firms((12, 2, {})))
    told = cell(cube, "practice", "p1")
    assert (told.status, told.n, told.mean) == ("homogeneous", None, None)
    assert cell(cube, "theme", "t1").status == "withheld"


def test_a_size_that_answers_alike_is_merged_and_its_siblings_with_it() -> None:
    cube = cube_of(
        ONE,
        firms(
            (8, 2, {"size": "0"}),
            (10, 1, {}),
            (10, 0, {}),
            (9, 1, {"size": "10-49"}),
            (9, 2, {"size": "10-49"}),
        ),
    )
    assert groups(cube, "practice", "p1", "size") == {"0+1-9", "10-49"}


def test_a_theme_is_never_finer_than_its_practices() -> None:
    """Or a hidden practice would be the theme minus the others."""
    book = codebook({"t1": ("p1", "p2")})
    told = []
    for i in range(60):
        size = ("0", "1-9", "10-49")[i % 3]
        told.append(record(i, {"p1": 3 if size == "0" else i % 4, "p2": (i // 3) % 5}, size=size))
    cube = cube_of(book, told)
    assert groups(cube, "practice", "p2", "size") == groups(cube, "theme", "t1", "size")
    assert "0" not in groups(cube, "theme", "t1", "size")


def test_a_firm_seen_twice_counts_once_by_its_latest_record() -> None:
    code = "ab" * 32
    seen = [record(i, {"p1": 0}) for i in range(4)]
    again = [
        record(90, {"p1": 0}, follow_up=code),
        record(91, {"p1": 2}, follow_up=code, occasion="follow_up"),
    ]
    cube = cube_of(ONE, seen + again)
    assert cell(cube, "practice", "p1").mean == 0.4
    assert cube_of(ONE, seen[:3] + again).cells == ()


def test_needs_kept_by_nearly_all_are_only_said_to_be() -> None:
    told = [record(i, {"p1": i % 3}, needs=("p1",) if i < 29 else ()) for i in range(30)]
    cube = cube_of(ONE, told)
    need = cell(cube, "need", "p1")
    assert (need.status, need.n, need.count) == ("nearly_all", 30, None)
    assert cell(cube, "need_theme", "t1").status == "nearly_all"


def test_a_size_where_nobody_could_answer_does_not_say_so() -> None:
    """« Nobody answered » would tell a missing code of each: missing counts as a value."""
    told = firms((9, "so", {"size": "0"}), (15, 1, {}), (15, 2, {}))
    cube = cube_of(ONE, told)
    assert groups(cube, "practice", "p1", "size") == {"0+1-9"}


def test_large_firms_are_one_place() -> None:
    """A département is only sent below 50 staff: two margins would tell how many are elsewhere."""
    large = [record(i, {"p1": i % 3}, size="50-249", territory="ARA") for i in range(9)]
    elsewhere = [record(20 + i, {"p1": i % 3}, size="50-249", territory="HR") for i in range(2)]
    small = [record(40 + i, {"p1": i % 3}) for i in range(30)]
    cube = cube_of(ONE, large + elsewhere + small)
    assert groups(cube, "practice", "p1", "territory") == {"38", "50+"}


def test_only_the_plan_is_published() -> None:
    cube = cube_of(TWO, some_firms(200, TWO, 1))
    assert {c.crossing for c in cube.cells} <= CROSSINGS.keys()
    for told in cube.cells:
        crossed = {n for n in ("size", "activity", "territory") if getattr(told, n)}
        assert crossed == set(CROSSINGS[told.crossing])
        assert told.n is None or (told.n >= 5 and told.n % 5 == 0)
        assert told.count is None or told.count % 5 == 0


@pytest.mark.parametrize("seed", range(5))
def test_every_table_is_a_partition(seed: int) -> None:
    cube = cube_of(TWO, some_firms(150, TWO, seed, spread=4))
    for kind, subject in {(c.kind, c.subject) for c in cube.cells}:
        for crossing, dimension in (
            ("size", SIZE),
            ("activity", ACTIVITY),
            ("territory", TERRITORY),
        ):
            members = [
                m for g in groups(cube, kind, subject, crossing) for m in dimension.members(g)
            ]
            assert len(members) == len(set(members))


def _small_campaigns(count: int) -> list[tuple[int, Codebook, list[Record]]]:
    found = []
    for seed in range(count):
        book = ONE if seed % 3 else TWO
        size = 5 + seed % 6 if book is ONE else 5 + seed % 2
        found.append((seed, book, some_firms(size, book, seed, spread=2 + seed % 3)))
    return found


def _attack(count: int) -> tuple[list[str], int]:
    found, published = [], 0
    for seed, book, told in _small_campaigns(count):
        cube = cube_of(book, told)
        published += sum(c.crossing != "all" for c in cube.cells if c.kind == "practice")
        publication = Told(cube.cells, frozenset(r.record_id for r in told))
        found += [f"{seed}: {d}" for d in derived(book, "t1", told, [publication])]
    return found, published


def test_no_level_can_be_derived_from_small_campaigns() -> None:
    found, published = _attack(30)
    assert found == []
    assert published > 10, "the attacker must have something to work on"


@pytest.mark.prove
def test_no_level_can_be_derived_from_400_small_campaigns() -> None:
    found, published = _attack(400)
    assert found == []
    assert published > 200
