"""What charts are made of: a display list of primitives, painted the same on every surface.

Lengths are millimetres from the chart's top left corner, y downwards. Strokes and type sizes are
points. Colours are roles, not values: each painter looks them up in ``COLOURS``. A painter paints
the items in order and adds nothing; strokes are centred on the outline, with butt ends and mitred
corners (polylines: round joins).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

#: Points in a millimetre, for painters and for measuring.
POINTS_PER_MM = 72 / 25.4


class Colour(StrEnum):
    """A colour by its meaning; grey values (0–255) after conversion are given in comments."""

    INK = "ink"  # 0: marks, words, lines
    BLUE = "blue"  # 94: the level reached, a quantity
    TINT = "tint"  # 204: bands, passed steps, columns
    PALE = "pale"  # 228: the matrix's zone
    WHITE = "white"


COLOURS: dict[Colour, str] = {
    Colour.INK: "#000000",
    Colour.BLUE: "#35679A",
    Colour.TINT: "#BCD0E4",
    Colour.PALE: "#DCE6F0",
    Colour.WHITE: "#FFFFFF",
}

Face: TypeAlias = Literal["regular", "bold", "italic", "bold_italic"]
Anchor: TypeAlias = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle; ``fill`` and ``stroke`` None for none; ``dash`` in mm (on, off)."""

    x: float
    y: float
    width: float
    height: float
    fill: Colour | None = None
    stroke: Colour | None = None
    stroke_pt: float = 0.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke_pt: float
    stroke: Colour = Colour.INK
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Polyline:
    """An open line through ``points``, round joins."""

    points: tuple[tuple[float, float], ...]
    stroke_pt: float
    stroke: Colour = Colour.INK


@dataclass(frozen=True, slots=True)
class Disc:
    """A disc centred on x, y; with a white fill and a stroke it is a ring."""

    x: float
    y: float
    r: float
    fill: Colour | None = Colour.INK
    stroke: Colour | None = None
    stroke_pt: float = 0.0


@dataclass(frozen=True, slots=True)
class Triangle:
    """An upright triangle: apex at (x, y), base ``width`` wide at y + height."""

    x: float
    y: float
    width: float
    height: float
    fill: Colour = Colour.INK


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text on its baseline (x, y).

    ``page_of``: the label stands for the number of the page where that anchor begins; surfaces
    with pages write it in place of ``text``, others leave the label out. ``page_of="*"``: the
    label's own text, for surfaces with pages only (the head of that column).
    """

    x: float
    y: float
    text: str
    size_pt: float
    face: Face = "regular"
    anchor: Anchor = "start"
    colour: Colour = Colour.INK
    page_of: str = ""


Primitive: TypeAlias = Rect | Line | Polyline | Disc | Triangle | Label


@dataclass(frozen=True, slots=True)
class Chart:
    """One finished drawing, ``width`` × ``height`` mm, and its alternative in full sentences.

    Items may stand out of the box by a stroke's half width, never more.
    """

    id: str
    width: float
    height: float
    items: tuple[Primitive, ...]
    title: str
    alt: str
