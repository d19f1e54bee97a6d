"""Growth over the years: columns of turnover, and a strip per measure under them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from consultant_app.domain.typography import enumerate_words, french, percent
from consultant_app.restitution.drawing import (
    Anchor,
    Chart,
    Colour,
    Disc,
    Face,
    Label,
    Line,
    Polyline,
    Primitive,
    Rect,
)
from consultant_app.restitution.metrics import text_width

WIDTH = 112.0
_PITCH = 22.4
_COLUMN = 13.4
_TURNOVER_BASE = 54.6
_TURNOVER_RISE = 39.6
_YEAR_PT = 10.0
_VALUE_PT = 11.0
_SMALL_PT = 10.0


@dataclass(frozen=True, slots=True)
class Years:
    """The years drawn, without a hole: one position each, shared by all the charts."""

    years: tuple[int, ...]
    months: tuple[int, ...]

    @property
    def pitch(self) -> float:
        """The distance between two years, in mm."""
        return min(_PITCH, WIDTH / max(1, len(self.years)))

    def x(self, rank: int) -> float:
        """The middle of a year's position."""
        return self.pitch * (rank + 0.5)


Values = Sequence[float | None]


def turnover(
    years: Years, values: Values, rates: Values, threshold: float, show: Callable[[float], str]
) -> Chart:
    """Columns of turnover; rates between them, in bold over a thick rule from ``threshold`` up.

    ``rates[i]`` leads from year i to year i + 1. Values and rates None leave a gap.
    """
    known = [v for v in values if v is not None]
    top = max(known, default=0.0) or 1.0
    items: list[Primitive] = []
    for i, rate in enumerate(rates):
        if rate is not None:
            items += _rate(years, i, rate, strong=rate >= threshold - 1e-9)
    for i, value in enumerate(values):
        if value is not None:
            ends = _is_end(values, i)
            items += _column(years, i, value / top, show(value), ends=ends)
    items.append(Line(0, _TURNOVER_BASE, WIDTH, _TURNOVER_BASE, 0.8))
    items += year_labels(years, _TURNOVER_BASE + 4.6)
    odd = any(m != 12 for m in years.months)
    said = [f"{y} : {show(v)}" for y, v in zip(years.years, values, strict=True) if v is not None]
    alt = f"Chiffre d’affaires par année. {enumerate_words(said)}."
    return Chart(
        "chiffre-d-affaires",
        WIDTH,
        68.4 if odd else 60,
        tuple(items),
        french("Chiffre d’affaires"),
        french(alt),
    )


def _is_end(values: Values, rank: int) -> bool:
    known = [i for i, v in enumerate(values) if v is not None]
    return rank in (known[0], known[-1])


def _column(years: Years, rank: int, share: float, text: str, *, ends: bool) -> list[Primitive]:
    height = _TURNOVER_RISE * max(share, 0.0)
    width = min(_COLUMN, years.pitch - 3)
    left, top = years.x(rank) - width / 2, _TURNOVER_BASE - height
    face: Face = "bold" if ends else "regular"
    return [
        Rect(left, top, width, height, fill=Colour.TINT),
        Line(left, top, left + width, top, 1.8),
        Label(years.x(rank), top - 1.8, text, _VALUE_PT, face, "middle"),
    ]


def _rate(years: Years, rank: int, rate: float, *, strong: bool) -> list[Primitive]:
    x = (years.x(rank) + years.x(rank + 1)) / 2
    half = years.pitch / 2 - 1.6
    return [
        Label(
            x,
            3.8,
            percent(rate, 1, signed=True),
            _SMALL_PT,
            "bold" if strong else "regular",
            "middle",
        ),
        Line(x - half, 6, x + half, 6, 1.6 if strong else 0.5),
    ]


def year_labels(years: Years, y: float) -> list[Primitive]:
    """The years on the baseline ``y``, and under an odd one its length brought back to twelve."""
    items: list[Primitive] = []
    for i, (year, months) in enumerate(zip(years.years, years.months, strict=True)):
        items.append(Label(years.x(i), y, str(year), _YEAR_PT, anchor="middle"))
        if months != 12:
            items += [
                Label(years.x(i), y + 4.0, f"{months} mois,", 9, "italic", "middle"),
                Label(years.x(i), y + 7.8, "ramenés à 12", 9, "italic", "middle"),
            ]
    return items


_HEIGHT = 26.0
_TOP, _FLOOR, _NEGATIVE_FLOOR = 7.0, 25.0, 20.5


def strip(
    name: str, title: str, years: Years, values: Values, show: Callable[[float], str]
) -> Chart:
    """One measure from zero: a line with discs, the first and last solid, every value labelled.

    The line breaks where a year is not known. Under zero the zero line thickens.
    """
    known = [v for v in values if v is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    floor = _NEGATIVE_FLOOR if low < 0 else _FLOOR
    scale = (floor - _TOP) / (max(high - low, 1e-9))
    points = [
        (years.x(i), floor - (v - low) * scale) if v is not None else None
        for i, v in enumerate(values)
    ]
    zero = floor + low * scale
    items: list[Primitive] = [Line(p[0], p[1], p[0], zero, 0.25) for p in points if p is not None]
    items.append(Line(0, zero, WIDTH, zero, 0.8 if low < 0 else 0.5))
    runs = _runs(points)
    items += [Polyline(tuple(run), 1.4) for run in runs if len(run) > 1]
    items += _discs(points, values)
    items += _values(points, values, show)
    said = [f"{y} : {show(v)}" for y, v in zip(years.years, values, strict=True) if v is not None]
    return Chart(
        name,
        WIDTH,
        _HEIGHT,
        tuple(items),
        french(title),
        french(f"{title} par année. {enumerate_words(said)}."),
    )


Point = tuple[float, float]


def _runs(points: Sequence[Point | None]) -> list[list[Point]]:
    runs: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _discs(points: Sequence[Point | None], values: Values) -> list[Primitive]:
    return [
        Disc(
            point[0],
            point[1],
            1.2,
            Colour.INK if _is_end(values, i) else Colour.WHITE,
            Colour.INK,
            1.0,
        )
        for i, point in enumerate(points)
        if point is not None
    ]


def _values(
    points: Sequence[Point | None], values: Values, show: Callable[[float], str]
) -> list[Primitive]:
    segments = [(a, b) for run in _runs(points) for a, b in pairwise(run)]
    items: list[Primitive] = []
    for i, (point, value) in enumerate(zip(points, values, strict=True)):
        if point is None or value is None:
            continue
        ends = _is_end(values, i)
        items.append(
            _value_label(
                point,
                show(value),
                _VALUE_PT if ends else _SMALL_PT,
                "bold" if ends else "regular",
                below=value < 0,
                segments=segments,
            )
        )
    return items


def _value_label(
    point: Point,
    text: str,
    size: float,
    face: Face,
    *,
    below: bool,
    segments: Sequence[tuple[Point, Point]],
) -> Label:
    """The value beside its disc, where no line runs through it."""
    width = text_width(text, size, face)
    spots = _spots(point, below=below)
    for x, y, anchor in spots:
        box = _box((x, y, anchor), width, size)
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= WIDTH and box[3] <= _HEIGHT
        if inside and not any(crosses(s, box) for s in segments):
            return Label(x, y, text, size, face, anchor)
    x, y, anchor = spots[0]
    return Label(x, y, text, size, face, anchor)


Spot = tuple[float, float, Anchor]


def _spots(point: Point, *, below: bool) -> list[Spot]:
    """Where a value may stand, best first: over its disc, aside, ever higher, under."""
    x, y = point
    over, under = y - 2.5, y + 4.9
    first, second = (under, over) if below else (over, under)
    near: list[Spot] = [
        (x, first, "middle"),
        (x - 0.2, first, "end"),
        (x + 0.2, first, "start"),
        (x - 1.6, second, "end"),
        (x + 1.6, second, "start"),
    ]
    higher: list[Spot] = [(x, over - 1.2 * lift, "middle") for lift in range(1, 9)]
    return [*near, *higher, (x, second, "middle")]


Box = tuple[float, float, float, float]


def _box(spot: Spot, width: float, size: float) -> Box:
    left = {"start": 0.0, "middle": width / 2, "end": width}[spot[2]]
    height = size * 0.72 * 0.353
    return spot[0] - left, spot[1] - height, spot[0] - left + width, spot[1] + 0.3


def crosses(segment: tuple[Point, Point], box: Box) -> bool:
    """Whether a segment enters a box (left, top, right, bottom)."""
    (x1, y1), (x2, y2) = segment
    low, high = 0.0, 1.0
    for start, delta, least, most in (
        (x1, x2 - x1, box[0], box[2]),
        (y1, y2 - y1, box[1], box[3]),
    ):
        if abs(delta) < 1e-9:
            if not least <= start <= most:
                return False
            continue
        a, b = sorted(((least - start) / delta, (most - start) / delta))
        low, high = max(low, a), min(high, b)
    return low < high


def thousands(values: Values) -> tuple[str, float]:
    """The unit that suits amounts, and what to divide them by."""
    top = max((abs(v) for v in values if v is not None), default=0.0)
    if top >= 20_000_000:
        return "en millions d’euros", 1_000_000
    if top < 10_000:
        return "en euros", 1
    return "en milliers d’euros", 1_000
