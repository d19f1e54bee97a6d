"""How long dossiers are kept, and what still holds one after it was deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from consultant_app.storage import rotation
from consultant_app.storage.backup_log import BackupLog
from consultant_app.storage.copies import PdfCopies, PdfCopy
from consultant_app.storage.database import Database

#: A dossier is kept this long after the last interview (usually the follow-up), then purged.
KEPT_YEARS = 3

_DUE = """
SELECT c.id, c.name, max(i.held_on) AS last_held_on
FROM companies c JOIN interviews i ON i.company_id = c.id
GROUP BY c.id HAVING last_held_on <= ? ORDER BY last_held_on, c.name
"""


@dataclass(frozen=True, slots=True)
class DueForPurge:
    """A company whose dossier has been kept long enough."""

    company_id: str
    company: str
    last_held_on: date


@dataclass(frozen=True, slots=True)
class HoldingBackup:
    """A backup that holds the dossier. ``gone_by``: None when nothing deletes it by itself."""

    path: str
    made_at: datetime
    gone_by: datetime | None


@dataclass(frozen=True, slots=True)
class Remains:
    """What will still hold a dossier once it is deleted from the database."""

    copies: tuple[PdfCopy, ...]
    backups: tuple[HoldingBackup, ...]
    set_aside: tuple[Path, ...]


def due_for_purge(db: Database, today: date) -> list[DueForPurge]:
    """The companies whose last interview is three years old or more, oldest first."""
    limit = _years_before(today, KEPT_YEARS)
    return [
        DueForPurge(row["id"], row["name"], date.fromisoformat(row["last_held_on"]))
        for row in db.rows(_DUE, (limit.isoformat(),))
    ]


def remains_of(db: Database, company_id: str, folder: Path) -> Remains:
    """What holds a company's dossier outside the database; ask before deleting it.

    ``folder``: the profile's. Backups made before the company's first interview do not hold it.
    """
    rows = db.rows("SELECT id, created_at FROM interviews WHERE company_id = ?", (company_id,))
    since = min((datetime.fromisoformat(row["created_at"]) for row in rows), default=None)
    backups = [b for b in BackupLog(db).all() if since is None or b.at >= since]
    return Remains(
        copies=tuple(copy for row in rows for copy in PdfCopies(db).all_of(row["id"]) if copy.path),
        backups=tuple(
            HoldingBackup(b.path, b.at, None if b.outside else rotation.expiry(b.at))
            for b in backups
        ),
        set_aside=tuple(sorted((folder / "sauvegardes").glob("avant-restauration-*"))),
    )


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
