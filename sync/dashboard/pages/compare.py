"""One publication against another."""

from __future__ import annotations

from dataclasses import replace

from sync.dashboard.cube import Cell, Publication
from sync.dashboard.dates import day
from sync.dashboard.figures.grid import Grid
from sync.dashboard.figures.model import Bar, Bars, Figure, Source, Table, Value, spaced
from sync.dashboard.figures.words import count_text, level_text, level_words, share
from sync.dashboard.pages.content import Content, Context, Control, publication_control

TITLE = "D’une campagne à l’autre"
LEAD = "Qu’est-ce qui a changé\u202f?"
_CAUTION = (
    "Ce ne sont pas les mêmes entreprises\u00a0: un écart peut venir de celles qu’on a vues. Les comptes "
    "sont arrondis à 5 et les niveaux à 0,1\u202f; ne lisez rien dans un écart plus petit."
)


async def build(ctx: Context) -> Content:
    """The page; without another publication, the next one in the list."""
    others = [p for p in ctx.publications if p.id != ctx.publication.id and _comparable(p, ctx)]
    if not others:
        remark = "Il n’y a pas encore deux campagnes publiées avec ce questionnaire."
        return Content(TITLE, LEAD, (), (publication_control(ctx),), (remark,))
    other = next((p for p in others if p.id == ctx.choices.other), others[0])
    second = replace(ctx, publication=other)
    names = (ctx.publication.name, other.name)
    figures: tuple[Figure, ...] = (
        _levels(await _grid(ctx, "theme"), await _grid(second, "theme"), names, ctx),
        _needs(await _grid(ctx, "need_theme"), await _grid(second, "need_theme"), names),
    )
    figures = tuple(replace(figure, source=_both(ctx, other)) for figure in figures)
    choice = Control(
        "avec", "Comparée à", tuple((str(p.id), p.name) for p in others), str(other.id)
    )
    return Content(TITLE, LEAD, figures, (publication_control(ctx), choice), (_CAUTION,))


def _both(ctx: Context, other: Publication) -> Source:
    """Where the figures come from: two publications, each with its count and its day."""
    two = (ctx.publication, other)
    told = " et ".join(f"{p.name} (n\u00a0=\u00a0{spaced(p.firms)}, arrondi à 5)" for p in two)
    days = " et ".join(f"le {day(p.made_on)}" for p in two)
    return Source(f"Campagnes {told}", None, f"Publiées {days}", ctx.source.questionnaire)


def _comparable(other: Publication, ctx: Context) -> bool:
    return other.codebook.questionnaire == ctx.publication.codebook.questionnaire


async def _grid(ctx: Context, kind: str) -> Grid:
    return await ctx.grid(ctx.themes(kind), None)


def _pairs(one: Grid, two: Grid) -> list[tuple[str, Cell | None, Cell | None]]:
    return [(s.label, one.cell(s, ""), two.cell(s, "")) for s in one.subjects]


def _levels(one: Grid, two: Grid, names: tuple[str, str], ctx: Context) -> Figure:
    book = ctx.publication.codebook
    bars: list[Bar] = []
    rows: list[tuple[Value, ...]] = []
    for label, a, b in _pairs(one, two):
        mean, before = a.mean if a else None, b.mean if b else None
        bars.append(Bar(label, mean, level_text(a), None, before, level_text(b)))
        gap: Value = round(mean - before, 1) if mean is not None and before is not None else None
        near = level_words(mean, book) if mean is not None else "–"
        rows.append((label, mean, before, gap, near))
    ticks = tuple((step.value, step.label) for step in book.scale)
    chart = Bars(tuple(bars), book.scale_min, book.scale_max, ticks, names)
    table = Table(("Thème", *names, "Écart", f"Proche de ({names[0]})"), tuple(rows))
    title = "Le niveau moyen par thème, d’une campagne à l’autre"
    return Figure("niveaux", title, _widest(rows), chart, table)


def _widest(rows: list[tuple[Value, ...]]) -> str:
    known = [(abs(row[3]), row[0]) for row in rows if isinstance(row[3], float)]
    if not known or max(known)[0] < 0.2:
        return "Aucun thème ne bouge de plus de 0,1\u00a0: rien qui dépasse l’arrondi."
    return f"L’écart le plus grand est en «\u00a0{max(known)[1]}\u00a0»."


def _needs(one: Grid, two: Grid, names: tuple[str, str]) -> Figure:
    bars, rows = [], []
    for label, a, b in _pairs(one, two):
        bars.append(Bar(label, share(a), count_text(a), None, share(b), count_text(b)))
        rows.append((label, count_text(a), count_text(b)))
    chart = Bars(tuple(bars), 0, 1, (), names)
    sentence = (
        "Chaque barre est la part des entreprises vues qui ont gardé un besoin dans le thème."
    )
    title = "Les besoins par thème, d’une campagne à l’autre"
    return Figure("besoins", title, sentence, chart, Table(("Thème", *names), tuple(rows)))
