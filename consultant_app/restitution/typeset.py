"""Lines of text: breaking rich text into a column, and drawing it tagged.

Ragged right, greedy. A line breaks at U+0020 or after a hyphen; words are hyphenated by pyphen only
in narrow columns and where the line would be left very short. The last two words of a paragraph
stay together. A line broken at a space keeps that space, so that extracted words do not run
together; an automatic hyphen is drawn as U+00AD, so that they do not fall apart either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from consultant_app.restitution.drawing import Face
from consultant_app.restitution.glyphs import printable
from consultant_app.restitution.line_breaking import LineBreaker, Piece, TextLine, Word, make_piece
from consultant_app.restitution.model import Rich, Run
from consultant_app.restitution.styles import HYPHENATE_UP_TO, Style, text_width

#: Width of marks set in text (mm).
MARK_WIDTHS = {"priority": 3.7, "vigilance": 3.6, "verify": 2.4, "practice": 2.1}
_WORD_END = re.compile(r"(?<=[^\W\d_])[-\u2010](?=[^\W\d_])| ")
_ORDINAL = re.compile(r"(\d+)(er|re|e|nd|nde)([,.;:)\u00a0\u202f].*)?")
#: Size of an ordinal's letters, relative to the text's.
RAISED = 0.68


@dataclass(frozen=True, slots=True)
class Text:
    """A broken paragraph, ready to place. ``width`` is its column's, in mm."""

    lines: tuple[TextLine, ...]
    style: Style
    width: float

    @property
    def height(self) -> float:
        """Height of all lines in millimetres."""
        return len(self.lines) * self.style.leading_mm

    @property
    def widest(self) -> float:
        """Width of the widest line in millimetres."""
        return max((line.width for line in self.lines), default=0.0)

    def split(self, height: float) -> tuple[Text, Text] | None:
        """Cut so that the first part fits ``height``; None if a part would have a lone line."""
        count = int(height / self.style.leading_mm + 1e-6)
        count = min(count, len(self.lines) - 2)
        if count < 2:
            return None
        head, tail = self.lines[:count], self.lines[count:]
        return replace(self, lines=head), replace(self, lines=tail)


def rich(text: str | Rich, face: Face = "regular") -> Rich:
    """Return ``text`` as rich text."""
    return (Run(text, face),) if isinstance(text, str) else text


@lru_cache(maxsize=8192)
def typeset(
    content: str | Rich,
    style: Style,
    width: float,
    *,
    bind: bool = True,
    hyphenate: bool = True,
) -> Text:
    """Break ``content`` into lines of at most ``width`` mm. Runs in regular take the style's face.

    ``bind``: keep the last two words on one line. ``hyphenate`` false forbids it altogether.
    Heights are asked for before texts are placed: what was broken once is kept until `forget`.
    """
    words = list(_words(rich(content), style))
    if bind:
        words = _bind_last(words, style, width)
    hyphenate = hyphenate and width <= HYPHENATE_UP_TO
    lines = LineBreaker(style, width, hyphenate=hyphenate).lines(words)
    return Text(tuple(lines), style, width)


def forget() -> None:
    """Let go of all texts broken so far (they may be private)."""
    typeset.cache_clear()


def _face(run: Run, style: Style) -> Face:
    """Return the face of ``run`` in ``style``: emphasis turns inside an emphasised style."""
    return style.face if run.face == "regular" else run.face


def _pieces(text: str, face: Face, style: Style) -> list[Piece]:
    """Return a word's pieces: more than one where it is an ordinal."""
    found = _ORDINAL.fullmatch(text)
    if found is None:
        return [make_piece(text, face, style)]
    number, letters, rest = found.groups()
    width = text_width(letters, face, style.size * RAISED)
    out = [make_piece(number, face, style), Piece(letters, face, width, raised=True)]
    return [*out, make_piece(rest, face, style)] if rest else out


def _words(content: Rich, style: Style) -> Iterator[Word]:
    """Yield the words of ``content``, joining pieces of different faces that touch."""
    pieces: list[Piece] = []
    for run in content:
        if run.mark is not None:
            width = MARK_WIDTHS[run.mark.kind]
            pieces.append(Piece("", "bold", width, run.mark))
            continue
        face, text, start = _face(run, style), printable(run.text), 0
        for found in _WORD_END.finditer(text):
            is_space = found.group() == " "
            part = text[start : found.start() if is_space else found.end()]
            start = found.end()
            if part:
                pieces += _pieces(part, face, style)
            if pieces:
                yield Word(tuple(pieces), "space" if is_space else "join")
            pieces = []
        if start < len(text):
            pieces += _pieces(text[start:], face, style)
    if pieces:
        yield Word(tuple(pieces), "end")


def _bind_last(words: list[Word], style: Style, width: float) -> list[Word]:
    """Join the last two words with a no-break space, unless that makes more than half a line.

    A text that came with its end bound already is left as it is.
    """
    if len(words) < 3 or words[-2].after != "space":
        return words
    if any("\u00a0" in piece.text for piece in words[-1].pieces):
        return words
    before, last = words[-2], words[-1]
    space = make_piece("\u00a0", before.pieces[-1].face, style)
    bound = Word((*before.pieces, space, *last.pieces), last.after)
    return [*words[:-2], bound] if bound.width <= 0.55 * width else words
