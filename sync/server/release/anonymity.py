"""k-anonymity and ℓ-diversity by local suppression of keys, top down.

The order of keys is their worth to research: size first, the quarter last. All records start as one
class, every key suppressed. Each key in turn splits each class by its values; values that would
make a class of fewer than k firms, or one where a sensitive variable takes fewer than ℓ values,
keep the key suppressed together (with the smallest sound value, where they are not sound alone).
A suppressed key is a value of its own, and so is each missing code: the counts of any checker that
reads the files as they are agree. (k: Sweeney 2002; ℓ, distinct values: Machanavajjhala 2007; the
top-down splitting is ours, after Mondrian, LeFevre 2006.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sync.server.publication.scores import Flags, Ints

K, L = 5, 2
#: Of a large class some records are looked at first: what they show, all of them show.
_FEW = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """Columns of one row a record: keys in order, sensitive values, and which firm it is."""

    keys: Sequence[Ints]
    sensitive: Ints
    firm: Ints

    def rows(self, chosen: Ints) -> Problem:
        """The same for some records."""
        keys = [key[chosen] for key in self.keys]
        return Problem(keys, self.sensitive[chosen], self.firm[chosen])

    def is_sound(self, rows: Ints) -> bool:
        """Whether records may be one class: k firms, ℓ values of every sensitive variable."""
        if len(rows) > _FEW and self.is_sound(rows[:_FEW]):
            return True
        if len(rows) < K or len(np.unique(self.firm[rows])) < K:
            return False
        values = self.sensitive[rows]
        return bool((values != values[0]).any(axis=0).all())


def suppress(problem: Problem) -> Flags:
    """Return which keys of which records are suppressed, [record, key].

    The records as a whole must be sound (`Problem.is_sound`).
    """
    count = len(problem.firm)
    hidden = np.zeros((count, len(problem.keys)), dtype=np.bool_)
    classes: list[Ints] = [np.arange(count)]
    for number, key in enumerate(problem.keys):
        split: list[Ints] = []
        for rows in classes:
            sound, rest = _split(problem, key, rows)
            hidden[rest, number] = True
            split += sound
            if len(rest):
                split.append(rest)
        classes = split
    return hidden


def _split(problem: Problem, key: Ints, rows: Ints) -> tuple[list[Ints], Ints]:
    groups = list(_groups(key, rows))
    sound = [g for g in groups if problem.is_sound(g)]
    bad = [g for g in groups if not any(g is s for s in sound)]
    if not bad:
        return sound, rows[:0]
    rest = np.concatenate(bad)
    sound.sort(key=len, reverse=True)
    while sound and not problem.is_sound(rest):
        rest = np.concatenate([rest, sound.pop()])
    return sound, np.sort(rest)


def _groups(key: Ints, rows: Ints) -> Iterator[Ints]:
    ordered = rows[np.argsort(key[rows], kind="stable")]
    ends = np.flatnonzero(np.diff(key[ordered])) + 1
    yield from np.split(ordered, ends)


@dataclass(frozen=True, slots=True)
class Suppressed:
    """``hidden``: [record, key]; ``links``: a number shared by two records of a firm, −1 for none."""

    hidden: Flags
    links: Ints


def protect(problem: Problem, time: Ints) -> Suppressed:
    """Suppress keys and link follow-ups; the records as a whole must be sound.

    ``time``: a number that rises with each record's interview.

    Two linked records say more than each alone. So the firms that were seen again are protected
    apart, both records as one, with both records' keys and sensitive values; their first two
    records are linked. Where these firms or the others are too few for that, nothing is linked.
    """
    count = len(problem.firm)
    links = np.full(count, -1, dtype=np.int64)
    first, second = _seen_again(problem, time)
    alone = np.setdiff1d(np.arange(count), np.concatenate([first, second]))
    both = Problem(
        [key[first] * _WIDE + key[second] for key in problem.keys],
        np.hstack([problem.sensitive[first], problem.sensitive[second]]),
        problem.firm[first],
    )
    if not both.is_sound(np.arange(len(first))) or not (len(alone) == 0 or problem.is_sound(alone)):
        return Suppressed(suppress(problem), links)
    hidden = np.zeros((count, len(problem.keys)), dtype=np.bool_)
    hidden[first] = hidden[second] = suppress(both)
    hidden[alone] = suppress(problem.rows(alone))
    links[first] = links[second] = np.arange(len(first))
    return Suppressed(hidden, links)


#: Larger than any key's number, so that a pair of keys is one number.
_WIDE = 100_000


def _seen_again(problem: Problem, time: Ints) -> tuple[Ints, Ints]:
    """The first two records of each firm that has several, in the order of their interviews."""
    order = np.lexsort((time, problem.firm))
    firm = problem.firm[order]
    starts = np.flatnonzero(np.append([True], firm[1:] != firm[:-1]))
    several = starts[np.diff(np.append(starts, len(firm))) > 1]
    return order[several], order[several + 1]
