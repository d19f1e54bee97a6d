"""A theme's cells and its practices': one partition for all, so that none gives another away."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sync.protocol.codebook import ThemeCode
from sync.server.publication.doubles import APART, Answered, ExposedError, Scored, exposed_group
from sync.server.publication.draft import Draft, block_total
from sync.server.publication.figures import Figures, of_levels
from sync.server.publication.loosening import loosened
from sync.server.publication.partition import Partition, blocks
from sync.server.publication.plan import CROSSINGS
from sync.server.publication.scores import Floats, Ints, ThemeScores
from sync.server.publication.settling import settle
from sync.server.publication.variable import Variable, is_sayable, theme_variable


def add_theme(draft: Draft, theme: ThemeCode, scores: ThemeScores) -> None:
    """Write down a theme and its practices."""
    practices = [_practice(draft, p.id) for p in theme.practices]
    whole = theme_variable(theme.id, scores)
    deciding = [v for v in (whole, *practices) if v.total.sum() and is_sayable(v)]
    weights = {p.id: p.weight for p in theme.practices}
    hidden = any(v.total.sum() and not is_sayable(v) for v in practices)
    told = _scored(draft, whole)
    divisors = np.unique(np.where(scores.is_shown, scores.denominator, np.inf), return_inverse=True)
    answered = [
        _answered(draft, v, weights[v.subject], divisors) for v in deciding if v.kind == "practice"
    ]
    try:
        partition = _partition(draft, theme.id, deciding, answered, told)
    except ExposedError:
        # Without the theme's mean, nothing ties a practice to the others.
        hidden = True
        answered = [a.without_shares() for a in answered]
        partition = _partition(draft, theme.id, deciding, answered, told)
    if partition is None:
        return
    _add_variable(draft, whole, partition, withheld=hidden)
    for practice in practices:
        _add_variable(draft, practice, partition)


def _practice(draft: Draft, practice: str) -> Variable:
    levels = draft.sample.levels
    index = levels.answers[:, levels.practices.index(practice)].astype(np.int64)
    return Variable("practice", practice, levels.values, np.maximum(index, -1))


def _scored(draft: Draft, theme: Variable) -> Scored:
    told, sample = theme.index >= 0, draft.sample
    places = sample.size[told], sample.activity[told], sample.territory[told]
    return Scored.build(*places, theme.values[theme.index[told]])


def _answered(
    draft: Draft, practice: Variable, weight: float, divisors: tuple[Floats, Ints]
) -> Answered:
    """``divisors``: what firms' scores are divided by, and which of these is each firm's."""
    told, sample, layers = practice.index >= 0, draft.sample, draft.layers
    own = weight / divisors[0]
    shares = (own[None, :] + APART * np.arange(layers.count)[:, None]).ravel()
    return Answered.build(
        (sample.size[told], sample.activity[told], sample.territory[told]),
        (practice.index[told], practice.values),
        (layers.of[told] * len(own) + divisors[1][told], shares),
    )


def _partition(
    draft: Draft,
    subject: str,
    deciding: Sequence[Variable],
    answered: Sequence[Answered],
    theme: Scored,
) -> Partition | None:
    tables = draft.tables(deciding)
    margins = draft.start(subject, tables)
    if margins is None:
        return None
    while True:
        partition = settle(margins, *tables)
        found = exposed_group(partition, answered, theme) if answered else None
        if found is None:
            break
        margins = loosened(partition, *found, tables)
    draft.partitions[subject] = partition
    return partition


def _add_variable(
    draft: Draft, variable: Variable, partition: Partition, *, withheld: bool = False
) -> None:
    sayable = is_sayable(variable) and not withheld
    for crossing in CROSSINGS:
        if not sayable and crossing != "all":
            continue
        table = draft.histogram(variable, crossing)
        for block in blocks(partition, crossing):
            figures = of_levels(variable.values, block_total(table, *block))
            if figures and withheld:
                figures = Figures("withheld")
            draft.add_cell(crossing, variable.kind, variable.subject, block, figures)
    draft.add_merges(variable.kind, variable.subject, partition, sayable=sayable)
