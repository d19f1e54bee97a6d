"""Merging and withholding now and then for no reason, so that neither proves anything.

Counts are merged until nobody is exposed, and a figure is withheld that would expose somebody even
told of all firms together: who keeps an action decides on both. Somebody who runs the program on
every world that fits the figures could so rule out the worlds from which it would have merged
otherwise (minimality attack: Wong, Fu, Wang and Pei, VLDB 2007). Against that, ours: before
anybody exposed is looked for, chance draws variables to withhold, and groups to merge by the very steps
that exposed firms are merged by. These steps depend on where firms are, not on what they keep. Whatever
was withheld and merged can therefore have come from chance alone, and no world is ruled out that
fits the figures and has nobody exposed in the groups that were published.

A world stays possible; how likely it is, is another matter (docs/publication.md says how much).

It is done in every sample: no number of firms keeps anybody from being exposed, for a thousand of them
may all keep the same. What spares a large campaign is that small groups are drawn more often (by
1 / firms); these are also what exposed firms mostly merge.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from sync.server.publication.doubles import AXES
from sync.server.publication.loosening import firms_of, loosened
from sync.server.publication.partition import Partition, Table
from sync.server.publication.plan import DimensionName
from sync.server.publication.settling import settle

#: How often one more group is merged; a family of counts.
OFTEN = 1 / 4
#: How often one more variable is withheld. It costs a whole table, and is seldom what happened.
SELDOM = 1 / 1000


def withheld_by_chance(variables: Sequence[int], chance: Random) -> set[int]:
    """Some of the variables: none, nearly always."""
    found = set[int]()
    while variables and chance.random() < SELDOM:
        found.add(chance.choice(variables))
    return found


def merged_by_chance(
    partition: Partition, tables: tuple[Table, Table], chance: Random
) -> Partition:
    """The partition with some more groups merged: none, mostly."""
    while (groups := mergeable(partition)) and chance.random() < OFTEN:
        weights = [1 / firms_of(name, tables)(getattr(partition, name)[g]) for name, g in groups]
        (drawn,) = chance.choices(groups, weights)
        partition = settle(loosened(partition, *drawn, tables), *tables)
    return partition


def mergeable(partition: Partition) -> list[tuple[DimensionName, int]]:
    """Every margin's group that has another to be merged with."""
    margins = {name: range(len(getattr(partition, name))) for name in AXES}
    return [(name, g) for name, numbers in margins.items() if numbers[1:] for g in numbers]
