"""What to merge when an answer has no look-alike."""

from __future__ import annotations

from collections.abc import Callable

from sync.server.publication.partition import (
    Group,
    Partition,
    Table,
    replace_groups,
)
from sync.server.publication.plan import CROSSINGS, DIMENSIONS, DimensionName
from sync.server.publication.settling import merge_nearest


def loosened(
    partition: Partition, name: DimensionName, number: int, tables: tuple[Table, Table]
) -> Partition:
    """Merge a margin's group with its nearest: in the crossed tables first, then everywhere."""
    group = getattr(partition, name)[number]
    crossings = [c for c, names in CROSSINGS.items() if len(names) == 2 and name in names]
    sides = {c: CROSSINGS[c].index(name) for c in crossings}
    apart = [c for c in crossings if group in (own := getattr(partition, c)[sides[c]]) and own[1:]]
    size_of = firms_of(name, tables)
    if not apart:
        merged = merge_nearest(DIMENSIONS[name], getattr(partition, name), group, size_of)
        return replace_groups(partition, name, merged)
    for crossing in apart:
        groups = list(getattr(partition, crossing))
        side = sides[crossing]
        groups[side] = merge_nearest(DIMENSIONS[name], groups[side], group, size_of)
        partition = replace_groups(partition, crossing, (groups[0], groups[1]))
    return partition


def firms_of(name: DimensionName, tables: tuple[Table, Table]) -> Callable[[Group], int]:
    """Give what counts the firms of a dimension's group, in all layers."""
    by_activity, by_territory = tables
    table = by_territory if name == "territory" else by_activity
    if name == "size":
        return lambda g: table.size_of(g, range(table.firms.shape[2]))
    return lambda g: table.size_of(range(table.firms.shape[1]), g)
