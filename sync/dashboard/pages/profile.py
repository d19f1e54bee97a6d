"""Levels by theme and practice, for all or by group, and how many answered."""

from __future__ import annotations

from sync.dashboard.figures.counts import ANSWERED, counts
from sync.dashboard.figures.levels import levels
from sync.dashboard.figures.model import Figure
from sync.dashboard.pages.content import (
    Content,
    Context,
    group_controls,
    publication_control,
    theme_control,
)
from sync.protocol.codebook import ThemeCode

TITLE = "Les niveaux"
LEAD = "Où en sont les entreprises, de «\u00a0au coup par coup\u00a0» à «\u00a0mesuré et amélioré\u00a0»\u202f?"

_REMARK = (
    "Le niveau d’un thème est une borne basse\u00a0: ce qu’un dirigeant ne sait pas ou ne veut pas "
    "dire compte comme le plus bas."
)


async def build(ctx: Context) -> Content:
    """The page."""
    figures = await (_of_themes(ctx) if ctx.theme is None else _of_theme(ctx, ctx.theme))
    return Content(
        TITLE,
        LEAD,
        figures,
        (publication_control(ctx), theme_control(ctx), *group_controls(ctx)),
        (_REMARK,),
    )


async def _of_themes(ctx: Context) -> tuple[Figure, ...]:
    book = ctx.publication.codebook
    grid = await ctx.grid(ctx.themes("theme"), ctx.choices.dimension, ctx.choices.size)
    title = f"Le niveau moyen par thème{ctx.scope}"
    return (levels("themes", title, "Thème", grid, book, by=ctx.by),)


async def _of_theme(ctx: Context, theme: ThemeCode) -> tuple[Figure, ...]:
    dimension, size = ctx.choices.dimension, ctx.choices.size
    book, ids = ctx.publication.codebook, [p.id for p in theme.practices]
    title = f"Les niveaux en «\u00a0{theme.title}\u00a0», par pratique{ctx.scope}"
    grid = await ctx.grid(ctx.practices("practice", ids), dimension, size)
    figures = [levels("pratiques", title, "Pratique", grid, book, by=ctx.by)]
    if dimension:
        rows = [s for s in ctx.themes("theme") if s.id == theme.id]
        grid = await ctx.grid(rows, dimension, size)
        title = f"«\u00a0{theme.title}\u00a0», groupe par groupe{ctx.scope}"
        figures.append(levels("theme", title, ctx.by, grid, book))
    answers = await ctx.grid(ctx.practices("answered", ids), dimension, size)
    if answers.published:
        title = f"Les réponses obtenues en «\u00a0{theme.title}\u00a0»{ctx.scope}"
        sentence = (
            "Combien d’entreprises ont un niveau, sur celles à qui la question a été posée. Moins "
            "elles sont nombreuses, moins la moyenne dit de choses."
        )
        figures.append(
            counts("reponses", title, "Pratique", answers, sentence, saying=ANSWERED, by=ctx.by)
        )
    return tuple(figures)
