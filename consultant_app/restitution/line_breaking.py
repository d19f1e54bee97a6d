"""Filling lines with words, one after the other; hyphenating where a line would be left short."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import pyphen

from consultant_app.restitution.drawing import Face
from consultant_app.restitution.model import Mark
from consultant_app.restitution.styles import Style, text_width

Break = Literal["space", "join", "end"]
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
class Word:
    """Pieces that stay together, and how the line may break after them."""

    pieces: tuple[Piece, ...]
    after: Break

    @property
    def width(self) -> float:
        """Width of all its pieces in millimetres."""
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


def make_piece(text: str, face: Face, style: Style) -> Piece:
    """Return a piece of text with its width."""
    return Piece(text, face, text_width(text, face, style.size))


class LineBreaker:
    """Fills lines one after the other."""

    def __init__(self, style: Style, width: float, *, hyphenate: bool) -> None:
        self.style, self.width, self.hyphenate = style, width, hyphenate
        self.spaces: dict[Face, float] = {}
        self.done: list[TextLine] = []
        self.line: list[Piece] = []
        self.used = 0.0
        self.pending = ""  # the space owed by the last word, in its face
        self.hyphenated = False

    def lines(self, words: list[Word]) -> list[TextLine]:
        """Return ``words`` broken into lines."""
        for index, word in enumerate(words):
            self._place(word, is_last=index == len(words) - 1)
        if self.line:
            self._end_line()
        return self.done

    def _space(self, face: Face) -> float:
        if face not in self.spaces:
            self.spaces[face] = text_width(" ", face, self.style.size)
        return self.spaces[face]

    def _place(self, word: Word, *, is_last: bool) -> None:
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

    def _hyphenate(self, word: Word, gap: float) -> Word | None:
        """Put the head of ``word`` on the line if worth it; return the rest, or None."""
        room = self.width - self.used - gap
        piece = word.pieces[0]
        follows_hyphen = bool(self.line) and not self.pending
        unwelcome = self.hyphenated or follows_hyphen or piece.mark is not None
        self.hyphenated = False
        if not self.hyphenate or unwelcome or room < _TOO_SHORT * self.width:
            return None
        for position in reversed(_hyphens(piece.text)):
            head = make_piece(piece.text[:position] + "\u00ad", piece.face, self.style)
            if head.width <= room:
                if gap:
                    self._append(Piece(" ", self.line[-1].face, gap))
                self._append(head)
                self.pending, self.hyphenated = "", True
                tail = make_piece(piece.text[position:], piece.face, self.style)
                return replace(word, pieces=(tail, *word.pieces[1:]))
        return None

    def _force(self, word: Word) -> Word:
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
                kept.append(make_piece(piece.text[:count], piece.face, self.style))
            rest = make_piece(piece.text[count:], piece.face, self.style)
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
