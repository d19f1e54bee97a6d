"""Painting on a ReportLab canvas: charts' display lists, marks, lines of text, the QR code.

Positions are millimetres from the page's top left; this module turns them into points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import segno
from reportlab.pdfgen.canvas import Canvas

from consultant_app.restitution import drawing
from consultant_app.restitution.drawing import COLOURS, POINTS_PER_MM, Chart, Colour
from consultant_app.restitution.glyphs import printable
from consultant_app.restitution.line_breaking import Piece, TextLine
from consultant_app.restitution.model import Mark
from consultant_app.restitution.styles import (
    PAGE_HEIGHT,
    Style,
    font_name,
    text_width,
)
from consultant_app.restitution.typeset import MARK_WIDTHS, RAISED, Text

MM = POINTS_PER_MM
_RGB = {
    role: tuple(int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))
    for role, value in COLOURS.items()
}
#: Circle drawn by four Bézier curves: distance of control points for radius 1.
_KAPPA = 0.5523


def point(x: float, y: float) -> tuple[float, float]:
    """Return the PDF point of a place given in mm from the top left."""
    return x * MM, (PAGE_HEIGHT - y) * MM


def fill(canvas: Canvas, colour: Colour) -> None:
    """Set the fill colour."""
    canvas.setFillColorRGB(*_RGB[colour])


def stroke(canvas: Canvas, colour: Colour, width_pt: float, dash: tuple[float, ...] = ()) -> None:
    """Set the stroke's colour, width (points) and dash (mm)."""
    canvas.setStrokeColorRGB(*_RGB[colour])
    canvas.setLineWidth(width_pt)
    canvas.setDash([part * MM for part in dash] if dash else [])


def rule(canvas: Canvas, x1: float, y1: float, x2: float, y2: float, width_pt: float) -> None:
    """Draw a black line."""
    stroke(canvas, Colour.INK, width_pt)
    canvas.line(*point(x1, y1), *point(x2, y2))


def box(canvas: Canvas, x: float, y: float, width: float, height: float, stroke_pt: float) -> None:
    """Draw an empty rectangle, its stroke inside the measures."""
    inset = stroke_pt / MM / 2
    stroke(canvas, Colour.INK, stroke_pt)
    left, bottom = point(x + inset, y + height - inset)
    canvas.rect(left, bottom, (width - 2 * inset) * MM, (height - 2 * inset) * MM, stroke=1, fill=0)


def disc(canvas: Canvas, x: float, y: float, r: float, *, filled: bool, stroked: bool) -> None:
    """Draw a disc or ring centred on x, y with the colours already set."""
    path = canvas.beginPath()
    (cx, cy), radius = point(x, y), r * MM
    k = radius * _KAPPA
    path.moveTo(cx + radius, cy)
    path.curveTo(cx + radius, cy + k, cx + k, cy + radius, cx, cy + radius)
    path.curveTo(cx - k, cy + radius, cx - radius, cy + k, cx - radius, cy)
    path.curveTo(cx - radius, cy - k, cx - k, cy - radius, cx, cy - radius)
    path.curveTo(cx + k, cy - radius, cx + radius, cy - k, cx + radius, cy)
    path.close()
    canvas.drawPath(path, stroke=int(stroked), fill=int(filled))


def triangle(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    """Draw an upright triangle with apex (x, y), filled with the colour already set."""
    path = canvas.beginPath()
    path.moveTo(*point(x, y))
    path.lineTo(*point(x + width / 2, y + height))
    path.lineTo(*point(x - width / 2, y + height))
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def string(canvas: Canvas, x: float, y: float, text: str, style: Style) -> None:
    """Draw one line of text with its baseline's start at x, y, in the fill colour already set."""
    canvas.setFont(font_name(style.face), style.size)
    canvas.drawString(*point(x, y), text)


# ---- charts ------------------------------------------------------------------------------------


def paint_chart(
    canvas: Canvas, chart: Chart, x: float, y: float, page_numbers: Mapping[str, int]
) -> None:
    """Paint ``chart`` with its top left corner at x, y."""
    canvas.saveState()
    canvas.setLineCap(0)
    for item in chart.items:
        _PAINTERS[type(item)](canvas, item, x, y, page_numbers)
    canvas.restoreState()


def _rect(canvas: Canvas, item: drawing.Rect, x: float, y: float, _pages: Any) -> None:
    if item.fill is not None:
        fill(canvas, item.fill)
    if item.stroke is not None:
        canvas.setLineJoin(0)
        stroke(canvas, item.stroke, item.stroke_pt, item.dash)
    left, bottom = point(x + item.x, y + item.y + item.height)
    canvas.rect(
        left,
        bottom,
        item.width * MM,
        item.height * MM,
        stroke=int(item.stroke is not None),
        fill=int(item.fill is not None),
    )


def _line(canvas: Canvas, item: drawing.Line, x: float, y: float, _pages: Any) -> None:
    stroke(canvas, item.stroke, item.stroke_pt, item.dash)
    canvas.line(*point(x + item.x1, y + item.y1), *point(x + item.x2, y + item.y2))


def _polyline(canvas: Canvas, item: drawing.Polyline, x: float, y: float, _pages: Any) -> None:
    stroke(canvas, item.stroke, item.stroke_pt)
    canvas.setLineJoin(1)
    path = canvas.beginPath()
    path.moveTo(*point(x + item.points[0][0], y + item.points[0][1]))
    for px, py in item.points[1:]:
        path.lineTo(*point(x + px, y + py))
    canvas.drawPath(path, stroke=1, fill=0)


def _disc(canvas: Canvas, item: drawing.Disc, x: float, y: float, _pages: Any) -> None:
    if item.fill is not None:
        fill(canvas, item.fill)
    if item.stroke is not None:
        stroke(canvas, item.stroke, item.stroke_pt)
    filled, stroked = item.fill is not None, item.stroke is not None
    disc(canvas, x + item.x, y + item.y, item.r, filled=filled, stroked=stroked)


def _triangle(canvas: Canvas, item: drawing.Triangle, x: float, y: float, _pages: Any) -> None:
    fill(canvas, item.fill)
    triangle(canvas, x + item.x, y + item.y, item.width, item.height)


def _label(
    canvas: Canvas, item: drawing.Label, x: float, y: float, pages: Mapping[str, int]
) -> None:
    text = str(pages[item.page_of]) if item.page_of in pages else printable(item.text)
    if not text:
        return
    width = text_width(text, item.face, item.size_pt)
    shift = {"start": 0.0, "middle": width / 2, "end": width}[item.anchor]
    fill(canvas, item.colour)
    style = Style(item.size_pt, item.size_pt, item.face)
    string(canvas, x + item.x - shift, y + item.y, text, style)


_PAINTERS: dict[type, Callable[..., None]] = {
    drawing.Rect: _rect,
    drawing.Line: _line,
    drawing.Polyline: _polyline,
    drawing.Disc: _disc,
    drawing.Triangle: _triangle,
    drawing.Label: _label,
}


# ---- text and marks ----------------------------------------------------------------------------


def paint_line(canvas: Canvas, pieces: tuple[Piece, ...], x: float, y: float, style: Style) -> None:
    """Draw pieces without marks, one after the other, from x on the baseline y."""
    fill(canvas, Colour.INK)
    text = canvas.beginText(*point(x, y))
    font: tuple[str, float] = ("", 0.0)
    for piece in pieces:
        size = style.size * RAISED if piece.raised else style.size
        if (piece.face, size) != font:
            font = (piece.face, size)
            text.setFont(font_name(piece.face), size)
        if piece.raised:
            text.setRise(style.size * 0.33)
            text.textOut(piece.text)
            text.setRise(0)
        else:
            text.textOut(piece.text)
    canvas.drawText(text)


def paint_mark(
    canvas: Canvas, mark: Mark, x: float, baseline: float, *, large: bool = False
) -> None:
    """Draw a mark whose left edge is x, standing on the text's baseline."""
    canvas.saveState()
    if mark.kind == "priority":
        r = 2.3 if large else MARK_WIDTHS["priority"] / 2
        _numbered_disc(canvas, x + r, baseline - 1.3, r, mark.label)
    elif mark.kind == "vigilance":
        width = 4.6 if large else MARK_WIDTHS["vigilance"]
        _warning(canvas, x + width / 2, baseline, width)
    elif mark.kind == "verify":
        stroke(canvas, Colour.INK, 0.9)
        disc(canvas, x + 1.2, baseline - 1.15, 0.95, filled=False, stroked=True)
    else:
        fill(canvas, Colour.INK)
        disc(canvas, x + 1.05, baseline - 1.15, 1.05, filled=True, stroked=False)
    canvas.restoreState()


def _numbered_disc(canvas: Canvas, x: float, y: float, r: float, label: str) -> None:
    fill(canvas, Colour.INK)
    disc(canvas, x, y, r, filled=True, stroked=False)
    size = r * 4.15
    style = Style(size, size, "bold")
    width = text_width(label, "bold", size)
    fill(canvas, Colour.WHITE)
    string(canvas, x - width / 2, y + size * 0.31 / MM, label, style)


def _warning(canvas: Canvas, x: float, baseline: float, width: float) -> None:
    height = width * 0.9
    top = baseline - height + 0.25
    fill(canvas, Colour.INK)
    triangle(canvas, x, top, width, height)
    size = width * 0.63 * MM
    half = text_width("!", "bold", size) / 2
    fill(canvas, Colour.WHITE)
    string(canvas, x - half, top + height * 0.87, "!", Style(size, size, "bold"))


def line_parts(line: TextLine) -> list[tuple[float, tuple[Piece, ...]]]:
    """Return the line's pieces in groups, marks alone, each with its offset from the left (mm)."""
    groups: list[tuple[float, tuple[Piece, ...]]] = []
    group: list[Piece] = []
    x = start = 0.0
    for piece in line.pieces:
        if piece.mark is not None:
            if group:
                groups.append((start, tuple(group)))
            groups.append((x, (piece,)))
            group = []
        else:
            if not group:
                start = x
            group.append(piece)
        x += piece.width
    if group:
        groups.append((start, tuple(group)))
    return groups


def has_marks(text: Text) -> bool:
    """Whether a mark is set in the text."""
    return any(piece.mark is not None for line in text.lines for piece in line.pieces)


def paint_qr(canvas: Canvas, payload: str, x: float, y: float, side: float) -> None:
    """Draw a QR code of level Q, ``side`` mm wide without its margin of four clear modules."""
    rows = list(segno.make(payload, error="q", boost_error=False, micro=False).matrix)
    module = side / len(rows)
    fill(canvas, Colour.INK)
    path = canvas.beginPath()
    for row, cells in enumerate(rows):
        column = 0
        while column < len(cells):
            run = 0
            while column + run < len(cells) and cells[column + run]:
                run += 1
            if run:
                left, bottom = point(x + column * module, y + (row + 1) * module)
                path.rect(left, bottom, run * module * MM, module * MM)
            column += max(run, 1)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=1)
