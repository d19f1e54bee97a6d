"""All the words of a restitution, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from consultant_app.restitution.drawing import Chart, Label
from consultant_app.restitution.model import (
    Mark,
    Restitution,
    Run,
    TocEntry,
)

#: Fields that name things and are not words on the paper.
_NAMES = frozenset(
    {"anchor", "theme_id", "practice_id", "first", "last", "face", "qr", "qr_alt", "drawing"}
)


def lines(restitution: Restitution, *, charts: bool) -> Iterator[str]:
    """Every text, one per line: a rich text is one line, marks are their labels."""
    for section in restitution.sections:
        yield from (line for line in _lines(section, charts=charts) if line)


def _lines(part: object, *, charts: bool) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, Chart):
        if charts:
            yield from (i.text for i in part.items if isinstance(i, Label) and not i.page_of)
    elif isinstance(part, Mark):
        yield part.label
    elif isinstance(part, tuple):
        if part and all(isinstance(run, Run) for run in part):
            yield "".join(_run(run) for run in part)
        else:
            for inner in part:
                yield from _lines(inner, charts=charts)
    elif isinstance(part, TocEntry):
        yield part.title
    elif part is not None:
        for field in fields(part):  # type: ignore[arg-type]
            if field.name not in _NAMES:
                yield from _lines(getattr(part, field.name), charts=charts)


def _run(run: Run) -> str:
    return run.mark.label if run.mark else run.text
