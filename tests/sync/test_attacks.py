"""The attack suite: whatever is planted is stopped, in one publication and between two."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import psycopg
import pytest

from sync.protocol.record import Record
from sync.server.errors import CentreError
from sync.server.publication import reading
from sync.server.publication.freeze import create, freeze
from tests.sync.careless import careless
from tests.sync.centre import Cluster
from tests.sync.planted import ONE, PLANTED, firms
from tests.sync.publishing import retract, take_in


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_in_one_publication_is_stopped(name: str) -> None:
    assert not PLANTED[name]()


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_would_be_found_in_careless_tables(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    careless(monkeypatch)
    assert PLANTED[name]()


def published(url: str, quarter: str, *records: Record) -> list[int]:
    take_in(url, [r.model_copy(update={"quarter": quarter}) for r in records], ONE)
    create(url, quarter, quarter, quarter)
    return [p.id for p in freeze(url, quarter, Random(1))]


def said(url: str, numbers: list[int]) -> list[tuple[object, ...]]:
    """Every figure of some publications."""
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT * FROM release.cells WHERE publication = ANY(%s)"
            " AND (mean IS NOT NULL OR count > 0)",
            (numbers,),
        ).fetchall()


def late_withdrawal(url: str) -> object:
    told = firms([0, 1, 2, 1] * 4, needs=("p1",))
    published(url, "2026Q1", *told)
    retract(url, told[2])
    return said(url, published(url, "2026Q2", *firms([0, 1] * 6, 50))[1:])


def late_arrival(url: str) -> object:
    published(url, "2026Q1", *firms([0, 1, 2, 1] * 4))
    take_in(url, firms([2], 40, needs=("p1",)))
    return said(url, published(url, "2026Q2", *firms([0, 1] * 6, 50))[1:])


def corrections_behind_withdrawals(url: str) -> object:
    told = firms([0, 1, 2, 1] * 4)
    published(url, "2026Q1", *told)
    retract(url, *told[:2])
    practices = firms([2])[0].practices
    corrected = [r.model_copy(update={"revision": 2, "practices": practices}) for r in told[3:5]]
    take_in(url, corrected)
    take_in(url, firms([2, 0], 40))
    return said(url, published(url, "2026Q2", *firms([0, 1] * 6, 50))[1:])


def cumulated_minus_previous(url: str) -> object:
    """One campaign answers alike: the cumulated figures minus the other's would say what."""
    published(url, "2026Q1", *firms([2] * 9))
    return [c for c in said(url, published(url, "2026Q2", *firms([0, 1] * 9, 50))[1:]) if c[8]]


def cumulated_finer_than_its_campaigns(url: str) -> object:
    """Three firms of a size in one campaign: all of that size minus the other campaign's."""
    published(url, "2026Q1", *firms([0, 1, 2], size="0"), *firms([0, 1] * 9, 20))
    second = (*firms([0, 1] * 9, 50, size="0"), *firms([0, 2] * 9, 80))
    _, together = published(url, "2026Q2", *second)
    return [c for c in said(url, [together]) if c[4] in {"0", "1-9"}]


def invented_filters(url: str) -> object:
    """A crossing, a kind or a subject that the plan does not have; a filter that is a program."""
    (number,) = published(url, "2026Q1", *firms([0, 1, 2] * 20))
    asked = [
        ("size_age", "practice", "p1"),
        ("size_activity_territory", "practice", "p1"),
        ("quarter", "firms", ""),
        ("all", "record", ""),
        ("all", "growth", "stable' OR '1'='1"),
        ("size'; SELECT body FROM ingestion.records; --", "practice", "p1"),
    ]
    with reading.reader(url) as connection:
        assert reading.cells(connection, number, "all", "practice", "p1")
        return [c for one in asked for c in reading.cells(connection, number, *one)]


def reading_records_as_a_reader(url: str) -> object:
    published(url, "2026Q1", *firms([0, 1, 2] * 3))
    for table in ("ingestion.records", "ingestion.revisions", "release.counted"):
        with pytest.raises(CentreError, match="droits"), reading.reader(url) as connection:
            connection.execute(f"SELECT * FROM {table}")
    return None


def one_quarter_in_two_campaigns(url: str) -> object:
    published(url, "2026Q1", *firms([0, 1, 2] * 3))
    with pytest.raises(CentreError, match="trimestre"):
        create(url, "encore", "2026Q1", "2026Q2")
    return None


def publishing_again_with_one_firm_more(url: str) -> object:
    published(url, "2026Q1", *firms([0, 1, 2] * 3))
    take_in(url, firms([2], 50))
    with pytest.raises(CentreError, match="déjà gelée"):
        freeze(url, "2026Q1")
    return None


BETWEEN: tuple[Callable[[str], object], ...] = (
    late_withdrawal,
    late_arrival,
    corrections_behind_withdrawals,
    cumulated_minus_previous,
    cumulated_finer_than_its_campaigns,
    invented_filters,
    reading_records_as_a_reader,
    one_quarter_in_two_campaigns,
    publishing_again_with_one_firm_more,
)


@pytest.mark.parametrize("attack", BETWEEN, ids=[a.__name__ for a in BETWEEN])
def test_what_is_planted_between_publications_is_stopped(
    postgres: Cluster, attack: Callable[[str], object]
) -> None:
    assert not attack(postgres.new())


def test_more_than_twenty_violations_are_planted() -> None:
    assert len(PLANTED) + len(BETWEEN) >= 30
