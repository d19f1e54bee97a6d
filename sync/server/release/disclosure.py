"""The disclosure report: what protects the release, what was taken away, what that costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from sync.server.publication.sample import Sample
from sync.server.publication.scores import Floats, Ints
from sync.server.release.anonymity import K, L
from sync.server.release.microdata import Outcome
from sync.server.release.psychometrics import ThemeQuality, themes
from sync.server.release.variables import SUPPRESSED, Column, Microdata


@dataclass(frozen=True, slots=True)
class MeanChange:
    """The mean of a score over all records, as it came and as it is released, and why they differ."""

    variable: str
    source: float | None
    released: float | None
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """Figures of the report; everything but ``source`` can be computed again from the files.

    ``k``: records of the smallest class; ``l``: fewest values that a sensitive variable takes in a
    class. ``suppressed``: key → records where it is suppressed.
    """

    campaign: str
    questionnaire: str
    records: int
    classes: int
    k: int
    l: int  # noqa: E741 - the name that the field uses
    k_wanted: int
    l_wanted: int
    keys: tuple[str, ...]
    sensitive: tuple[str, ...]
    suppressed: dict[str, int]
    left_out: dict[str, str]
    needs_lost: int
    links: int
    links_lost: int
    means: tuple[MeanChange, ...]
    quality: tuple[ThemeQuality, ...]


def report(outcome: Outcome) -> Report:
    """Write down what a release says and what it lost."""
    data, sample = outcome.data, outcome.sample
    of = _classes(data, outcome.keys)
    sizes = np.bincount(of)
    sensitive = [c for c in data.columns if c.role == "sensitive"]
    fewest = [int(_values_in(of, c).min()) for c in sensitive]
    suppressed = {k: int((data.column(k).values == SUPPRESSED).sum()) for k in outcome.keys}
    return Report(
        campaign=data.campaign,
        questionnaire=data.questionnaire,
        records=len(data),
        classes=len(sizes),
        k=int(sizes.min()),
        l=min(fewest, default=L),
        k_wanted=K,
        l_wanted=L,
        keys=outcome.keys,
        sensitive=tuple(c.name for c in sensitive),
        suppressed=suppressed,
        left_out=outcome.left_out,
        needs_lost=_needs_lost(outcome),
        links=outcome.links,
        links_lost=outcome.links_lost,
        means=tuple(_means(outcome, sample)),
        quality=tuple(themes(data, sample.book)),
    )


def _classes(data: Microdata, keys: Sequence[str]) -> Ints:
    """The class of each record, from 0: equal where all keys are."""
    of: Ints = np.zeros(len(data), dtype=np.int64)
    for key in keys:
        _, value = np.unique(data.column(key).values, return_inverse=True)
        _, of = np.unique(of * (int(value.max()) + 1) + value, return_inverse=True)
    return of


def _values_in(of: Ints, column: Column) -> Ints:
    """How many values a column takes in each class."""
    found, value = np.unique(column.values, return_inverse=True)
    pairs = np.unique(of * len(found) + value)
    return np.bincount(pairs // len(found))


def _needs_lost(outcome: Outcome) -> int:
    practices = outcome.sample.levels.practices
    gone = [j for j, p in enumerate(practices) if p in outcome.left_out]
    return int(outcome.sample.needs[:, gone].sum())


def _means(outcome: Outcome, sample: Sample) -> list[MeanChange]:
    found = []
    for theme in sample.book.themes:
        own = [p.id for p in theme.practices if p.id in outcome.left_out]
        score = sample.theme_score(theme.id).score
        found.append(_change(outcome.data, theme.id, _mean(score), own))
    overall = sample.book.overall
    if overall is not None:
        own = [p.id for t in sample.book.themes for p in t.practices if p.id in outcome.left_out]
        found.append(_change(outcome.data, overall.id, _mean(sample.overall()), own))
    return found


def _change(
    data: Microdata, name: str, source: float | None, left_out: Sequence[str]
) -> MeanChange:
    released = _mean(data.column(name).values)
    why = "rien n’a été retiré\u202f: les deux moyennes sont égales"
    if left_out:
        why = f"recalculée sans {', '.join(left_out)}, non diffusé"
    return MeanChange(name, source, released, why)


def _mean(values: Floats | None) -> float | None:
    if values is None or np.isnan(values).all():
        return None
    return float(np.nanmean(values))


def plain(told: Report) -> dict[str, object]:
    """The report as JSON-ready values."""
    return asdict(told)
