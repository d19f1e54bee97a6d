"""Freezing a campaign: its cube is computed and written down, once, with the least rights."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from sync.server.errors import sentences
from sync.server.publication import campaigns, cube, cumulated, gathering, store
from sync.server.publication.campaigns import Campaign
from sync.server.publication.store import Published

#: The same number for everybody: one publication at a time.
_LOCK = 7_274_100_003


@contextmanager
def release_connection(url: str) -> Iterator[psycopg.Connection]:
    """Give a connection that reads records and writes releases, in one transaction."""
    with sentences(), psycopg.connect(url) as connection:
        connection.execute("SET ROLE region_release")
        # One picture of the records for everything that is published together.
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        yield connection


def create(url: str, name: str, first: str, last: str) -> Campaign:
    """Open a campaign."""
    with release_connection(url) as connection:
        return campaigns.create(connection, name, first, last)


def freeze(url: str, name: str) -> list[Published]:
    """Freeze a campaign and publish it: one cube a questionnaire, then what is cumulated."""
    with release_connection(url) as connection:
        campaign = campaigns.find(connection, name)
        campaigns.require_open(campaign)
        found = _questionnaires(connection, campaign)
        done = [_publish(connection, campaign, *one) for one in found]
        campaigns.mark_frozen(connection, name)
        together = [cumulated.publish(connection, questionnaire) for questionnaire, _ in found]
        return [*done, *(published for published in together if published)]


def _questionnaires(
    connection: psycopg.Connection, campaign: Campaign
) -> list[tuple[str, list[int]]]:
    return gathering.questionnaires(connection, campaign.first_quarter, campaign.last_quarter)


def _publish(
    connection: psycopg.Connection, campaign: Campaign, questionnaire: str, versions: list[int]
) -> Published:
    firms = gathering.read(
        connection, questionnaire, versions, campaign.first_quarter, campaign.last_quarter
    ).firms()
    return store.store(connection, "campaign", [campaign.name], firms, cube.compute(firms))
