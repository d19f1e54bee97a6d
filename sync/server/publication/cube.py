"""The cube of a set of firms: every cell of the plan, and nothing else (see the package)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from sync.protocol.codebook import ThemeCode
from sync.server.publication.doubles import Answered, ExposedError, Placed, exposed_group
from sync.server.publication.figures import Cell, Figures, Histogram, Kind, of_kept, of_levels
from sync.server.publication.loosening import loosened
from sync.server.publication.partition import (
    Counts,
    Group,
    Partition,
    Table,
    blocks,
    coarsened,
    finest,
    present,
    settle,
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
from sync.server.publication.scores import Flags, Floats, Ints, ThemeScores
from sync.server.publication.variable import Variable, is_sayable, theme_variable

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

    ``left_out``: themes ("" for firms, needs and actions) of which not even the whole may be said,
    because a layer would be found by subtraction.
    """

    firms: int
    cells: tuple[Cell, ...]
    merges: tuple[Merge, ...]
    partitions: Mapping[str, Partition] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layers:
    """Sets of firms that no cell may let be found by subtraction, beside the sample itself.

    ``of``: for each firm of the sample, the number of its layer (a campaign, for cumulated tables).
    ``changed``: firms by [size, activity] and [size, territory] that a former publication counted
    otherwise. ``start``: the margins to begin with, by theme id ("" for needs and actions).
    """

    of: Ints
    changed: tuple[tuple[Counts, Counts], ...] = ()
    start: Mapping[str, Partition] = field(default_factory=dict)


def compute(sample: Sample, layers: Layers | None = None) -> Cube:
    """Compute the cube of a sample that holds one record a firm (`Sample.firms`)."""
    layers = layers or Layers(np.zeros(len(sample), dtype=np.int64))
    if len(sample) < MIN_FIRMS:
        return Cube(0, (), ())
    builder = _Builder(sample, layers)
    scores = sample.theme_scores()
    for theme in sample.book.themes:
        builder.add_theme(theme, scores[theme.id])
    builder.add_kept()
    return builder.done()


class _Builder:
    """Gathers the cells of one cube."""

    def __init__(self, sample: Sample, layers: Layers) -> None:
        self._sample, self._layers = sample, layers
        self._count = int(layers.of.max(initial=0)) + 1
        self._cells: list[Cell] = []
        self._merges: list[Merge] = []
        self._partitions: dict[str, Partition] = {}
        self._left_out: list[str] = []
        self._columns = {
            "activity": (ACTIVITY, sample.activity),
            "territory": (TERRITORY, sample.territory),
        }
        self._firms = {name: self._layered(*c) for name, c in self._columns.items()}

    def done(self) -> Cube:
        total = next((c.n for c in self._cells if c.kind == "firms" and c.crossing == "all"), 0)
        return Cube(
            total or 0,
            tuple(self._cells),
            tuple(self._merges),
            self._partitions,
            tuple(self._left_out),
        )

    def _layered(self, dimension: Dimension, columns: Ints) -> Counts:
        """Firms at [layer, size, column]."""
        shape = (self._count, len(SIZE.categories), len(dimension.categories))
        flat = np.ravel_multi_index((self._layers.of, self._sample.size, columns), shape)
        return np.bincount(flat, minlength=int(np.prod(shape))).reshape(shape)

    def add_theme(self, theme: ThemeCode, scores: ThemeScores) -> None:
        """The theme and its practices: one partition for all, so that none gives another away."""
        practices = [self._practice(p.id) for p in theme.practices]
        whole = theme_variable(theme.id, scores)
        deciding = [v for v in (whole, *practices) if v.total.sum() and is_sayable(v)]
        weights = {p.id: p.weight for p in theme.practices}
        hidden = any(v.total.sum() and not is_sayable(v) for v in practices)
        told = self._placed(whole.index, whole.values)
        answered = [
            self._answered(v, weights[v.subject], scores) for v in deciding if v.kind == "practice"
        ]
        try:
            partition = self._partition(theme.id, deciding, answered, told)
        except ExposedError:
            # Without the theme's mean, nothing ties a practice to the others.
            hidden = True
            answered = [replace(a, shares=np.zeros_like(a.shares)) for a in answered]
            partition = self._partition(theme.id, deciding, answered, told)
        if partition is None:
            return
        self._add_variable(whole, partition, withheld=hidden)
        for practice in practices:
            self._add_variable(practice, partition)

    def _practice(self, practice: str) -> Variable:
        levels = self._sample.levels
        index = levels.answers[:, levels.practices.index(practice)].astype(np.int64)
        return Variable("practice", practice, levels.values, np.maximum(index, -1))

    def _placed(self, index: Ints, values: Floats) -> Placed:
        told, sample = index >= 0, self._sample
        return Placed(
            sample.size[told], sample.activity[told], sample.territory[told], values[index[told]]
        )

    def _answered(self, practice: Variable, weight: float, scores: ThemeScores) -> Answered:
        shares = np.zeros(len(self._sample))
        np.divide(weight, scores.denominator, out=shares, where=scores.is_shown)
        told = practice.index >= 0
        return Answered(self._placed(practice.index, practice.values), shares[told])

    def _partition(
        self,
        subject: str,
        deciding: Sequence[Variable],
        answered: Sequence[Answered],
        theme: Placed | None = None,
    ) -> Partition | None:
        tables = self._table("activity", deciding), self._table("territory", deciding)
        if not tables[0].is_sound(range(len(SIZE.categories)), range(len(ACTIVITY.categories))):
            self._left_out.append(subject)
            return None
        margins = finest(*tables)
        if subject in self._layers.start:
            margins = present(coarsened(self._layers.start[subject], margins), margins)
        while True:
            partition = settle(margins, *tables)
            found = exposed_group(partition, answered, theme) if answered and theme else None
            if found is None:
                break
            margins = loosened(partition, *found, tables)
        self._partitions[subject] = partition
        return partition

    def _table(self, name: str, deciding: Sequence[Variable]) -> Table:
        dimension, columns = self._columns[name]
        own = self._firms[name]
        side = 0 if name == "activity" else 1
        changed = [pair[side] for pair in self._layers.changed]
        firms = np.concatenate([own, *(c[None] for c in changed)])
        width = max((len(v.values) for v in deciding), default=1)
        answers = np.zeros((len(firms), len(deciding), *own.shape[1:], width), dtype=np.int64)
        for number, variable in enumerate(deciding):
            for layer in range(self._count):
                chosen = np.where(self._layers.of == layer, variable.index, -1)
                part = replace(variable, index=chosen).histogram(self._sample, columns, dimension)
                answers[layer, number, :, :, : len(variable.values)] = part
        # What changed is counted by firms only: what a withdrawn record said is not known any more.
        answers[self._count :, ..., :2] = MIN_FIRMS * (firms[self._count :, None, ..., None] > 0)
        return Table(dimension, firms, answers)

    def _add_variable(
        self, variable: Variable, partition: Partition, *, withheld: bool = False
    ) -> None:
        tables = {
            name: variable.histogram(self._sample, columns, dimension)
            for name, (dimension, columns) in self._columns.items()
        }
        sayable = is_sayable(variable) and not withheld
        for crossing in CROSSINGS:
            if not sayable and crossing != "all":
                continue
            for rows, columns in blocks(partition, crossing):
                told = _block(tables[_side(crossing)], rows, columns)
                figures = of_levels(variable.values, told)
                if figures and withheld:
                    figures = Figures("withheld")
                self._add_cell(crossing, variable.kind, variable.subject, rows, columns, figures)
        self._add_merges(variable.kind, variable.subject, partition, sayable=sayable)

    def add_kept(self) -> None:
        """Firms, needs and actions: one partition, by the number of firms alone."""
        sample = self._sample
        partition = self._partition("", (), ())
        if partition is None:
            return
        everyone = np.ones(len(sample), dtype=np.bool_)
        self._add_counts("firms", "", everyone, partition)
        columns = {p: j for j, p in enumerate(sample.levels.practices)}
        for theme in sample.book.themes:
            needs = sample.needs[:, [columns[p.id] for p in theme.practices]]
            self._add_counts("need_theme", theme.id, np.asarray(needs.any(axis=1)), partition)
            for number, practice in enumerate(theme.practices):
                self._add_counts("need", practice.id, needs[:, number], partition)
        for number, action in enumerate(sample.action_codes):
            self._add_counts("action", action, sample.actions[:, number], partition)

    def _add_counts(
        self,
        kind: Kind,
        subject: str,
        flags: Flags,
        partition: Partition,
    ) -> None:
        variable = Variable(kind, subject, np.array([0.0, 1.0]), flags.astype(np.int64))
        tables = {
            name: variable.histogram(self._sample, columns, dimension)
            for name, (dimension, columns) in self._columns.items()
        }
        for crossing in CROSSINGS:
            for rows, columns in blocks(partition, crossing):
                no, yes = _block(tables[_side(crossing)], rows, columns)
                figures = of_kept(int(no + yes), int(yes))
                if figures and kind == "firms":
                    figures = Figures("shown", figures.n)
                self._add_cell(crossing, kind, subject, rows, columns, figures)
        self._add_merges(kind, subject, partition, sayable=True)

    def _add_cell(
        self,
        crossing: Crossing,
        kind: Kind,
        subject: str,
        rows: Group | None,
        columns: Group | None,
        figures: Figures | None,
    ) -> None:
        if figures is None:
            return
        cell = Cell(crossing, kind, subject, *_codes(crossing, rows, columns), figures.status)
        numbers = {name: getattr(figures, name) for name in _NUMBERS}
        self._cells.append(replace(cell, **numbers))

    def _add_merges(self, kind: Kind, subject: str, partition: Partition, *, sayable: bool) -> None:
        """What became of each category; where nothing is sayable, all are in one group."""
        present = finest(self._table("activity", ()), self._table("territory", ()))
        for crossing, names in CROSSINGS.items():
            groups = _groups(partition, crossing)
            for name in names:
                held = groups[name]
                if not sayable:
                    held = (tuple(sorted(i for g in held for i in g)),)
                dimension = DIMENSIONS[name]
                there = {g[0] for g in getattr(present, name)}
                for group in held:
                    code = dimension.code(group)
                    self._merges += [
                        Merge(crossing, kind, subject, name, dimension.categories[i], code)
                        for i in group
                        if len(group) > 1 and i in there
                    ]


def _side(crossing: Crossing) -> str:
    return "territory" if "territory" in crossing else "activity"


def _block(table: Histogram, rows: Group | None, columns: Group | None) -> Histogram:
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
