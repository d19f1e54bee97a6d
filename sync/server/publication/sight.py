"""What is published of counts, as the places that firms are in see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sync.server.publication.partition import Partition, group_numbers
from sync.server.publication.plan import DIMENSIONS
from sync.server.publication.sample import Sample
from sync.server.publication.scores import Flags, Ints

TABLES = 6
#: More than there are groups in a dimension, or cells in a publication's table.
_MANY = 64


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A publication that holds some of these firms, by its groups.

    ``members``: which of the firms; None: all. ``is_known``: whether these are all that it holds, so
    that its counts can be found again; where not, nothing in it may move.
    """

    partition: Partition
    members: Flags | None = None
    is_known: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """The categories and earlier publications that firms are in, each combination once.

    ``of``: each firm's place. ``keys``: [place, (size, activity, territory)]. ``seen``: [place, view],
    whether the firms of a place are in that earlier publication; ``pattern``: a number for each row
    of it.
    """

    of: Ints
    keys: Ints
    seen: Flags
    pattern: Ints

    @classmethod
    def build(cls, sample: Sample, earlier: Sequence[View]) -> Places:
        """The places of a sample."""
        everyone = np.ones(len(sample), dtype=np.bool_)
        members = [everyone if v.members is None else v.members for v in earlier]
        columns = [sample.size, sample.activity, sample.territory, *members]
        code = np.zeros(len(sample), dtype=np.int64)
        for column in columns:
            code = code * _MANY + column
            code = np.unique(code, return_inverse=True)[1].reshape(-1)
        _, first = np.unique(code, return_index=True)
        rows = np.column_stack([c[first].astype(np.int64) for c in columns])
        seen = rows[:, 3:].astype(np.bool_)
        return cls(code, rows[:, :3], seen, _numbered(rows[:, 3:]))

    def __len__(self) -> int:
        return len(self.keys)

    def groups(self, partition: Partition) -> Ints:
        """The margins' groups of each place, then its groups in the crossed tables: [place, 7]."""
        size, activity, territory = self.keys.T
        by_activity, by_territory = partition.size_activity, partition.size_territory
        found = (
            ("size", size, partition.size),
            ("activity", activity, partition.activity),
            ("territory", territory, partition.territory),
            ("size", size, by_activity[0]),
            ("activity", activity, by_activity[1]),
            ("size", size, by_territory[0]),
            ("territory", territory, by_territory[1]),
        )
        columns = (
            group_numbers(len(DIMENSIONS[name].categories), groups)[column]  # type: ignore[index]
            for name, column, groups in found
        )
        return np.column_stack([*columns])

    def cells(self, groups: Ints) -> Ints:
        """The cell of each place in each of the six tables."""
        size, activity, territory, row, column, other_row, place = groups.T
        everyone = np.zeros_like(size)
        crossed = row * _MANY + column, other_row * _MANY + place
        return np.column_stack([everyone, size, activity, territory, *crossed])


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """Tables of one or several publications.

    ``cells``: [place, table], numbers of cells, no two tables sharing one; ``count``: how many there are.
    ``fixed``: tables where nothing may move. ``blind``: [place, table], outside that publication.
    ``alike``: a number shared by places of the same cells everywhere. ``corners``: [place, (pattern,
    size, activity, territory)], groups as all publications know them; ``beside``: for each of the
    three, which groups share their cells of the crossed tables.
    """

    cells: Ints
    count: int
    fixed: Flags
    blind: Flags
    alike: Ints
    corners: Ints
    beside: tuple[Flags, Flags, Flags]

    @classmethod
    def of(cls, places: Places, views: Sequence[View], silent: Sequence[Partition] = ()) -> Sight:
        """``views``: the publication in hand, then earlier ones in the order of `Places.seen`.

        ``silent``: groups of other figures, which an exchange of all answers would change.
        """
        groups = [places.groups(v.partition) for v in views]
        seen = np.column_stack([np.ones(len(places), dtype=np.bool_), places.seen])
        blind = np.repeat(~seen, TABLES, axis=1)
        cells = np.where(blind, -1, np.hstack([places.cells(g) for g in groups]))
        numbers = np.arange(cells.shape[1]) * _MANY * _MANY + cells
        values, dense = np.unique(numbers, return_inverse=True)
        together = [cells, *(places.cells(places.groups(p)) for p in silent)]
        size, activity, territory = (
            _numbered(np.column_stack([g[:, axis] for g in groups])) for axis in range(3)
        )
        crossed = (np.column_stack([g[:, axes] for g in groups]) for axes in ([3, 5], [4], [6]))
        corners = size, activity, territory
        first, second, third = (
            _beside(corner, _numbered(own)) for corner, own in zip(corners, crossed, strict=True)
        )
        return cls(
            dense.reshape(cells.shape),
            len(values),
            np.repeat([not v.is_known for v in views], TABLES),
            blind,
            _numbered(np.hstack(together)),
            np.column_stack([places.pattern, *corners]),
            (first, second, third),
        )

    def counts(self, firms: Ints) -> Ints:
        """From firms at [place, value] to firms at [cell, value]."""
        repeated = self.cells.shape[1]
        columns = (
            np.bincount(self.cells.ravel(), np.repeat(column, repeated), minlength=self.count)
            for column in firms.T
        )
        return np.column_stack([*columns]).astype(np.int64)


def _numbered(rows: Ints) -> Ints:
    """A number for each different row."""
    if not rows.shape[1]:
        return np.zeros(len(rows), dtype=np.int64)
    return np.unique(rows, axis=0, return_inverse=True)[1].reshape(-1)


def _beside(groups: Ints, crossed: Ints) -> Flags:
    """Which groups of a margin are one group of the crossed tables."""
    of = np.zeros(int(groups.max()) + 1, dtype=np.int64)
    of[groups] = crossed
    same: Flags = of[:, None] == of[None, :]
    return same
