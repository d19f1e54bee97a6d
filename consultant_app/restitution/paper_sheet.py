"""The detachable sheet: follow-up code and its QR, what is sent and what never leaves, rights."""

from __future__ import annotations

from dataclasses import dataclass, replace

from consultant_app.restitution import paint, styles
from consultant_app.restitution.layout import Composer, Numbers
from consultant_app.restitution.model import Sheet, SheetRow
from consultant_app.restitution.structure import Tag
from consultant_app.restitution.styles import BOTTOM, LEFT, NARROW, THIRD, WIDE, WIDTH, B, Style
from consultant_app.restitution.tables import Row, TableWriter, text_cell
from consultant_app.restitution.tagged import TaggedCanvas
from consultant_app.restitution.typeset import typeset

_QR, _LINE, _HEAD = 40.0, 50.0, 7.2
#: Four modules of the code, clear on all sides.
_CLEAR = 4 * _QR / 29


@dataclass(frozen=True, slots=True)
class _Fit:
    """How tightly the sheet is set: row padding (mm), text, room around the code (mm)."""

    pad: float
    style: Style
    air: float


#: From comfortable to tight; the first that fits one page is taken.
_FITS = (
    _Fit(0.9, styles.LIST, 6.0),
    _Fit(0.6, styles.LIST, 4.5),
    _Fit(0.5, styles.TIGHT, 4.0),
    _Fit(0.4, Style(9.5, 12), 3.5),
    _Fit(0.3, Style(9, 11.2), 2.5),
)


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
    fit = next((fit for fit in _FITS if _height(sheet, fit) <= BOTTOM - y), _FITS[-1])
    y = _code(composer, sheet, y + fit.air, fit) if sheet.code else y
    composer.y = y + fit.air
    _table(composer, sheet, fit)
    _rights(composer, sheet, fit)


def _height(sheet: Sheet, fit: _Fit) -> float:
    """Return the height of all that follows the lede, in mm."""
    code = fit.air + _code_height(sheet, fit) if sheet.code else 0.0
    rows = sum(_row(row, fit, 0.0).height for row in sheet.rows)
    return code + fit.air + _HEAD + rows + _rights_height(sheet, fit)


def _code_height(sheet: Sheet, fit: _Fit) -> float:
    texts = [typeset(text, fit.style, WIDE).height + 1.2 for text in sheet.code_text]
    words = styles.BODY.leading_mm + styles.CODE.leading_mm + sum(texts)
    return 2 * max(fit.air, _CLEAR) + max(words, _QR)


def _code(composer: Composer, sheet: Sheet, y: float, fit: _Fit) -> float:
    """Place the code and its QR between two rules; return where they end."""
    composer.rule(y, styles.STRONG)
    top = y + max(fit.air, _CLEAR)
    _qr(composer, sheet, top)
    bottom = composer.text(sheet.code_label, styles.BODY, Tag("P"), x=B, y=top, width=WIDE)
    bottom = composer.text(sheet.code, styles.CODE, Tag("P"), x=B, y=bottom, width=WIDE)
    for paragraph in sheet.code_text:
        bottom = composer.text(paragraph, fit.style, Tag("P"), x=B, y=bottom + 1.2, width=WIDE)
    bottom = y + _code_height(sheet, fit)
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


def _table(composer: Composer, sheet: Sheet, fit: _Fit) -> None:
    places = ((0.0, NARROW), (B - LEFT, NARROW), (THIRD - LEFT, NARROW))
    head = tuple(
        text_cell(words, styles.H2, x, width, scope="Column" if words else "")
        for words, (x, width) in zip(sheet.columns, places, strict=True)
    )
    writer = TableWriter(composer, Row(head, above=0, below=1, rule=styles.SECTION))
    for index, row in enumerate(sheet.rows):
        last = index == len(sheet.rows) - 1
        writer.add(_row(row, fit, styles.SECTION if last else styles.HAIR))


def _row(row: SheetRow, fit: _Fit, rule: float) -> Row:
    cells = (
        text_cell(row.label, replace(fit.style, face="italic"), 0, NARROW, scope="Row"),
        text_cell(row.sent, fit.style, B - LEFT, NARROW),
        text_cell(row.never, fit.style, THIRD - LEFT, NARROW),
    )
    return Row(cells, above=fit.pad, below=fit.pad, rule=rule)


def _rights_height(sheet: Sheet, fit: _Fit) -> float:
    texts = (typeset(text, fit.style, WIDE).height + 1.2 for text in sheet.rights)
    write_in = styles.BODY.leading_mm + 1 if sheet.write_in else 0.0
    return fit.air + sum(texts) + write_in


def _rights(composer: Composer, sheet: Sheet, fit: _Fit) -> None:
    y = composer.y + fit.air
    composer.text(sheet.rights_title, styles.H2, Tag("H2"), y=y, width=NARROW)
    y += styles.H2.baseline_mm - fit.style.baseline_mm
    for paragraph in sheet.rights:
        y = composer.text(paragraph, fit.style, Tag("P"), x=B, y=y, width=WIDE) + 1.2
    if sheet.write_in:
        text = typeset(sheet.write_in, styles.BODY, WIDE)
        end = composer.text(text, styles.BODY, Tag("P"), x=B, y=y)
        start = B + text.widest + 1.5
        composer.rule(end - 0.8, 0.5, x=start, to=min(LEFT + WIDTH, start + _LINE))
