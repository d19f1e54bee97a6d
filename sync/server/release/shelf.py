"""The shelf: releases of microdata kept in the database, so that the pages can give them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import psycopg

from sync.server.errors import sentences
from sync.server.release.make import Released

#: Bytes of a file that are read and written at once.
PIECE = 1_000_000


def shelve(url: str, campaign: str, done: Sequence[Released]) -> list[int]:
    """Put what was just written on the shelf; return the numbers of the releases.

    Nobody is given anything yet. One that was never given, of the same campaign and
    questionnaire, makes room: two drafts side by side would only be confused.
    """
    with sentences(), psycopg.connect(url) as connection:
        connection.execute("SET ROLE region_release")
        return [_shelve(connection, campaign, released) for released in done]


def _shelve(connection: psycopg.Connection, campaign: str, released: Released) -> int:
    connection.execute(
        "DELETE FROM release.microdata WHERE campaign = %s AND questionnaire = %s"
        " AND given_on IS NULL",
        (campaign, released.questionnaire),
    )
    row = connection.execute(
        "INSERT INTO release.microdata (campaign, questionnaire, records, k, l)"
        " VALUES (%s, %s, %s, %s, %s) RETURNING id",
        (campaign, released.questionnaire, released.records, released.k, released.l),
    ).fetchone()
    assert row is not None
    number = int(row[0])
    for path in sorted(Path(released.folder).iterdir()):
        _put(connection, number, path)
    return number


def _put(connection: psycopg.Connection, number: int, path: Path) -> None:
    digest = sha256()
    for piece in _pieces(path):
        digest.update(piece)
    connection.execute(
        "INSERT INTO release.files (release, name, size, sha256) VALUES (%s, %s, %s, %s)",
        (number, path.name, path.stat().st_size, digest.digest()),
    )
    for i, piece in enumerate(_pieces(path)):
        connection.execute(
            "INSERT INTO release.pieces (release, name, number, content) VALUES (%s, %s, %s, %s)",
            (number, path.name, i, piece),
        )


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
