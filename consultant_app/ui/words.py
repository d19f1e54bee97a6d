"""Days and states as people say them, for screens."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from consultant_app.domain.typography import HARD, MONTHS, WEEKDAYS

_SHORT = (
    *("janv.", "févr.", "mars", "avril", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)


def day_title(day: date) -> str:
    """« Mardi 15 septembre », as a page's title."""
    rank = "1ᵉʳ" if day.day == 1 else str(day.day)
    return f"{WEEKDAYS[day.weekday()].capitalize()} {rank}{HARD}{MONTHS[day.month - 1]}"


def short_day(day: date, today: date) -> str:
    """« aujourd’hui », « hier », « 11 sept. », « 11 sept. 2025 »."""
    if day == today:
        return "aujourd’hui"
    if day == today - timedelta(days=1):
        return "hier"
    rank = "1ᵉʳ" if day.day == 1 else str(day.day)
    year = "" if day.year == today.year else f" {day.year}"
    return f"{rank}{HARD}{_SHORT[day.month - 1]}{year}"


def ago(at: datetime, now: datetime) -> str:
    """« aujourd’hui à 8 h 12 », « hier », « il y a 3 jours »."""
    local, today = at.astimezone(), now.astimezone().date()
    days = (today - local.date()).days
    if days <= 0:
        return f"aujourd’hui à {local.hour}{HARD}h{HARD}{local.minute:02d}"
    return "hier" if days == 1 else f"il y a {days}{HARD}jours"
