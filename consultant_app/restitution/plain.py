"""All the words of a restitution, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from consultant_app.restitution.drawing import Chart, Label
from consultant_app.restitution.model import (
    Mark,
    PlanRow,
    Restitution,
    Run,
    TocEntry,
)

#: Fields whose heads are left out when there is nothing under them.
_HEADS = {
    "columns": ("rows", "periods"),
    "moved_columns": ("moved",),
    "done_columns": ("done",),
    "said_title": ("quote", "said"),
}
#: Where the reading order is not the order of the fields (a note stands under what it is about).
_ORDERS: dict[type, tuple[str, ...]] = {PlanRow: ("mark", "what", "note", "who", "when", "seen")}

#: Fields that name things and are not words on the paper.
_NAMES = frozenset(
    {"anchor", "theme_id", "practice_id", "first", "last", "face", "qr", "qr_alt", "drawing", "cut"}
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
        for name in _names(part):
            yield from _lines(getattr(part, name), charts=charts)


def _names(part: object) -> Iterator[str]:
    """The fields of a part that hold words, in reading order."""
    names = _ORDERS.get(type(part)) or tuple(field.name for field in fields(part))  # type: ignore[arg-type]
    for name in names:
        heads_nothing = name in _HEADS and not any(getattr(part, n, ()) for n in _HEADS[name])
        if name not in _NAMES and not heads_nothing:
            yield name


def _run(run: Run) -> str:
    return run.mark.label if run.mark else run.text
