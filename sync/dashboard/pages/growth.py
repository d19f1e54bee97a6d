"""Growth types beside levels: the same groups, side by side, for no table crosses the two."""

from __future__ import annotations

from typing import Final

from sync.dashboard.figures.counts import BELONG, counts
from sync.dashboard.figures.grid import Subject, capital
from sync.dashboard.figures.levels import levels
from sync.dashboard.figures.model import Figure
from sync.dashboard.pages.content import (
    Content,
    Context,
    group_controls,
    publication_control,
    theme_control,
)
from sync.protocol.codebook import CodeLabel

TITLE = "La croissance"
LEAD = "Comment grandissent les entreprises, et où en sont leurs pratiques\u202f?"
#: In the order in which they are read; the closed list of the record.
TYPES: Final = {
    "hyper": "hypercroissance",
    "forte_continue": "forte et continue",
    "forte_discontinue": "forte et discontinue",
    "moderee": "modérée",
    "stable": "stable",
    "rebond": "rebond",
    "declin": "déclin",
    "trop_courte": "série trop courte",
    "?": "aucune série de chiffres",
}
_CAUTION = (
    "Les deux figures se lisent côte à côte, groupe par groupe. Aucun tableau publié ne croise la "
    "croissance d’une entreprise et ses pratiques\u00a0: ne dites pas que celles qui grandissent ont tel "
    "niveau. Les chercheurs peuvent l’étudier dans leur fichier."
)
_TOLD = (
    "Le type est calculé sur le portable, d’après une suite de chiffres d’affaires ou d’effectifs qui ne "
    "part pas."
)
MISSING = "Cette publication est d’avant cette page\u202f: elle ne dit rien là-dessus."


async def build(ctx: Context) -> Content:
    """The page."""
    told = [_kind(ctx, "growth", "types", "Les types de croissance", _types())]
    book = ctx.publication.codebook
    told.append(
        _kind(ctx, "phase", "phases", "La phase, dite par le dirigeant", _codes(book.phases))
    )
    told.append(
        _kind(ctx, "attitude", "attitudes", "Le souhait du dirigeant", _codes(book.attitudes))
    )
    found = [figure for waiting in told if (figure := await waiting)]
    figures = (*found[:1], *([await _levels(ctx)] if found else ()), *found[1:])
    controls = (
        publication_control(ctx),
        theme_control(ctx),
        *group_controls(ctx),
    )
    remarks = (_CAUTION, _TOLD) if found else (MISSING,)
    return Content(TITLE, LEAD, figures, controls, remarks, beside=True)


async def _kind(
    ctx: Context, kind: str, id_: str, title: str, labels: dict[str, str]
) -> Figure | None:
    subjects = [Subject(kind, code, capital(words)) for code, words in labels.items()]
    grid = await ctx.grid(subjects, ctx.choices.dimension, ctx.choices.size)
    if not grid.published:
        return None
    there = {subject.key for subject, _, _ in grid.published}
    known = grid.of([s for s in subjects if s.key in there])
    return counts(id_, title + ctx.scope, "Croissance", known, saying=BELONG, by=ctx.by)


async def _levels(ctx: Context) -> Figure:
    dimension, size, book = ctx.choices.dimension, ctx.choices.size, ctx.publication.codebook
    if ctx.theme is None:
        grid = await ctx.grid(ctx.themes("theme"), dimension, size)
        title = f"Le niveau moyen par thème{ctx.scope}"
        return levels("niveaux", title, "Thème", grid, book, by=ctx.by)
    ids = [p.id for p in ctx.theme.practices]
    grid = await ctx.grid(ctx.practices("practice", ids), dimension, size)
    title = f"Les niveaux en «\u00a0{ctx.theme.title}\u00a0»{ctx.scope}"
    return levels("niveaux", title, "Pratique", grid, book, by=ctx.by)


def _types() -> dict[str, str]:
    return dict(TYPES)


def _codes(codes: tuple[CodeLabel, ...]) -> dict[str, str]:
    return {c.code: c.label for c in codes} | {"?": "non dit"}
