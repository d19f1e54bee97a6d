"""The backups that were written, with what was counted in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from consultant_app.storage.database import Database
from consultant_app.storage.plain import instant, to_instant


@dataclass(frozen=True, slots=True)
class BackupRecord:
    """A backup once written. ``outside``: elsewhere than in the profile's own folder."""

    seq: int
    path: str
    reason: str
    outside: bool
    companies: int
    interviews: int
    sha256: str
    at: datetime


class BackupLog:
    """The backups that were written and verified."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(
        self,
        path: str,
        at: datetime,
        *,
        reason: str,
        outside: bool,
        companies: int,
        interviews: int,
        sha256: str,
    ) -> None:
        """Remember a backup that was written and verified."""
        self._db.execute(
            "INSERT INTO backups (path, reason, outside, companies, interviews, sha256, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (path, reason, int(outside), companies, interviews, sha256, instant(at)),
        )

    def all(self) -> list[BackupRecord]:
        """Every backup, oldest first."""
        return [_backup(row) for row in self._db.rows("SELECT * FROM backups ORDER BY seq")]

    def last(self, *, outside: bool | None = None) -> BackupRecord | None:
        """The latest one written; only outside (or inside) the laptop if asked."""
        found = [b for b in self.all() if outside is None or b.outside == outside]
        return found[-1] if found else None

    def forget(self, path: str) -> None:
        """Forget the backups that were at ``path``."""
        self._db.execute("DELETE FROM backups WHERE path = ?", (path,))


def _backup(row: Any) -> BackupRecord:
    return BackupRecord(
        seq=row["seq"],
        path=row["path"],
        reason=row["reason"],
        outside=bool(row["outside"]),
        companies=row["companies"],
        interviews=row["interviews"],
        sha256=row["sha256"],
        at=cast("datetime", to_instant(row["at"])),
    )
