"""Two comparisons by theme: with similar firms, and with the firm itself at an earlier date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consultant_app.domain.typography import french
from consultant_app.restitution.columns import HEAD_HEIGHT, LEFT, SPAN, WIDTH, Columns
from consultant_app.restitution.drawing import (
    Chart,
    Colour,
    Disc,
    Label,
    Line,
    Primitive,
    Rect,
)
from consultant_app.restitution.metrics import shorten, text_width

ROW = 8.4
_NAME_PT = 10.5
_SMALL_PT = 9.5


@dataclass(frozen=True, slots=True)
class PeerRow:
    """One theme beside its reference: quartiles None where none was published."""

    number: str
    title: str
    bound: float | None
    quartiles: tuple[float, float, float] | None
    words: str = ""


def peers(columns: Columns, rows: Sequence[PeerRow]) -> Chart:
    """A box between the quartiles, a thick line at the median, a disc for the firm."""
    items = _grid(columns, len(rows))
    for i, row in enumerate(rows):
        middle = HEAD_HEIGHT + ROW * (i + 0.5)
        items += _name(row.number, row.title, middle)
        if row.quartiles:
            items += _quartiles(columns, row.quartiles, middle)
        else:
            items += _aside(59, middle, "trop peu d’entreprises pour comparer")
        if row.bound is not None:
            x = columns.centre(row.bound)
            items.append(Disc(x, middle, 1.6, Colour.INK, Colour.WHITE, 0.9))
        else:
            items += _aside(LEFT + SPAN + 1.5, middle, "sans niveau")
    said = " ".join(f"{row.title} : {row.words}." for row in rows if row.words)
    return Chart(
        "entreprises-comparables",
        WIDTH,
        HEAD_HEIGHT + ROW * len(rows) + 0.4,
        tuple(items),
        french("Votre entreprise parmi des entreprises comparables"),
        french(said),
    )


def _quartiles(
    columns: Columns, quartiles: tuple[float, float, float], middle: float
) -> list[Primitive]:
    low, median, high = (columns.centre(q) for q in quartiles)
    return [
        Rect(
            low,
            middle - 1.9,
            max(high - low, 0.6),
            3.8,
            fill=Colour.TINT,
            stroke=Colour.INK,
            stroke_pt=0.35,
        ),
        Line(median, middle - 2.9, median, middle + 2.9, 1.8),
    ]


@dataclass(frozen=True, slots=True)
class TwoDatesRow:
    """One theme at two dates; None where it had no level. ``moved``: what changed, in words."""

    number: str
    title: str
    before: float | None
    today: float | None
    moved: str


def two_profiles(columns: Columns, rows: Sequence[TwoDatesRow]) -> Chart:
    """Per theme an open bar for the earlier date over a solid one for today."""
    items = _grid(columns, len(rows))
    for i, row in enumerate(rows):
        top = HEAD_HEIGHT + ROW * i
        items += _name(row.number, row.title, top + ROW / 2)
        if row.before is not None:
            width = columns.centre(row.before) - LEFT
            items.append(
                Rect(LEFT, top + 1.6, width, 2.0, Colour.WHITE, Colour.INK, 0.6),
            )
        if row.today is not None:
            width = columns.centre(row.today) - LEFT
            items.append(Rect(LEFT, top + 4.2, width, 2.6, fill=Colour.BLUE))
        elif row.before is None:
            items += _aside(59, top + ROW / 2, "sans niveau aux deux dates")
        else:
            items += _aside(59, top + 5.9, "sans niveau aujourd’hui")
        items.append(
            Label(LEFT + SPAN + 1.5, top + ROW / 2 + 1.15, row.moved, _SMALL_PT, "regular")
        )
    said = " ".join(f"{row.title} : {row.moved}." for row in rows if row.moved)
    return Chart(
        "deux-dates",
        WIDTH,
        HEAD_HEIGHT + ROW * len(rows) + 0.4,
        tuple(items),
        french("Le profil aux deux dates"),
        french(said),
    )


def _grid(columns: Columns, count: int) -> list[Primitive]:
    bottom = HEAD_HEIGHT + ROW * count
    items: list[Primitive] = columns.heads("")
    items += [Line(0, HEAD_HEIGHT, WIDTH, HEAD_HEIGHT, 0.8), Line(0, bottom, WIDTH, bottom, 0.8)]
    items += [
        Line(0, HEAD_HEIGHT + ROW * i, WIDTH, HEAD_HEIGHT + ROW * i, 0.2) for i in range(1, count)
    ]
    return [*items, *(Line(x, HEAD_HEIGHT, x, bottom, 0.2) for x in columns.edges)]


def _name(number: str, title: str, middle: float) -> list[Primitive]:
    name = shorten(french(title), LEFT - 8.0, _NAME_PT)
    return [
        Label(4.8, middle + 1.25, number, _NAME_PT, anchor="end"),
        Label(7.0, middle + 1.25, name, _NAME_PT),
    ]


def _aside(x: float, middle: float, text: str) -> list[Primitive]:
    """Words in italic, on white so that no column's border runs through them."""
    width = text_width(text, _SMALL_PT, "italic") + 1.5
    return [
        Rect(x - 0.5, middle - 1.9, width, 3.8, fill=Colour.WHITE),
        Label(x, middle + 1.15, text, _SMALL_PT, "italic"),
    ]
