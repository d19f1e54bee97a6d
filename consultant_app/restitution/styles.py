"""Type and measures of the paper: faces, sizes, the grid in millimetres.

One family, Gentium Book Plus, in four faces; registered once with ReportLab and embedded as
subsets. Sizes and leadings are points, everything else millimetres from the page's top left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from consultant_app.assets import resource
from consultant_app.restitution.drawing import POINTS_PER_MM, Face

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
LEFT, TOP, BOTTOM, WIDTH = 22.0, 24.0, 276.0, 170.0
#: The second vertical, where reading starts, and the columns' widths and gap.
B = LEFT + 58.0
NARROW, WIDE, GAP = 54.0, 112.0, 4.0
THIRD = B + NARROW + GAP
HEAD_BASELINE, FOOT_BASELINE, CUT = 15.0, 285.0, 12.0
#: Words are hyphenated only in columns this narrow (mm).
HYPHENATE_UP_TO = 54.0
#: A page filled less than this is given lines to write on.
LEAST_FILL = 1 / 3

THIN, HAIR, SECTION, PERIOD, STRONG = 0.25, 0.2, 0.8, 1.6, 2.4

_FILES: dict[Face, str] = {
    "regular": "Regular",
    "bold": "Bold",
    "italic": "Italic",
    "bold_italic": "BoldItalic",
}


@dataclass(frozen=True, slots=True)
class Style:
    """A way to set text: face, size and leading in points."""

    size: float
    leading: float
    face: Face = "regular"

    @property
    def leading_mm(self) -> float:
        """Height of one line in millimetres."""
        return self.leading / POINTS_PER_MM

    @property
    def baseline_mm(self) -> float:
        """Distance from the top of a line to its baseline, in millimetres."""
        ascent, descent = vertical_metrics()
        half_leading = (self.leading - (ascent - descent) * self.size) / 2
        return (half_leading + ascent * self.size) / POINTS_PER_MM

    def scaled(self, factor: float) -> Style:
        """Return the style with size and leading multiplied by ``factor``."""
        return replace(self, size=self.size * factor, leading=self.leading * factor)


COMPANY = (Style(44, 47, "bold"), Style(36, 40, "bold"), Style(28, 32, "bold"))
H1 = Style(28, 31)
SUBTITLE = Style(17, 21)
GROWTH_TYPE = Style(17, 20, "bold")
LEDE = Style(13, 17.5)
QUOTE = Style(14.5, 19, "italic")
H2 = Style(13, 17.5, "bold")
ACTION = Style(15, 19, "bold")
BECAUSE = Style(11.5, 15.5)
CONTENTS = Style(11, 15.5)
BODY = Style(10.5, 14)
BODY_ITALIC = Style(10.5, 14, "italic")
LIST = Style(10.5, 13.5)
TIGHT = Style(10, 12.6)
LEVEL = Style(10, 12.5)
CODE = Style(22, 28, "bold")
COLUMN_HEAD = Style(9.5, 12, "italic")
NOTE = Style(9, 12)
CAPTION = Style(9, 12, "italic")


@cache
def fonts() -> dict[Face, TTFont]:
    """Return the four faces, parsed and registered with ReportLab at the first call."""
    found = {}
    for face, file in _FILES.items():
        path = resource("fonts", f"GentiumBookPlus-{file}.ttf")
        found[face] = TTFont(font_name(face), str(path))
        pdfmetrics.registerFont(found[face])
    return found


def font_name(face: Face) -> str:
    """Return the name under which a face is known to ReportLab."""
    return f"GentiumBookPlus-{_FILES[face]}"


@cache
def vertical_metrics() -> tuple[float, float]:
    """Return ascent and descent of the family, in ems (descent is negative)."""
    face = fonts()["regular"].face
    return face.ascent / 1000, face.descent / 1000


@cache
def _widths(face: Face) -> dict[int, float]:
    return dict(fonts()[face].face.charWidths)


def text_width(text: str, face: Face, size: float) -> float:
    """Return the width of ``text`` in millimetres (no kerning, as it is drawn)."""
    widths = _widths(face)
    return sum(widths[ord(sign)] for sign in text) * size / 1000 / POINTS_PER_MM
