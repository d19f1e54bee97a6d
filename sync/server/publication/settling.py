"""Merging: from the plan's categories to groups that may be said.

Every table is a partition of all firms, and the tables fit together:

- the tables by size, activity and territory each have their groups (at least 5 firms, 5 answers
  to every practice of the theme that was asked there, not all the same);
- a crossed table has the same columns in every row, each a union of the groups of its margins.

So whatever is added to or subtracted from the published cells of a theme, the only sets of firms
that come out are unions of those cells (ours; argument in docs/publication.md). The one structural
hole, that a département is only known below 50 staff, is closed by `_hold_large`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sync.server.publication.partition import Group, Groups, Partition, Table, within
from sync.server.publication.plan import (
    ACTIVITY,
    LARGE,
    LARGE_SIZES,
    SIZE,
    TERRITORY,
    Dimension,
)

_LARGE_SIZES = frozenset(SIZE.categories.index(c) for c in LARGE_SIZES)
_LARGE_PLACE = TERRITORY.categories.index(LARGE)


def settle(start: Partition, by_activity: Table, by_territory: Table) -> Partition:
    """Merge until every cell of every table may be said; the crossed tables follow the margins.

    What ``start`` merged stays merged. Where even all firms together may not be said, one group is
    left in each dimension.
    """
    rows, columns = _everything(SIZE), _everything(ACTIVITY)
    margins = replace(
        start,
        size=_merge_line(
            SIZE,
            start.size,
            lambda g: by_activity.is_sound(g, columns),
            lambda g: by_activity.size_of(g, columns),
        ),
        activity=_merge_line(
            ACTIVITY,
            start.activity,
            lambda g: by_activity.is_sound(rows, g),
            lambda g: by_activity.size_of(rows, g),
        ),
        territory=_merge_line(
            TERRITORY,
            start.territory,
            lambda g: by_territory.is_sound(rows, g),
            lambda g: by_territory.size_of(rows, g),
        ),
    )
    held = _hold_large(margins, by_activity, by_territory)
    return replace(
        held,
        size_activity=_cross(by_activity, *within(start.size_activity, held.size, held.activity)),
        size_territory=_cross(
            by_territory, *within(start.size_territory, held.size, held.territory)
        ),
    )


def _everything(dimension: Dimension) -> list[int]:
    return list(range(len(dimension.categories)))


def _merge_line(
    dimension: Dimension,
    groups: Groups,
    is_sound: Callable[[Group], bool],
    size_of: Callable[[Group], int],
) -> Groups:
    while len(groups) > 1:
        bad = [g for g in groups if not is_sound(g)]
        if not bad:
            break
        groups = merge_nearest(dimension, groups, min(bad, key=size_of), size_of)
    return groups


def merge_nearest(
    dimension: Dimension, groups: Groups, group: Group, size_of: Callable[[Group], int]
) -> Groups:
    """Merge a group with its nearest relative; the smallest of those as near."""
    others = [g for g in groups if g != group]
    partner = min(others, key=lambda g: (dimension.distance(group, g), size_of(g), g))
    merged = tuple(sorted((*group, *partner)))
    return tuple(sorted([g for g in others if g != partner] + [merged]))


def _hold_large(partition: Partition, by_activity: Table, by_territory: Table) -> Partition:
    """Keep the sizes from 50 staff and the place "50+", which are the same firms, in step.

    As soon as one of them shares a group with smaller firms, all of them do, in one group.
    """
    everywhere = _everything(ACTIVITY), _everything(SIZE)
    mixed_size = [g for g in partition.size if _LARGE_SIZES & {*g} and not {*g} <= _LARGE_SIZES]
    mixed_place = [g for g in partition.territory if _LARGE_PLACE in g and len(g) > 1]
    if not mixed_size and not mixed_place:
        return partition
    size, territory = partition.size, partition.territory
    large = [g for g in size if _LARGE_SIZES & {*g}]
    size = _joined(size, large)
    if not mixed_size and len(size) > 1 and large:
        group = next(g for g in size if _LARGE_SIZES & {*g})
        size = merge_nearest(SIZE, size, group, lambda g: by_activity.size_of(g, everywhere[0]))
    if not mixed_place and len(territory) > 1 and (_LARGE_PLACE,) in territory:
        territory = merge_nearest(
            TERRITORY,
            territory,
            (_LARGE_PLACE,),
            lambda g: by_territory.size_of(everywhere[1], g),
        )
    return replace(partition, size=size, territory=territory)


def _joined(groups: Groups, chosen: Sequence[Group]) -> Groups:
    if len(chosen) < 2:
        return groups
    merged = tuple(sorted(i for g in chosen for i in g))
    return tuple(sorted([g for g in groups if g not in chosen] + [merged]))


def _cross(table: Table, rows: Groups, columns: Groups) -> tuple[Groups, Groups]:
    """Merge whole rows and columns until every block may be said (or holds no firm)."""
    everything = _everything(SIZE), _everything(table.dimension)
    while len(rows) > 1 or len(columns) > 1:
        bad = [(r, c) for r in rows for c in columns if not table.is_sound(r, c)]
        if not bad:
            break
        by_row, group = _worst(rows, columns, bad)
        if by_row:
            rows = merge_nearest(SIZE, rows, group, lambda g: table.size_of(g, everything[1]))
        else:
            columns = merge_nearest(
                table.dimension, columns, group, lambda g: table.size_of(everything[0], g)
            )
    return rows, columns


def _worst(rows: Groups, columns: Groups, bad: Sequence[tuple[Group, Group]]) -> tuple[bool, Group]:
    """The line with the largest share of bad blocks, columns first when equal."""
    shares = []
    if len(columns) > 1:
        shares += [(sum(b[1] == c for b in bad) / len(rows), 1, c) for c in columns]
    if len(rows) > 1:
        shares += [(sum(b[0] == r for b in bad) / len(columns), 0, r) for r in rows]
    _, is_column, group = max(shares)
    return not is_column, group
