"""Charts as SVG, for the HTML edition: the same display list, painted by a browser."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from consultant_app.restitution.drawing import (
    COLOURS,
    POINTS_PER_MM,
    Chart,
    Colour,
    Disc,
    Label,
    Line,
    Polyline,
    Primitive,
    Rect,
    Triangle,
)


def svg(chart: Chart, ident: str) -> str:
    """Return the chart as one ``<svg>`` with its title and description; ``ident`` is unique.

    Page numbers are left out: an HTML page has none.
    """
    body = "".join(map(_element, chart.items))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'aria-labelledby="{ident}-t {ident}-d" viewBox="0 0 {_mm(chart.width)} '
        f'{_mm(chart.height)}" style="width:{_mm(chart.width)}mm;max-width:100%;height:auto">'
        f'<title id="{ident}-t">{escape(chart.title)}</title>'
        f'<desc id="{ident}-d">{escape(chart.alt)}</desc>'
        f'<g aria-hidden="true">{body}</g></svg>'
    )


def _mm(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _paint(fill: Colour | None, stroke: Colour | None, points: float) -> str:
    parts = [f'fill="{COLOURS[fill] if fill else "none"}"']
    if stroke:
        width = _mm(points / POINTS_PER_MM)
        parts.append(f'stroke="{COLOURS[stroke]}" stroke-width="{width}"')
    return " ".join(parts)


def _dash(dash: tuple[float, ...]) -> str:
    return f' stroke-dasharray="{" ".join(map(_mm, dash))}"' if dash else ""


def _rect(item: Rect) -> str:
    place = " ".join(
        f'{name}="{_mm(value)}"'
        for name, value in (
            ("x", item.x),
            ("y", item.y),
            ("width", item.width),
            ("height", item.height),
        )
    )
    return f"<rect {place} {_paint(item.fill, item.stroke, item.stroke_pt)}{_dash(item.dash)}/>"


def _line(item: Line) -> str:
    ends = " ".join(
        f'{name}="{_mm(value)}"'
        for name, value in (("x1", item.x1), ("y1", item.y1), ("x2", item.x2), ("y2", item.y2))
    )
    return f"<line {ends} {_paint(None, item.stroke, item.stroke_pt)}{_dash(item.dash)}/>"


def _polyline(item: Polyline) -> str:
    points = " ".join(f"{_mm(x)},{_mm(y)}" for x, y in item.points)
    paint = _paint(None, item.stroke, item.stroke_pt)
    return f'<polyline points="{points}" {paint} stroke-linejoin="round"/>'


def _disc(item: Disc) -> str:
    paint = _paint(item.fill, item.stroke, item.stroke_pt)
    return f'<circle cx="{_mm(item.x)}" cy="{_mm(item.y)}" r="{_mm(item.r)}" {paint}/>'


def _triangle(item: Triangle) -> str:
    half, base = item.width / 2, item.y + item.height
    corners = ((item.x, item.y), (item.x - half, base), (item.x + half, base))
    points = " ".join(f"{_mm(x)},{_mm(y)}" for x, y in corners)
    return f'<polygon points="{points}" {_paint(item.fill, None, 0)}/>'


def _label(item: Label) -> str:
    if item.page_of:
        return ""
    style = ' font-style="italic"' if "italic" in item.face else ""
    weight = ' font-weight="700"' if "bold" in item.face else ""
    return (
        f'<text x="{_mm(item.x)}" y="{_mm(item.y)}" font-size="{_mm(item.size_pt / POINTS_PER_MM)}"'
        f'{style}{weight} text-anchor="{item.anchor}" fill="{COLOURS[item.colour]}">'
        f"{escape(item.text)}</text>"
    )


_PAINTERS: dict[type, Callable[..., str]] = {
    Rect: _rect,
    Line: _line,
    Polyline: _polyline,
    Disc: _disc,
    Triangle: _triangle,
    Label: _label,
}


def _element(item: Primitive) -> str:
    return _PAINTERS[type(item)](item)
