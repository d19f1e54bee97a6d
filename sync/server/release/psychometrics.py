"""What researchers ask of a scale: spread, missing shares, alpha, item-rest, variance between groups.

Everything is computed from the released table alone, with its missing codes left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sync.protocol.codebook import Codebook
from sync.server.publication.plan import MIN_QUARTILES
from sync.server.publication.scores import Floats
from sync.server.release.variables import Column, Microdata

_NSP, _SO = -1, -2


@dataclass(frozen=True, slots=True)
class ThemeQuality:
    """One theme.

    ``n``: records with a score; ``alpha`` over ``alpha_n`` records that placed a level
    for every practice of the theme (None below 20, or with fewer than 2 practices). ``item_rest``: each
    practice's correlation with the mean of the others, over the same records. ``between``: share of
    the score's variance between activities, sizes, territories (η², released keys only).
    """

    theme: str
    title: str
    n: int
    mean: float | None
    deviation: float | None
    nsp_share: float
    so_share: float
    alpha: float | None
    alpha_n: int
    item_rest: dict[str, float | None]
    between: dict[str, float | None]


def themes(data: Microdata, book: Codebook) -> list[ThemeQuality]:
    """Every theme of the codebook that has a released practice."""
    names = {c.name for c in data.columns}
    found = []
    for theme in book.themes:
        practices = [data.column(p.id) for p in theme.practices if p.id in names]
        if practices:
            found.append(_theme(data, theme.id, theme.title, practices))
    return found


def _theme(data: Microdata, theme: str, title: str, practices: Sequence[Column]) -> ThemeQuality:
    answers = np.column_stack([p.values for p in practices])
    scores = data.column(theme).values
    known = scores[~np.isnan(scores)]
    complete = answers[(answers >= 0).all(axis=1)]
    enough = len(complete) >= MIN_QUARTILES and len(practices) > 1
    rest = {p.name: item_rest(complete, j) if enough else None for j, p in enumerate(practices)}
    keys = [c for c in data.columns if c.name in {"activity", "size", "territory"}]
    return ThemeQuality(
        theme,
        title,
        len(known),
        float(known.mean()) if len(known) else None,
        float(known.std(ddof=1)) if len(known) > 1 else None,
        float((answers == _NSP).mean()),
        float((answers == _SO).mean()),
        alpha(complete) if enough else None,
        len(complete),
        rest,
        {key.name: variance_share(scores, key.values) for key in keys},
    )


def alpha(answers: Floats) -> float | None:
    """Cronbach's alpha (1951): k/(k−1)·(1 − Σ variances of items / variance of their sum)."""
    count = answers.shape[1]
    whole = answers.sum(axis=1).var(ddof=1)
    if whole == 0:
        return None
    return float(count / (count - 1) * (1 - answers.var(axis=0, ddof=1).sum() / whole))


def item_rest(answers: Floats, item: int) -> float | None:
    """Correlation of an item with the mean of the others; None where one of both does not vary."""
    rest = np.delete(answers, item, axis=1).mean(axis=1)
    own = answers[:, item]
    if own.std() == 0 or rest.std() == 0:
        return None
    return float(np.corrcoef(own, rest)[0, 1])


def variance_share(scores: Floats, groups: Floats) -> float | None:
    """η²: variance between groups / whole variance, over records whose key is released."""
    told = ~np.isnan(scores) & (groups > 0)
    values, of = scores[told], groups[told]
    if len(values) < MIN_QUARTILES or values.var() == 0:
        return None
    mean = values.mean()
    between = sum(
        len(values[of == g]) * (values[of == g].mean() - mean) ** 2 for g in np.unique(of)
    )
    return float(between / ((values - mean) ** 2).sum())
