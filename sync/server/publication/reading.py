"""Reading what is published, with the rights of ``region_reader``: for pages, downloads, interfaces."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
from psycopg.rows import dict_row

from sync.protocol.codebook import Codebook
from sync.server.errors import sentences
from sync.server.publication.figures import Cell

READER = "region_reader"
_NUMBERS = ("mean", "q1", "median", "q3")


@dataclass(frozen=True, slots=True)
class Publication:
    """One row of ``release.publications``."""

    id: int
    kind: str
    campaign: str
    campaigns: tuple[str, ...]
    questionnaire: str
    version: int
    made_on: date
    firms: int
    codebook: Codebook


@contextmanager
def reader(url: str) -> Iterator[psycopg.Connection]:
    """Give a connection that can read the cube and nothing else."""
    with sentences(), psycopg.connect(url) as connection:
        connection.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
        connection.execute("SET ROLE region_reader")
        connection.commit()
        yield connection


def publications(connection: psycopg.Connection) -> list[Publication]:
    """Every publication, the newest first."""
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(
            "SELECT id, kind, campaign, campaigns, questionnaire, version, made_on, firms, codebook"
            " FROM release.publications ORDER BY id DESC"
        )
        return [_publication(row) for row in cursor]


def _publication(row: dict[str, Any]) -> Publication:
    known = {"campaigns": tuple(row["campaigns"])}
    return Publication(**row | known | {"codebook": Codebook.model_validate(row["codebook"])})


def cells(
    connection: psycopg.Connection, publication: int, crossing: str, kind: str, subject: str = ""
) -> list[Cell]:
    """The cells of one table, in no particular order; empty for a table outside the plan."""
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(
            "SELECT crossing, kind, subject, size, activity, territory, status, n, mean, q1, median,"
            " q3, count FROM release.cells WHERE publication = %s AND crossing = %s AND kind = %s"
            " AND subject = %s",
            (publication, crossing, kind, subject),
        )
        return [Cell(**_plain(row)) for row in cursor]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return row | {name: float(row[name]) for name in _NUMBERS if row[name] is not None}


def merges(
    connection: psycopg.Connection, publication: int, crossing: str, kind: str, subject: str = ""
) -> dict[str, dict[str, str]]:
    """Dimension → category → the group it was merged into, for one table."""
    found: dict[str, dict[str, str]] = {}
    rows = connection.execute(
        'SELECT dimension, category, "into" FROM release.merges WHERE publication = %s'
        " AND crossing = %s AND kind = %s AND subject = %s",
        (publication, crossing, kind, subject),
    )
    for dimension, category, into in rows:
        found.setdefault(dimension, {})[category] = into
    return found
