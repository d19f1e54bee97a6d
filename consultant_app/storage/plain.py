"""Plain values as the tables hold them: JSON texts and ISO instants."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from consultant_app.storage.text import clean_all


def to_json(value: Any) -> str:
    """Compact JSON in clear Unicode, without U+0000. Dates and instants become ISO texts."""
    text = _encode(value)
    # Only texts that hold U+0000 (or its escape, spelled out) take the long way.
    return _encode(clean_all(value)) if "\\u0000" in text else text


def from_json(text: str | None) -> Any:
    """The value a JSON column holds; None for NULL."""
    return None if text is None else json.loads(text)


def instant(value: datetime | None) -> str | None:
    """An aware instant as UTC text that sorts as time does; None stays None."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("instants must be aware")
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def to_instant(text: str | None) -> datetime | None:
    """Read back what `instant` wrote."""
    return None if text is None else datetime.fromisoformat(text)


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return instant(value) or ""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be stored")


_encode = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=_iso, allow_nan=False
).encode
