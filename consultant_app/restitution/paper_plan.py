"""The plan d'action, with room to write, and the signatures under it."""

from __future__ import annotations

from dataclasses import dataclass

from consultant_app.restitution import handwriting, paint, styles
from consultant_app.restitution.layout import Composer, Numbers
from consultant_app.restitution.model import Plan, PlanPeriod, PlanRow, Run, SignatureCell
from consultant_app.restitution.paper_essential import place_title
from consultant_app.restitution.structure import Tag
from consultant_app.restitution.styles import BOTTOM, GAP, LEFT, NARROW, WIDTH, Style
from consultant_app.restitution.tables import Cell, MarkPart, Row, TableWriter, TextPart
from consultant_app.restitution.tagged import TaggedCanvas
from consultant_app.restitution.typeset import Text, typeset

#: Left edges and widths of « what », « who », « when », « seen », « done » (mm).
_COLUMNS = ((8.0, 70.0), (78.0, 26.0), (104.0, 25.0), (129.0, 33.0), (162.0, 8.0))
_PAD, _BOX = 2.0, 4.8
_NOTE = Style(9.5, 12, "italic")
_SIGNATURES = 22.0
#: Room for a signature drawn on screen (mm).
_STROKES = (30.0, 9.5)


@dataclass(frozen=True, slots=True)
class _Fit:
    """How tightly rows are set: least height, room around their text (mm), style."""

    least: float
    air: float
    style: Style


#: Room to write comes first; the first that brings plan and signatures onto one page is taken.
_FITS = (
    _Fit(11.2, 2.2, Style(10.5, 13)),
    _Fit(10.2, 1.8, Style(10.5, 13)),
    _Fit(9.2, 1.4, Style(10.5, 12.6)),
    _Fit(8.2, 1.2, Style(10, 12)),
    _Fit(7.6, 0.8, Style(9.5, 11.4)),
    _Fit(7.0, 0.6, Style(9, 10.6)),
)


def place(composer: Composer, plan: Plan) -> None:
    """Place the plan; rows are drawn lower until plan and signatures fit one page."""
    composer.section(plan.anchor)
    composer.page.is_exempt = True
    y = place_title(composer, plan.title, plan.lede)
    composer.y = y + 4
    fit = _best_fit(plan, BOTTOM - composer.y)
    writer = TableWriter(composer, _head(plan.columns))
    for index, period in enumerate(plan.periods):
        if index:
            composer.y += 3.2
        _period(composer, writer, period, fit)
    _signatures(composer, plan)


def _best_fit(plan: Plan, room: float) -> _Fit:
    """Return the loosest setting in which everything fits ``room`` mm, else the tightest."""
    tail = _SIGNATURES + (typeset(plan.note, styles.NOTE, WIDTH).height + 3 if plan.note else 0)
    for fit in _FITS:
        rows = sum(_row(row, fit).height for period in plan.periods for row in period.rows)
        periods = sum(_period_row(period).height + 3.2 for period in plan.periods)
        if 6 + periods + rows + tail <= room:
            return fit
    return _FITS[-1]


def _head(columns: tuple[str, str, str, str, str]) -> Row:
    """Return the table's head; the last column's is set at the right edge."""
    cells = []
    for index, (words, (x, width)) in enumerate(zip(columns, _COLUMNS, strict=True)):
        text = typeset(words, styles.COLUMN_HEAD, width + 6)
        left = x + (_PAD if 0 < index < 4 else 0.0)
        if index == 4:
            left = WIDTH - text.widest
        part = TextPart(text, left, 0)
        cells.append(Cell((part,), "Column", columns=2 if index == 0 else 1))
    return Row(tuple(cells), above=0, below=1.0, rule=0)


def _period_row(period: PlanPeriod) -> Row:
    title = typeset((Run(period.title, "bold"),), styles.LEDE, WIDTH)
    around = typeset(period.around, styles.BODY, WIDTH)
    shift = styles.LEDE.baseline_mm - styles.BODY.baseline_mm
    parts = (TextPart(title, 0, 0), TextPart(around, title.widest + 3, shift))
    cell = Cell(parts if period.around else parts[:1], "Column", columns=6)
    return Row((cell,), above=1.4, below=1.2)


def _period(composer: Composer, writer: TableWriter, period: PlanPeriod, fit: _Fit) -> None:
    heading = _period_row(period)
    first = _row(period.rows[0], fit).height if period.rows else 0.0
    composer.need(heading.height + first)
    composer.rule(composer.y, styles.PERIOD)
    writer.add(heading, keep_with=first)
    for row in period.rows:
        writer.add(_row(row, fit))
        _tick_box(composer, composer.y - _row(row, fit).height / 2)


def _row(row: PlanRow, fit: _Fit) -> Row:
    """Return a row; each text stands in the middle of its height."""
    texts = [
        _cell_text(words, index, fit.style)
        for index, words in enumerate((row.what, row.who, row.when, row.seen))
    ]
    note = typeset(row.note, _NOTE, _COLUMNS[0][1] - 2) if row.note else None
    first = texts[0].height + (note.height if note else 0.0)
    height = max(fit.least, first + fit.air, *(text.height + fit.air for text in texts[1:]))
    mark = Cell()
    if row.mark is not None:
        mark = Cell((MarkPart(row.mark, 0, height / 2 + 1.35),))
    what = _middle(texts[0], _COLUMNS[0][0], height, note)
    others = [
        _middle(text, x + _PAD, height)
        for text, (x, _width) in zip(texts[1:], _COLUMNS[1:], strict=False)
    ]
    lines = tuple(x for x, _width in _COLUMNS[1:4])
    return Row((mark, what, *others, Cell()), above=0, below=0, least=height, lines=lines)


def _cell_text(words: str, index: int, style: Style) -> Text:
    return typeset(words, style, _COLUMNS[index][1] - (2 if index == 0 else 2 * _PAD))


def _middle(text: Text, x: float, height: float, note: Text | None = None) -> Cell:
    if not text.lines:
        return Cell()
    top = (height - text.height - (note.height if note else 0.0)) / 2
    below = (TextPart(note, x, top + text.height),) if note else ()
    return Cell((TextPart(text, x, top), *below))


def _tick_box(composer: Composer, middle: float) -> None:
    x, y = LEFT + WIDTH - _BOX, middle - _BOX / 2

    def draw(canvas: TaggedCanvas, _numbers: Numbers) -> None:
        with canvas.artifact():
            paint.box(canvas, x, y, _BOX, _BOX, 0.9)

    composer.add(draw)


def _signatures(composer: Composer, plan: Plan) -> None:
    """Place who signs over a line to sign on, side by side, then the note."""
    note = typeset(plan.note, styles.NOTE, WIDTH) if plan.note else None
    if composer.need(_SIGNATURES + (note.height + 2.5 if note else 0)):
        composer.page.is_exempt = True
    y = composer.y + 5
    bottom = y
    for index, cell in enumerate(plan.signatures):
        x = LEFT + index * (NARROW + GAP)
        bottom = max(bottom, _signature(composer, cell, x, y))
    composer.y = bottom
    if note is not None:
        composer.text(note, styles.NOTE, Tag("P"), y=bottom + 2)


def _signature(composer: Composer, cell: SignatureCell, x: float, y: float) -> float:
    bottom = composer.text(cell.label, styles.BODY, Tag("P"), x=x, y=y, width=NARROW)
    if cell.signed:
        composer.text(cell.signed, styles.BODY_ITALIC, Tag("P"), x=x, y=bottom + 1.2, width=NARROW)
    line = max(bottom, y + styles.BODY.leading_mm) + 10
    if cell.drawing:
        _handwriting(composer, cell, x, line)
    composer.rule(line, 0.6, x=x, to=x + NARROW)
    return line


def _handwriting(composer: Composer, cell: SignatureCell, x: float, line: float) -> None:
    """Place a signature drawn on screen on its line, no larger than the room above it."""
    curves = handwriting.parse(cell.drawing)
    if not curves:
        return
    tag = Tag("Figure", alt=f"Signature\u00a0: {cell.label}")
    left, top, width, height = x + 22, line - _STROKES[1], *_STROKES

    def draw(canvas: TaggedCanvas, _numbers: Numbers) -> None:
        box = (*paint.point(left, line), *paint.point(left + width, top))
        with canvas.mark(tag, box):
            handwriting.paint(canvas, curves, left, top, width, height)

    composer.add(draw)
