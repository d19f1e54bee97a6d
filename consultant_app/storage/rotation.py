"""Which automatic backups are kept: 7 days, 4 weeks, 6 months."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from consultant_app.storage.backup import SUFFIX

DAYS, WEEKS, MONTHS = 7, 4, 6
_STAMP = "%Y-%m-%dT%H-%M-%S"
#: Backups of the last day are never pruned by each other beyond the latest one.
_PERIODS: tuple[tuple[int, Callable[[datetime], object]], ...] = (
    (DAYS, lambda at: at.date()),
    (WEEKS, lambda at: at.isocalendar()[:2]),
    (MONTHS, lambda at: (at.year, at.month)),
)


def name_of(at: datetime, reason: str) -> str:
    """The file name of an automatic backup."""
    return f"{at.astimezone(UTC).strftime(_STAMP)}-{reason}{SUFFIX}"


def moment_of(path: Path) -> datetime | None:
    """When an automatic backup was made, by its name; None for a file that is not one."""
    try:
        return datetime.strptime(path.name[: len("2000-01-01T00-00-00")], _STAMP).replace(
            tzinfo=UTC
        )
    except ValueError:
        return None


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """The moments to keep: the latest of each of the last 7 days, 4 weeks and 6 months with one."""
    latest_first = sorted(moments, reverse=True)
    keep: set[datetime] = set()
    for most, period_of in _PERIODS:
        latest: dict[object, datetime] = {}
        for moment in latest_first:
            latest.setdefault(period_of(moment), moment)
        keep.update(list(latest.values())[:most])
    return keep


def prune(folder: Path, *, spare: Path | None = None) -> list[Path]:
    """Delete the automatic backups that are no longer kept; return their paths.

    ``spare`` is the one just written: it stays even when the clock jumped back.
    """
    dated = {path: at for path in folder.glob(f"*{SUFFIX}") if (at := moment_of(path))}
    keep = kept(dated.values())
    stale = [path for path, at in dated.items() if at not in keep and path != spare]
    return [path for path in stale if _deleted(path)]


def _deleted(path: Path) -> bool:
    """Delete a file; one that an antivirus holds will go another day."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def expiry(made_at: datetime) -> datetime:
    """The latest day on which an automatic backup of ``made_at`` may still be kept (6 months)."""
    month = made_at.month - 1 + MONTHS
    return made_at.replace(year=made_at.year + month // 12, month=month % 12 + 1, day=1)
