"""Placing text, figures and tables on pages before anything is drawn.

A `Composer` collects, page after page, what is to be drawn; page numbers are known when it is done,
and only then is a canvas opened (`draw`). Coordinates are millimetres from the page's top left;
``y`` is where the next thing goes. Order of placing is reading order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from consultant_app.restitution import paint, styles
from consultant_app.restitution.drawing import Chart
from consultant_app.restitution.furniture import (
    draw_cut,
    draw_draft,
    draw_foot,
    draw_head,
    draw_text,
)
from consultant_app.restitution.model import Frame, Mark, Rich
from consultant_app.restitution.structure import Tag
from consultant_app.restitution.styles import BOTTOM, LEFT, TOP, WIDTH, Style
from consultant_app.restitution.tagged import TaggedCanvas
from consultant_app.restitution.typeset import Text, typeset


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is known once all pages are laid out: where anchors begin and end, how many pages."""

    first: Mapping[str, int]
    last: Mapping[str, int]
    total: int


_NOTES, _NOTE_LINE = "Vos notes", 9.0
#: Room between two sections on one page (mm).
_BETWEEN = 12.0

Draw = Callable[[TaggedCanvas, Numbers], None]


@dataclass(slots=True)
class Page:
    """One page: its drawings in order; ``has_head`` for running head and footer.

    ``bottom``: how far down it is filled (mm). ``is_exempt``: may stay nearly empty.
    """

    has_head: bool = True
    is_exempt: bool = False
    cut: str = ""
    bottom: float = TOP
    drawings: list[Draw] = field(default_factory=list)

    @property
    def fill(self) -> float:
        """Share of the text's height that is used."""
        return (self.bottom - TOP) / (BOTTOM - TOP)


class Composer:
    """Lays out a document; see the module."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.pages: list[Page] = []
        self.y = TOP
        self._first: dict[str, int] = {}
        self._last: dict[str, int] = {}
        self._anchor = ""

    # ---- pages ---------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The page being filled."""
        return self.pages[-1]

    @property
    def room(self) -> float:
        """Height left on the page, in mm."""
        return BOTTOM - self.y

    def new_page(self, *, has_head: bool = True, is_exempt: bool = False, cut: str = "") -> None:
        """Begin a page."""
        self.pages.append(Page(has_head=has_head, is_exempt=is_exempt, cut=cut))
        self.y = TOP
        if self._anchor:
            self._last[self._anchor] = len(self.pages)

    def section(self, anchor: str, height: float = 0.0) -> None:
        """Begin a section of about ``height`` mm: on a new page, unless it fits below the last.

        ``height`` 0 always takes a new page. A page that is hardly filled is continued, so that
        no page stays nearly empty.
        """
        self._anchor = ""
        if self.pages:
            self.y = max(self.y, self.page.bottom)
        fits = bool(self.pages) and 0 < height <= self.room - _BETWEEN
        if self.pages and self.page.has_head and (fits or (height and self._hardly_filled())):
            self.y += _BETWEEN
        else:
            self.close_page()
            self.new_page()
        self.mark_anchor(anchor)

    def section_room(self) -> float:
        """Return the height that a section beginning now would have on its first page, in mm."""
        if self.pages and self.page.has_head and self._hardly_filled():
            return BOTTOM - max(self.y, self.page.bottom) - _BETWEEN
        return BOTTOM - TOP

    def end_section(self) -> None:
        """Say that what follows belongs to no section until an anchor is marked."""
        self.close_page()
        self._anchor = ""

    def close_page(self) -> None:
        """Give a page that stays nearly empty lines to write on."""
        if self.pages and self._hardly_filled():
            self.note_lines()

    def _hardly_filled(self) -> bool:
        return self.page.fill < styles.LEAST_FILL and not self.page.is_exempt

    def mark_anchor(self, anchor: str) -> None:
        """Say that ``anchor`` begins on this page and goes on until the next one begins."""
        self._anchor = anchor
        self._first[anchor] = self._last[anchor] = len(self.pages)

    def need(self, height: float) -> bool:
        """Begin a new page unless ``height`` mm are left; return whether it did."""
        if height <= self.room + 1e-6 or self.y <= TOP + 1e-6:
            return False
        self.new_page()
        return True

    def reach(self, y: float) -> float:
        """Say that the page is filled down to ``y``; return ``y``."""
        self.page.bottom = max(self.page.bottom, y)
        return y

    # ---- placing -------------------------------------------------------------------------------

    def add(self, draw: Draw) -> None:
        """Draw something of one's own on this page, in its turn."""
        self.page.drawings.append(draw)

    def text(
        self,
        content: str | Rich | Text,
        style: Style,
        tag: Tag | None,
        *,
        x: float = LEFT,
        y: float | None = None,
        width: float = WIDTH,
    ) -> float:
        """Place text at x and ``y`` (or the cursor) and return where it ends. No tag: artifact."""
        text = content if isinstance(content, Text) else typeset(content, style, width)
        top = self.y if y is None else y
        self.add(lambda canvas, _numbers: draw_text(canvas, text, x, top, tag))
        return self.reach(top + text.height)

    def flow(
        self, text: Text, tag: Tag, *, x: float = LEFT, turned: Callable[[], None] | None = None
    ) -> None:
        """Place text from the cursor down, on as many pages as it takes; ``turned``: at each turn."""
        rest = text
        while self.room < rest.height:
            parts = rest.split(self.room)
            if parts is not None:
                head, rest = parts
                self.text(head, head.style, tag, x=x)
            self.new_page()
            if turned is not None:
                turned()
        self.y = self.text(rest, rest.style, tag, x=x)

    def heading(
        self, title: str, tag: Tag, style: Style = styles.H1, *, width: float = WIDTH
    ) -> float:
        """Place a first-level heading at the cursor, with its bookmark; return where it ends."""
        self.bookmark(title, 0)
        return self.text(title, style, tag, width=width)

    def bookmark(self, title: str, level: int) -> None:
        """Make a bookmark (the PDF's table of contents) of this place."""
        key, top = f"s{len(self.pages)}-{round(self.y * 10)}-{level}", self.y

        def draw(canvas: TaggedCanvas, _numbers: Numbers) -> None:
            canvas.bookmarkHorizontal(key, 0, paint.point(0, top - 4)[1])
            canvas.addOutlineEntry(title, key, level)

        self.add(draw)

    def chart(self, chart: Chart, *, x: float = LEFT, y: float | None = None) -> float:
        """Place a chart as a figure and return where it ends."""
        top = self.y if y is None else y
        tag = Tag("Figure", alt=chart.alt)
        return self.figure(chart, tag, x=x, y=top)

    def figure(self, chart: Chart, tag: Tag, *, x: float, y: float) -> float:
        """Place a chart under a tag of one's own (a Figure in a table cell, say)."""

        def draw(canvas: TaggedCanvas, numbers: Numbers) -> None:
            left, top = paint.point(x, y)
            right, bottom = paint.point(x + chart.width, y + chart.height)
            with canvas.mark(tag, (left, bottom, right, top)):
                paint.paint_chart(canvas, chart, x, y, numbers.first)

        self.add(draw)
        return self.reach(y + chart.height)

    def mark(self, mark: Mark, tag: Tag, x: float, baseline: float, *, large: bool = True) -> None:
        """Place a mark alone (in a margin), read as its alternative."""
        span = Tag("Span", tag, alt=mark.alt)

        def draw(canvas: TaggedCanvas, _numbers: Numbers) -> None:
            with canvas.mark(span):
                paint.paint_mark(canvas, mark, x, baseline, large=large)

        self.add(draw)

    def declare(self, tag: Tag) -> None:
        """Put ``tag`` in the structure at this place, even if nothing is drawn in it."""
        self.add(lambda canvas, _numbers: canvas.declare(tag))

    def rule(self, y: float, width_pt: float, *, x: float = LEFT, to: float = LEFT + WIDTH) -> None:
        """Place a horizontal rule."""
        self.line(x, y, to, y, width_pt)

    def line(self, x1: float, y1: float, x2: float, y2: float, width_pt: float) -> None:
        """Place a line as decoration."""

        def draw(canvas: TaggedCanvas, _numbers: Numbers) -> None:
            with canvas.artifact():
                paint.rule(canvas, x1, y1, x2, y2, width_pt)

        self.reach(max(y1, y2))
        self.add(draw)

    def note_lines(self) -> None:
        """Rule the rest of the page for handwriting, so that no page is left nearly empty."""
        top, page = self.page.bottom + 14, self.page

        def draw(canvas: TaggedCanvas, _numbers: Numbers) -> None:
            with canvas.artifact():
                text = typeset(_NOTES, styles.CAPTION, 60)
                draw_text(canvas, text, styles.B, top - 6, None)
                y = top + 4
                while y <= BOTTOM:
                    paint.rule(canvas, styles.B, y, LEFT + WIDTH, y, styles.HAIR)
                    y += _NOTE_LINE

        page.bottom = BOTTOM
        self.add(draw)

    # ---- the finished document -----------------------------------------------------------------

    def numbers(self) -> Numbers:
        """Return where every anchor stands."""
        return Numbers(self._first, self._last, len(self.pages))

    def draw(self, canvas: TaggedCanvas) -> None:
        """Draw all pages."""
        numbers = self.numbers()
        for number, page in enumerate(self.pages, 1):
            for key in (key for key, first in self._first.items() if first == number):
                canvas.bookmarkPage(f"anchor-{key}")
            self._draw_page(canvas, page, numbers)
            draw_foot(canvas, self.frame.footer, f"{number} / {numbers.total}" * (number > 1))
            canvas.showPage()

    def _draw_page(self, canvas: TaggedCanvas, page: Page, numbers: Numbers) -> None:
        if page.has_head:
            draw_head(canvas, self.frame.running_head)
        if self.frame.draft and not page.cut:
            draw_draft(canvas, self.frame.draft)
        for drawing in page.drawings:
            drawing(canvas, numbers)
        if page.cut:
            draw_cut(canvas, page.cut)
