"""What was published before: its groups, and which of today's firms it counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import psycopg

from sync.server.publication.partition import Counts, Groups, Partition
from sync.server.publication.plan import (
    ACTIVITY,
    CROSSINGS,
    DIMENSIONS,
    SIZE,
    TERRITORY,
    DimensionName,
)
from sync.server.publication.sample import Sample
from sync.server.publication.scores import Flags


@dataclass(frozen=True, slots=True)
class Earlier:
    """A publication that was made before, and which campaigns it holds."""

    id: int
    kind: str
    campaigns: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """How a publication and today's firms compare.

    ``members``: which of today's firms were counted, as they are now; ``is_whole``: whether nobody
    else was. ``changed``: firms by [size, activity] and [size, territory], gone since then, and come
    since then. A revised record is both. Each is kept from being found by itself: a few corrections
    may not hide behind as many withdrawals.
    """

    members: Flags
    changed: tuple[tuple[Counts, Counts], tuple[Counts, Counts]]
    is_whole: bool


def publications(connection: psycopg.Connection, questionnaire: str) -> list[Earlier]:
    """Every publication of a questionnaire, the oldest first."""
    rows = connection.execute(
        "SELECT id, kind, campaigns FROM release.publications"
        " WHERE questionnaire = %s AND firms > 0 ORDER BY id",
        (questionnaire,),
    ).fetchall()
    return [Earlier(number, kind, tuple(names)) for number, kind, names in rows]


def seen(connection: psycopg.Connection, earlier: Earlier, firms: Sample, held: Flags) -> Seen:
    """Compare a publication with today's firms; ``held``: those of its campaigns."""
    numbers = {bytes(firms.digests[i]): i for i in np.flatnonzero(held).tolist()}
    members = np.zeros(len(firms), dtype=np.bool_)
    gone = []
    with connection.cursor("counted") as cursor:
        cursor.itersize = 10_000
        cursor.execute(
            "SELECT digest, size, activity, territory FROM release.counted WHERE publication = %s",
            (earlier.id,),
        )
        for digest, size, activity, territory in cursor:
            number = numbers.get(bytes(digest))
            if number is None:
                gone.append((_SIZES[size], _ACTIVITIES[activity], _TERRITORIES[territory]))
            else:
                members[number] = True
    late = held & ~members
    places = firms.size[late], firms.activity[late], firms.territory[late]
    come = zip(*(p.tolist() for p in places), strict=True)
    return Seen(members, (_counts(gone), _counts(come)), not gone)


_SIZES, _ACTIVITIES, _TERRITORIES = (
    {code: i for i, code in enumerate(d.categories)} for d in (SIZE, ACTIVITY, TERRITORY)
)


def _counts(keys: Iterable[tuple[int, ...]]) -> tuple[Counts, Counts]:
    by_activity = np.zeros((len(SIZE.categories), len(ACTIVITY.categories)), dtype=np.int64)
    by_territory = np.zeros((len(SIZE.categories), len(TERRITORY.categories)), dtype=np.int64)
    for size, activity, territory in keys:
        by_activity[size, activity] += 1
        by_territory[size, territory] += 1
    return by_activity, by_territory


def groups(
    connection: psycopg.Connection,
    publication: int,
    subjects: Mapping[str, Sequence[tuple[str, str]]],
) -> dict[str, Partition]:
    """The groups of a publication, from what it says was merged.

    ``subjects``: by partition, every (kind, subject) that shares it. One that was withheld, or not
    published at all, does not show the groups of the others.
    """
    shown = _shown(connection, publication)
    chosen = {
        name: next((s for s in told if s in shown), told[0]) for name, told in subjects.items()
    }
    merged = _merged(connection, publication, list(chosen.values()))
    return {name: _partition(merged[subject]) for name, subject in chosen.items()}


def _shown(connection: psycopg.Connection, publication: int) -> set[tuple[str, str]]:
    rows = connection.execute(
        "SELECT kind, subject FROM release.cells"
        " WHERE publication = %s AND crossing = 'all' AND status <> 'withheld'",
        (publication,),
    ).fetchall()
    return {(kind, subject) for kind, subject in rows}


def _merged(
    connection: psycopg.Connection, publication: int, subjects: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], list[tuple[str, str, str]]]:
    """(crossing, dimension, group) that some (kind, subject) were merged into."""
    kinds, names = [kind for kind, _ in subjects], [subject for _, subject in subjects]
    rows = connection.execute(
        'SELECT kind, subject, crossing, dimension, "into" FROM release.merges'
        " JOIN unnest(%s::text[], %s::text[]) AS wanted (kind, subject) USING (kind, subject)"
        " WHERE publication = %s GROUP BY 1, 2, 3, 4, 5",
        (kinds, names, publication),
    ).fetchall()
    merged: dict[tuple[str, str], list[tuple[str, str, str]]] = {key: [] for key in subjects}
    for kind, subject, *row in rows:
        merged[kind, subject].append((row[0], row[1], row[2]))
    return merged


def _partition(merged: Sequence[tuple[str, str, str]]) -> Partition:
    found: dict[tuple[str, DimensionName], Groups] = {}
    for crossing, names in CROSSINGS.items():
        for name in names:
            codes = {into for c, d, into in merged if (c, d) == (crossing, name)}
            found[crossing, name] = _with_singles(name, codes)
    return Partition(
        found["size", "size"],
        found["activity", "activity"],
        found["territory", "territory"],
        (found["size_activity", "size"], found["size_activity", "activity"]),
        (found["size_territory", "size"], found["size_territory", "territory"]),
    )


def _with_singles(name: DimensionName, codes: Iterable[str]) -> Groups:
    categories = DIMENSIONS[name].categories
    merged = [tuple(categories.index(m) for m in DIMENSIONS[name].members(c)) for c in codes]
    held = {i for group in merged for i in group}
    return tuple(sorted([*merged, *((i,) for i in range(len(categories)) if i not in held)]))
