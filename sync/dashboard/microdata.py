"""Reading the shelf of researchers' files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

from psycopg import AsyncConnection

from sync.server.database import Pool

#: What may be read before a release is given: what tells whether it may be.
REPORTS = ("rapport.html", "rapport.json", "livre-de-codes.html", "livre-de-codes.xml")
FILES = {
    "donnees.csv": ("Données, CSV", "text/csv; charset=utf-8"),
    "donnees.parquet": ("Données, Parquet", "application/vnd.apache.parquet"),
    "donnees.sav": ("Données, SPSS", "application/octet-stream"),
    "donnees.dta": ("Données, Stata", "application/octet-stream"),
    "livre-de-codes.html": ("Livre de codes, à lire", "text/html; charset=utf-8"),
    "livre-de-codes.xml": ("Livre de codes, DDI 2.5", "application/xml"),
    "rapport.html": ("Rapport de confidentialité, à lire", "text/html; charset=utf-8"),
    "rapport.json": ("Rapport de confidentialité, JSON", "application/json"),
}


@dataclass(frozen=True, slots=True)
class File:
    """A file of a release. ``size`` in bytes, ``sha256`` in hexadecimal."""

    name: str
    size: int
    sha256: str

    @property
    def label(self) -> str:
        """What it is."""
        return FILES[self.name][0] if self.name in FILES else self.name

    @property
    def media_type(self) -> str:
        """Its type."""
        return FILES[self.name][1] if self.name in FILES else "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Release:
    """A release. ``given_on``: since when researchers have it, None while they have not."""

    id: int
    campaign: str
    questionnaire: str
    made_on: date
    records: int
    k: int
    l: int  # noqa: E741 - the name that the field uses
    given_on: date | None
    files: list[File]

    def file(self, name: str) -> File | None:
        """The file of this name."""
        return next((f for f in self.files if f.name == name), None)


async def every(connection: AsyncConnection, *, given: bool = False) -> list[Release]:
    """Every release, newest first; only those that are given, if asked."""
    files: dict[int, list[File]] = {}
    cursor = await connection.execute(
        "SELECT release, name, size, encode(sha256, 'hex') FROM release.files ORDER BY name"
    )
    for number, *told in await cursor.fetchall():
        files.setdefault(number, []).append(File(*told))
    cursor = await connection.execute(
        "SELECT id, campaign, questionnaire, made_on, records, k, l, given_on"
        " FROM release.microdata ORDER BY id DESC"
    )
    found = [Release(*(*row, files.get(row[0], []))) for row in await cursor.fetchall()]
    return [release for release in found if release.given_on or not given]


async def give(connection: AsyncConnection, number: int, *, given: bool) -> Release | None:
    """Give a release to researchers from today on, or no longer; None when there is none."""
    await connection.execute(
        "UPDATE release.microdata SET given_on = CASE WHEN %s"
        " THEN coalesce(given_on, current_date) END WHERE id = %s",
        (given, number),
    )
    return next((r for r in await every(connection) if r.id == number), None)


async def content(pool: Pool, number: int, name: str) -> AsyncIterator[bytes]:
    """The bytes of a file, piece by piece: a file may be larger than a worker should hold."""
    piece = 0
    while True:
        async with pool.connection() as connection:
            cursor = await connection.execute(
                "SELECT content FROM release.pieces"
                " WHERE release = %s AND name = %s AND number = %s",
                (number, name, piece),
                binary=True,
            )
            row = await cursor.fetchone()
        if row is None:
            return
        yield bytes(row[0])
        piece += 1
