"""Groups of categories, and what decides on merging them (`settling` merges)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np

from sync.server.publication.plan import (
    MIN_FIRMS,
    Crossing,
    Dimension,
    DimensionName,
)

Group: TypeAlias = tuple[int, ...]
Groups: TypeAlias = tuple[Group, ...]
Counts: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Table:
    """What decides on merging, for one crossed table (rows: size; columns: another dimension).

    ``firms[layer, row, column]``: firms there. ``answers[layer, variable, row, column, value]``:
    how many of them gave each value of each variable. A layer is a set of firms that must not
    be found by subtraction: a campaign, or what changed since a publication. ``asked``: firms at
    [layer, question, row, column] of which there must be enough too.
    """

    dimension: Dimension
    firms: Counts
    answers: Counts
    asked: Counts | None = None
    _sound: dict[tuple[Group, Group], bool] = field(default_factory=dict, init=False)

    def is_sound(self, rows: Sequence[int], columns: Sequence[int]) -> bool:
        """Whether the firms of a block may be said, in every layer."""
        block = tuple(rows), tuple(columns)
        if block not in self._sound:
            self._sound[block] = self._is_sound(rows, columns)
        return self._sound[block]

    def _is_sound(self, rows: Sequence[int], columns: Sequence[int]) -> bool:
        firms = self.firms[:, rows][:, :, columns].sum(axis=(1, 2))
        if ((firms > 0) & (firms < MIN_FIRMS)).any():
            return False
        if self.asked is not None:
            asked = self.asked[:, :, rows][:, :, :, columns].sum(axis=(2, 3))
            if ((asked < MIN_FIRMS) & (firms[:, None] > 0)).any():
                return False
        given = self.answers[:, :, rows][:, :, :, columns].sum(axis=(2, 3))
        told = given.sum(axis=2)
        same = (given > 0).sum(axis=2) <= 1
        bad = (told < MIN_FIRMS) | same
        return not bool((bad & (firms[:, None] > 0)).any())

    def size_of(self, rows: Sequence[int], columns: Sequence[int]) -> int:
        """How many firms a block holds, in all layers."""
        return int(self.firms[:, rows][:, :, columns].sum())


@dataclass(frozen=True, slots=True)
class Partition:
    """The groups of a theme's tables; crossed tables have rows and columns of their own."""

    size: Groups
    activity: Groups
    territory: Groups
    size_activity: tuple[Groups, Groups] = ((), ())
    size_territory: tuple[Groups, Groups] = ((), ())


def finest(by_activity: Table, by_territory: Table) -> Partition:
    """Every category that holds a firm, apart."""
    firms = by_activity.firms.sum(axis=0)
    places = by_territory.firms.sum(axis=(0, 1))
    return Partition(_singles(firms.sum(axis=1)), _singles(firms.sum(axis=0)), _singles(places))


def _singles(firms: Counts) -> Groups:
    return tuple((i,) for i in range(len(firms)) if firms[i])


def replace_groups(
    partition: Partition,
    name: DimensionName | Crossing,
    groups: Groups | tuple[Groups, Groups],
) -> Partition:
    """The same partition with other groups in one margin or one crossed table."""
    fields: dict[str, Any] = {name: groups}
    return replace(partition, **fields)


def coarsened(one: Partition, other: Partition) -> Partition:
    """The finest partition whose groups are unions of the groups of both."""
    return Partition(
        _join(one.size, other.size),
        _join(one.activity, other.activity),
        _join(one.territory, other.territory),
        within(one.size_activity, *other.size_activity),
        within(one.size_territory, *other.size_territory),
    )


def present(partition: Partition, there: Partition) -> Partition:
    """The same without the categories that hold no firm."""

    def kept(groups: Groups, singles: Groups) -> Groups:
        known = {i for group in singles for i in group}
        held = (tuple(i for i in group if i in known) for group in groups)
        return tuple(group for group in held if group)

    return Partition(
        kept(partition.size, there.size),
        kept(partition.activity, there.activity),
        kept(partition.territory, there.territory),
        (
            kept(partition.size_activity[0], there.size),
            kept(partition.size_activity[1], there.activity),
        ),
        (
            kept(partition.size_territory[0], there.size),
            kept(partition.size_territory[1], there.territory),
        ),
    )


def within(start: tuple[Groups, Groups], rows: Groups, columns: Groups) -> tuple[Groups, Groups]:
    """The crossed table's groups to begin with: those it had, or wider ones of its margins."""
    return _join(rows, start[0]), _join(columns, start[1])


def _join(one: Groups, other: Groups) -> Groups:
    groups: list[set[int]] = [set(g) for g in one]
    for group in other:
        touched = [g for g in groups if g & {*group}]
        groups = [g for g in groups if not g & {*group}]
        groups.append({*group}.union(*touched))
    return tuple(sorted(tuple(sorted(g)) for g in groups))


def group_numbers(categories: int, groups: Groups) -> Counts:
    """Category → the number of its group."""
    found = np.zeros(categories, dtype=np.int64)
    for number, group in enumerate(groups):
        found[list(group)] = number
    return found


def blocks(partition: Partition, crossing: str) -> Iterator[tuple[Group | None, Group | None]]:
    """The cells of a table as (size group, other group); None where it does not cross that."""
    if crossing == "all":
        yield None, None
    elif crossing == "size":
        yield from ((g, None) for g in partition.size)
    elif crossing in {"activity", "territory"}:
        yield from ((None, g) for g in getattr(partition, crossing))
    else:
        rows, columns = getattr(partition, crossing)
        yield from ((r, c) for r in rows for c in columns)
