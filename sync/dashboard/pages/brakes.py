"""What holds growth back, and what carries it: brakes and levers, for all or by group."""

from __future__ import annotations

from sync.dashboard.figures.counts import CITED, counts
from sync.dashboard.figures.grid import Subject
from sync.dashboard.figures.model import Figure
from sync.dashboard.pages.content import Content, Context, group_controls, publication_control
from sync.dashboard.pages.growth import MISSING
from sync.protocol.codebook import CodeLabel

TITLE = "Freins et leviers"
LEAD = "Qu’est-ce qui retient les entreprises, et qu’est-ce qui les porte\u202f?"
_REMARK = (
    "Le dirigeant cite ce qu’il veut, dans l’ordre qu’il veut\u202f; une citation compte, quel que soit son "
    "rang."
)


async def build(ctx: Context) -> Content:
    """The page."""
    book = ctx.publication.codebook
    told = (
        await _figure(ctx, "brake", "freins", "Les freins", "Frein", book.brakes),
        await _figure(ctx, "lever", "leviers", "Les leviers", "Levier", book.levers),
    )
    figures = tuple(figure for figure in told if figure)
    return Content(
        TITLE,
        LEAD,
        figures,
        (publication_control(ctx), *group_controls(ctx)),
        (_REMARK if figures else MISSING,),
        beside=True,
    )


async def _figure(
    ctx: Context, kind: str, id_: str, title: str, head: str, codes: tuple[CodeLabel, ...]
) -> Figure | None:
    subjects = [Subject(kind, c.code, c.label) for c in codes]
    grid = await ctx.grid(subjects, ctx.choices.dimension, ctx.choices.size)
    if not grid.published:
        return None
    return counts(id_, title + ctx.scope, head, grid, saying=CITED, by=ctx.by)
