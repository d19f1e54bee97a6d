"""Where copies of a dossier lie in clear, outside the database: PDF files, prints."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

from consultant_app.storage.database import Database
from consultant_app.storage.plain import instant, to_instant


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
