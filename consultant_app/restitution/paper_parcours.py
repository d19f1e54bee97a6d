"""The parcours: collective actions in their order, each with its « parce que »."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consultant_app.restitution import paint, styles
from consultant_app.restitution.drawing import Colour
from consultant_app.restitution.furniture import draw_text
from consultant_app.restitution.layout import Composer, Numbers
from consultant_app.restitution.model import ActionStep, Parcours
from consultant_app.restitution.structure import Tag, data_cell, header_cell, list_tag
from consultant_app.restitution.styles import BOTTOM, LEFT, WIDE, WIDTH, B, Style
from consultant_app.restitution.tagged import TaggedCanvas
from consultant_app.restitution.typeset import Text, typeset

_CIRCLE, _WHEN, _LINE = 9.6, 14.5, 1.2
_COLUMN = WIDE / 3
_LETTER, _NOTE = Style(15, 19, "bold"), styles.BODY_ITALIC


@dataclass(frozen=True, slots=True)
class _Fit:
    """How tightly steps are set: room between two (mm), styles of titles, reasons and facts."""

    gap: float
    title: Style
    because: Style
    facts: Style


#: The tighter ones are taken only where they bring the parcours onto one page.
_FITS = (
    _Fit(9.5, styles.ACTION, styles.BECAUSE, styles.LIST),
    _Fit(7.0, styles.ACTION, Style(11, 14.5), styles.LIST),
    _Fit(5.0, styles.H2, styles.LIST, styles.TIGHT),
)


def place(composer: Composer, page: Parcours) -> None:
    """Place the steps along a line that joins their letters."""
    lede = typeset(page.lede, styles.LEDE, WIDE)
    room = composer.section_room()
    fit = next((fit for fit in _FITS if _total(page, fit) <= room), _FITS[0])
    composer.section(page.anchor, _total(page, fit))
    y = composer.heading(page.title, Tag("H1")) + 2.5
    composer.y = composer.text(lede, styles.LEDE, Tag("P"), x=B, y=y) + 8
    if page.steps:
        _steps(composer, page.steps, fit)
    if page.note:
        note = typeset(page.note, styles.NOTE, WIDE)
        composer.need(note.height)
        composer.text(note, styles.NOTE, Tag("P"), x=B)


def _steps(composer: Composer, steps: Sequence[ActionStep], fit: _Fit) -> None:
    tag = list_tag(numbering="UpperAlpha")
    heights = [_height(step, fit) for step in steps]
    turn = _turn(composer.room, heights, fit.gap)
    for index, step in enumerate(steps):
        if index == turn:
            composer.new_page()
        composer.need(heights[index])
        following = heights[index + 1] if index + 1 < len(steps) else BOTTOM
        joined = index + 1 != turn and composer.room >= heights[index] + fit.gap + following
        line = heights[index] + fit.gap if joined else 0.0
        _step(composer, step, Tag("LI", tag), line, fit)


def _turn(room: float, heights: Sequence[float], gap: float) -> int:
    """Return the step that begins the next page: two go there rather than the last one alone."""
    fitting = 0
    for height in heights:
        room -= height
        if room < 0:
            break
        room -= gap
        fitting += 1
    lone = fitting == len(heights) - 1 and fitting >= 3
    return fitting - 1 if lone else fitting


def _total(page: Parcours, fit: _Fit) -> float:
    """Return about how high the whole parcours is, in mm."""
    steps = sum(_height(step, fit) + fit.gap for step in page.steps)
    words = typeset(page.lede, styles.LEDE, WIDE).height
    note = typeset(page.note, styles.NOTE, WIDE).height if page.note else 0.0
    return styles.H1.leading_mm + 10.5 + words + steps + note


def _height(step: ActionStep, fit: _Fit) -> float:
    """Return the height of a step without the gap after it."""
    title = typeset(step.title, fit.title, WIDE).height
    promise = typeset(step.promise, fit.facts, WIDE).height + 0.6 if step.promise else 0.0
    because = typeset(step.because, fit.because, WIDE).height + 1
    note = typeset(step.note, _NOTE, WIDE).height + 1.2 if step.note else 0.0
    return title + promise + because + 2.6 + _facts_height(step, fit) + note


def _facts_height(step: ActionStep, fit: _Fit) -> float:
    texts = [typeset(fact.text, fit.facts, _COLUMN - 4).height for fact in step.facts]
    if step.example:
        texts.append(_example_text(step).height + 1.7)
    return 1.2 + styles.COLUMN_HEAD.leading_mm + 0.6 + max(texts, default=0.0)


def _example_text(step: ActionStep) -> Text:
    return typeset(step.example, Style(9.5, 12), _COLUMN - 3.2, hyphenate=False)


def _step(composer: Composer, step: ActionStep, item: Tag, line: float, fit: _Fit) -> None:
    """Place one step; ``line``: distance to the next step's circle, 0 for none."""
    y = composer.y
    label, body = Tag("Lbl", item), Tag("LBody", item)
    if line:
        composer.line(LEFT + 4.8, y + _CIRCLE - 1, LEFT + 4.8, y + line - 1, _LINE)
    _circle(composer, step.letter, label, y - 1)
    if step.when:
        composer.text(
            step.when, styles.BODY_ITALIC, Tag("P", body), x=LEFT + _WHEN, y=y + 1.2, width=36
        )
    composer.bookmark(f"{step.letter}. {step.title}", 1)
    y = composer.text(step.title, fit.title, Tag("H2", body), x=B, width=WIDE)
    if step.promise:
        y = composer.text(step.promise, fit.facts, Tag("P", body), x=B, y=y + 0.6, width=WIDE)
    y = composer.text(step.because, fit.because, Tag("P", body), x=B, y=y + 1, width=WIDE)
    y = _facts(composer, step, body, y + 2.6, fit)
    if step.note:
        y = composer.text(step.note, _NOTE, Tag("P", body), x=B, y=y + 1.2, width=WIDE)
    composer.y = composer.reach(y) + fit.gap


def _circle(composer: Composer, letter: str, tag: Tag, y: float) -> None:
    text = typeset(letter, _LETTER, 9)
    x = LEFT + 4.8

    def draw(canvas: TaggedCanvas, _numbers: Numbers) -> None:
        with canvas.artifact():
            paint.fill(canvas, Colour.WHITE)
            paint.stroke(canvas, Colour.INK, _LINE)
            paint.disc(canvas, x, y + _CIRCLE / 2, _CIRCLE / 2 - 0.2, filled=True, stroked=True)
        baseline = y + _CIRCLE / 2 + 1.75
        top = baseline - _LETTER.baseline_mm
        draw_text(canvas, text, x - text.widest / 2, top, tag)

    composer.add(draw)


def _facts(composer: Composer, step: ActionStep, body: Tag, y: float, fit: _Fit) -> float:
    """Place the facts side by side, each a row of the table that is read; return where they end."""
    composer.rule(y, styles.HAIR, x=B, to=LEFT + WIDTH)
    table = Tag("Table", body)
    top = y + 1.2
    bottom = below = top + styles.COLUMN_HEAD.leading_mm + 0.6
    for index, fact in enumerate(step.facts):
        x, row = B + index * _COLUMN, Tag("TR", table)
        head = header_cell(row, "Row")
        composer.text(fact.label, styles.COLUMN_HEAD, head, x=x, y=top, width=_COLUMN)
        cell = data_cell(row)
        composer.declare(cell)
        if step.example and index == len(step.facts) - 1:
            end = _example(composer, _example_text(step), cell, x, below)
        else:
            text = typeset(fact.text, fit.facts, _COLUMN - 4)
            end = composer.text(text, fit.facts, cell, x=x, y=below)
        bottom = max(bottom, end)
    return bottom


def _example(composer: Composer, text: Text, cell: Tag, x: float, y: float) -> float:
    """Place the mark of an example in a box."""
    height = text.height + 1.4

    def draw(canvas: TaggedCanvas, _numbers: Numbers) -> None:
        with canvas.artifact():
            paint.box(canvas, x, y + 0.3, text.widest + 3.2, height, 0.6)

    composer.add(draw)
    composer.text(text, text.style, cell, x=x + 1.6, y=y + 0.9)
    return composer.reach(y + height + 0.3)
