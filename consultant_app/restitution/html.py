"""The restitution as one accessible HTML page: the same words and drawings, nothing from outside.

Headings in order, tables with headers, charts as SVG with a title and a description, styles for
screen and for A4 paper. The fonts are the reader's: Gentium where it is installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import count
from typing import Any

from consultant_app.restitution import html_style, model
from consultant_app.restitution.drawing import Chart
from consultant_app.restitution.html_parts import (
    anchored,
    cell,
    element,
    figure,
    heading,
    inline,
    listed,
    marks,
    paragraph,
    table,
)
from consultant_app.restitution.model import Fact, Point, Restitution


def render(restitution: Restitution) -> str:
    """Return the whole page, UTF-8 text, as a standalone document."""
    writer = _Writer()
    sections = "".join(writer.section(section) for section in restitution.sections)
    frame = restitution.frame
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(frame.document_title)}</title>"
        f'<meta name="description" content="{escape(frame.subject)}">'
        f'<meta name="author" content="{escape(frame.author)}">'
        f"<style>{html_style.STYLE}</style>"
    )
    draft = f'<p class="draft">{escape(frame.draft)}</p>' if frame.draft else ""
    title = "" if restitution.edition == "full" else element("p", inline(frame.running_head))
    footer = f"<footer><p>{escape(frame.footer)}</p></footer>" if frame.footer else ""
    return (
        f'<!doctype html><html lang="fr"><head>{head}</head>'
        f"<body>{draft}{title}<main>{sections}</main>{footer}</body></html>\n"
    )


class _Writer:
    """Writes sections; numbers the charts so that their titles have ids of their own."""

    def __init__(self) -> None:
        self._ids = count(1)
        self._writers: dict[type, Callable[[Any], str]] = {
            model.Cover: self._cover,
            model.Essential: self._essential,
            model.FollowUpPage: self._follow_up,
            model.Matters: self._matters,
            model.ThemePage: self._theme,
            model.GrowthPage: self._growth,
            model.PeersPage: self._peers,
            model.Parcours: self._parcours,
            model.Plan: self._plan,
            model.Sheet: self._sheet,
        }

    def section(self, section: model.Section) -> str:
        """One section of the page, reachable by its anchor."""
        content = self._writers[type(section)](section)
        return anchored(section.anchor, content, short=_is_short(section))

    def _figure(self, chart: Chart) -> str:
        return figure(chart, f"c{next(self._ids)}")

    def _cover(self, page: model.Cover) -> str:
        people = "".join(
            f"<li>{'<br>'.join(inline(line) for line in lines)}</li>"
            for lines in page.people
            if lines
        )
        groups = "".join(
            f"<h2>{escape(group.title)}</h2>"
            + listed(
                f'<a href="#{entry.first}">{escape(entry.title)}</a>' for entry in group.entries
            )
            for group in page.contents
        )
        return (
            f"{paragraph(page.programme)}<h1>{escape(page.company)}</h1>"
            f'<p class="date">{escape(page.subtitle)}</p><ul class="people">{people}</ul>'
            f"<h2>{escape(page.ladder_title)}</h2>{paragraph(page.ladder_text)}"
            f'{self._figure(page.ladder)}<nav aria-label="Sommaire">{groups}</nav>'
        )

    def _essential(self, page: model.Essential) -> str:
        return (
            heading(page.title)
            + _lede(page.lede)
            + self._figure(page.profile)
            + f'<p class="note">{escape(page.key_left)} {inline(page.key)}</p>'
            + f'<div class="two"><div>{_strengths(page)}</div><div>{_priorities(page)}</div></div>'
        )

    def _follow_up(self, page: model.FollowUpPage) -> str:
        moved = [[f"{row.code} {row.title}", row.before, row.today] for row in page.moved]
        done = [
            [cell(row.title, (row.mark,) if row.mark else ()), row.outcome, row.comment]
            for row in page.done
        ]
        return (
            heading(page.title)
            + _lede(page.lede)
            + self._figure(page.chart)
            + f'<p class="note">{inline(page.key)}</p>'
            + f"<h3>{escape(page.moved_title)}</h3>"
            + (table(page.moved_columns, _escaped(moved)) or paragraph(page.moved_empty))
            + f"<h3>{escape(page.done_title)}</h3>"
            + (
                table(page.done_columns, [[r[0], escape(r[1]), escape(r[2])] for r in done])
                or paragraph(page.done_empty)
            )
        )

    def _matters(self, page: model.Matters) -> str:
        said = ""
        if page.quote or page.said:
            quote = f"<blockquote><p>{escape(page.quote)}</p></blockquote>" if page.quote else ""
            said = f"<h3>{escape(page.said_title)}</h3>{quote}{_facts(page.said)}"
        return heading(page.title) + _lede(page.lede) + self._figure(page.matrix) + said

    def _theme(self, page: model.ThemePage) -> str:
        title = f"{page.number}\u2002{page.title}"
        if not page.rows:
            return heading(title) + _lede(page.lede)
        rows = [self._practice(row) for row in page.rows]
        notes = "".join(
            f"<h3>{escape(note.label)}</h3>{paragraph(note.text)}" for note in page.notes
        )
        strip = f'<p class="note">{escape(page.strip_caption)}</p>{self._figure(page.strip)}'
        return (
            heading(title) + strip + _lede(page.lede) + table(page.columns, rows, "levels") + notes
        )

    def _practice(self, row: model.PracticeRow) -> list[str]:
        words = "<br>".join(f"<b>{escape(w)}</b>" if i == 0 else escape(w) for i, w in _told(row))
        glyph = self._figure(row.glyph) if row.glyph else ""
        lead = f"<i>{escape(row.next_lead)}</i> " if row.next_lead else ""
        quote = f"<blockquote><p>{escape(row.quote)}</p></blockquote>" if row.quote else ""
        name = cell(f"{row.code}\u2002{row.title}", row.marks)
        first = f'<b>{name}</b><div class="step-of">{glyph}<span>{words}</span></div>'
        return [first, escape(row.today) + quote, lead + escape(row.next)]

    def _growth(self, page: model.GrowthPage) -> str:
        kind = ""
        if page.type_words:
            kind = (
                f'<p class="type"><b>{escape(page.type_words)}</b><br>{escape(page.type_note)}</p>'
            )
        strips = "".join(
            f'<div class="two"><div><h3>{escape(strip.title)}</h3>'
            f'<p class="note">{escape(strip.unit)}</p>{paragraph(strip.sentence)}</div>'
            f"{self._figure(strip.chart)}</div>"
            for strip in page.strips
        )
        return heading(page.title) + kind + _lede(page.lede) + strips + _notes(page.notes)

    def _peers(self, page: model.PeersPage) -> str:
        chart = self._figure(page.chart) if page.chart else ""
        return heading(page.title) + _lede(page.lede) + chart + _notes(page.notes)

    def _parcours(self, page: model.Parcours) -> str:
        steps = "".join(map(_action, page.steps))
        note = f'<p class="note">{escape(page.note)}</p>' if page.note else ""
        return heading(page.title) + _lede(page.lede) + steps + note

    def _plan(self, page: model.Plan) -> str:
        periods = "".join(
            f"<h3>{escape(period.title)} <small>{escape(period.around)}</small></h3>"
            + table(page.columns, [_plan_row(row) for row in period.rows], "plan")
            for period in page.periods
        )
        cells = "".join(
            f"<li>{escape(c.label)}<br>{escape(c.signed)}</li>" for c in page.signatures
        )
        note = f'<p class="note">{escape(page.note)}</p>'
        return (
            heading(page.title)
            + _lede(page.lede)
            + periods
            + f'<ul class="sign">{cells}</ul>'
            + note
        )

    def _sheet(self, page: model.Sheet) -> str:
        code = ""
        if page.code:
            code = f'<p>{escape(page.code_label)}</p><p class="code">{escape(page.code)}</p>'
        code += "".join(element("p", inline(words)) for words in page.code_text)
        rows = [[row.label, row.sent, row.never] for row in page.rows]
        columns = ("Information", *page.columns[1:])
        rights = "".join(element("p", inline(words)) for words in page.rights)
        if page.write_in:
            rights += f'<p>{escape(page.write_in)} <span class="line"></span></p>'
        return (
            heading(page.title)
            + _lede(page.lede)
            + code
            + table(columns, _escaped(rows))
            + f"<h3>{escape(page.rights_title)}</h3>{rights}"
        )


def _told(row: model.PracticeRow) -> list[tuple[int, str]]:
    return [(i, words) for i, words in enumerate((row.level, row.evidence)) if words]


def _strengths(page: model.Essential) -> str:
    strengths = listed(map(inline, page.strengths)) or paragraph(page.no_strength)
    vigilance = _points(page.vigilance_title, page.vigilance, "ul")
    return f"<h3>{escape(page.strengths_title)}</h3>{strengths}{vigilance}"


def _priorities(page: model.Essential) -> str:
    if page.priorities:
        return _points(page.priorities_title, page.priorities, "ol")
    return f"<h3>{escape(page.priorities_title)}</h3>{paragraph(page.no_priority)}"


def _is_short(section: model.Section) -> bool:
    """A few lines only: on paper it follows the section before it on the same page."""
    if isinstance(section, model.ThemePage):
        return not section.rows
    if isinstance(section, model.PeersPage):
        return section.chart is None
    return isinstance(section, model.GrowthPage) and not section.strips


def _lede(text: str) -> str:
    return f'<p class="lede">{escape(text)}</p>' if text else ""


def _escaped(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    return [[escape(text) for text in row] for row in rows]


def _points(title: str, points: Sequence[Point], kind: str) -> str:
    if not points:
        return ""
    items = "".join(
        f"<li>{marks((point.mark,))} <b>{escape(point.title)}</b> {escape(point.why)}"
        f'<br><span class="step">→ {escape(point.step)}</span></li>'
        for point in points
    )
    return f'<h3>{escape(title)}</h3><{kind} class="points">{items}</{kind}>'


def _facts(facts: Sequence[Fact]) -> str:
    if not facts:
        return ""
    rows = "".join(f"<dt>{escape(f.label)}</dt><dd>{escape(f.text)}</dd>" for f in facts)
    return f"<dl>{rows}</dl>"


def _notes(notes: Sequence[str]) -> str:
    return "".join(f'<p class="note">{escape(note)}</p>' for note in notes)


def _action(step: model.ActionStep) -> str:
    facts = list(step.facts)
    if step.example:
        facts[-1] = Fact(facts[-1].label, step.example)
    note = paragraph(step.note) if step.note else ""
    return (
        f"<h3>{escape(step.letter)}. {escape(step.title)} <small>{escape(step.when)}</small></h3>"
        f"{paragraph(step.promise)}{element('p', inline(step.because))}{_facts(facts)}{note}"
    )


def _plan_row(row: model.PlanRow) -> list[str]:
    signs = (row.mark,) if row.mark else ()
    note = f"<br><i>{escape(row.note)}</i>" if row.note else ""
    what = cell(row.what, signs, before=True) + note
    return [what, escape(row.who), escape(row.when), escape(row.seen), "☐"]
