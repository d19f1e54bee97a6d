"""What takes longer than a page may: freezing a campaign, preparing its microdata.

Each is done by a process of its own (``python -m sync.dashboard.jobs NUMBER``), so that pages stay
quick meanwhile. It holds an advisory lock as long as it lives: a job that has neither ended nor a
lock was cut short, and left nothing behind, for each works in one transaction.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal, TypeAlias

import psycopg
from psycopg import AsyncConnection
from psycopg.rows import class_row

from sync.protocol.errors import SyncError
from sync.server.logs import to_standard_error
from sync.server.settings import Settings

Kind: TypeAlias = Literal["freeze", "release"]
KIND_NAMES: dict[Kind, str] = {
    "freeze": "geler et publier",
    "release": "préparer le fichier des chercheurs",
}
#: The first half of the lock's key; the second is the job's number.
_LOCK: Final = 727_410
_MOST_SHOWN = 10
log = logging.getLogger("region_central")


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the page tells it. ``living``: its process is at work, or about to be."""

    id: int
    kind: Kind
    campaign: str
    account: str
    asked_at: datetime
    ended_at: datetime | None
    failed: bool
    sentence: str
    living: bool

    @property
    def name(self) -> str:
        """What it does."""
        return KIND_NAMES[self.kind]

    @property
    def told(self) -> str:
        """What has become of it."""
        if self.ended_at:
            return self.sentence
        if self.living:
            return "en cours"
        return "interrompu\u202f; rien n’a été fait, recommencez"


async def latest(connection: AsyncConnection) -> list[Job]:
    """The last jobs, newest first."""
    async with connection.cursor(row_factory=class_row(Job)) as cursor:
        await cursor.execute(
            """SELECT id, kind, campaign, account, asked_at, ended_at, failed, sentence,
                ended_at IS NULL AND (asked_at > now() - interval '30 seconds' OR EXISTS (
                    SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted
                        AND classid = %s AND objid = jobs.id::bigint::oid
                        AND database = (SELECT oid FROM pg_database
                            WHERE datname = current_database())
                )) AS living
            FROM pages.jobs ORDER BY id DESC LIMIT %s""",
            (_LOCK, _MOST_SHOWN),
        )
        return await cursor.fetchall()


async def ask(connection: AsyncConnection, kind: Kind, campaign: str, account: str) -> int | None:
    """Note a job to be done; None where one is under way: they are done one at a time."""
    if any(job.living for job in await latest(connection)):
        return None
    cursor = await connection.execute(
        "INSERT INTO pages.jobs (kind, campaign, account) VALUES (%s, %s, %s) RETURNING id",
        (kind, campaign, account),
    )
    row = await cursor.fetchone()
    assert row is not None
    return int(row[0])


def start(settings: Settings, number: int) -> None:
    """Start the process of a job; it goes on by itself."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sync.dashboard.jobs", str(number)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=settings.environment(),
    )
    threading.Thread(target=process.wait, daemon=True).start()


def run(url: str, number: int) -> bool:
    """Do a job and note how it ended; return whether it went well."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s, %s)", (_LOCK, number))
        row = connection.execute(
            "SELECT kind, campaign FROM pages.jobs WHERE id = %s AND ended_at IS NULL", (number,)
        ).fetchone()
        if row is None:
            return False
        failed, sentence = _done(url, *row)
        connection.execute(
            "UPDATE pages.jobs SET ended_at = now(), failed = %s, sentence = %s WHERE id = %s",
            (failed, sentence, number),
        )
    return not failed


def _done(url: str, kind: Kind, campaign: str) -> tuple[bool, str]:
    try:
        return False, _WORK[kind](url, campaign)
    except SyncError as error:
        return True, error.sentence
    except Exception:  # the last door, as on the command line
        log.exception("job")
        return True, "Une erreur du programme s’est produite\u202f; rien n’a été fait."


def _freeze(url: str, campaign: str) -> str:
    from sync.server.publication.freeze import freeze

    freeze(url, campaign)
    return "publiée"


def _release(url: str, campaign: str) -> str:
    from sync.server.release.make import release
    from sync.server.release.shelf import shelve

    with TemporaryDirectory(prefix="diffusion-") as folder:
        shelve(url, campaign, release(url, campaign, Path(folder) / "fichiers"))
    return "prêt\u202f; lisez son rapport avant de le donner"


_WORK: Final[dict[Kind, Callable[[str, str], str]]] = {"freeze": _freeze, "release": _release}

if __name__ == "__main__":
    to_standard_error()
    sys.exit(not run(Settings.from_environment().database_url, int(sys.argv[1])))
