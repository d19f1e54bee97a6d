"""The matrix: what the dirigeant said matters, down; the level found, across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consultant_app.domain.typography import french
from consultant_app.restitution.columns import HEAD_HEIGHT, LEFT, WIDTH, Columns
from consultant_app.restitution.drawing import (
    POINTS_PER_MM,
    Chart,
    Colour,
    Disc,
    Label,
    Line,
    Primitive,
    Rect,
)
from consultant_app.restitution.metrics import shorten, text_width, wrap

PITCH = 8.4
_WORD_PT = 12.5
_TEXT_PT = 10.0
_LEADING = 13 / POINTS_PER_MM
_LABEL_PT = 10.5
_WISH = ", votre souhait"
_R = 2.3


@dataclass(frozen=True, slots=True)
class MatrixTheme:
    """One theme; without a ``bound`` its ``reason`` is said (« à vérifier »)."""

    number: str
    title: str
    bound: float | None
    wished: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MatrixBand:
    """One importance and its themes, in the order they are drawn; ``important`` is in the zone."""

    word: str
    sentence: str
    themes: tuple[MatrixTheme, ...]
    important: bool


def matrix(columns: Columns, bands: Sequence[MatrixBand], fragile: float) -> Chart:
    """Draw the bands; the pale zone holds the important ones under the level ``fragile``."""
    heights = [_height(band, first=i == 0) for i, band in enumerate(bands)]
    tops = [HEAD_HEIGHT + sum(heights[:i]) for i in range(len(bands) + 1)]
    zone = max((tops[i + 1] for i, b in enumerate(bands) if b.important), default=0.0)
    items: list[Primitive] = columns.heads("sans niveau")
    if zone:
        right = columns.centre(fragile)
        items.append(Rect(LEFT, HEAD_HEIGHT, right - LEFT, zone - HEAD_HEIGHT, fill=Colour.PALE))
    items += _rules(columns, tops)
    if zone:
        items.append(Label(60.4, HEAD_HEIGHT + 5.2, "important, encore fragile", 9.5, "italic"))
    for i, band in enumerate(bands):
        items += _band(columns, band, tops[i], first=i == 0)
    said = " ".join(_spoken(columns, band) for band in bands)
    return Chart(
        "importance",
        WIDTH,
        tops[-1] + 0.4,
        tuple(items),
        french("Ce qui compte pour vous et où chaque thème en est"),
        french(said),
    )


def _height(band: MatrixBand, *, first: bool) -> float:
    rows = 10 + PITCH * len(band.themes) + (2.6 if first else 0)
    lines = len(_lines(band))
    return max(rows, 11.0 + _LEADING * (lines - 1) + 3.2 if lines else 0)


def _lines(band: MatrixBand) -> list[str]:
    return wrap(french(band.sentence), 54, _TEXT_PT) if band.sentence else []


def _rules(columns: Columns, tops: Sequence[float]) -> list[Primitive]:
    items: list[Primitive] = []
    for i, y in enumerate(tops):
        edge = i in (0, len(tops) - 1)
        items.append(Line(0, y, WIDTH, y, 0.8 if edge else 0.25))
        tick = 1.6 if i == 0 else -1.6
        items += [Line(x, y, x, y + tick, 0.35) for x in columns.edges]
    return items


def _band(columns: Columns, band: MatrixBand, top: float, *, first: bool) -> list[Primitive]:
    items: list[Primitive] = [Label(0, top + 5.6, band.word, _WORD_PT, "bold")]
    items += [
        Label(0, top + 11 + _LEADING * i, line, _TEXT_PT) for i, line in enumerate(_lines(band))
    ]
    y = top + (11.8 if first else 9.2)
    for theme in band.themes:
        items += _theme(columns, theme, y)
        y += PITCH
    return items


def _theme(columns: Columns, theme: MatrixTheme, y: float) -> list[Primitive]:
    x = columns.aside if theme.bound is None else columns.centre(theme.bound)
    solid = theme.wished
    items: list[Primitive] = [
        Disc(x, y, _R) if solid else Disc(x, y, _R, Colour.WHITE, Colour.INK, 0.9),
        Label(
            x,
            y + 1.05,
            theme.number,
            9.5,
            "bold",
            "middle",
            Colour.WHITE if solid else Colour.INK,
        ),
    ]
    if theme.bound is None:
        text = shorten(french(f"{theme.title}, {theme.reason}"), x - 61, _LABEL_PT, "italic")
        return [*items, Label(x - 3.6, y + 1.3, text, _LABEL_PT, "italic", "end")]
    return items + _labelled(theme, x, y)


def _labelled(theme: MatrixTheme, x: float, y: float) -> list[Primitive]:
    """The theme's name at the right of its disc, or at its left where there is no room."""
    title = french(theme.title)
    face = "bold" if theme.wished else "regular"
    wish = text_width(_WISH, _LABEL_PT, "italic") if theme.wished else 0.0
    own = text_width(title, _LABEL_PT, "bold" if theme.wished else "regular")
    start = x + 3.7
    if start + own + wish > WIDTH:
        room = x - 3.6 - LEFT - wish
        title = shorten(title, room, _LABEL_PT, "bold" if theme.wished else "regular")
        own = text_width(title, _LABEL_PT, "bold" if theme.wished else "regular")
        start = x - 3.6 - own - wish
    items: list[Primitive] = [
        Label(start, y + 1.3, title, _LABEL_PT, "bold" if face == "bold" else "regular")
    ]
    if theme.wished:
        items.append(Label(start + own, y + 1.3, _WISH, _LABEL_PT, "italic"))
    return items


def _spoken(columns: Columns, band: MatrixBand) -> str:
    def one(theme: MatrixTheme) -> str:
        if theme.bound is None:
            return f"{theme.title} ({theme.reason})"
        wish = ", votre souhait" if theme.wished else ""
        return f"{theme.title} ({columns.names[columns.rank(theme.bound)]}{wish})"

    return f"{band.word.capitalize()} : {', '.join(map(one, band.themes))}."
