"""Sets of firms that no cell may let be found by subtraction, beside the sample itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sync.server.publication.partition import Counts, Partition
from sync.server.publication.sample import Sample
from sync.server.publication.scores import Ints
from sync.server.publication.sight import View


@dataclass(frozen=True, slots=True)
class Layers:
    """What a cumulated publication must not give away.

    ``of``: for each firm of the sample, the number of its layer (a campaign, for cumulated tables).
    ``changed``: firms by [size, activity] and [size, territory] that a former publication counted
    otherwise. ``start``: the margins to begin with, by theme id, by family of counts ("" for firms).
    ``views``: earlier publications of each family of counts.
    """

    of: Ints
    changed: tuple[tuple[Counts, Counts], ...] = ()
    start: Mapping[str, Partition] = field(default_factory=dict)
    views: Mapping[str, Sequence[View]] = field(default_factory=dict)

    @classmethod
    def none(cls, sample: Sample) -> Layers:
        """All firms in one layer, nothing published before."""
        return cls(np.zeros(len(sample), dtype=np.int64))

    @property
    def count(self) -> int:
        """How many layers there are."""
        return int(self.of.max(initial=0)) + 1
