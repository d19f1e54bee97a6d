"""A follow-up: both profiles, what moved, what had been kept and what was done of it."""

from __future__ import annotations

from consultant_app.restitution import styles
from consultant_app.restitution.layout import Composer
from consultant_app.restitution.model import DoneRow, FollowUpPage, MovedRow, Run
from consultant_app.restitution.paper_essential import place_title
from consultant_app.restitution.paper_themes import head_row
from consultant_app.restitution.structure import Tag
from consultant_app.restitution.styles import LEFT, NARROW, THIRD, WIDE, B
from consultant_app.restitution.tables import Cell, MarkPart, Row, TableWriter, TextPart, text_cell
from consultant_app.restitution.typeset import typeset

_MARGIN = 7.0


def place(composer: Composer, page: FollowUpPage) -> None:
    """Place the comparison of two dates."""
    composer.section(page.anchor)
    y = place_title(composer, page.title, page.lede)
    y = composer.chart(page.chart, y=y + 5)
    y = composer.text(page.key, styles.NOTE, Tag("P"), x=B, y=y + 1.8, width=WIDE)
    composer.y = y + 4.5
    _section(composer, page.moved_title, page.moved_empty if not page.moved else "")
    if page.moved:
        _table(composer, page.moved_columns, [_moved(row) for row in page.moved])
    composer.y += 4.5
    _section(composer, page.done_title, page.done_empty if not page.done else "")
    if page.done:
        _table(composer, page.done_columns, [_done(row) for row in page.done])


def _section(composer: Composer, title: str, sentence: str) -> None:
    composer.need(24)
    composer.bookmark(title, 1)
    y = composer.text(title, styles.H2, Tag("H2")) + 1
    if sentence:
        y = composer.text(sentence, styles.BODY, Tag("P"), x=B, y=y, width=WIDE)
    composer.y = y + 0.5


def _table(composer: Composer, columns: tuple[str, str, str], rows: list[Row]) -> None:
    writer = TableWriter(composer, head_row(columns))
    for row in rows:
        writer.add(row)


def _moved(row: MovedRow) -> Row:
    name = (Run(f"{row.code}\u2002", "bold"), Run(row.title, "bold"))
    return Row(
        (
            text_cell(name, styles.LIST, 0, NARROW, scope="Row"),
            text_cell(row.before, styles.LIST, B - LEFT, NARROW),
            text_cell(row.today, styles.LIST, THIRD - LEFT, NARROW),
        ),
        above=1.2,
        below=1.4,
    )


def _done(row: DoneRow) -> Row:
    title = typeset(row.title, styles.LIST, NARROW - _MARGIN)
    mark = (MarkPart(row.mark, 0, styles.LIST.baseline_mm),) if row.mark else ()
    return Row(
        (
            Cell((*mark, TextPart(title, _MARGIN, 0)), "Row"),
            text_cell(row.outcome, styles.LIST, B - LEFT, NARROW),
            text_cell(row.comment, styles.LIST, THIRD - LEFT, NARROW),
        ),
        above=1.2,
        below=1.4,
    )
