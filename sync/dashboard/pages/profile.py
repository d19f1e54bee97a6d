"""Levels by theme and practice, for all or by group."""

from __future__ import annotations

from sync.dashboard.figures.build import levels
from sync.dashboard.pages.content import (
    Content,
    Context,
    group_controls,
    publication_control,
    theme_control,
)

TITLE = "Les niveaux"
LEAD = "Où en sont les entreprises, de «\u00a0au coup par coup\u00a0» à «\u00a0mesuré et amélioré\u00a0»\u202f?"

_REMARK = (
    "Le niveau d’un thème est une borne basse\u00a0: ce qu’un dirigeant ne sait pas ou ne veut pas "
    "dire compte comme le plus bas. Le trait va du premier au troisième quartile, le rond est la "
    "médiane (à partir de 20 entreprises)."
)


async def build(ctx: Context) -> Content:
    """The page."""
    dimension, size, theme = ctx.choices.dimension, ctx.choices.size, ctx.theme
    book = ctx.publication.codebook
    figures = []
    if theme is None:
        grid = await ctx.grid(ctx.themes("theme"), dimension, size)
        figures.append(levels("themes", "Le niveau moyen par thème", "Thème", grid, book))
    else:
        practices = ctx.practices("practice", (p.id for p in theme.practices))
        title = f"Les niveaux en «\u00a0{theme.title}\u00a0», par pratique"
        grid = await ctx.grid(practices, dimension, size)
        figures.append(levels("pratiques", title, "Pratique", grid, book))
        if dimension:
            rows = [s for s in ctx.themes("theme") if s.id == theme.id]
            grid = await ctx.grid(rows, dimension, size)
            title = f"«\u00a0{theme.title}\u00a0», groupe par groupe"
            figures.append(levels("theme", title, "Groupe", grid, book))
    return Content(
        TITLE,
        LEAD,
        tuple(figures),
        (publication_control(ctx), theme_control(ctx), *group_controls(ctx)),
        (_REMARK,),
    )
