"""What one action could do: for how many firms, of what size and where, with which low practices."""

from __future__ import annotations

from sync.dashboard.catalogue import Action
from sync.dashboard.figures.counts import counts
from sync.dashboard.figures.grid import Grid, Subject
from sync.dashboard.figures.levels import levels
from sync.dashboard.figures.model import Figure, spaced
from sync.dashboard.pages import reach
from sync.dashboard.pages.content import Context
from sync.server.publication.plan import DimensionName

_BY: tuple[tuple[DimensionName, str, str], ...] = (
    ("size", "taille", "Taille"),
    ("territory", "territoire", "Territoire"),
    ("activity", "activite", "Activité"),
)
_WORDS = {"size": "par taille", "territory": "par territoire", "activity": "par activité"}


async def figures(ctx: Context, action: Action) -> tuple[tuple[Figure, ...], str]:
    """The figures of an action, and what they come to in one sentence."""
    needs = ctx.practices("need", action.covers)
    whole = await ctx.grid(needs, None)
    grids = {dimension: await ctx.grid(needs, dimension) for dimension, *_ in _BY}
    shown = [_reach(grids[dimension], dimension, id_, head) for dimension, id_, head in _BY]
    profile = await ctx.grid(ctx.practices("practice", action.covers), None)
    title = f"Le niveau des pratiques de «\u00a0{action.title}\u00a0»"
    shown.insert(2, levels("niveaux", title, "Pratique", profile, ctx.publication.codebook))
    title = f"Les besoins auxquels répond «\u00a0{action.title}\u00a0»"
    shown.append(counts("besoins", title, "Pratique", whole))
    for dimension, id_, head in _BY:
        told = f"{title}, {_WORDS[dimension]}"
        shown.append(counts(f"besoins-{id_}", told, "Pratique", grids[dimension], by=head))
    if any(action.id == code.code for code in ctx.publication.codebook.actions):
        kept = await ctx.grid([Subject("action", action.id, action.title)], "size")
        title = f"«\u00a0{action.title}\u00a0», retenue par taille"
        shown.append(counts("retenue", title, "Taille", kept))
    return tuple(shown), in_short(ctx, whole)


def _reach(grid: Grid, dimension: DimensionName, id_: str, head: str) -> Figure:
    title = f"Les entreprises qui en ont besoin, {_WORDS[dimension]}"
    return reach.figure(id_, title, head, reach.reach(grid, dimension), grid.notes)


def in_short(ctx: Context, whole: Grid) -> str:
    """How many firms need an action, in one sentence."""
    told = next(iter(reach.reach(whole, None)), None)
    if told is None or told.least == 0:
        return "Presque aucune entreprise n’a gardé un besoin auquel cette action répond."
    seen = spaced(whole.firms.get("") or ctx.publication.firms)
    between = (
        f"Environ {spaced(told.least)} entreprises"
        if told.least == told.most
        else f"Entre {spaced(told.least)} et {spaced(told.most)} entreprises environ"
    )
    return f"{between}, sur {seen} vues, ont gardé un besoin auquel cette action répond."
