"""Local reports of our own bugs: what the program was doing, never what it was holding."""

from __future__ import annotations

import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

log = logging.getLogger(__name__)
_KEPT = 20


def report_text(error: BaseException, now: datetime) -> str:
    """Return the report: versions and the places in the code, without any value.

    Messages of exceptions may quote what a user typed: only their types are told.
    """
    import platform

    lines = [
        f"Rapport d’erreur, {now:%Y-%m-%d %H:%M:%S} UTC",
        f"Programme {_version()} · Python {platform.python_version()} · {platform.platform()}",
        "",
        *places_of(error),
    ]
    return "\n".join(lines) + "\n"


def places_of(error: BaseException) -> list[str]:
    """The types of an error and of its causes, each with the places in the code it went through."""
    lines: list[str] = []
    seen: BaseException | None = error
    told: set[int] = set()
    while seen is not None and id(seen) not in told:
        told.add(id(seen))
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        frames = traceback.extract_tb(seen.__traceback__)
        lines += [f"  {_short(f.filename)}:{f.lineno} {f.name}" for f in frames]
        seen = seen.__cause__ or seen.__context__
    return lines


def write_report(error: BaseException, folder: Path) -> Path | None:
    """Write a report in ``folder`` and return its path; None when even that cannot be done."""
    now = datetime.now(UTC)
    log.error("bug: %s", type(error))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"erreur-{now:%Y%m%d-%H%M%S-%f}.txt"
        path.write_text(report_text(error, now), encoding="utf-8")
        for old in sorted(folder.glob("erreur-*.txt"))[:-_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return path


def _version() -> str:
    from importlib import metadata

    try:
        return metadata.version("diagnostic-pme")
    except metadata.PackageNotFoundError:
        return "inconnu"


def _short(filename: str) -> str:
    """Keep the part of a path that names our code, not the user's folders."""
    parts = Path(filename).parts
    for root in ("consultant_app", "sync", *(Path(p).name for p in sys.path if p)):
        if root in parts:
            return "/".join(parts[parts.index(root) :])
    return parts[-1]
