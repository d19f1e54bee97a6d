"""Cumulated tables: all frozen campaigns together, only where nothing can be found by subtraction.

Every group is a union of groups of each campaign's own cube, and each campaign brings it no firm or
at least 5. What changed since an earlier publication (late arrivals, corrections, withdrawals, firms
seen again) counts too: a group is only said when 0 or at least 5 of its firms changed. Where not even
the whole may be said, the theme keeps the figures of the version before.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np
import psycopg

from sync.server.publication import cube, earlier, gathering, store
from sync.server.publication.campaigns import Campaign, frozen
from sync.server.publication.counted import families
from sync.server.publication.layers import Layers
from sync.server.publication.partition import Partition, coarsened
from sync.server.publication.plan import DIMENSIONS
from sync.server.publication.sample import Sample
from sync.server.publication.scores import Ints
from sync.server.publication.sight import View
from sync.server.publication.store import Published


def publish(connection: psycopg.Connection, questionnaire: str, chance: Random) -> Published | None:
    """Publish what is cumulated of a questionnaire; None with one campaign or nothing to say."""
    before = earlier.publications(connection, questionnaire)
    names = {p.campaigns[0] for p in before if p.kind == "campaign"}
    campaigns = [c for c in frozen(connection) if c.name in names]
    if len(campaigns) < 2:
        return None
    firms, of = _read(connection, questionnaire, campaigns)
    own = [c.name for c in campaigns]
    found = cube.compute(firms, chance, _layers(connection, before, firms, of, own))
    if not found.cells:
        return None
    return store.store(connection, "cumulated", own, firms, found)


def _layers(
    connection: psycopg.Connection,
    before: Sequence[earlier.Earlier],
    firms: Sample,
    of: Ints,
    names: Sequence[str],
) -> Layers:
    """What the publications made before keep from being said."""
    subjects = _subjects(firms)
    known = [earlier.groups(connection, p.id, subjects) for p in before]
    held = [[names.index(c) for c in p.campaigns if c in names] for p in before]
    seen = [
        earlier.seen(connection, p, firms, np.isin(of, campaigns))
        for p, campaigns in zip(before, held, strict=True)
    ]
    views = {
        name: [
            View(groups[name], s.members, s.is_whole) for groups, s in zip(known, seen, strict=True)
        ]
        for name in subjects
    }
    campaigns = [g for p, g in zip(before, known, strict=True) if p.kind == "campaign"]
    start = {name: _common([g[name] for g in campaigns]) for name in subjects}
    return Layers(of, tuple(c for s in seen for c in s.changed), start, views)


def _subjects(firms: Sample) -> dict[str, Sequence[tuple[str, str]]]:
    """What is published with the groups of each partition of a cube, by the partition's name."""
    found = dict[str, Sequence[tuple[str, str]]]({"": [("firms", "")]})
    found |= {t.id: [("theme", t.id)] for t in firms.book.themes}
    for family in families(firms):
        if labels := [label for v in family.variables for label in v.labels if label]:
            found[family.name] = labels
    return found


def _common(partitions: Sequence[Partition]) -> Partition:
    """The finest groups that are unions of the groups of each."""
    found = _untouched()
    for partition in partitions:
        found = coarsened(found, partition)
    return found


def _untouched() -> Partition:
    size, activity, territory = (
        tuple((i,) for i in range(len(DIMENSIONS[name].categories))) for name in DIMENSIONS
    )
    return Partition(size, activity, territory, (size, activity), (size, territory))


def _read(
    connection: psycopg.Connection, questionnaire: str, campaigns: Sequence[Campaign]
) -> tuple[Sample, Ints]:
    """One record a firm over all campaigns, and the number of the campaign it comes from."""
    first, last = campaigns[0].first_quarter, campaigns[-1].last_quarter
    versions = dict(gathering.questionnaires(connection, first, last))[questionnaire]
    everyone = gathering.read(connection, questionnaire, versions, first, last)
    firms = everyone.rows(np.flatnonzero(_numbers(campaigns, everyone) >= 0)).firms()
    return firms, _numbers(campaigns, firms)


def _numbers(campaigns: Sequence[Campaign], told: Sample) -> Ints:
    """The number of the campaign that each record's quarter is in; −1 for none."""
    quarters = told.facts["quarter"]
    held = {
        quarter: float(number)
        for number, c in enumerate(campaigns)
        for quarter in quarters.codes
        if c.first_quarter <= quarter <= c.last_quarter
    }
    return quarters.numbers(held, -1).astype(np.int64)
