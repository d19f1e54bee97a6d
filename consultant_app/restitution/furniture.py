"""Tagged text on the canvas, and what stands around it: heads, feet, the line to cut along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from consultant_app.restitution import paint, styles
from consultant_app.restitution.drawing import Colour
from consultant_app.restitution.glyphs import printable
from consultant_app.restitution.line_breaking import Piece, TextLine, make_piece
from consultant_app.restitution.model import Rich
from consultant_app.restitution.structure import Tag
from consultant_app.restitution.styles import LEFT, WIDTH, Style
from consultant_app.restitution.tagged import TaggedCanvas
from consultant_app.restitution.typeset import Text, typeset


def draw_text(canvas: TaggedCanvas, text: Text, x: float, y: float, tag: Tag | None) -> None:
    """Draw ``text`` with its top at ``y``; marks in it are read as their alternatives."""
    if tag is not None and paint.has_marks(text):
        _draw_marked(canvas, text, x, y, tag)
        return
    with canvas.mark(tag) if tag is not None else canvas.artifact():
        for index, line in enumerate(text.lines):
            baseline = y + index * text.style.leading_mm + text.style.baseline_mm
            for offset, pieces in paint.line_parts(line):
                _draw_pieces(canvas, pieces, x + offset, baseline, text.style)


def _draw_marked(canvas: TaggedCanvas, text: Text, x: float, y: float, tag: Tag) -> None:
    for index, line in enumerate(text.lines):
        baseline = y + index * text.style.leading_mm + text.style.baseline_mm
        for offset, pieces in paint.line_parts(line):
            mark = pieces[0].mark
            with canvas.mark(Tag("Span", tag, alt=mark.alt) if mark else tag):
                _draw_pieces(canvas, pieces, x + offset, baseline, text.style)


def _draw_pieces(
    canvas: TaggedCanvas, pieces: Sequence[Piece], x: float, baseline: float, style: Style
) -> None:
    if (mark := pieces[0].mark) is not None:
        paint.paint_mark(canvas, mark, x, baseline)
    else:
        paint.paint_line(canvas, tuple(pieces), x, baseline, style)


def draw_draft(canvas: TaggedCanvas, word: str) -> None:
    """Say at the head of the page that the paper is not final."""
    style = Style(9, 12, "bold")
    text = typeset(word, style, 60)
    with canvas.artifact("Pagination", "Header"):
        y = styles.HEAD_BASELINE - style.baseline_mm
        draw_text(canvas, text, LEFT + WIDTH - text.widest, y, None)


def draw_cut(canvas: TaggedCanvas, words: str) -> None:
    """Draw the dashed line along which the sheet is detached."""
    with canvas.artifact():
        paint.stroke(canvas, Colour.INK, styles.SECTION, (1.1, 1.1))
        canvas.line(*paint.point(styles.CUT, 0), *paint.point(styles.CUT, styles.PAGE_HEIGHT))
        text = typeset(words, styles.CAPTION, 60)
        canvas.saveState()
        canvas.translate(*paint.point(styles.CUT - 2.2, 60 + text.widest))
        canvas.rotate(90)
        paint.fill(canvas, Colour.INK)
        canvas.setFont(styles.font_name("italic"), styles.CAPTION.size)
        canvas.drawString(0, 0, printable(words))
        canvas.restoreState()


def draw_head(canvas: TaggedCanvas, words: Rich) -> None:
    """Draw the running head."""
    with canvas.artifact("Pagination", "Header"):
        y = styles.HEAD_BASELINE - styles.NOTE.baseline_mm
        draw_text(canvas, _one_line(typeset(words, styles.NOTE, WIDTH - 30)), LEFT, y, None)


def draw_foot(canvas: TaggedCanvas, words: str, number: str) -> None:
    """Draw the footer: words at the left, the page's number at the right."""
    y = styles.FOOT_BASELINE - styles.NOTE.baseline_mm
    with canvas.artifact("Pagination", "Footer"):
        draw_text(canvas, _one_line(typeset(words, styles.NOTE, 140)), LEFT, y, None)
        text = typeset(number, styles.NOTE, 40)
        draw_text(canvas, text, LEFT + WIDTH - text.widest, y, None)


def _one_line(text: Text) -> Text:
    """Return the first line of ``text``, with an ellipsis in place of the rest."""
    if len(text.lines) < 2:
        return text
    pieces = text.lines[0].pieces
    more = make_piece("…", pieces[-1].face, text.style)
    return replace(text, lines=(TextLine((*pieces, more)),))
