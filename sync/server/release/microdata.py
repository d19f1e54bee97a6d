"""From records to a table that may be given to researchers.

Keys are suppressed until every class is sound (`anonymity`); scores are computed again from what is
released; what could give back something hidden goes with it; order and ids are drawn anew.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sync.server.errors import CentreError
from sync.server.publication.sample import Sample
from sync.server.publication.scores import Flags, Ints, Small
from sync.server.release.anonymity import K, Problem, protect
from sync.server.release.lists import keys_of
from sync.server.release.table import Table, answers_of, drawn
from sync.server.release.variables import Microdata

#: A sensitive variable that nearly all answer alike is left out: to make it diverse in every
#: class would cost all the keys of all the others.
MAX_SHARE = 0.95
_KEYS = ("size", "activity", "territory", "age", "quarter")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A release before it is written, and what it cost.

    ``hidden``: [record, key], in the order of ``keys``. ``left_out``: sensitive variables that are not
    released, with why. ``links``, ``links_lost``: follow-ups that are linked, or could not be.
    """

    data: Microdata
    sample: Sample
    keys: tuple[str, ...]
    hidden: Flags
    left_out: dict[str, str]
    links: int
    links_lost: int


def make(sample: Sample, campaign: str, quarters: tuple[str, str]) -> Outcome:
    """Make the microdata of a campaign; `CentreError` when its firms are too few or too alike."""
    if len(np.unique(sample.firm)) < K:
        raise CentreError(
            f"Cette campagne compte moins de {K} entreprises\u202f: aucun fichier ne peut en sortir."
        )
    sample = sample.rows(drawn(len(sample)))
    sensitive = _sensitive(sample)
    left_out = {name: why for name, values in sensitive.items() if (why := _why_left_out(values))}
    kept = {name: values for name, values in sensitive.items() if name not in left_out}
    keys = keys_of(sample)
    problem = Problem(
        [column.values.astype(np.int64) for column in keys],
        np.column_stack([*kept.values()] or [np.arange(len(sample), dtype=np.int16)]),
        sample.firm,
    )
    if not problem.is_sound(np.arange(len(sample))):
        raise CentreError("Les réponses de cette campagne se ressemblent trop pour être données.")
    safe = protect(problem, _times(sample))
    released = Table(sample, keys, safe.hidden, safe.links, frozenset(left_out))
    title = f"Diagnostic général des TPE et PME, campagne {campaign}"
    data = Microdata(
        title,
        campaign,
        quarters,
        sample.book.questionnaire,
        tuple(sorted(sample.books)),
        tuple(released.columns()),
    )
    given = len(np.unique(safe.links[safe.links >= 0]))
    several = int((np.unique(sample.firm, return_counts=True)[1] > 1).sum())
    return Outcome(data, sample, _KEYS, safe.hidden, left_out, given, several - given)


def _times(sample: Sample) -> Ints:
    """A number that rises with the quarter, follow-ups last."""
    follow_up = sample.facts["occasion"].numbers({"follow_up": 1.0}, 0.0).astype(np.int64)
    return sample.facts["quarter"].ranks() * 2 + follow_up


def _sensitive(sample: Sample) -> dict[str, Small]:
    """Every practice's answer and growth as told; missing codes are values."""
    found = {
        practice.id: answers_of(sample, practice.id)
        for theme in sample.book.themes
        for practice in theme.practices
    }
    for name in ("growth_type", "phase", "attitude"):
        found[name] = sample.facts[name].index
    return found


def _why_left_out(values: Small) -> str:
    _, counts = np.unique(values, return_counts=True)
    if len(counts) == 1:
        return "toutes les réponses sont les mêmes"
    if counts.max() > MAX_SHARE * len(values):
        return "presque toutes les réponses sont les mêmes (plus de 95 %)"
    return ""
