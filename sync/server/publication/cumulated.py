"""Cumulated tables: all frozen campaigns together, only where nothing can be found by subtraction.

Every group is a union of groups of each campaign's own cube, and each campaign brings it no firm or
at least 5. What changed since an earlier publication (late arrivals, corrections, withdrawals, firms
seen again) counts too: a group is only said when 0 or at least 5 of its firms changed. Where not even
the whole may be said, the theme keeps the figures of the version before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import psycopg

from sync.server.publication import cube, gathering, store
from sync.server.publication.campaigns import Campaign, frozen
from sync.server.publication.cube import Layers
from sync.server.publication.partition import Counts, Groups, Partition, coarsened
from sync.server.publication.plan import (
    ACTIVITY,
    CROSSINGS,
    DIMENSIONS,
    SIZE,
    TERRITORY,
    DimensionName,
)
from sync.server.publication.sample import Sample
from sync.server.publication.scores import Ints
from sync.server.publication.store import Published


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A publication that was made before: which campaigns it holds and who was counted."""

    id: int
    kind: str
    campaigns: tuple[str, ...]


def publish(connection: psycopg.Connection, questionnaire: str) -> Published | None:
    """Publish what is cumulated of a questionnaire; None with one campaign or nothing to say."""
    earlier = _earlier(connection, questionnaire)
    names = {p.campaigns[0] for p in earlier if p.kind == "campaign"}
    campaigns = [c for c in frozen(connection) if c.name in names]
    if len(campaigns) < 2:
        return None
    firms, of = _read(connection, questionnaire, campaigns)
    own = [c.name for c in campaigns]
    layers = Layers(
        of,
        tuple(c for p in earlier for c in _changed(connection, p, firms, of, own)),
        _start(connection, firms, [p.id for p in earlier if p.kind == "campaign"]),
    )
    found = cube.compute(firms, layers)
    if not found.cells:
        return None
    return store.store(connection, "cumulated", own, firms, found)


def _earlier(connection: psycopg.Connection, questionnaire: str) -> list[_Earlier]:
    rows = connection.execute(
        "SELECT id, kind, campaigns FROM release.publications"
        " WHERE questionnaire = %s AND firms > 0 ORDER BY id",
        (questionnaire,),
    ).fetchall()
    return [_Earlier(number, kind, tuple(names)) for number, kind, names in rows]


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


def _changed(
    connection: psycopg.Connection, earlier: _Earlier, firms: Sample, of: Ints, names: Sequence[str]
) -> tuple[tuple[Counts, Counts], tuple[Counts, Counts]]:
    """Firms by [size, activity] and [size, territory]: gone since then, and come since then.

    A revised record is both. Each is kept from being found by itself: a few corrections may not
    hide behind as many withdrawals.
    """
    held = [names.index(c) for c in earlier.campaigns if c in names]
    now = _keys(firms, np.flatnonzero(np.isin(of, held)))
    gone = []
    with connection.cursor("counted") as cursor:
        cursor.itersize = 10_000
        cursor.execute(
            "SELECT digest, size, activity, territory FROM release.counted WHERE publication = %s",
            (earlier.id,),
        )
        for digest, size, activity, territory in cursor:
            # What is left at the end came since then.
            if now.pop(bytes(digest), None) is None:
                gone.append(
                    (
                        SIZE.categories.index(size),
                        ACTIVITY.categories.index(activity),
                        TERRITORY.categories.index(territory),
                    )
                )
    return _counts(gone), _counts(now.values())


def _keys(firms: Sample, chosen: Ints) -> dict[bytes, tuple[int, int, int]]:
    """Where some firms are, by their digest."""
    places = (firms.size[chosen], firms.activity[chosen], firms.territory[chosen])
    digests = map(bytes, firms.digests[chosen])
    return dict(zip(digests, zip(*(p.tolist() for p in places), strict=True), strict=True))


def _counts(keys: Iterable[tuple[int, int, int]]) -> tuple[Counts, Counts]:
    by_activity = np.zeros((len(SIZE.categories), len(ACTIVITY.categories)), dtype=np.int64)
    by_territory = np.zeros((len(SIZE.categories), len(TERRITORY.categories)), dtype=np.int64)
    for size, activity, territory in keys:
        by_activity[size, activity] += 1
        by_territory[size, territory] += 1
    return by_activity, by_territory


def _start(
    connection: psycopg.Connection, firms: Sample, publications: Sequence[int]
) -> dict[str, Partition]:
    """The finest groups that are unions of every campaign's own, by theme ("" for firms)."""
    subjects = {"": "firms"} | {t.id: "theme" for t in firms.book.themes}
    found = {}
    for subject, kind in subjects.items():
        partition = _untouched()
        for number in publications:
            partition = coarsened(partition, _own(connection, number, kind, subject))
        found[subject] = partition
    return found


def _untouched() -> Partition:
    size, activity, territory = (
        tuple((i,) for i in range(len(DIMENSIONS[name].categories))) for name in DIMENSIONS
    )
    return Partition(size, activity, territory, (size, activity), (size, territory))


def _own(connection: psycopg.Connection, number: int, kind: str, subject: str) -> Partition:
    """A publication's groups, from what it says was merged."""
    rows = connection.execute(
        'SELECT crossing, dimension, "into" FROM release.merges'
        " WHERE publication = %s AND kind = %s AND subject = %s",
        (number, kind, subject),
    ).fetchall()
    groups: dict[tuple[str, DimensionName], Groups] = {}
    for crossing, names in CROSSINGS.items():
        for name in names:
            codes = {into for c, d, into in rows if (c, d) == (crossing, name)}
            groups[crossing, name] = _with_singles(name, codes)
    return Partition(
        groups["size", "size"],
        groups["activity", "activity"],
        groups["territory", "territory"],
        (groups["size_activity", "size"], groups["size_activity", "activity"]),
        (groups["size_territory", "size"], groups["size_territory", "territory"]),
    )


def _with_singles(name: DimensionName, codes: Iterable[str]) -> Groups:
    categories = DIMENSIONS[name].categories
    merged = [tuple(categories.index(m) for m in DIMENSIONS[name].members(c)) for c in codes]
    held = {i for group in merged for i in group}
    return tuple(sorted([*merged, *((i,) for i in range(len(categories)) if i not in held)]))
