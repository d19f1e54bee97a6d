"""Violations planted on purpose: records from which careless tables would tell too much.

Each attack is registered under a name; it returns what an attacker found, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import TypeAlias

from sync.protocol.codebook import Codebook, CodeLabel
from sync.protocol.record import Record
from sync.server.publication.cube import compute
from sync.server.publication.draft import Cube
from sync.server.publication.figures import Cell
from sync.server.publication.gathering import gather
from sync.server.release.microdata import make
from tests.sync.attacker import Told, derived, is_member
from tests.sync.counting import Question, action, chosen, needs, outcome
from tests.sync.counting import derived as found_in_counts
from tests.sync.publishing import codebook, record, sample_of

Attack: TypeAlias = Callable[[], object]
ONE = codebook({"t1": ("p1",)}, levels=3)
TWO = codebook({"t1": ("p1", "p2")}, levels=3)
PLANTED: dict[str, Attack] = {}


def planted(name: str) -> Callable[[Attack], Attack]:
    """Register an attack."""

    def register(attack: Attack) -> Attack:
        PLANTED[name] = attack
        return attack

    return register


def firms(levels: Iterable[float | str], start: int = 0, **more: object) -> list[Record]:
    """One firm a level of p1."""
    return [record(start + i, {"p1": level}, **more) for i, level in enumerate(levels)]


def published(records: Sequence[Record], book: Codebook = ONE) -> Cube:
    """The cube of some records."""
    return compute(sample_of(book, records), Random(1))


def in_levels(records: Sequence[Record], book: Codebook = ONE) -> list[str]:
    """Levels that follow from the cube, all worlds tried."""
    told = Told(published(records, book).cells, frozenset(r.record_id for r in records))
    return derived(book, "t1", records, [told])


def in_counts(question: Question, records: Sequence[Record], book: Codebook = ONE) -> list[str]:
    """What firms keep or said that follows from the cube, all worlds tried."""
    told = Told(published(records, book).cells, frozenset(r.record_id for r in records))
    return found_in_counts(question, records, [told]).kept


def alone(records: Sequence[Record], few: Sequence[Record], cube: Cube) -> list[tuple[Cell, Cell]]:
    """Pairs of cells of one subject whose difference is exactly the few firms."""
    told = Told(cube.cells, frozenset(r.record_id for r in records))
    wanted = {r.record_id for r in few}
    held = [
        (c, {r.record_id for r in records if is_member(r, c, told)})
        for c in cube.cells
        if c.status == "shown"
    ]
    nothing: tuple[Cell, set[str]] = (cube.cells[0], set())
    return [
        (one, other)
        for one, firms_of_one in held
        for other, firms_of_other in [*held, nothing]
        if firms_of_one - firms_of_other == wanted and firms_of_other <= firms_of_one
    ]


@planted("a cell of two firms")
def _() -> object:
    few = firms((0, 2), 90, size="0")
    everyone = firms([0, 1, 2] * 6) + few
    return alone(everyone, few, published(everyone))


@planted("a margin minus its other cells")
def _() -> object:
    few = firms((0, 1, 2, 2), 90, size="10-49")
    everyone = firms([0, 1, 2] * 4) + firms([0, 1, 2] * 3, 40, size="0") + few
    return alone(everyone, few, published(everyone))


@planted("a row minus its other crossed cells")
def _() -> object:
    few = firms((0, 1, 2), 90, size="0", activity="FZ")
    everyone = [*few]
    for start, size, activity in ((0, "0", "BE"), (20, "1-9", "BE"), (40, "1-9", "FZ")):
        everyone += firms([0, 1, 2] * 3, start, size=size, activity=activity)
    return alone(everyone, few, published(everyone))


@planted("two linked tables: large firms by size and by place")
def _() -> object:
    few = firms((0, 2), 90, size="50-249", territory="HR")
    everyone = firms([0, 1, 2] * 4) + few
    everyone += firms([0, 1, 2] * 3, 40, size="50-249", territory="ARA")
    return alone(everyone, few, published(everyone))


@planted("three linked tables: a firm alone in its size, activity and place")
def _() -> object:
    everyone = [
        *firms((2,), 90, size="0", activity="BE", territory="69"),
        *firms((0, 1, 0), 0, size="0"),
        *firms((1, 0, 1), 10, activity="FZ", territory="69", size="0"),
        *firms((0, 1, 0), 20, territory="69"),
    ]
    return in_levels(everyone)


@planted("all firms answer alike")
def _() -> object:
    return [c for c in published(firms([2] * 9)).cells if c.mean is not None]


@planted("a size answers alike")
def _() -> object:
    everyone = firms([2] * 5, 0, size="0") + firms([0, 1, 0, 1], 50)
    return in_levels(everyone)


@planted("everybody at the top of the scale")
def _() -> object:
    return in_levels(firms([2] * 7)) if published(firms([2] * 7)).cells[0].mean else []


@planted("a hidden practice is the theme minus the other")
def _() -> object:
    everyone = [record(i, {"p1": 2, "p2": i % 3}) for i in range(6)]
    cube = published(everyone, TWO)
    assert any(c.kind == "practice" and c.mean is not None for c in cube.cells)
    return in_levels(everyone, TWO) if _mean_of_theme(cube) else []


@planted("a practice that a few were asked is the theme minus the other")
def _() -> object:
    everyone = [record(i, {"p1": i % 3, "p2": 2 if i < 3 else "not_asked"}) for i in range(9)]
    return _mean_of_theme(published(everyone, TWO))


def _mean_of_theme(cube: Cube) -> list[Cell]:
    return [c for c in cube.cells if c.kind == "theme" and c.mean is not None]


@planted("a need that all keep")
def _() -> object:
    everyone = firms([0, 1, 2] * 3, needs=("p1",))
    return [c for c in published(everyone).cells if c.kind.startswith("need") and c.count]


@planted("a need that all keep but one, who subtracts")
def _() -> object:
    everyone = firms([0, 1, 2, 0], needs=("p1",)) + firms([1], 50)
    return [c for c in published(everyone).cells if c.kind == "need" and c.count]


@planted("a need by two margins: only one cell is left for it")
def _() -> object:
    everyone = [
        *firms([0, 1] * 3, 0, needs=("p1",)),
        *firms([0, 1] * 3, 20, size="0", activity="FZ"),
        *firms([0, 1], 40, size="0"),
        *firms([0, 1], 50, activity="FZ"),
    ]
    return in_counts(needs("t1", ("p1",)), everyone)


@planted("an action kept by all of a size")
def _() -> object:
    everyone = firms([0, 1] * 3, 0, size="0", actions=("action_a",)) + firms([0, 1] * 4, 50)
    return in_counts(action("action_a"), everyone)


@planted("the only firm of its growth type")
def _() -> object:
    everyone = firms([0, 1] * 3, growth={"type": "stable"})
    everyone += firms([1], 50, size="0", growth={"type": "declin"})
    question = chosen("growth", ("stable", "declin"), lambda r: r.growth.type)
    return in_counts(question, everyone)


@planted("an attitude that a whole place shares")
def _() -> object:
    labels = tuple(CodeLabel(code=c, label=c) for c in ("moderee", "sans_limite"))
    book = ONE.model_copy(update={"attitudes": labels})
    everyone = firms([0, 1] * 3, 0, territory="69", growth={"attitude": "moderee"})
    everyone += firms([0, 1] * 2, 50, growth={"attitude": "sans_limite"})
    question = chosen("attitude", ("moderee", "sans_limite"), lambda r: r.growth.attitude)
    return in_counts(question, everyone, book)


@planted("the only firm that does not know")
def _() -> object:
    everyone = firms([0, 1, 2, 1, 0]) + firms(["nsp"], 50, size="0")
    return in_counts(outcome("p1", (0.0, 1.0, 2.0)), everyone)


@planted("missing as a value: a size that a question does not concern")
def _() -> object:
    everyone = firms([0, 1, 2, 1]) + firms(["so"] * 2, 50, size="0")
    return in_counts(outcome("p1", (0.0, 1.0, 2.0)), everyone)


@planted("a question that four firms were asked")
def _() -> object:
    everyone = firms([0, 1, 2, 1] + ["not_asked"] * 9)
    kinds = {"practice", "answered", "nsp", "so"}
    return [c for c in published(everyone).cells if c.kind in kinds and c.n is not None]


@planted("a firm seen again counts twice")
def _() -> object:
    code = "cd" * 32
    everyone = firms([0, 1, 2])
    everyone += firms([1], 50, follow_up=code)
    everyone += firms([2], 60, follow_up=code, occasion="follow_up")
    return published(everyone).cells


def released(records: Sequence[Record]) -> list[dict[str, float]]:
    """The microdata of some records, a row each."""
    bodies = [r.model_dump(mode="json", exclude_none=True) for r in records]
    data = make(gather({1: TWO}, bodies), "2026", ("2026Q1", "2026Q4")).data
    columns = {c.name: c.values for c in data.columns}
    return [{name: values[i] for name, values in columns.items()} for i in range(len(data))]


def classes(rows: Sequence[dict[str, float]]) -> list[list[dict[str, float]]]:
    """Rows by their keys, suppressed ones as a value."""
    found: dict[tuple[float, ...], list[dict[str, float]]] = {}
    for one in rows:
        keys = (one[k] for k in ("size", "activity", "territory", "age", "quarter"))
        found.setdefault(tuple(keys), []).append(one)
    return list(found.values())


def some_pairs(count: int, start: int = 0, **more: object) -> list[Record]:
    """Firms that answer in all ways."""
    return [record(start + i, {"p1": i % 3, "p2": i // 3 % 3}, **more) for i in range(count)]


@planted("microdata: three firms of one combination of keys")
def _() -> object:
    rows = released(some_pairs(30) + some_pairs(3, 50, age="<3"))
    return [c for c in classes(rows) if len(c) < 5]


@planted("microdata: a class of one answer, under a shuffled index")
def _() -> object:
    same = [record(50 + i, {"p1": 2, "p2": i % 3}, territory="69") for i in range(6)]
    everyone = [r for pair in zip(same, some_pairs(6), strict=True) for r in pair] + some_pairs(
        30, 90
    )
    return [c for c in classes(released(everyone)) if len({one["p1"] for one in c}) < 2]


@planted("microdata: a class where a question does not concern anybody")
def _() -> object:
    same = [record(50 + i, {"p1": "so", "p2": i % 3}, activity="FZ") for i in range(6)]
    return [c for c in classes(released(same + some_pairs(30))) if len({o["p1"] for o in c}) < 2]


@planted("microdata: a practice that is left out comes back from the score")
def _() -> object:
    everyone = [record(i, {"p1": 2, "p2": i % 3}, needs=("p1",)) for i in range(40)]
    rows = released(everyone)
    given = {"p1", "need_p1"} & rows[0].keys()
    return given or [one for one in rows if one["t1"] != one["p2"]]


@planted("microdata: the number of a row is its firm's place")
def _() -> object:
    everyone = some_pairs(40)
    one, other = ([(r["p1"], r["p2"]) for r in released(everyone)] for _ in range(2))
    return one == other
