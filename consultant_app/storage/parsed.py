"""What was read from long texts, kept so that no text is parsed twice in a profile's life."""

from __future__ import annotations

from consultant_app.storage.database import Database


class ParsedTexts:
    """The table of parsed texts. It holds nothing that cannot be made again from them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, key: str) -> str | None:
        """Return what was kept under ``key`` (a digest), None when nothing was."""
        row = self._db.row("SELECT model FROM parsed WHERE key = ?", (key,))
        return None if row is None else str(row[0])

    def put(self, key: str, model: str) -> None:
        """Keep ``model``. Does nothing inside a transaction, which it must not put at risk."""
        if not self._db.in_transaction:
            self._db.execute(
                "INSERT OR REPLACE INTO parsed (key, model) VALUES (?, ?)", (key, model)
            )
