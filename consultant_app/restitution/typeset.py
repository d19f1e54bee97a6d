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
from functools import cache, lru_cache
from typing import Literal

import pyphen

from consultant_app.restitution.drawing import Face
from consultant_app.restitution.glyphs import printable
from consultant_app.restitution.model import Mark, Rich, Run
from consultant_app.restitution.styles import HYPHENATE_UP_TO, Style, text_width

Break = Literal["space", "join", "end"]
#: Width of marks set in text (mm).
MARK_WIDTHS = {"priority": 3.7, "vigilance": 3.6, "verify": 2.4, "practice": 2.1}
_WORD_END = re.compile(r"(?<=[^\W\d_])[-\u2010](?=[^\W\d_])| ")
_ORDINAL = re.compile(r"(\d+)(er|re|e|nd|nde)([,.;:)\u00a0\u202f].*)?")
#: Size of an ordinal's letters, relative to the text's.
RAISED = 0.68
#: A word is hyphenated only if the line would end this far (share of the width) from the margin.
_TOO_SHORT = 0.22
_LEAST_WORD, _LEAST_HEAD, _LEAST_TAIL = 8, 3, 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one face on one line, or a mark; ``width`` in mm.

    ``raised``: the letters of an ordinal (1er, 2e), small and above the line.
    """

    text: str
    face: Face
    width: float
    mark: Mark | None = None
    raised: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    """Pieces that stay together, and how the line may break after them."""

    pieces: tuple[Piece, ...]
    after: Break

    @property
    def width(self) -> float:
        return sum(piece.width for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line: pieces from left to right. ``ends_paragraph`` is false where text goes on."""

    pieces: tuple[Piece, ...]

    @property
    def width(self) -> float:
        """Ink width in millimetres, without a trailing space."""
        total = sum(piece.width for piece in self.pieces)
        last = self.pieces[-1] if self.pieces else None
        if last and last.text.endswith(" "):
            total -= last.width if last.text == " " else 0
        return total


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
    lines = _Breaker(style, width, hyphenate=hyphenate).lines(words)
    return Text(tuple(lines), style, width)


def forget() -> None:
    """Let go of all texts broken so far (they may be private)."""
    typeset.cache_clear()


def _face(run: Run, style: Style) -> Face:
    """Return the face of ``run`` in ``style``: emphasis turns inside an emphasised style."""
    return style.face if run.face == "regular" else run.face


def _piece(text: str, face: Face, style: Style) -> Piece:
    return Piece(text, face, text_width(text, face, style.size))


def _pieces(text: str, face: Face, style: Style) -> list[Piece]:
    """Return a word's pieces: more than one where it is an ordinal."""
    found = _ORDINAL.fullmatch(text)
    if found is None:
        return [_piece(text, face, style)]
    number, letters, rest = found.groups()
    width = text_width(letters, face, style.size * RAISED)
    out = [_piece(number, face, style), Piece(letters, face, width, raised=True)]
    return [*out, _piece(rest, face, style)] if rest else out


def _words(content: Rich, style: Style) -> Iterator[_Word]:
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
                yield _Word(tuple(pieces), "space" if is_space else "join")
            pieces = []
        if start < len(text):
            pieces += _pieces(text[start:], face, style)
    if pieces:
        yield _Word(tuple(pieces), "end")


def _bind_last(words: list[_Word], style: Style, width: float) -> list[_Word]:
    """Join the last two words with a no-break space, unless that makes more than half a line."""
    if len(words) < 3 or words[-2].after != "space":
        return words
    before, last = words[-2], words[-1]
    space = _piece("\u00a0", before.pieces[-1].face, style)
    bound = _Word((*before.pieces, space, *last.pieces), last.after)
    return [*words[:-2], bound] if bound.width <= 0.55 * width else words


class _Breaker:
    """Fills lines one after the other."""

    def __init__(self, style: Style, width: float, *, hyphenate: bool) -> None:
        self.style, self.width, self.hyphenate = style, width, hyphenate
        self.spaces: dict[Face, float] = {}
        self.done: list[TextLine] = []
        self.line: list[Piece] = []
        self.used = 0.0
        self.pending = ""  # the space owed by the last word, in its face
        self.hyphenated = False

    def lines(self, words: list[_Word]) -> list[TextLine]:
        for index, word in enumerate(words):
            self._place(word, is_last=index == len(words) - 1)
        if self.line:
            self._end_line()
        return self.done

    def _space(self, face: Face) -> float:
        if face not in self.spaces:
            self.spaces[face] = text_width(" ", face, self.style.size)
        return self.spaces[face]

    def _place(self, word: _Word, *, is_last: bool) -> None:
        gap = self._space(self.line[-1].face) if self.pending and self.line else 0.0
        if self.line and self.used + gap + word.width > self.width + 1e-6:
            rest = None if is_last else self._hyphenate(word, gap)
            word = rest or word
            self._break()
            gap = 0.0
        while word.width > self.width + 1e-6:
            word = self._force(word)
        if gap:
            self._append(Piece(" ", self.line[-1].face, gap))
        for piece in word.pieces:
            self._append(piece)
        self.pending = " " if word.after == "space" else ""

    def _append(self, piece: Piece) -> None:
        self.used += piece.width
        last = self.line[-1] if self.line else None
        if last and _joins(last, piece):
            text, width = last.text + piece.text, last.width + piece.width
            self.line[-1] = Piece(text, last.face, width)
        else:
            self.line.append(piece)

    def _break(self) -> None:
        """End the line, keeping the space at which it breaks."""
        if self.pending and self.line:
            last = self.line[-1]
            if last.mark or last.raised:
                self.line.append(Piece(" ", self.style.face, self._space(self.style.face)))
            else:
                self.line[-1] = replace(last, text=last.text + " ")
        self._end_line()

    def _end_line(self) -> None:
        self.done.append(TextLine(tuple(self.line)))
        self.line, self.used, self.pending = [], 0.0, ""

    def _hyphenate(self, word: _Word, gap: float) -> _Word | None:
        """Put the head of ``word`` on the line if worth it; return the rest, or None."""
        room = self.width - self.used - gap
        piece = word.pieces[0]
        follows_hyphen = bool(self.line) and not self.pending
        unwelcome = self.hyphenated or follows_hyphen or piece.mark is not None
        self.hyphenated = False
        if not self.hyphenate or unwelcome or room < _TOO_SHORT * self.width:
            return None
        for position in reversed(_hyphens(piece.text)):
            head = _piece(piece.text[:position] + "\u00ad", piece.face, self.style)
            if head.width <= room:
                if gap:
                    self._append(Piece(" ", self.line[-1].face, gap))
                self._append(head)
                self.pending, self.hyphenated = "", True
                tail = _piece(piece.text[position:], piece.face, self.style)
                return replace(word, pieces=(tail, *word.pieces[1:]))
        return None

    def _force(self, word: _Word) -> _Word:
        """Cut a word wider than the column at the last character that fits."""
        kept: list[Piece] = []
        room = self.width
        for index, piece in enumerate(word.pieces):
            if piece.width <= room or piece.mark is not None:
                kept.append(piece)
                room -= piece.width
                continue
            count = _fitting(piece, self.style, room)
            count = max(count, 0 if kept else 1)
            if count:
                kept.append(_piece(piece.text[:count], piece.face, self.style))
            rest = _piece(piece.text[count:], piece.face, self.style)
            self.line = kept
            self._end_line()
            return replace(word, pieces=(rest, *word.pieces[index + 1 :]))
        raise AssertionError("a word wider than its column has a piece that does not fit")


def _joins(last: Piece, piece: Piece) -> bool:
    """Whether two pieces can be drawn as one."""
    plain = last.mark is None and piece.mark is None and not last.raised and not piece.raised
    return plain and last.face == piece.face


def _fitting(piece: Piece, style: Style, room: float) -> int:
    """Return how many first characters of ``piece`` fit ``room`` mm."""
    count = 0
    while text_width(piece.text[: count + 1], piece.face, style.size) <= room:
        count += 1
    return count


@cache
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="fr_FR", left=_LEAST_HEAD, right=_LEAST_TAIL)


@cache
def _hyphens(text: str) -> tuple[int, ...]:
    """Return where ``text`` may be hyphenated: long words in small letters only."""
    found = re.search(r"[^\W\d_]+(?=[\W]*$)", text)
    if found is None or len(found.group()) < _LEAST_WORD or not found.group().islower():
        return ()
    return tuple(found.start() + at for at in _dictionary().positions(found.group()))
