"""Freezing a campaign: its cube is computed and written down, once, with the least rights."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from secrets import SystemRandom

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


def freeze(url: str, name: str, chance: Random | None = None) -> list[Published]:
    """Freeze a campaign and publish it: one cube a questionnaire, then what is cumulated.

    ``chance``: for what is merged for no reason; the system's, which nobody can foresee, unless a test
    or a demonstration has to come out the same again. It is drawn afresh when a freeze that
    failed is tried again: nothing was published then.
    """
    drawn = chance or SystemRandom()
    with release_connection(url) as connection:
        campaign = campaigns.find(connection, name)
        campaigns.require_open(campaign)
        found = _questionnaires(connection, campaign)
        done = [_publish(connection, campaign, drawn, *one) for one in found]
        campaigns.mark_frozen(connection, name)
        together = [
            cumulated.publish(connection, questionnaire, drawn) for questionnaire, _ in found
        ]
        return [*done, *(published for published in together if published)]


def _questionnaires(
    connection: psycopg.Connection, campaign: Campaign
) -> list[tuple[str, list[int]]]:
    return gathering.questionnaires(connection, campaign.first_quarter, campaign.last_quarter)


def _publish(
    connection: psycopg.Connection,
    campaign: Campaign,
    chance: Random,
    questionnaire: str,
    versions: list[int],
) -> Published:
    firms = gathering.read(
        connection, questionnaire, versions, campaign.first_quarter, campaign.last_quarter
    ).firms()
    return store.store(connection, "campaign", [campaign.name], firms, cube.compute(firms, chance))
