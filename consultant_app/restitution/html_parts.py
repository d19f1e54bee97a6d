"""Small pieces of HTML: runs of text, marks, tables, figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from consultant_app.restitution.drawing import Chart
from consultant_app.restitution.model import Mark, Rich, Run
from consultant_app.restitution.svg import svg

_TAGS = {"bold": ("<b>", "</b>"), "italic": ("<i>", "</i>"), "bold_italic": ("<b><i>", "</i></b>")}


def inline(text: Rich) -> str:
    """Runs and marks."""
    return "".join(map(_run, text))


def _run(run: Run) -> str:
    if run.mark:
        return marks((run.mark,))
    before, after = _TAGS.get(run.face, ("", ""))
    return f"{before}{escape(run.text)}{after}"


def marks(signs: Iterable[Mark]) -> str:
    """Marks as small signs, each said in words to those who do not see it."""
    return " ".join(
        f'<span class="mark {sign.kind}" role="img" aria-label="{escape(sign.alt)}">'
        f"{escape(sign.label)}</span>"
        for sign in signs
    )


def cell(words: str, signs: Sequence[Mark], *, before: bool = False) -> str:
    """Words with their marks after them, or before."""
    parts = [escape(words), marks(signs)]
    return " ".join(part for part in (reversed(parts) if before else parts) if part)


def element(tag: str, content: str) -> str:
    """An element around ready HTML; nothing around nothing."""
    return f"<{tag}>{content}</{tag}>" if content else ""


def paragraph(words: str) -> str:
    """A paragraph of plain words."""
    return element("p", escape(words))


def heading(words: str) -> str:
    """The heading of a section."""
    return f"<h2>{escape(words)}</h2>"


def anchored(anchor: str, content: str, *, short: bool = False) -> str:
    """A section that links lead to; a short one does not open a page on paper."""
    kind = ' class="short"' if short else ""
    return f'<section id="{escape(anchor)}"{kind}>{content}</section>'


def listed(items: Iterable[str]) -> str:
    """A list of ready HTML; nothing for no item."""
    return element("ul", "".join(f"<li>{item}</li>" for item in items))


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], kind: str = "") -> str:
    """A table of ready HTML: column heads, and a row head in each first cell."""
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{text}</td>" for text in row[1:])}</tr>'
        for row in rows
    )
    name = f' class="{kind}"' if kind else ""
    return f"<table{name}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def figure(chart: Chart, ident: str) -> str:
    """A chart, with its title and description."""
    return f"<figure>{svg(chart, ident)}</figure>"
