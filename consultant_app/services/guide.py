"""The user guide as the window shows it: chapters in order, and a search through their sections."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from consultant_app.assets import guide_dir
from consultant_app.domain.typography import french

_CODE = re.compile(r"(```.*?```|`[^`\n]*`|\]\([^)]*\))", re.DOTALL)
_TITLE = re.compile(r"^# +(.+)$", re.MULTILINE)
_HEADING = re.compile(r"^#{1,3} +(.+)$")
_MARKS = re.compile(r"[*_`>|]|\]\([^)]*\)|\[|!\[")
_PICTURE = re.compile(r"^!\[[^\]]*\]\([^)]*\)\s*$", re.MULTILINE)
_EXCERPT = 140


@dataclass(frozen=True, slots=True)
class Chapter:
    """One page of the guide. ``name``: its file's; ``text``: Markdown, set in French."""

    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, plain."""

    chapter: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that holds every word asked for, with the line where they are."""

    chapter: str
    heading: str
    excerpt: str


@cache
def chapters() -> tuple[Chapter, ...]:
    """Return the guide's pages in reading order (their files are numbered)."""
    return tuple(
        _chapter(path.name, path.read_text(encoding="utf-8"))
        for path in sorted(guide_dir().glob("*.md"))
    )


def chapter(name: str) -> Chapter:
    """Return the page of that file name; `KeyError` when there is none."""
    return {page.name: page for page in chapters()}[name]


def search(words: str, pages: Sequence[Chapter] | None = None) -> list[Hit]:
    """Return the sections that hold every word (accents and case aside), titles first."""
    asked = folded(words).split()
    if not asked:
        return []
    found: list[tuple[int, Hit]] = []
    for section in _sections(chapters() if pages is None else pages):
        heading, text = folded(section.heading), folded(section.text)
        if all(word in heading or word in text for word in asked):
            in_title = all(word in heading for word in asked)
            hit = Hit(section.chapter, section.heading, _excerpt(section.text, asked[0]))
            found.append((0 if in_title else 1, hit))
    return [hit for _rank, hit in sorted(found, key=lambda pair: pair[0])]


def folded(text: str) -> str:
    """Return ``text`` without accents, capitals or typographic spaces, letter for letter."""
    plain = text.translate({0x2019: "'", 0x202F: " ", 0xA0: " "})
    letters = (unicodedata.normalize("NFKD", letter)[:1] for letter in plain)
    return "".join(letters).lower()


def _chapter(name: str, text: str) -> Chapter:
    parts = _CODE.split(_PICTURE.sub("", text))
    # Code and addresses of links are left as they are written.
    set_text = "".join(part if index % 2 else _set(part) for index, part in enumerate(parts))
    title = _TITLE.search(set_text)
    return Chapter(name, title[1] if title else name, set_text)


def _set(prose: str) -> str:
    return "\n".join(_set_line(line) for line in prose.split("\n"))


def _set_line(line: str) -> str:
    inside = line.strip(" ")
    if not inside:
        return line
    # Spaces at the ends mean something to Markdown, and beside code.
    before = line[: len(line) - len(line.lstrip(" "))]
    after = line[len(line.rstrip(" ")) :]
    return f"{before}{french(inside)}{after}"


def _sections(pages: Sequence[Chapter]) -> list[Section]:
    result: list[Section] = []
    for page in pages:
        heading, lines = page.title, list[str]()
        for line in page.text.splitlines():
            if found := _HEADING.match(line):
                result.append(Section(page.name, heading, "\n".join(lines)))
                heading, lines = found[1], []
            else:
                lines.append(_MARKS.sub("", line))
        result.append(Section(page.name, heading, "\n".join(lines)))
    return [section for section in result if section.text.strip()]


def _excerpt(text: str, word: str) -> str:
    flat = " ".join(text.split())
    at = max(folded(flat).find(word), 0)
    start = max(flat.rfind(" ", 0, max(at - _EXCERPT // 3, 0)) + 1, 0)
    piece = flat[start : start + _EXCERPT]
    before, after = "… " if start else "", "…" if start + _EXCERPT < len(flat) else ""
    return f"{before}{piece}{after}"
