"""Days and hours as they are read in French."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip
_HERE = ZoneInfo("Europe/Paris")


def day(told: date) -> str:
    """A day, e.g. « 1er mars 2026 »."""
    first = "1er" if told.day == 1 else str(told.day)
    return f"{first} {_MONTHS[told.month - 1]} {told.year}"


def hour(at: datetime) -> str:
    """An hour here, e.g. « 14 h 05 »."""
    there = at.astimezone(_HERE)
    return f"{there.hour}\u00a0h\u00a0{there.minute:02d}"


def moment(at: datetime) -> str:
    """A day and an hour, short."""
    return f"{at.astimezone(_HERE):%d/%m/%Y}, {hour(at)}"


def quarter(told: str) -> str:
    """A quarter, « 2026Q1 », as it is read, e.g. « 1er trimestre 2026 »."""
    number = told[5:]
    return f"{'1er' if number == '1' else number + 'e'} trimestre {told[:4]}"
