"""Growth, and the comparison with similar firms."""

from __future__ import annotations

from consultant_app.restitution import styles
from consultant_app.restitution.layout import Composer
from consultant_app.restitution.model import GrowthPage, GrowthStrip, PeersPage
from consultant_app.restitution.structure import Tag
from consultant_app.restitution.styles import BOTTOM, NARROW, TOP, WIDE, B
from consultant_app.restitution.typeset import typeset

_GAP = 4.5


def place(composer: Composer, page: GrowthPage) -> None:
    """Place the growth's words and its strips, one below the other on the same years."""
    height = _height(page)
    composer.section(page.anchor, height if height < (BOTTOM - TOP) / 2 else 0.0)
    y = composer.heading(page.title, Tag("H1")) + 2.5
    composer.y = _lede(composer, page, y) + 6
    for strip in page.strips:
        _strip(composer, strip)
    notes(composer, page.notes)


def _height(page: GrowthPage) -> float:
    strips = sum(max(strip.chart.height, 24.0) + _GAP for strip in page.strips)
    lede = typeset(page.lede, styles.LEDE, WIDE).height
    words = sum(typeset(note, styles.NOTE, WIDE).height for note in page.notes)
    return styles.H1.leading_mm + lede + strips + words + 12


def _lede(composer: Composer, page: GrowthPage, y: float) -> float:
    left = y
    if page.type_words:
        left = composer.text(page.type_words, styles.GROWTH_TYPE, Tag("P"), y=y, width=NARROW)
    if page.type_note:
        left = composer.text(page.type_note, styles.NOTE, Tag("P"), y=left + 1, width=NARROW)
    right = composer.text(page.lede, styles.LEDE, Tag("P"), x=B, y=y, width=WIDE)
    return composer.reach(max(left, right))


def _strip(composer: Composer, strip: GrowthStrip) -> None:
    composer.need(strip.chart.height)
    y = composer.y
    composer.bookmark(strip.title, 1)
    left = composer.text(strip.title, styles.H2, Tag("H2"), width=NARROW)
    if strip.unit:
        left = composer.text(strip.unit, styles.NOTE, Tag("P"), y=left - 0.6, width=NARROW)
    if strip.sentence:
        text = typeset(strip.sentence, styles.LIST, NARROW - 2)
        left = composer.text(text, styles.LIST, Tag("P"), y=left + 1.2)
    bottom = composer.chart(strip.chart, x=B, y=y)
    composer.y = composer.reach(max(left, bottom)) + _GAP


def notes(composer: Composer, lines: tuple[str, ...]) -> None:
    """Place small notes at B, from the cursor down."""
    for line in lines:
        text = typeset(line, styles.NOTE, WIDE)
        composer.need(text.height)
        composer.y = composer.text(text, styles.NOTE, Tag("P"), x=B) + 0.4


def place_peers(composer: Composer, page: PeersPage) -> None:
    """Place the comparison, or the sentence that says why there is none."""
    words = sum(typeset(note, styles.NOTE, WIDE).height for note in page.notes)
    height = 36 + words + (page.chart.height + 6 if page.chart else 0)
    composer.section(page.anchor, height)
    y = composer.heading(page.title, Tag("H1")) + 2.5
    composer.y = composer.text(page.lede, styles.LEDE, Tag("P"), x=B, y=y, width=WIDE) + 6
    if page.chart is not None:
        composer.need(page.chart.height)
        composer.y = composer.chart(page.chart) + 3
    notes(composer, page.notes)
