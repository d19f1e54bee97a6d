"""When a kept priority is due: read from free words, so that it lands in the right period."""

from __future__ import annotations

import re
from datetime import date

from consultant_app.domain.typography import MONTHS, date_long, month_long

_NUMBERS = {"un": 1, "deux": 2, "trois": 3, "quatre": 4, "six": 6, "neuf": 9, "douze": 12}
_SPAN = re.compile(r"\b(\d{1,2}|un|deux|trois|quatre|six|neuf|douze) (mois|semaines?|ans?)\b")
#: The month taken for a season: its middle.
_SEASONS = {"hiver": 2, "printemps": 5, "été": 8, "automne": 11}
_ISO = re.compile(r"^\d{4}-\d{2}-\d{2}$")


def months_until(when: str, start: date) -> float | None:
    """How many months after ``start`` the words mean; None when they name no time.

    Understands an ISO date, « dans trois mois », « fin juillet », « 1er octobre », « mai 2027 », « printemps ».
    """
    words = when.strip().lower()
    if _ISO.match(words):
        due = date.fromisoformat(words)
        return (due.year - start.year) * 12 + due.month - start.month
    if span := _SPAN.search(words):
        amount = int(span[1]) if span[1].isdigit() else _NUMBERS[span[1]]
        return amount * {"m": 1.0, "s": 0.25, "a": 12.0}[span[2][0]]
    named = {name: rank for rank, name in enumerate(MONTHS, start=1)} | _SEASONS
    for name, rank in named.items():
        if re.search(rf"\b{name}\b", words):
            year = re.search(r"\b(20\d{2})\b", words)
            if year:
                return (int(year[1]) - start.year) * 12 + rank - start.month
            return (rank - start.month) % 12
    return None


def due_words(when: str) -> str:
    """The words as printed: an ISO date in full, anything else as it was written."""
    words = when.strip()
    return date_long(date.fromisoformat(words)) if _ISO.match(words) else words


def around(start: date, months: int) -> str:
    """The moment ``months`` after ``start``: « mi-septembre 2026 »."""
    rank = start.year * 12 + start.month - 1 + months
    month = month_long(date(rank // 12, rank % 12 + 1, 1))
    if start.day <= 10:
        return f"début {month}"
    return f"mi-{month}" if start.day <= 20 else f"fin {month}"
