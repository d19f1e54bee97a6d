"""Bringing the database up to date: numbered SQL files, each run once, in one transaction.

A released file is never edited: its SHA-256 is kept and checked. Only one process migrates at a
time; the others wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import psycopg

from sync.server.errors import CentreError, NewerSchemaError, sentences

_FOLDER = Path(__file__).with_name("migrations")
#: One lock for all centres on a cluster; held for the length of a migration.
_LOCK = 7_274_100_001
LOWEST_POSTGRES = 150_000


@dataclass(frozen=True, slots=True)
class Step:
    """One file."""

    name: str
    text: str

    @property
    def digest(self) -> str:
        """The SHA-256 of the file's text."""
        return sha256(self.text.encode()).hexdigest()


def steps() -> list[Step]:
    """Every migration that this program knows, in order."""
    return [Step(p.stem, p.read_text(encoding="utf-8")) for p in sorted(_FOLDER.glob("*.sql"))]


def migrate(url: str) -> list[str]:
    """Apply what is missing and return the names of the files that were run."""
    with sentences(), psycopg.connect(url) as connection:
        _require_recent(connection)
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        try:
            return list(_apply(connection))
        finally:
            connection.rollback()
            connection.execute("SELECT pg_advisory_unlock(%s)", (_LOCK,))
            connection.commit()


def _require_recent(connection: psycopg.Connection) -> None:
    if connection.info.server_version < LOWEST_POSTGRES:
        raise CentreError(
            "Cette version de PostgreSQL est trop ancienne\u202f; il faut la 15 ou une plus récente."
        )


def _apply(connection: psycopg.Connection) -> Iterator[str]:
    done = _done(connection)
    known = {step.name: step for step in steps()}
    if done.keys() - known.keys():
        raise NewerSchemaError(
            "Cette base a été préparée par une version plus récente du programme\u202f; mettez "
            "celui-ci à jour."
        )
    for name, step in known.items():
        if name in done:
            if done[name] != step.digest:
                raise CentreError(f"La migration {name} a changé après avoir été appliquée.")
            continue
        connection.execute(step.text)
        connection.execute(
            "INSERT INTO public.region_migrations (name, sha256) VALUES (%s, %s)",
            (name, step.digest),
        )
        connection.commit()
        yield name


def _done(connection: psycopg.Connection) -> dict[str, str]:
    connection.execute(
        "CREATE TABLE IF NOT EXISTS public.region_migrations"
        " (name text PRIMARY KEY, sha256 text NOT NULL, at timestamptz NOT NULL DEFAULT now())"
    )
    connection.commit()
    rows = connection.execute("SELECT name, sha256 FROM public.region_migrations").fetchall()
    return dict(rows)
