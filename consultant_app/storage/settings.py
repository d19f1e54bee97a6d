"""Small named values of the profile: the consultant's name, preferences, reminders."""

from __future__ import annotations

from typing import Any

from consultant_app.storage.database import Database
from consultant_app.storage.plain import from_json, to_json


class Settings:
    """The table of settings; values are plain JSON."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, name: str, default: Any = None) -> Any:
        """Return the value stored under ``name``, ``default`` when there is none."""
        row = self._db.row("SELECT value FROM settings WHERE name = ?", (name,))
        return default if row is None else from_json(row[0])

    def set(self, name: str, value: Any) -> None:
        """Store a plain JSON value under ``name``."""
        self._db.save("settings", {"name": name, "value": to_json(value)}, pk="name")

    def delete(self, name: str) -> None:
        """Forget a value."""
        self._db.execute("DELETE FROM settings WHERE name = ?", (name,))

    def all(self) -> dict[str, Any]:
        """Every setting by name."""
        rows = self._db.rows("SELECT name, value FROM settings ORDER BY name")
        return {row[0]: from_json(row[1]) for row in rows}
