"""Needs by theme and practice, for all or by group."""

from __future__ import annotations

from sync.dashboard.figures.counts import counts
from sync.dashboard.pages.content import (
    Content,
    Context,
    group_controls,
    publication_control,
    theme_control,
)

TITLE = "Les besoins"
LEAD = "Sur quoi les dirigeants veulent-ils travailler\u202f?"


async def build(ctx: Context) -> Content:
    """The page."""
    dimension, size, theme = ctx.choices.dimension, ctx.choices.size, ctx.theme
    figures = []
    if theme is None:
        grid = await ctx.grid(ctx.themes("need_theme"), dimension, size)
        title = f"Les besoins par thème{ctx.scope}"
        figures.append(counts("themes", title, "Thème", grid, by=ctx.by))
    else:
        rows = [s for s in ctx.themes("need_theme") if s.id == theme.id]
        practices = ctx.practices("need", (p.id for p in theme.practices))
        title = f"Les besoins en «\u00a0{theme.title}\u00a0», par pratique{ctx.scope}"
        grid = await ctx.grid(practices, dimension, size)
        figures.append(counts("pratiques", title, "Pratique", grid, by=ctx.by))
        if dimension:
            title = f"Au moins un besoin en «\u00a0{theme.title}\u00a0»{ctx.scope}"
            figures.append(counts("theme", title, ctx.by, await ctx.grid(rows, dimension, size)))
    return Content(
        TITLE,
        LEAD,
        tuple(figures),
        (publication_control(ctx), theme_control(ctx), *group_controls(ctx)),
        (
            "Un besoin est une pratique que le dirigeant a gardée parmi ses priorités, pas un niveau bas.",
        ),
    )
