"""Drawing charts: bars with words at their ends, matrices, and the map of squares."""

from __future__ import annotations

from dataclasses import dataclass

from sync.dashboard.figures.model import Bar, Bars, Chart, Matrix, Tile, TileMap
from sync.dashboard.figures.svg import drawing, lines, paragraph, tag, text

WIDE, NARROW = 760, 340
_STEPS = 5
#: Where each département stands: column, row. North is up, as near as squares allow.
PLACES = {
    "03": (0, 0), "01": (3, 0), "74": (4, 0),
    "63": (0, 1), "42": (1, 1), "69": (2, 1), "38": (3, 1), "73": (4, 1),
    "15": (0, 2), "43": (1, 2), "07": (2, 2), "26": (3, 2),
}  # fmt: skip


def draw(chart: Chart, name: str, width: int = WIDE) -> str:
    """Return the chart as SVG; ``name`` is what a screen reader says of it."""
    if isinstance(chart, Bars):
        return _draw_bars(chart, name, width)
    if isinstance(chart, Matrix):
        return _draw_matrix(chart, name)
    return _draw_map(chart, name)


def variants(chart: Chart) -> tuple[tuple[int, str], ...]:
    """The widths that a page offers, each with the class that shows it: wide, narrow or both."""
    if isinstance(chart, Bars):
        return ((WIDE, "wide"), (NARROW, "narrow"))
    return ((WIDE, ""),)


@dataclass(frozen=True, slots=True)
class _Ruler:
    """From the axis to pixels."""

    left: float
    right: float
    low: float
    high: float

    def at(self, value: float) -> float:
        part = (value - self.low) / ((self.high - self.low) or 1)
        return self.left + min(max(part, 0.0), 1.0) * (self.right - self.left)


def _draw_bars(chart: Bars, name: str, width: int) -> str:
    beside = width >= WIDE
    ruler = _Ruler(288 if beside else 2, width - _room(chart), chart.low, chart.high)
    named = _tick_lines(chart, ruler, beside)
    top = 10 + 16 * max((len(words) for _, words, _ in named), default=0)
    top += 22 if chart.series else 0
    y, drawn = float(top), []
    for bar in chart.bars:
        part, y = _draw_bar(bar, y, ruler, beside, width)
        drawn.append(part)
    grid = "".join(
        tag("line", x1=ruler.at(v), x2=ruler.at(v), y1=top - 4, y2=y, class_="grid")
        for v, _ in chart.ticks
    )
    words = "".join(
        paragraph(ruler.at(v), top - 10 - 16 * (len(told) - 1), told, "small", anchor)
        for v, told, anchor in named
    )
    return drawing(width, y + 4, grid + words + _series(chart) + "".join(drawn), name=name)


def _room(chart: Bars) -> float:
    """What the words at the end of the bars take."""
    longest = max((len(t) for bar in chart.bars for t in (bar.text, bar.other_text)), default=0)
    return max(76, 7.4 * longest + 14)


def _tick_lines(chart: Bars, ruler: _Ruler, beside: bool) -> list[tuple[float, list[str], str]]:
    """The words of the axis: all of them where there is room, else those at its ends."""
    shown = chart.ticks if beside else (chart.ticks[:1] + chart.ticks[-1:])
    room = (ruler.right - ruler.left) / max(len(shown) - 1, 1) - 8
    found = [(value, lines(word, room, 12, 2), "middle") for value, word in shown]
    if found and not beside:
        found[0] = (*found[0][:2], "start")
        found[-1] = (*found[-1][:2], "end")
    return found


def _series(chart: Bars) -> str:
    found, x = [], 2.0
    for number, word in enumerate(chart.series):
        found.append(tag("rect", x=x, y=2, width=14, height=10, rx=2, class_=_bar_class(number)))
        found.append(text(x + 20, 11, word, "small"))
        x += 40 + 7.2 * len(word)
    return "".join(found)


def _bar_class(number: int) -> str:
    return "bar" if number == 0 else "bar2"


def _draw_bar(bar: Bar, y: float, ruler: _Ruler, beside: bool, width: int) -> tuple[str, float]:
    words = lines(bar.label, ruler.left - 20 if beside else width - 4)
    two = bar.other is not None or bool(bar.other_text)
    thick = 12 if two or bar.span else 16
    if beside:
        high = max(16 * len(words), 28 if two else 20)
        label = paragraph(ruler.left - 14, y + 13, words, anchor="end")
        start, following = y, y + high + 10
    else:
        label = paragraph(2, y + 13, words)
        start = y + 16 * len(words) + 4
        following = start + (28 if two else 16) + 14
    parts = [label, _one(bar.value, bar.text, start, thick, ruler, "bar")]
    if two:
        parts.append(_one(bar.other, bar.other_text, start + 14, thick, ruler, "bar2"))
    if bar.span:
        parts.append(_span(bar.span, start + thick + 5, ruler))
    return "".join(parts), following


def _one(
    value: float | None, words: str, y: float, thick: float, ruler: _Ruler, class_: str
) -> str:
    if value is None:
        return text(ruler.left + 4, y + thick - 3, words, "small")
    length = max(ruler.at(value) - ruler.left, 1.0)
    bar = tag("rect", x=ruler.left, y=y, width=length, height=thick, rx=2, class_=class_)
    return bar + text(ruler.right + 10, y + thick - 3, words, "strong")


def _span(span: tuple[float, float, float], y: float, ruler: _Ruler) -> str:
    first, middle, last = (ruler.at(v) for v in span)
    whisker = tag("line", x1=first, x2=last, y1=y, y2=y, class_="span")
    return whisker + tag("circle", cx=middle, cy=y, r=4, class_="median")


def _step(share: float | None) -> int:
    if share is None:
        return 0
    return min(int(max(share, 0.0) * _STEPS) + 1, _STEPS)


def _tile(
    tile: Tile, x: float, y: float, width: float, height: float, *, head: bool = False
) -> str:
    step = _step(tile.share)
    square = tag(
        "rect", x=x + 1, y=y + 1, width=width - 2, height=height - 2, rx=4, class_=f"s{step}"
    )
    middle = x + width / 2
    if not head:
        return square + text(middle, y + height / 2 + 5, tile.text, f"on{step}", "middle")
    names = lines(tile.label, width - 6, 12, 2)
    labels = paragraph(middle, y + 17, names, f"small on{step}", "middle")
    value = text(middle, y + height - 12, tile.text, f"strong on{step}", "middle")
    return square + labels + value


def _draw_matrix(chart: Matrix, name: str) -> str:
    left, across = (210, 92) if len(chart.columns) < 9 else (180, 76)
    named = [lines(label, left - 16, 13, 4) for label, _ in chart.rows]
    high = max(40, 16 * max((len(words) for words in named), default=1) + 8)
    width = max(WIDE, left + across * len(chart.columns) + 4)
    heads = [lines(word, across - 6, 12, 4) for word in chart.columns]
    top = 16 * max((len(h) for h in heads), default=1) + 10
    parts = [
        paragraph(
            left + across * (i + 0.5), top - 8 - 16 * (len(head) - 1), head, "small", "middle"
        )
        for i, head in enumerate(heads)
    ]
    for number, (words, (_, tiles)) in enumerate(zip(named, chart.rows, strict=True)):
        y = top + number * high
        middle = y + high / 2 + 5 - 8 * (len(words) - 1)
        parts.append(paragraph(left - 10, middle, words, "", "end"))
        parts += [_tile(t, left + across * i, y, across, high) for i, t in enumerate(tiles)]
    y = top + high * len(chart.rows) + 14
    return drawing(
        width, y + 26, "".join(parts) + _legend(chart.legend, left, y), name=name, class_="broad"
    )


def _draw_map(chart: TileMap, name: str) -> str:
    side = 92
    parts = [
        _tile(chart.tiles[code], column * side, row * side, side, side, head=True)
        for code, (column, row) in PLACES.items()
    ]
    y = side * 3 + 14
    width = side * 5
    return drawing(
        width, y + 26, "".join(parts) + _legend(chart.legend, 2, y), name=name, class_="map"
    )


def _legend(words: tuple[str, str], x: float, y: float) -> str:
    low, high = words
    start = x + 8 + 6.6 * len(low)
    squares = "".join(
        tag("rect", x=start + 22 * i, y=y, width=20, height=14, rx=3, class_=f"s{i + 1}")
        for i in range(_STEPS)
    )
    return text(x, y + 12, low, "small") + squares + text(start + 118, y + 12, high, "small")
