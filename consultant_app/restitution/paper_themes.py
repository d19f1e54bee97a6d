"""A theme's page: for each practice the step reached, what is done today, the next step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from consultant_app.restitution import styles
from consultant_app.restitution.layout import Composer
from consultant_app.restitution.model import Fact, PracticeRow, Rich, Run, ThemePage
from consultant_app.restitution.structure import Tag
from consultant_app.restitution.styles import LEFT, NARROW, THIRD, WIDE, B, Style
from consultant_app.restitution.tables import (
    Cell,
    ChartPart,
    Part,
    Row,
    TableWriter,
    TextPart,
    text_cell,
)
from consultant_app.restitution.typeset import typeset

_CODE, _WORDS, _INTO_GAP = 9.0, 25.0, 3.4
_PAGE, _BETWEEN = styles.BOTTOM - styles.TOP, 11.0
_TODAY, _NEXT = B - LEFT, THIRD - LEFT


@dataclass(frozen=True, slots=True)
class _Fit:
    """How tightly rows are set: text style, padding above and below (mm)."""

    style: Style
    above: float
    below: float


#: A theme that would spill a little onto a second page is set tighter.
_FITS = (
    _Fit(styles.BODY, 2.4, 2.6),
    _Fit(styles.LIST, 2.0, 2.1),
    _Fit(styles.TIGHT, 1.6, 1.8),
)


def place_all(composer: Composer, themes: Sequence[ThemePage], group_title: str) -> None:
    """Place all themes, a page each; short ones share a page. ``group_title``: their bookmark."""
    for index, (group, fit) in enumerate(_groups(themes)):
        for rank, theme in enumerate(group):
            if rank:
                composer.y += _BETWEEN
                composer.mark_anchor(theme.anchor)
            else:
                composer.section(theme.anchor, _height(theme, fit) if len(group) == 1 else 0.0)
            if group_title and not index and not rank:
                composer.bookmark(group_title, 0)
            _place(composer, theme, fit, 1 if group_title else 0)


def _groups(themes: Sequence[ThemePage]) -> Iterator[tuple[list[ThemePage], _Fit]]:
    """Yield themes page by page, with the loosest setting in which they fit it.

    Two themes of ordinary length are not squeezed together: only half a page each, or one that
    would leave its page nearly empty, justifies the tightest setting.
    """
    group: list[ThemePage] = []
    for theme in themes:
        if group and _shares(group, theme):
            group.append(theme)
        else:
            if group:
                yield group, _best_fit(group)
            group = [theme]
    if group:
        yield group, _best_fit(group)


def _shares(group: Sequence[ThemePage], theme: ThemePage) -> bool:
    together = [*group, theme]
    if _total(together, _FITS[0]) <= _PAGE:
        return True
    heights = (_total(group, _FITS[0]), _height(theme, _FITS[0]))
    worth_it = min(heights) < 0.4 * _PAGE or max(heights) < 0.65 * _PAGE
    return worth_it and _total(together, _FITS[-1]) <= _PAGE


def _best_fit(group: Sequence[ThemePage]) -> _Fit:
    return next((fit for fit in _FITS if _total(group, fit) <= _PAGE), _FITS[0])


def _total(group: Sequence[ThemePage], fit: _Fit) -> float:
    return sum(_height(theme, fit) for theme in group) + _BETWEEN * (len(group) - 1)


def _place(composer: Composer, theme: ThemePage, fit: _Fit, level: int) -> None:
    y = _title(composer, theme, level)
    if theme.rows:
        composer.y = y + 5
        _rows(composer, theme, fit)
        y = composer.y
    _notes(composer, theme.notes, y + 5)


def _title(composer: Composer, theme: ThemePage, level: int) -> float:
    title = (Run(theme.number), Run("\u2002"), Run(theme.title)) if theme.number else theme.title
    composer.bookmark(f"{theme.number}\u00a0 {theme.title}".strip(), level)
    start = composer.y
    y = composer.text(title, styles.H1, Tag("H1"))
    left = composer.text(theme.strip_caption, styles.CAPTION, Tag("P"), y=y + 2.2, width=NARROW)
    left = composer.chart(theme.strip, y=left + 0.6)
    right = composer.text(theme.lede, styles.LEDE, Tag("P"), x=B, y=y + 2.5, width=WIDE)
    composer.y = start
    return composer.reach(max(left, right))


def _height(theme: ThemePage, fit: _Fit) -> float:
    """Return about how high the theme is, in mm."""
    title = styles.H1.leading_mm + 2.5 + _lede_height(theme)
    rows = sum(_row(row, fit).height for row in theme.rows) + (10.5 if theme.rows else 0)
    return title + rows + _notes_height(theme)


def _notes_height(theme: ThemePage) -> float:
    return sum(_note_height(note) + 3.5 for note in theme.notes) + (5 if theme.notes else 0)


def _lede_height(theme: ThemePage) -> float:
    strip = styles.CAPTION.leading_mm + 0.6 + theme.strip.height
    return max(strip, typeset(theme.lede, styles.LEDE, WIDE).height)


def _note_height(note: Fact) -> float:
    return typeset(note.text, styles.BODY, WIDE).height


def _rows(composer: Composer, theme: ThemePage, fit: _Fit) -> None:
    writer = TableWriter(composer, head_row(theme.columns))
    rows = [_row(row, fit) for row in theme.rows]
    rows[-1] = replace(rows[-1], rule=styles.SECTION)
    turn = _turn(rows, composer.room, _notes_height(theme))
    for index, row in enumerate(rows):
        if index == turn:
            writer.turn_page()
        writer.add(row)


def _turn(rows: Sequence[Row], room: float, after: float) -> int | None:
    """Return the row before which to turn the page, when the rows overflow only a little.

    Without it the next page would hold a row or a note alone.
    """
    total = sum(row.height for row in rows) + after
    if total <= room or total > room + _PAGE * 0.36:
        return None
    moved = after
    for index in range(len(rows) - 1, 0, -1):
        moved += rows[index].height
        if moved >= 0.4 * _PAGE:
            return index
    return None


def head_row(columns: tuple[str, str, str]) -> Row:
    """Return the head of a table of three equal columns."""
    places = ((0.0, NARROW), (_TODAY, NARROW), (_NEXT, NARROW))
    cells = tuple(
        text_cell(words, styles.COLUMN_HEAD, x, width, scope="Column")
        for words, (x, width) in zip(columns, places, strict=True)
    )
    return Row(cells, above=0, below=1.2, rule=styles.SECTION)


def _row(row: PracticeRow, fit: _Fit) -> Row:
    lead: Rich = (Run(f"{row.next_lead} ", "italic"),) if row.next_lead else ()
    quote = typeset((Run(row.quote, "italic"),), fit.style, WIDE) if row.quote else None
    return Row(
        (
            _step_cell(row),
            text_cell(row.today, fit.style, _TODAY, NARROW),
            text_cell((*lead, Run(row.next)) if row.next or lead else "", fit.style, _NEXT, NARROW),
        ),
        above=fit.above,
        below=fit.below,
        tail=quote,
        tail_x=_TODAY,
    )


def _step_cell(row: PracticeRow) -> Cell:
    """Return code, title with its marks, the step's drawing and its words."""
    name: list[Run] = [Run(row.title, "bold")]
    for mark in row.marks:
        name += [Run("\u00a0", "bold"), Run("", mark=mark)]
    title = typeset(tuple(name), styles.BODY, NARROW - _CODE, bind=False)
    code = typeset(row.code, Style(10.5, 14, "bold"), _CODE)
    parts: list[Part] = [TextPart(code, 0, 0), TextPart(title, _CODE, 0)]
    y = title.height + 1.2
    bold = Style(10, 12.5, "bold")
    words = [typeset(row.level, bold, NARROW - _WORDS + _INTO_GAP)] if row.level else []
    if row.evidence:
        words.append(typeset(row.evidence, styles.LEVEL, NARROW - _WORDS))
    height = sum(text.height for text in words)
    if row.glyph is not None:
        parts.append(ChartPart(row.glyph, 0, y))
        y += max(0.0, row.glyph.height - height + 0.6)
    for text in words:
        parts.append(TextPart(text, _WORDS if row.glyph else _CODE, y))
        y += text.height
    return Cell(tuple(parts), "Row")


def _notes(composer: Composer, notes: tuple[Fact, ...], y: float) -> None:
    composer.y = y
    for note in notes:
        text = typeset(note.text, styles.BODY, WIDE)
        composer.need(text.height)
        label = composer.text(note.label, styles.H2, Tag("H2"), width=NARROW)
        top = composer.y + styles.H2.baseline_mm - styles.BODY.baseline_mm
        body = composer.text(text, styles.BODY, Tag("P"), x=B, y=top)
        composer.y = composer.reach(max(label, body)) + 3.5
