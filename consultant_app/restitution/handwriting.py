"""A signature drawn on screen, kept as an SVG path, on paper.

Absolute and relative moves, lines, curves and closings are read (M L H V C Q Z); anything else makes
the whole path unreadable, and the typed name stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportlab.pdfgen.canvas import Canvas

from consultant_app.restitution.drawing import Colour
from consultant_app.restitution.paint import point, stroke

#: A move (one point), a line (one) or a curve (three: two controls and the end), absolute.
Curve = tuple[tuple[float, float], ...]
_TOKEN = re.compile(r"([MLHVCQZmlhvcqz])|(-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|[\s,]+|(.)")
_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "Z": 0}
_PEN_PT = 0.9


def parse(path: str) -> list[list[Curve]]:
    """Return the strokes of an SVG path, each beginning with its first point; [] if unreadable."""
    try:
        return [line for line in _strokes(path) if len(line) > 1]
    except ValueError:
        return []


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """Yield commands with their numbers, repeated ones spelled out."""
    command, numbers = "", list[float]()
    for letter, number, other in _TOKEN.findall(path):
        if other or (number and not command):
            raise ValueError("not a path")
        if letter:
            if numbers:
                raise ValueError("numbers are missing")
            command = letter
            if letter in "Zz":
                yield letter, []
        elif number:
            numbers.append(float(number))
            if len(numbers) == _COUNTS[command.upper()]:
                yield command, numbers
                numbers = []
                command = {"M": "L", "m": "l"}.get(command, command)
    if numbers:
        raise ValueError("numbers are missing")


def _strokes(path: str) -> Iterator[list[Curve]]:
    current: list[Curve] = []
    x = y = 0.0
    for command, numbers in _commands(path):
        kind, (dx, dy) = command.upper(), (x, y) if command.islower() else (0.0, 0.0)
        if kind == "M":
            yield current
            current = []
        if not current and kind != "M":
            raise ValueError("a path begins with a move")
        if kind == "Z":
            curve: Curve = (current[0][0],)
        elif kind in "HV":
            curve = ((numbers[0] + dx, y) if kind == "H" else (x, numbers[0] + dy),)
        else:
            pairs = zip(numbers[::2], numbers[1::2], strict=True)
            curve = tuple((px + dx, py + dy) for px, py in pairs)
        current.append(_cubic((x, y), curve) if kind == "Q" else curve)
        x, y = curve[-1]
    yield current


def _cubic(start: tuple[float, float], curve: Curve) -> Curve:
    """Return a quadratic curve as a cubic one."""
    (cx, cy), (ex, ey) = curve
    first = (start[0] + 2 / 3 * (cx - start[0]), start[1] + 2 / 3 * (cy - start[1]))
    return (first, (ex + 2 / 3 * (cx - ex), ey + 2 / 3 * (cy - ey)), (ex, ey))


def paint(
    canvas: Canvas, strokes: list[list[Curve]], x: float, y: float, width: float, height: float
) -> None:
    """Draw strokes as large as fits the box, in mm, keeping their proportions."""
    points = [place for line in strokes for curve in line for place in curve]
    left, top = min(px for px, _ in points), min(py for _, py in points)
    wide = max(px for px, _ in points) - left or 1.0
    high = max(py for _, py in points) - top or 1.0
    scale = min(width / wide, height / high)
    canvas.saveState()
    stroke(canvas, Colour.INK, _PEN_PT)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    path = canvas.beginPath()
    for line in strokes:
        for rank, curve in enumerate(line):
            places = [point(x + (px - left) * scale, y + (py - top) * scale) for px, py in curve]
            if rank == 0:
                path.moveTo(*places[0])
            elif len(places) == 1:
                path.lineTo(*places[0])
            else:
                path.curveTo(*places[0], *places[1], *places[2])
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()
