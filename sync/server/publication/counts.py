"""The tables of counts: firms, needs, actions, growth, brakes and levers, how questions went."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from sync.server.publication.alibis import exposed
from sync.server.publication.counted import Counted, Family, families, histogram
from sync.server.publication.doubles import AXES, is_large
from sync.server.publication.draft import Draft, block_total
from sync.server.publication.figures import Figures, Histogram, of_kept, rounded
from sync.server.publication.folk import Folk
from sync.server.publication.hazard import merged_by_chance, withheld_by_chance
from sync.server.publication.loosening import loosened
from sync.server.publication.partition import Partition, blocks, group_numbers
from sync.server.publication.plan import CROSSINGS, DIMENSIONS, SIZE, Crossing, DimensionName
from sync.server.publication.scores import Ints
from sync.server.publication.settling import settle
from sync.server.publication.sight import Sight, View


def add_counts(draft: Draft) -> None:
    """Write down every table of counts."""
    if not _add_firms(draft):
        return
    for family in families(draft.sample):
        if family.variables:
            add_family(draft, family)


def _add_firms(draft: Draft) -> bool:
    """How many firms were seen; False where not even that may be said."""
    tables = draft.tables(())
    margins = draft.start("", tables)
    if margins is None:
        return False
    partition = settle(margins, *tables)
    draft.partitions[""] = partition
    for crossing in CROSSINGS:
        table = tables["territory" in crossing].firms[: draft.layers.count].sum(axis=0)
        for block in blocks(partition, crossing):
            firms = int(block_total(table, *block))
            if firms:
                draft.add_cell(crossing, "firms", "", block, Figures("shown", rounded(firms)))
    draft.add_merges("firms", "", partition, sayable=True)
    return True


def add_family(draft: Draft, family: Family) -> None:
    """Write down the tables of one family."""
    asked = [np.array(v.counted)[v.value] for v in family.variables if not all(v.counted)]
    tables = draft.tables((), asked)
    margins = draft.start(family.name, tables)
    if margins is None:
        return
    folk, hidden = _withheld(draft, family, _together(margins))
    partition = merged_by_chance(settle(margins, *tables), tables, draft.chance)
    while (firms := exposed(folk, _sight(draft, family, partition)).firms).any():
        margins = loosened(partition, *_worst(draft, partition, firms), tables)
        partition = settle(margins, *tables)
    draft.partitions[family.name] = partition
    for number, variable in enumerate(family.variables):
        _add_variable(draft, variable, partition, withheld=number in hidden)


def _withheld(draft: Draft, family: Family, together: Partition) -> tuple[Folk, set[int]]:
    """The firms without the variables that would expose somebody even so, and which these are."""
    folk, sight = Folk.of(family, draft.places), _sight(draft, family, together)
    hidden = withheld_by_chance(
        [i for i, v in enumerate(family.variables) if v.secret], draft.chance
    )
    while True:
        left = replace(folk, family=_without(family, hidden))
        betrayed = exposed(left, sight).variables
        if not betrayed:
            return left, hidden
        hidden.update(betrayed)


def _together(margins: Partition) -> Partition:
    """All firms in one cell: whoever is exposed even so has to be withheld."""
    size, activity, territory = (
        (tuple(sorted(i for group in getattr(margins, name) for i in group)),) for name in AXES
    )
    return Partition(size, activity, territory, (size, activity), (size, territory))


def _without(family: Family, hidden: Collection[int]) -> Family:
    """The family with some variables that are not published."""
    variables = (
        replace(v, labels=(None,) * len(v.labels), secret=()) if number in hidden else v
        for number, v in enumerate(family.variables)
    )
    return replace(family, variables=tuple(variables))


def _sight(draft: Draft, family: Family, partition: Partition) -> Sight:
    theme = draft.partitions.get(family.theme) if family.theme else None
    views = [View(partition), *draft.layers.views.get(family.name, ())]
    return Sight.of(draft.places, views, [theme] if theme else [])


def _worst(draft: Draft, partition: Partition, alone: Ints) -> tuple[DimensionName, int]:
    """The margin's group with the largest share of exposed firms."""
    places = draft.places
    firms = np.bincount(places.of, minlength=len(places))
    ranked = []
    for axis, name in enumerate(AXES):
        groups = getattr(partition, name)
        if len(groups) < 2:
            continue
        of = group_numbers(len(DIMENSIONS[name].categories), groups)[places.keys[:, axis]]
        found = np.bincount(of, weights=alone, minlength=len(groups))
        shares = found / np.bincount(of, weights=firms, minlength=len(groups))
        ranked += [
            (not is_large(partition, axis, g), shares[g], axis, g)
            for g in map(int, np.flatnonzero(found))
        ]
    # Small and large firms are mixed last: it would mix their départements too.
    _, _, axis, group = max(ranked)
    return AXES[axis], group


def _add_variable(
    draft: Draft, variable: Counted, partition: Partition, *, withheld: bool = False
) -> None:
    labels = [(value, label) for value, label in enumerate(variable.labels) if label]
    for crossing in CROSSINGS:
        if withheld and crossing != "all":
            continue
        table = _histogram(draft, variable, crossing)
        for block in blocks(partition, crossing):
            given = block_total(table, *block)
            firms = int(given[np.array(variable.counted)].sum())
            for value, (kind, subject) in labels:
                figures = of_kept(firms, int(given[value]))
                if figures and withheld:
                    figures = Figures("withheld")
                draft.add_cell(crossing, kind, subject, block, figures)
    for _, (kind, subject) in labels:
        draft.add_merges(kind, subject, partition, sayable=not withheld)


def _histogram(draft: Draft, variable: Counted, crossing: Crossing) -> Histogram:
    dimension, columns = draft.columns["territory" if "territory" in crossing else "activity"]
    shape = len(SIZE.categories), len(dimension.categories)
    return histogram(variable, shape, (draft.sample.size, columns))
