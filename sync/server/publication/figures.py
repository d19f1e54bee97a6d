"""The figures of a cell: rounded counts, means to 0.1, quartiles from 20 firms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from sync.server.publication.plan import MIN_FIRMS, MIN_QUARTILES, ROUND_TO, Crossing
from sync.server.publication.scores import Flags, Floats, Ints

Status: TypeAlias = Literal["shown", "homogeneous", "nearly_all", "withheld"]
Kind: TypeAlias = Literal[
    "firms",
    "theme",
    "practice",
    "need",
    "need_theme",
    "action",
    "growth",
    "phase",
    "attitude",
    "brake",
    "lever",
    "answered",
    "nsp",
    "so",
]
Histogram: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]
#: A need or action kept by all firms but this many is only said to be kept by nearly all.
_NEARLY = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of ``release.cells``; the package's docstring says what each column means."""

    crossing: Crossing
    kind: Kind
    subject: str
    size: str = ""
    activity: str = ""
    territory: str = ""
    status: Status = "shown"
    n: int | None = None
    mean: float | None = None
    q1: float | None = None
    median: float | None = None
    q3: float | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a cell says of its firms."""

    status: Status
    n: int | None = None
    mean: float | None = None
    q1: float | None = None
    median: float | None = None
    q3: float | None = None
    count: int | None = None


def rounded(count: int) -> int:
    """A count, rounded to 5."""
    return int(count / ROUND_TO + 0.5) * ROUND_TO


def of_levels(values: Floats, histogram: Histogram) -> Figures | None:
    """Figures of levels or scores; None for a cell that may not be said at all."""
    total = int(histogram.sum())
    if total < MIN_FIRMS:
        return None
    if (histogram > 0).sum() == 1:
        return Figures("homogeneous")
    mean = float(values @ histogram) / total
    if total < MIN_QUARTILES:
        return Figures("shown", rounded(total), _tenth(mean))
    q1, median, q3 = (_tenth(_quantile(values, histogram, share)) for share in (0.25, 0.5, 0.75))
    return Figures("shown", rounded(total), _tenth(mean), q1, median, q3)


def of_kept(firms: int, kept: int) -> Figures | None:
    """Figures of a need or an action: how many of a cell's firms kept it.

    With 5 as the step, 0 stands for 0, 1 or 2; at the other end all but two at most are told
    alike: somebody who knows how many firms there are would else learn that all kept it (ours).
    """
    if firms < MIN_FIRMS:
        return None
    if kept >= firms - _NEARLY:
        return Figures("nearly_all", rounded(firms))
    return Figures("shown", rounded(firms), count=rounded(kept))


def is_same_count(firms: Ints, kept: Ints, other_firms: Ints, other_kept: Ints) -> Flags:
    """Whether `of_kept` says the same of both, cell by cell."""
    same: Flags = np.ones(len(firms), dtype=np.bool_)
    for one, other in zip(_told(firms, kept), _told(other_firms, other_kept), strict=True):
        same &= one == other
    return same


def margin(firms: Ints, kept: Ints) -> tuple[Ints, Ints]:
    """The lowest and the highest count of which `of_kept` says the same."""
    is_nearly_all = kept >= firms - _NEARLY
    half = ROUND_TO // 2
    low = np.where(is_nearly_all, firms - _NEARLY, _rounded(kept) - half)
    high = np.where(is_nearly_all, firms, np.minimum(_rounded(kept) + half, firms - _NEARLY - 1))
    return np.maximum(low, 0), high


def _told(firms: Ints, kept: Ints) -> tuple[Ints, Ints]:
    """What `of_kept` gives, as numbers: n (−1: no cell), count (−1: nearly all)."""
    told = np.where(firms < MIN_FIRMS, -1, _rounded(firms))
    count = np.where(kept >= firms - _NEARLY, -1, _rounded(kept))
    return told, np.where(told < 0, -1, count)


def _rounded(counts: Ints) -> Ints:
    rounded_: Ints = (counts + ROUND_TO // 2) // ROUND_TO * ROUND_TO
    return rounded_


def _tenth(value: float) -> float:
    return round(value + 0.0, 1)


def _quantile(values: Floats, histogram: Histogram, share: float) -> float:
    """Linear interpolation between order statistics, as most statistical programs do."""
    ends = np.cumsum(histogram)
    place = share * (int(ends[-1]) - 1)
    below = int(place)
    low, high = (
        float(values[int(np.searchsorted(ends, rank, side="right"))])
        for rank in (below, min(below + 1, int(ends[-1]) - 1))
    )
    return low + (place - below) * (high - low)
