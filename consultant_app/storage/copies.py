"""Where copies of a dossier lie outside the database: PDF files in clear, and backups."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

from consultant_app.storage.codec import instant, to_instant
from consultant_app.storage.database import Database


@dataclass(frozen=True, slots=True)
class PdfCopy:
    """A restitution handed over. ``kind``: "file" or "print"; ``path`` empty for a print."""

    seq: int
    interview_id: str
    kind: str
    path: str
    edition: str
    protected: bool
    at: datetime


class PdfCopies:
    """The copies of restitutions that left the vault."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(
        self,
        interview_id: str,
        at: datetime,
        *,
        path: str = "",
        kind: str = "file",
        edition: str = "full",
        protected: bool = False,
    ) -> None:
        """Remember a copy."""
        self._db.execute(
            "INSERT INTO pdf_copies (interview_id, kind, path, edition, protected, at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (interview_id, kind, path, edition, int(protected), instant(at)),
        )

    def put(self, copy: PdfCopy) -> None:
        """Remember again a copy known before, as it was."""
        row = {**asdict(copy), "protected": int(copy.protected), "at": instant(copy.at)}
        self._db.save("pdf_copies", row, pk="seq")

    def all_of(self, interview_id: str) -> list[PdfCopy]:
        """The copies of one interview's restitution, oldest first."""
        query = "SELECT * FROM pdf_copies WHERE interview_id = ? ORDER BY seq"
        return [_copy(row) for row in self._db.rows(query, (interview_id,))]

    def all(self) -> list[PdfCopy]:
        """Every copy, oldest first."""
        return [_copy(row) for row in self._db.rows("SELECT * FROM pdf_copies ORDER BY seq")]

    def forget(self, seq: int) -> None:
        """Forget a copy that was destroyed."""
        self._db.execute("DELETE FROM pdf_copies WHERE seq = ?", (seq,))


def _copy(row: Any) -> PdfCopy:
    return PdfCopy(
        seq=row["seq"],
        interview_id=row["interview_id"],
        kind=row["kind"],
        path=row["path"],
        edition=row["edition"],
        protected=bool(row["protected"]),
        at=cast("datetime", to_instant(row["at"])),
    )


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
