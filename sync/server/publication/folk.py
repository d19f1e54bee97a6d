"""The firms of a family of counts, gathered by what they have in common."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sync.server.publication.counted import Family
from sync.server.publication.scores import Flags, Ints
from sync.server.publication.sight import Places


@dataclass(frozen=True, slots=True, eq=False)
class Folk:
    """The firms of a family; those of one place that said the same are one row.

    ``place``, ``weight``: where each row is, and how many firms it is. ``values``: [row, variable].
    ``changes``: what `repair` found that they could change; the same under every partition.
    """

    family: Family
    places: Places
    place: Ints
    values: Ints
    weight: Ints
    changes: list[tuple[Ints, Ints, Ints]] = field(default_factory=list, init=False)

    @classmethod
    def of(cls, family: Family, places: Places) -> Folk:
        """Gather the firms of a family."""
        code = places.of
        for variable in family.variables:
            code = code * len(variable.labels) + variable.value
        _, first, weight = np.unique(code, return_index=True, return_counts=True)
        values = np.column_stack([v.value[first] for v in family.variables])
        return cls(family, places, places.of[first], values, weight)

    def firms(self, number: int, where: Flags | None = None) -> Ints:
        """Firms at [place, value] of a variable."""
        shape = len(self.places), len(self.family.variables[number].labels)
        flat = self.place * shape[1] + self.values[:, number]
        weight = self.weight if where is None else self.weight * where
        found = np.bincount(flat, weights=weight, minlength=shape[0] * shape[1])
        return found.astype(np.int64).reshape(shape)
