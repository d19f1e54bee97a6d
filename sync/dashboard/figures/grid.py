"""From published cells to subjects × groups: who is in which group, and what each cell says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from sync.dashboard.cube import Cell
from sync.dashboard.figures.notes import notes_of
from sync.server.publication.plan import DIMENSIONS, LARGE, SIZE, DimensionName, label

EVERYBODY = ""
#: What tells one row of the cube from another: kind and subject.
Key: TypeAlias = tuple[str, str]
#: Said after a figure that holds for several groups together.
JOINED = "*"


@dataclass(frozen=True, slots=True)
class Subject:
    """A row: theme, practice, action, brake… ``kind`` as in the cube; ``link``: where it leads."""

    kind: str
    id: str
    label: str
    link: str = ""

    @property
    def key(self) -> Key:
        """What its cells are found by."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells by (subject, group). ``firms``: how many were seen, by group.

    Where subjects have groups of their own that overlap, ``groups`` are single categories, and
    ``joined`` says which cells hold for several of them. ``published``: the cells as they are in
    the cube, each with its subject and its group's name.
    """

    subjects: tuple[Subject, ...]
    groups: tuple[tuple[str, str], ...]
    cells: dict[tuple[Key, str], Cell]
    firms: dict[str, int | None]
    notes: tuple[str, ...] = ()
    joined: frozenset[tuple[Key, str]] = frozenset()
    published: tuple[tuple[Subject, str, Cell], ...] = ()

    def cell(self, subject: Subject, group: str) -> Cell | None:
        """The cell, None where this table has none."""
        return self.cells.get((subject.key, group))

    def mark(self, subject: Subject, group: str) -> str:
        """What is said after the cell's figure."""
        return JOINED if (subject.key, group) in self.joined else ""

    def of(self, subjects: Sequence[Subject]) -> Grid:
        """The same, for some subjects in this order."""
        kept = {s.key: i for i, s in enumerate(subjects)}
        told = sorted(
            (line for line in self.published if line[0].key in kept),
            key=lambda line: kept[line[0].key],
        )
        return Grid(
            tuple(subjects),
            self.groups,
            self.cells,
            self.firms,
            self.notes,
            self.joined,
            tuple(told),
        )


def grid_of(
    subjects: Sequence[Subject],
    cells: Iterable[Cell],
    dimension: DimensionName | None,
    size: str = "",
) -> Grid:
    """Sort cells into rows and columns; with ``size``, only groups that hold this category."""
    kept = [c for c in cells if not size or size in SIZE.members(c.size)]
    known = {s.key: s for s in subjects}
    mine = [c for c in kept if (c.kind, c.subject) in known]
    codes = _ordered(dimension, {_group(c, dimension) for c in mine} or {EVERYBODY})
    found = {((c.kind, c.subject), _group(c, dimension)): c for c in mine}
    firms = {_group(c, dimension): c.n for c in kept if c.kind == "firms"}
    joined: frozenset[tuple[Key, str]] = frozenset()
    shown = codes
    if dimension and _overlap(dimension, codes):
        found, joined = _spread(dimension, mine)
        shown = _ordered(dimension, {code for _, code in found})
    groups = tuple((code, group_name(dimension, code)) for code in shown)
    if dimension and len(groups) == 1:
        groups = ((shown[0], _alone(dimension, shown[0])),)
    order = {s.key: i for i, s in enumerate(subjects)}
    mine.sort(key=lambda c: (order[c.kind, c.subject], codes.index(_group(c, dimension)), c.size))
    told = tuple((known[c.kind, c.subject], _full_name(c, dimension, size), c) for c in mine)
    notes = tuple(notes_of(mine, dimension, size, marked=bool(joined)))
    return Grid(tuple(subjects), groups, found, firms, notes, joined, told)


def group_name(dimension: DimensionName | None, code: str) -> str:
    """How a group is called on these pages."""
    if dimension is None:
        return "Toutes les entreprises"
    if code == LARGE:
        return "50 salariés et plus, ou effectif inconnu"
    return capital(label(dimension, code))


def _full_name(cell: Cell, dimension: DimensionName | None, size: str) -> str:
    name = group_name(dimension, _group(cell, dimension))
    if not size:
        return name
    which = label("size", cell.size)
    return f"{name}, {which}" if dimension else capital(which)


def _alone(dimension: DimensionName, code: str) -> str:
    """The name of the only group: all that were seen, where it holds several categories."""
    several = len(DIMENSIONS[dimension].members(code)) > 1
    return group_name(None, code) if several else group_name(dimension, code)


def capital(words: str) -> str:
    """The same with a capital letter."""
    return words[:1].upper() + words[1:]


def _group(cell: Cell, dimension: DimensionName | None) -> str:
    return cell.group(dimension) if dimension else EVERYBODY


def _ordered(dimension: DimensionName | None, codes: Iterable[str]) -> list[str]:
    if dimension is None:
        return list(codes)
    order = {name: i for i, name in enumerate(DIMENSIONS[dimension].categories)}
    members = DIMENSIONS[dimension].members
    return sorted(codes, key=lambda code: [order[m] for m in members(code)])


def _overlap(dimension: DimensionName, codes: Sequence[str]) -> bool:
    """Whether two subjects sort the same category into different groups."""
    members = [set(DIMENSIONS[dimension].members(code)) for code in codes]
    return any(one & other for one, other in combinations(members, 2))


def _spread(
    dimension: DimensionName, cells: Iterable[Cell]
) -> tuple[dict[tuple[Key, str], Cell], frozenset[tuple[Key, str]]]:
    """The cells by single category, and which of them hold for several."""
    found: dict[tuple[Key, str], Cell] = {}
    joined = set()
    for cell in cells:
        members = DIMENSIONS[dimension].members(cell.group(dimension))
        for category in members:
            place = (cell.kind, cell.subject), category
            found[place] = cell
            if len(members) > 1:
                joined.add(place)
    return found, frozenset(joined)
