"""The detachable sheet: follow-up code and its QR, what is sent and what never leaves, rights."""

from __future__ import annotations

from consultant_app.restitution import paint, styles
from consultant_app.restitution.layout import Composer, Numbers
from consultant_app.restitution.model import Rich, Sheet, SheetRow
from consultant_app.restitution.styles import BOTTOM, LEFT, NARROW, THIRD, TOP, WIDE, WIDTH, B
from consultant_app.restitution.tables import Row, TableWriter, text_cell
from consultant_app.restitution.tagged import Tag, TaggedCanvas
from consultant_app.restitution.typeset import typeset

_QR, _LINE = 40.0, 50.0
#: Row paddings tried until the sheet fits its page (mm).
_PADS = (0.9, 0.6, 0.3)


def place(composer: Composer, sheet: Sheet) -> None:
    """Place the sheet on an odd page of its own, without running head and without any name."""
    composer.end_section()
    if len(composer.pages) % 2:
        composer.new_page(is_exempt=True)
        composer.note_lines()
    composer.new_page(has_head=False, is_exempt=True, cut=sheet.cut)
    composer.mark_anchor(sheet.anchor)
    y = composer.heading(sheet.title, Tag("H1"))
    y = composer.text(sheet.lede, styles.LEDE, Tag("P"), x=B, y=y + 2.5, width=WIDE)
    y = _code(composer, sheet, y + 7) if sheet.code else y
    composer.y = y + 6
    _table(composer, sheet)
    _rights(composer, sheet)


def _code(composer: Composer, sheet: Sheet, y: float) -> float:
    """Place the code and its QR between two rules; return where they end."""
    composer.rule(y, styles.STRONG)
    top = y + 6
    _qr(composer, sheet, top)
    bottom = composer.text(sheet.code_label, styles.BODY, Tag("P"), x=B, y=top, width=WIDE)
    bottom = composer.text(sheet.code, styles.CODE, Tag("P"), x=B, y=bottom, width=WIDE)
    for paragraph in sheet.code_text:
        bottom = composer.text(paragraph, styles.LIST, Tag("P"), x=B, y=bottom + 1.2, width=WIDE)
    bottom = max(bottom, top + _QR) + 6
    composer.rule(bottom, styles.SECTION)
    return bottom


def _qr(composer: Composer, sheet: Sheet, y: float) -> None:
    tag = Tag("Figure", alt=sheet.qr_alt)

    def draw(canvas: TaggedCanvas, _numbers: Numbers) -> None:
        left, top = paint.point(LEFT, y)
        right, bottom = paint.point(LEFT + _QR, y + _QR)
        with canvas.mark(tag, (left, bottom, right, top)):
            paint.paint_qr(canvas, sheet.qr, LEFT, y, _QR)

    composer.add(draw)
    composer.reach(y + _QR)


def _table(composer: Composer, sheet: Sheet) -> None:
    places = ((0.0, NARROW), (B - LEFT, NARROW), (THIRD - LEFT, NARROW))
    head = tuple(
        text_cell(words, styles.H2, x, width, scope="Column")
        for words, (x, width) in zip(sheet.columns, places, strict=True)
    )
    pad = _pad(composer, sheet)
    writer = TableWriter(composer, Row(head, above=0, below=1, rule=styles.SECTION))
    for index, row in enumerate(sheet.rows):
        last = index == len(sheet.rows) - 1
        writer.add(_row(row, pad, styles.SECTION if last else styles.HAIR))


def _pad(composer: Composer, sheet: Sheet) -> float:
    rights = _rights_height(sheet)
    for pad in _PADS:
        rows = sum(_row(row, pad, 0.0).height for row in sheet.rows)
        if composer.y + 8 + rows + rights <= BOTTOM:
            return pad
    return _PADS[-1]


def _row(row: SheetRow, pad: float, rule: float) -> Row:
    italic = styles.Style(10.5, 13.5, "italic")
    cells = (
        text_cell(row.label, italic, 0, NARROW, scope="Row"),
        text_cell(row.sent, styles.LIST, B - LEFT, NARROW),
        text_cell(row.never, styles.LIST, THIRD - LEFT, NARROW),
    )
    return Row(cells, above=pad, below=pad, rule=rule)


def _rights_height(sheet: Sheet) -> float:
    texts = (typeset(text, styles.BODY, WIDE).height + 1.5 for text in sheet.rights)
    return 6 + sum(texts) + (styles.BODY.leading_mm + 1.5 if sheet.write_in else 0)


def _rights(composer: Composer, sheet: Sheet) -> None:
    composer.need(min(_rights_height(sheet), BOTTOM - TOP))
    y = composer.y + 6
    composer.text(sheet.rights_title, styles.H2, Tag("H2"), y=y, width=NARROW)
    y += styles.H2.baseline_mm - styles.BODY.baseline_mm
    for paragraph in sheet.rights:
        y = _paragraph(composer, paragraph, y) + 1.5
    if sheet.write_in:
        text = typeset(sheet.write_in, styles.BODY, WIDE)
        end = composer.text(text, styles.BODY, Tag("P"), x=B, y=y)
        start = B + text.widest + 1.5
        to = min(LEFT + WIDTH, max(start + _LINE, start))
        composer.rule(end - 0.8, 0.5, x=start, to=to)


def _paragraph(composer: Composer, paragraph: Rich, y: float) -> float:
    return composer.text(paragraph, styles.BODY, Tag("P"), x=B, y=y, width=WIDE)
