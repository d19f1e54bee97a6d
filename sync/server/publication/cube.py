"""The cube of a set of firms: every cell of the plan, and nothing else (see the package)."""

from __future__ import annotations

from random import Random

from sync.server.publication.counts import add_counts
from sync.server.publication.draft import Cube, Draft
from sync.server.publication.layers import Layers
from sync.server.publication.plan import MIN_FIRMS
from sync.server.publication.sample import Sample
from sync.server.publication.themes import add_theme


def compute(sample: Sample, chance: Random, layers: Layers | None = None) -> Cube:
    """Compute the cube of a sample that holds one record a firm (`Sample.firms`).

    ``chance``: what merges for no reason is drawn by; nobody may foresee it, or draw it again, who
    reads what is published (`secrets.SystemRandom`).
    """
    if len(sample) < MIN_FIRMS:
        return Cube(0, (), ())
    draft = Draft(sample, layers or Layers.none(sample), chance)
    for theme in sample.book.themes:
        add_theme(draft, theme, sample.theme_score(theme.id))
    add_counts(draft)
    return draft.done()
