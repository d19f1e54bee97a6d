"""Text as it is stored and searched."""

from __future__ import annotations

import unicodedata
from typing import TypeVar

T = TypeVar("T")


def clean(text: str) -> str:
    """Drop U+0000, which PostgreSQL refuses and which cuts C strings short."""
    return text.replace("\0", "") if "\0" in text else text


def clean_all(value: T) -> T:
    """Drop U+0000 from every text of a JSON-like value, keys included."""
    if isinstance(value, str):
        return clean(value)  # type: ignore[return-value]
    if isinstance(value, dict):
        return {clean_all(k): clean_all(v) for k, v in value.items()}  # type: ignore[return-value]
    if isinstance(value, list | tuple):
        return [clean_all(v) for v in value]  # type: ignore[return-value]
    return value


def folded(text: str) -> str:
    """Return ``text`` without case nor accents, so that « Éts Bœuf » is found by "ets boeuf"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return plain.replace("œ", "oe").replace("æ", "ae").replace("’", "'")
