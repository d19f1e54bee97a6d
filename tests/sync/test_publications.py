"""Campaigns and publications in the database: made once, read by a role that reads nothing else."""

from __future__ import annotations

from random import Random

import psycopg
import pytest

from sync.protocol.record import Record
from sync.server.errors import CentreError
from sync.server.publication import reading
from sync.server.publication.figures import Cell
from sync.server.publication.freeze import create, freeze
from tests.sync.attacker import Told, derived
from tests.sync.centre import Cluster
from tests.sync.counting import action, needs
from tests.sync.counting import derived as derived_counts
from tests.sync.publishing import codebook, record, retract, some_firms, take_in

BOOK = codebook({"t1": ("p1",)}, levels=3)
Rows = list[tuple[object, ...]]


def rows(url: str, query: str, role: str | None = None) -> Rows:
    with psycopg.connect(url) as connection:
        if role:
            connection.execute(f"SET ROLE {role}")
        return connection.execute(query).fetchall()


def cells(url: str, publication: int) -> Rows:
    return rows(
        url,
        f"SELECT * FROM release.cells WHERE publication = {publication} ORDER BY 2, 3, 4, 5, 6, 7",
    )


def all_cells(url: str, publication: int) -> list[Cell]:
    with reading.reader(url) as connection:
        return [
            cell
            for crossing in (
                "all",
                "size",
                "activity",
                "territory",
                "size_activity",
                "size_territory",
            )
            for kind, subject in (
                ("practice", "p1"),
                ("theme", "t1"),
                ("need", "p1"),
                ("need_theme", "t1"),
                ("action", "action_a"),
            )
            for cell in reading.cells(connection, publication, crossing, kind, subject)
        ]


def publish(url: str, name: str, quarter: str, *records: Record, seed: int = 1) -> list[int]:
    take_in(url, records, BOOK)
    create(url, name, quarter, quarter)
    return [p.id for p in freeze(url, name, Random(seed))]


def level_of(url: str, publication: int) -> float | None:
    with reading.reader(url) as connection:
        return reading.cells(connection, publication, "all", "practice", "p1")[0].mean


def firms(start: int, levels: list[int], quarter: str, **keys: str) -> list[Record]:
    return [record(start + i, {"p1": x}, quarter=quarter, **keys) for i, x in enumerate(levels)]


@pytest.mark.parametrize(
    "table",
    [
        "ingestion.records",
        "ingestion.revisions",
        "ingestion.follow_ups",
        "transport.devices",
        "transport.deliveries",
        "release.counted",
    ],
)
def test_the_reader_reads_no_record_device_or_list_of_who_was_counted(
    postgres_url: str, table: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        rows(postgres_url, f"SELECT * FROM {table}", reading.READER)


def test_the_reader_reads_the_cube(postgres_url: str) -> None:
    publish(postgres_url, "2026", "2026Q1", *firms(0, [0, 1, 2, 1, 0, 2, 2], "2026Q1"))
    found = rows(
        postgres_url,
        "SELECT n, mean FROM release.cells WHERE kind = 'practice' AND crossing = 'all'",
        reading.READER,
    )
    assert [(n, float(str(mean))) for n, mean in found] == [(5, 1.1)]


@pytest.mark.parametrize(
    ("crossing", "kind", "subject"),
    [
        ("size_age", "practice", "p1"),
        ("size_activity_territory", "practice", "p1"),
        ("age", "theme", "t1"),
        ("quarter", "firms", ""),
        ("size", "record", "p1"),
        ("size' OR '1'='1", "practice", "p1"),
    ],
)
def test_a_table_outside_the_plan_is_empty(
    postgres_url: str, crossing: str, kind: str, subject: str
) -> None:
    (made,) = publish(postgres_url, "2026", "2026Q1", *some_firms(80, BOOK, 2))
    with reading.reader(postgres_url) as connection:
        assert reading.cells(connection, made, "all", "practice", "p1")
        assert reading.cells(connection, made, crossing, kind, subject) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE release.cells SET mean = 0",
        "DELETE FROM release.cells",
        "UPDATE release.publications SET firms = 0",
        "DELETE FROM release.merges",
    ],
)
def test_nobody_changes_what_is_published(postgres_url: str, statement: str) -> None:
    publish(postgres_url, "2026", "2026Q1", *firms(0, [0, 1, 2, 1, 0], "2026Q1"))
    with pytest.raises(psycopg.errors.RaiseException), psycopg.connect(postgres_url) as connection:
        connection.execute(statement)


def test_a_quarter_belongs_to_one_campaign(postgres_url: str) -> None:
    create(postgres_url, "2026", "2026Q1", "2026Q4")
    for first, last in (("2026Q4", "2027Q2"), ("2025Q1", "2026Q1"), ("2026Q2", "2026Q3")):
        with pytest.raises(CentreError, match="trimestre"):
            create(postgres_url, f"de {first}", first, last)
    create(postgres_url, "2027", "2027Q1", "2027Q4")


@pytest.mark.parametrize(
    ("first", "last"), [("2026Q4", "2026Q1"), ("2026", "2026Q1"), ("2026Q5", "2027Q1")]
)
def test_a_campaign_has_an_order(postgres_url: str, first: str, last: str) -> None:
    with pytest.raises(CentreError):
        create(postgres_url, "2026", first, last)


def test_a_campaign_is_published_once(postgres_url: str) -> None:
    publish(postgres_url, "2026", "2026Q1", *firms(0, [0, 1, 2, 1, 0], "2026Q1"))
    with pytest.raises(CentreError, match="déjà gelée"):
        freeze(postgres_url, "2026")


def test_a_withdrawn_record_stays_in_what_is_published_and_leaves_the_next(
    postgres_url: str,
) -> None:
    gone = firms(0, [2, 2, 2, 2, 2], "2026Q1")
    (first,) = publish(postgres_url, "a", "2026Q1", *gone, *firms(10, [0, 1] * 5, "2026Q1"))
    before = cells(postgres_url, first)
    retract(postgres_url, *gone)
    _second, together = publish(postgres_url, "b", "2026Q2", *firms(30, [0, 1] * 5, "2026Q2"))
    assert cells(postgres_url, first) == before
    assert level_of(postgres_url, together) == 0.5


def test_a_revised_record_is_right_in_the_next_publication(postgres_url: str) -> None:
    told = firms(0, [0, 1] * 5, "2026Q1")
    (first,) = publish(postgres_url, "a", "2026Q1", *told)
    before = cells(postgres_url, first)
    take_in(
        postgres_url,
        [
            r.model_copy(update={"revision": 2, "practices": record(0, {"p1": 2}).practices})
            for r in told[:5]
        ],
    )
    _second, together = publish(postgres_url, "b", "2026Q2", *firms(30, [0, 1] * 5, "2026Q2"))
    assert cells(postgres_url, first) == before
    assert level_of(postgres_url, together) == 0.9


def test_a_restored_record_is_right_in_the_next_publication(postgres_url: str) -> None:
    """A laptop restored from an old backup sends what it had, numbered above what is known."""
    told = firms(0, [0, 1] * 5, "2026Q1")
    practices = record(0, {"p1": 2}).practices
    revised = [r.model_copy(update={"revision": 2, "practices": practices}) for r in told[:5]]
    take_in(postgres_url, told, BOOK)
    (first,) = publish(postgres_url, "a", "2026Q1", *revised)
    assert level_of(postgres_url, first) == 1.3
    before = cells(postgres_url, first)
    take_in(postgres_url, [r.model_copy(update={"revision": 3}) for r in told[:5]])
    _second, together = publish(postgres_url, "b", "2026Q2", *firms(30, [0, 1] * 5, "2026Q2"))
    assert cells(postgres_url, first) == before
    assert level_of(postgres_url, together) == 0.5


def test_one_late_withdrawal_cannot_be_found_by_subtraction(postgres_url: str) -> None:
    told = firms(0, [0, 1, 2, 1] * 4, "2026Q1")
    publish(postgres_url, "a", "2026Q1", *told)
    retract(postgres_url, told[2])
    made = publish(postgres_url, "b", "2026Q2", *firms(30, [0, 1] * 6, "2026Q2"))
    assert len(made) == 1, "cumulated tables would tell the withdrawn firm's level"


def test_three_corrections_cannot_be_found_by_subtraction(postgres_url: str) -> None:
    """Three firms gone and three come are not six."""
    told = firms(0, [0, 1, 2, 1] * 4, "2026Q1")
    publish(postgres_url, "a", "2026Q1", *told)
    other = record(0, {"p1": 2}).practices
    take_in(
        postgres_url,
        [r.model_copy(update={"revision": 2, "practices": other}) for r in told[:3]],
    )
    assert len(publish(postgres_url, "b", "2026Q2", *firms(30, [0, 1] * 6, "2026Q2"))) == 1


def test_one_late_arrival_cannot_be_found_by_subtraction(postgres_url: str) -> None:
    publish(postgres_url, "a", "2026Q1", *firms(0, [0, 1, 2, 1] * 4, "2026Q1"))
    late = firms(90, [2], "2026Q1")
    assert len(publish(postgres_url, "b", "2026Q2", *late, *firms(30, [0, 1] * 6, "2026Q2"))) == 1


def test_a_size_that_one_campaign_hid_stays_hidden_when_cumulated(postgres_url: str) -> None:
    """Cumulated minus the other campaign would be the hidden cell."""
    publish(
        postgres_url,
        "a",
        "2026Q1",
        *firms(0, [0, 1, 2], "2026Q1", size="0"),
        *firms(10, [0, 1] * 9, "2026Q1"),
    )
    _, together = publish(
        postgres_url,
        "b",
        "2026Q2",
        *firms(40, [0, 1] * 9, "2026Q2", size="0"),
        *firms(60, [0, 2] * 9, "2026Q2"),
    )
    assert {c.size for c in all_cells(postgres_url, together) if c.crossing == "size"} == {"0+1-9"}


def test_a_campaign_of_equal_answers_is_not_found_by_subtraction(postgres_url: str) -> None:
    publish(postgres_url, "a", "2026Q1", *firms(0, [2] * 9, "2026Q1"))
    made = publish(postgres_url, "b", "2026Q2", *firms(40, [0, 1] * 9, "2026Q2"))
    assert [c for p in made[1:] for c in all_cells(postgres_url, p) if c.mean is not None] == []


def _two_campaigns(url: str, seed: int) -> list[str]:
    """Two small campaigns with a withdrawal between; what an attacker derives from all three."""
    first = some_firms(5 + seed % 2, BOOK, seed, spread=2)
    second = some_firms(5, BOOK, seed + 5000, spread=2, quarter="2026Q2")
    made = {
        number: frozenset(r.record_id for r in first)
        for number in publish(url, "a", "2026Q1", *first, seed=seed)
    }
    if seed % 3 == 0:
        retract(url, first[0])
    left = first[1:] if seed % 3 == 0 else first
    for number in publish(url, "b", "2026Q2", *second, seed=seed):
        kept = {r.record_id for r in second}
        made[number] = frozenset(kept | {r.record_id for r in left} if len(made) > 1 else kept)
    told = [Told(all_cells(url, number), counted) for number, counted in made.items()]
    everyone = [*first, *second]
    found = derived(BOOK, "t1", everyone, told)
    for question in (needs("t1", ("p1",)), action("action_a")):
        found += derived_counts(question, everyone, told).kept
    return [f"{seed}: {d}" for d in found]


def test_nothing_can_be_derived_from_all_publications_together(postgres: Cluster) -> None:
    assert [d for seed in range(4) for d in _two_campaigns(postgres.new(), seed)] == []


@pytest.mark.prove
def test_nothing_can_be_derived_from_200_pairs_of_campaigns(postgres: Cluster) -> None:
    assert [d for seed in range(200) for d in _two_campaigns(postgres.new(), seed)] == []
