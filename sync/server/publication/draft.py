"""A cube while it is made: where its firms are, and what was written down so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from random import Random

import numpy as np

from sync.server.publication.figures import Cell, Figures, Histogram, Kind
from sync.server.publication.layers import Layers
from sync.server.publication.partition import (
    Counts,
    Group,
    Partition,
    Table,
    coarsened,
    finest,
    present,
)
from sync.server.publication.plan import (
    ACTIVITY,
    CROSSINGS,
    DIMENSIONS,
    MIN_FIRMS,
    SIZE,
    TERRITORY,
    Crossing,
    Dimension,
    DimensionName,
)
from sync.server.publication.sample import Sample
from sync.server.publication.scores import Flags, Ints
from sync.server.publication.sight import Places
from sync.server.publication.variable import Variable

_NUMBERS = ("n", "mean", "q1", "median", "q3", "count")


@dataclass(frozen=True, slots=True)
class Merge:
    """One row of ``release.merges``."""

    crossing: Crossing
    kind: Kind
    subject: str
    dimension: DimensionName
    category: str
    into: str


@dataclass(frozen=True, slots=True)
class Cube:
    """Every cell and merge of one questionnaire. ``firms``: rounded to 5, 0 when not said.

    ``left_out``: themes ("" for what is only counted) of which not even the whole may be said,
    because a layer would be found by subtraction.
    """

    firms: int
    cells: tuple[Cell, ...]
    merges: tuple[Merge, ...]
    partitions: Mapping[str, Partition] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


class Draft:
    """Gathers the cells of one cube. ``chance``: merges now and then for no reason (`hazard`)."""

    def __init__(self, sample: Sample, layers: Layers, chance: Random) -> None:
        self.sample, self.layers, self.chance = sample, layers, chance
        self.columns: dict[str, tuple[Dimension, Ints]] = {
            "activity": (ACTIVITY, sample.activity),
            "territory": (TERRITORY, sample.territory),
        }
        self.partitions: dict[str, Partition] = {}
        self.left_out: list[str] = []
        self._cells: list[Cell] = []
        self._merges: list[Merge] = []
        everyone = np.ones(len(sample), dtype=np.bool_)
        self._firms = {name: self._layered(everyone, *c) for name, c in self.columns.items()}

    def done(self) -> Cube:
        """The cube as it stands."""
        total = next((c.n for c in self._cells if c.kind == "firms" and c.crossing == "all"), 0)
        return Cube(
            total or 0,
            tuple(self._cells),
            tuple(self._merges),
            self.partitions,
            tuple(self.left_out),
        )

    def _layered(self, chosen: Flags, dimension: Dimension, columns: Ints) -> Counts:
        """Some firms at [layer, size, column]."""
        shape = (self.layers.count, len(SIZE.categories), len(dimension.categories))
        places = self.layers.of[chosen], self.sample.size[chosen], columns[chosen]
        flat = np.ravel_multi_index(places, shape)
        return np.bincount(flat, minlength=int(np.prod(shape))).reshape(shape)

    @cached_property
    def places(self) -> Places:
        """Where firms are, for what is only counted."""
        earlier = next(iter(self.layers.views.values()), ())
        return Places.build(self.sample, earlier)

    def tables(
        self, deciding: Sequence[Variable], asked: Sequence[Flags] = ()
    ) -> tuple[Table, Table]:
        """What decides on merging, for the tables by activity and by territory.

        ``asked``: for each question, the firms it was put to.
        """
        first, second = (
            self._with_asked(name, self._table(name, deciding), asked) for name in self.columns
        )
        return first, second

    def _with_asked(self, name: str, table: Table, asked: Sequence[Flags]) -> Table:
        if not asked:
            return table
        own = np.stack([self._layered(flags, *self.columns[name]) for flags in asked], axis=1)
        changed = MIN_FIRMS * (table.firms[len(own) :, None] > 0)
        spread = np.broadcast_to(changed, (len(changed), *own.shape[1:]))
        return replace(table, asked=np.concatenate([own, spread]))

    def _table(self, name: str, deciding: Sequence[Variable]) -> Table:
        dimension, columns = self.columns[name]
        own = self._firms[name]
        side = 0 if name == "activity" else 1
        changed = [pair[side] for pair in self.layers.changed]
        firms = np.concatenate([own, *(c[None] for c in changed)])
        width = max((len(v.values) for v in deciding), default=1)
        answers = np.zeros((len(firms), len(deciding), *own.shape[1:], width), dtype=np.int64)
        for number, variable in enumerate(deciding):
            for layer in range(len(own)):
                chosen = np.where(self.layers.of == layer, variable.index, -1)
                part = replace(variable, index=chosen).histogram(self.sample, columns, dimension)
                answers[layer, number, :, :, : len(variable.values)] = part
        # What changed is counted by firms only: what a withdrawn record said is not known any more.
        answers[len(own) :, ..., :2] = MIN_FIRMS * (firms[len(own) :, None, ..., None] > 0)
        return Table(dimension, firms, answers)

    def start(self, subject: str, tables: tuple[Table, Table]) -> Partition | None:
        """The groups to begin with; None, and noted, where not even the whole may be said."""
        if not tables[0].is_sound(range(len(SIZE.categories)), range(len(ACTIVITY.categories))):
            self.left_out.append(subject)
            return None
        margins = finest(*tables)
        if subject in self.layers.start:
            margins = present(coarsened(self.layers.start[subject], margins), margins)
        return margins

    def histogram(self, variable: Variable, crossing: Crossing) -> Histogram:
        """How many firms at [size, column] gave each value, for the table of a crossing."""
        name = "territory" if "territory" in crossing else "activity"
        dimension, columns = self.columns[name]
        return variable.histogram(self.sample, columns, dimension)

    def add_cell(
        self,
        crossing: Crossing,
        kind: Kind,
        subject: str,
        block: tuple[Group | None, Group | None],
        figures: Figures | None,
    ) -> None:
        """Write a cell down; None: there is nothing to say."""
        if figures is None:
            return
        cell = Cell(crossing, kind, subject, *_codes(crossing, *block), figures.status)
        numbers = {name: getattr(figures, name) for name in _NUMBERS}
        self._cells.append(replace(cell, **numbers))

    def add_merges(self, kind: Kind, subject: str, partition: Partition, *, sayable: bool) -> None:
        """What became of each category; where nothing is sayable, all are in one group."""
        there = finest(*self.tables(()))
        for crossing, names in CROSSINGS.items():
            groups = _groups(partition, crossing)
            for name in names:
                held = groups[name]
                if not sayable:
                    held = (tuple(sorted(i for g in held for i in g)),)
                dimension = DIMENSIONS[name]
                known = {g[0] for g in getattr(there, name)}
                for group in held:
                    code = dimension.code(group)
                    self._merges += [
                        Merge(crossing, kind, subject, name, dimension.categories[i], code)
                        for i in group
                        if len(group) > 1 and i in known
                    ]


def block_total(table: Histogram, rows: Group | None, columns: Group | None) -> Histogram:
    """The histogram of one cell."""
    chosen = table if rows is None else table[list(rows)]
    chosen = chosen if columns is None else chosen[:, list(columns)]
    total: Histogram = chosen.sum(axis=(0, 1))
    return total


def _groups(partition: Partition, crossing: Crossing) -> dict[DimensionName, tuple[Group, ...]]:
    names = CROSSINGS[crossing]
    if len(names) == 2:
        return dict(zip(names, getattr(partition, crossing), strict=True))
    return {name: getattr(partition, name) for name in names}


def _codes(crossing: Crossing, rows: Group | None, columns: Group | None) -> tuple[str, str, str]:
    """The codes of a cell's size, activity and territory."""
    codes: dict[DimensionName, str] = {}
    if rows is not None:
        codes["size"] = SIZE.code(rows)
    if columns is not None:
        dimension = DIMENSIONS[CROSSINGS[crossing][-1]]
        codes[dimension.name] = dimension.code(columns)
    return codes.get("size", ""), codes.get("activity", ""), codes.get("territory", "")
