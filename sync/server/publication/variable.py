"""A theme or practice as the cube counts it: its values, and which firm gave which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sync.server.publication.figures import Histogram, Kind
from sync.server.publication.plan import MIN_FIRMS, SIZE, Dimension
from sync.server.publication.sample import Sample
from sync.server.publication.scores import Floats, Ints, ThemeScores


@dataclass(frozen=True, slots=True)
class Variable:
    """A theme or practice: its values, and each firm's index in them (−1: none)."""

    kind: Kind
    subject: str
    values: Floats
    index: Ints

    def histogram(self, sample: Sample, columns: Ints, dimension: Dimension) -> Histogram:
        """How many firms at [size, column] gave each value."""
        told = self.index >= 0
        shape = (len(SIZE.categories), len(dimension.categories), len(self.values))
        places = (sample.size[told], columns[told], self.index[told])
        flat = np.ravel_multi_index(places, shape)
        return np.bincount(flat, minlength=int(np.prod(shape))).reshape(shape)

    @property
    def total(self) -> Histogram:
        """How many firms gave each value."""
        return np.bincount(self.index[self.index >= 0], minlength=len(self.values))


def theme_variable(theme: str, scores: ThemeScores) -> Variable:
    """Lower bounds of the firms whose score would be shown to them."""
    lower = np.where(scores.is_shown, scores.lower_bound, np.nan).round(9)
    told = ~np.isnan(lower)
    values, inverse = np.unique(lower[told], return_inverse=True)
    index = np.full(len(lower), -1, dtype=np.int64)
    index[told] = inverse
    return Variable("theme", theme, values, index)


def is_sayable(variable: Variable) -> bool:
    """Whether all firms together gave enough answers, and not all the same."""
    total = variable.total
    return bool(total.sum() >= MIN_FIRMS and (total > 0).sum() > 1)
