"""Chance that falls as told: never; or just so that the program publishes what it is known to have."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

from sync.server.publication.counted import Family
from sync.server.publication.draft import Draft
from sync.server.publication.hazard import mergeable
from sync.server.publication.loosening import loosened
from sync.server.publication.partition import Groups, Partition
from sync.server.publication.plan import DimensionName
from sync.server.publication.settling import settle

Step = tuple[DimensionName, int]


class Never(random.Random):
    """Merges and withholds nothing for no reason."""

    def random(self) -> float:
        return 1.0


class Loaded(random.Random):
    """Draws what it was given, turn by turn: variables to withhold, then groups to merge, and so on."""

    def __init__(self, *turns: Sequence[Any]) -> None:
        super().__init__()
        self._turns: list[list[Any]] = [[*turn] for turn in turns]

    def random(self) -> float:
        if self._turns and self._turns[0]:
            return 0.0
        del self._turns[:1]
        return 1.0

    def choice(self, seq: Any) -> Any:
        drawn = self._turns[0].pop(0)
        assert drawn in seq, "chance cannot draw this"
        return drawn

    def choices(self, population: Any, *_: Any, **__: Any) -> list[Any]:
        return [self.choice(population)]


def steps_of_chance(draft: Draft, family: Family, wanted: Partition) -> list[Step]:
    """Draws that lead from where every firm is to a family's groups, by the program's own steps.

    What firms keep is not looked at: an attacker finds the same draws from the keys alone.
    """
    tables = draft.tables(())
    start = draft.start(family.name, tables)
    assert start is not None
    left: list[tuple[Partition, list[Step]]] = [(settle(start, *tables), [])]
    known = set[Partition]()
    while left:
        partition, steps = left.pop()
        if partition == wanted:
            return steps
        if partition not in known and _is_finer(partition, wanted):
            known.add(partition)
            left += [
                (settle(loosened(partition, *step, tables), *tables), [*steps, step])
                for step in mergeable(partition)
            ]
    raise AssertionError("chance cannot lead here")


def _is_finer(one: Partition, other: Partition) -> bool:
    return all(
        any({*group} <= {*wider} for wider in widest)
        for groups, widest in zip(_lines(one), _lines(other), strict=True)
        for group in groups
    )


def _lines(partition: Partition) -> Iterator[Groups]:
    yield from (partition.size, partition.activity, partition.territory)
    yield from (*partition.size_activity, *partition.size_territory)
