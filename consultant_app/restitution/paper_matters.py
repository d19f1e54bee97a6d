"""« Ce qui compte pour vous »: importance against level, and what the dirigeant said."""

from __future__ import annotations

from collections.abc import Sequence

from consultant_app.restitution import styles
from consultant_app.restitution.layout import Composer
from consultant_app.restitution.model import Fact, Matters
from consultant_app.restitution.paper_essential import place_title
from consultant_app.restitution.structure import Tag, data_cell, header_cell
from consultant_app.restitution.styles import BOTTOM, LEFT, NARROW, WIDE, B
from consultant_app.restitution.typeset import typeset

_LABEL = 29.0


def place(composer: Composer, page: Matters) -> None:
    """Place the matrix and, below it, the dirigeant's own words."""
    composer.section(page.anchor)
    y = place_title(composer, page.title, page.lede)
    composer.y = composer.chart(page.matrix, y=y + 6)
    if page.quote or page.said:
        _said(composer, page)


def _said(composer: Composer, page: Matters) -> None:
    quote = typeset(page.quote, styles.QUOTE, WIDE) if page.quote else None
    height = facts_height(page.said) + (quote.height if quote else 0)
    if composer.room < min(height + 12, BOTTOM - styles.TOP):
        composer.new_page()
    else:
        composer.y += 7
    composer.rule(composer.y, styles.SECTION, to=LEFT + NARROW)
    composer.rule(composer.y, styles.SECTION, x=B)
    y = composer.y + 1.6
    composer.y = y
    composer.bookmark(page.said_title, 1)
    title = composer.text(page.said_title, styles.H2, Tag("H2"), y=y, width=NARROW)
    if quote:
        composer.flow(quote, Tag("BlockQuote"), x=B)
        composer.y += 2.2
    else:
        composer.y = y - 1.6
    place_facts(composer, page.said, first_rule=bool(quote))
    composer.y = composer.reach(max(composer.y, title))


def facts_height(facts: Sequence[Fact]) -> float:
    """Return the height of a table of facts, in mm."""
    texts = (typeset(fact.text, styles.BODY, WIDE - _LABEL) for fact in facts)
    return sum(text.height + 2.2 for text in texts)


def place_facts(composer: Composer, facts: Sequence[Fact], *, first_rule: bool = True) -> None:
    """Place labels and texts as a table of two columns at B, from the cursor down."""
    if not facts:
        return
    table = Tag("Table")
    for rank, fact in enumerate(facts):
        text = typeset(fact.text, styles.BODY, WIDE - _LABEL)
        label = typeset(fact.label, styles.BODY_ITALIC, _LABEL - 3)
        composer.need(max(text.height, label.height) + 2.2)
        if rank or first_rule:
            composer.rule(composer.y, styles.HAIR, x=B)
        row = Tag("TR", table)
        y = composer.y + 1.1
        left = composer.text(label, label.style, header_cell(row, "Row"), x=B, y=y)
        right = composer.text(text, styles.BODY, data_cell(row), x=B + _LABEL, y=y)
        composer.y = composer.reach(max(left, right) + 1.1)
