"""The cover: the company's name, the scale that the whole paper uses, the contents."""

from __future__ import annotations

from consultant_app.restitution import paint, styles
from consultant_app.restitution.furniture import draw_text
from consultant_app.restitution.layout import Composer, Numbers
from consultant_app.restitution.model import Cover, Rich, TocEntry, TocGroup
from consultant_app.restitution.structure import Tag
from consultant_app.restitution.styles import GAP, LEFT, NARROW, TOP, WIDE, WIDTH, B
from consultant_app.restitution.tagged import TaggedCanvas
from consultant_app.restitution.typeset import Text, typeset

#: Distances from the top of the text (mm).
_COMPANY, _PEOPLE, _LADDER, _CONTENTS = 20.0, 55.0, 91.0, 191.0
_ENTRY = 6.4


def place(composer: Composer, cover: Cover) -> None:
    """Place the cover on a page of its own."""
    composer.new_page(has_head=False, is_exempt=True)
    composer.mark_anchor(cover.anchor)
    composer.text(cover.programme, styles.CONTENTS, Tag("P"))
    y = _company(composer, cover)
    y = max(TOP + _PEOPLE, _people(composer, cover.people, max(y + 6, TOP + _PEOPLE)))
    y = _ladder(composer, cover, max(y + 8, TOP + _LADDER))
    _contents(composer, cover.contents, max(y + 8, TOP + _CONTENTS))


def _company(composer: Composer, cover: Cover) -> float:
    name = company_name(cover.company)
    composer.y = TOP + _COMPANY
    composer.bookmark(cover.company, 0)
    bottom = composer.text(name, name.style, Tag("H1"))
    return composer.text(cover.subtitle, styles.SUBTITLE, Tag("P"), y=bottom + 2.4)


def company_name(name: str) -> Text:
    """Set a company's name as large as its length allows: one line, two, three, or smaller."""
    for lines, style in enumerate(styles.COMPANY, 1):
        text = typeset(name, style, WIDTH, bind=False)
        if len(text.lines) <= lines:
            return text
    style = styles.COMPANY[-1]
    while len(text.lines) > 3 and style.size > 14:
        style = style.scaled(0.9)
        text = typeset(name, style, WIDTH, bind=False)
    return text


def _people(composer: Composer, people: tuple[tuple[Rich, ...], ...], y: float) -> float:
    bottom = y
    for index, lines in enumerate(people):
        top = y
        for line in lines:
            x = LEFT + index * (NARROW + GAP)
            top = composer.text(line, styles.CONTENTS, Tag("P"), x=x, y=top, width=NARROW)
        bottom = max(bottom, top)
    return bottom


def _ladder(composer: Composer, cover: Cover, y: float) -> float:
    bottom = composer.text(cover.ladder_title, styles.H2, Tag("H2"), y=y, width=90)
    composer.text(cover.ladder_text, styles.BODY, Tag("P"), y=bottom + 1.5, width=68)
    return composer.chart(cover.ladder, y=y + 16)


def _contents(composer: Composer, groups: tuple[TocGroup, ...], y: float) -> None:
    for group in groups:
        composer.rule(y, styles.SECTION)
        title = composer.text(group.title, styles.H2, Tag("H2"), y=y + 1.6, width=NARROW)
        toc = Tag("TOC")
        line = y + 1.6
        for entry in group.entries:
            _entry(composer, entry, line, Tag("TOCI", toc))
            line += _ENTRY
        y = composer.reach(max(title, line)) + 0.6


def _entry(composer: Composer, entry: TocEntry, y: float, item: Tag) -> None:
    """Place a line of the contents, a link to its page, with the page's number at the right."""
    link = Tag("Link", Tag("Reference", item))
    number_tag = Tag("P", item)
    title = typeset(entry.title, styles.CONTENTS, WIDE - 16)
    composer.text(title, styles.CONTENTS, link, x=B, y=y)
    end = LEFT + WIDTH

    def draw(canvas: TaggedCanvas, numbers: Numbers) -> None:
        words = typeset(page_words(entry, numbers), styles.CONTENTS, 30)
        left, bottom = paint.point(B, y + title.height)
        right, top = paint.point(end, y)
        key = f"anchor-{entry.first}"
        label = f"{entry.title}, page {numbers.first[entry.first]}"
        canvas.link(link, (left, bottom, right, top), label, page_key=key)
        draw_text(canvas, words, end - words.widest, y, number_tag)

    composer.add(draw)


def page_words(entry: TocEntry, numbers: Numbers) -> str:
    """Return « 4 à 12 », « 13 et 14 » or « 2 »."""
    first, last = numbers.first[entry.first], numbers.last[entry.last]
    if last <= first:
        return str(first)
    return f"{first} et {last}" if last == first + 1 else f"{first} à {last}"
