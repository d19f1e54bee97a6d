"""Tables on the composer: rows of cells that break between pages, heads repeated, all tagged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from consultant_app.restitution import styles
from consultant_app.restitution.drawing import Chart
from consultant_app.restitution.layout import Composer
from consultant_app.restitution.model import Mark, Rich
from consultant_app.restitution.structure import Tag, data_cell, header_cell
from consultant_app.restitution.styles import LEFT, Style
from consultant_app.restitution.typeset import Text, typeset


@dataclass(frozen=True, slots=True)
class TextPart:
    """Text in a cell, at x, y from the row's top left corner (mm)."""

    text: Text
    x: float
    y: float

    @property
    def bottom(self) -> float:
        """Where it ends below the row's top."""
        return self.y + self.text.height


@dataclass(frozen=True, slots=True)
class ChartPart:
    """A drawing in a cell."""

    chart: Chart
    x: float
    y: float

    @property
    def bottom(self) -> float:
        """Where it ends below the row's top."""
        return self.y + self.chart.height


@dataclass(frozen=True, slots=True)
class MarkPart:
    """A large mark in a cell, on the baseline y."""

    mark: Mark
    x: float
    y: float

    @property
    def bottom(self) -> float:
        """Where it ends below the row's top."""
        return self.y


Part: TypeAlias = TextPart | ChartPart | MarkPart


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, in reading order; a ``scope`` (Row, Column) makes it a header."""

    parts: tuple[Part, ...] = ()
    scope: str = ""
    columns: int = 1

    @property
    def bottom(self) -> float:
        """Where its last part ends below the row's top."""
        return max((part.bottom for part in self.parts), default=0.0)


@dataclass(frozen=True, slots=True)
class Row:
    """A row: cells, padding above and below, the rule under it, a least height (mm).

    ``lines``: x of vertical rules. ``tail``: text below the cells, the row's whole width from
    ``tail_x``, which may go on to the next page.
    """

    cells: tuple[Cell, ...]
    above: float = 2.4
    below: float = 2.6
    rule: float = styles.HAIR
    least: float = 0.0
    lines: tuple[float, ...] = ()
    tail: Text | None = None
    tail_x: float = 0.0

    @property
    def cells_height(self) -> float:
        """Height of the cells with their padding."""
        content = max((cell.bottom for cell in self.cells), default=0.0)
        return max(self.least, self.above + content + self.below)

    @property
    def height(self) -> float:
        """Height with the tail."""
        return self.cells_height + (self.tail.height + self.below if self.tail else 0.0)


def text_cell(
    content: str | Rich,
    style: Style,
    x: float,
    width: float,
    *,
    scope: str = "",
    y: float = 0.0,
) -> Cell:
    """Return a cell of one text; an empty one is an empty cell."""
    if not content:
        return Cell(scope=scope)
    return Cell((TextPart(typeset(content, style, width), x, y),), scope)


class TableWriter:
    """Places one table row by row; heads come back, as artifacts, on every later page."""

    def __init__(self, composer: Composer, head: Row, *, x: float = LEFT) -> None:
        self.composer, self.head, self.x = composer, head, x
        self.tag = Tag("Table")
        self._place(head, Tag("TR", self.tag))

    def add(self, row: Row, *, keep_with: float = 0.0) -> None:
        """Place ``row``; ``keep_with``: height of what must stay on its page after it."""
        composer = self.composer
        together = row.height + keep_with
        wanted = together if together < 120 else row.cells_height + 12
        if composer.need(wanted):
            self._repeat_head()
        tag = Tag("TR", self.tag)
        self._place(row, tag)
        if row.tail is not None:
            self._flow(row.tail, row)
        if row.rule:
            composer.rule(composer.y, row.rule, x=self.x)

    def turn_page(self) -> None:
        """Go on at the top of a new page."""
        self.composer.new_page()
        self._repeat_head()

    def _repeat_head(self) -> None:
        self._place(self.head, None)

    def _place(self, row: Row, tag: Tag | None) -> None:
        top = self.composer.y
        for x in row.lines:
            bottom = top + row.cells_height
            self.composer.line(self.x + x, top, self.x + x, bottom, styles.HAIR)
        for cell in row.cells:
            self._cell(cell, tag, top + row.above)
        self.composer.y = self.composer.reach(top + row.cells_height)
        if row is self.head and row.rule:
            self.composer.rule(self.composer.y, row.rule, x=self.x)

    def _cell(self, cell: Cell, row_tag: Tag | None, top: float) -> None:
        spans = {"ColSpan": cell.columns} if cell.columns > 1 else {}
        tag = None
        if row_tag is not None:
            header = header_cell(row_tag, cell.scope, **spans) if cell.scope else None
            tag = header or data_cell(row_tag, **spans)
            self.composer.declare(tag)
        for part in cell.parts:
            self._part(part, tag, top, alone=len(cell.parts) == 1)

    def _part(self, part: Part, tag: Tag | None, top: float, *, alone: bool) -> None:
        x, y = self.x + part.x, top + part.y
        if isinstance(part, TextPart):
            inner = tag if alone or tag is None else Tag("P", tag)
            self.composer.text(part.text, part.text.style, inner, x=x, y=y)
        elif tag is None:
            raise ValueError("a repeated head holds text only")
        elif isinstance(part, ChartPart):
            figure = Tag("Figure", tag, alt=part.chart.alt)
            self.composer.figure(part.chart, figure, x=x, y=y)
        else:
            self.composer.mark(part.mark, tag, x, y)

    def _flow(self, text: Text, row: Row) -> None:
        """Place a row's tail as a row of one cell, on as many pages as it takes."""
        columns = sum(cell.columns for cell in row.cells)
        tag = data_cell(Tag("TR", self.tag), ColSpan=columns)
        self.composer.flow(text, tag, x=self.x + row.tail_x, turned=self._turned(row))
        self.composer.y = self.composer.reach(self.composer.y + row.below)

    def _turned(self, row: Row) -> Callable[[], None]:
        def repeat() -> None:
            self._repeat_head()
            self.composer.y += row.above

        return repeat
