"""The first page: what a campaign says in a few sentences, each leading to its figures."""

from __future__ import annotations

from dataclasses import dataclass

from sync.dashboard.catalogue import Action
from sync.dashboard.cube import Cell
from sync.dashboard.figures.grid import Subject
from sync.dashboard.figures.model import spaced
from sync.dashboard.figures.words import level_words, share
from sync.dashboard.pages import offer, one_action
from sync.dashboard.pages.content import Context


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence, and the words and address of what it leads to."""

    sentence: str
    words: str
    link: str


@dataclass(frozen=True, slots=True)
class Home:
    """``lead``: the first sentence. ``mine``: of a holder, their action and what it could do."""

    lead: str
    facts: tuple[Fact, ...]
    mine: tuple[Action, str] | None


async def build(ctx: Context) -> Home:
    """The page."""
    needs = await _cells(ctx, "need_theme")
    facts = [await _lowest(ctx), await _unanswered(ctx), await _growth(ctx)]
    return Home(_lead(needs), tuple(fact for fact in facts if fact), await _mine(ctx))


async def _cells(ctx: Context, kind: str) -> list[tuple[Subject, Cell]]:
    grid = await ctx.grid(ctx.themes(kind), None)
    return [(s, cell) for s in grid.subjects if (cell := grid.cell(s, ""))]


def _lead(needs: list[tuple[Subject, Cell]]) -> str:
    if not needs:
        return "Cette campagne est publiée\u202f; choisissez votre question."
    subject, cell = max(needs, key=lambda pair: share(pair[1]) or 0)
    return (
        f"Ce que les dirigeants veulent d’abord travailler\u00a0: «\u00a0{subject.label}\u00a0», pour environ "
        f"{spaced(cell.count)} entreprises sur {spaced(cell.n)}."
    )


async def _lowest(ctx: Context) -> Fact | None:
    found = [(cell.mean, s) for s, cell in await _cells(ctx, "theme") if cell.mean is not None]
    if not found:
        return None
    level, subject = min(found, key=lambda pair: pair[0])
    near = level_words(level, ctx.publication.codebook)
    sentence = (
        f"Le thème au niveau le plus bas\u00a0: «\u00a0{subject.label}\u00a0», proche de "
        f"«\u00a0{near}\u00a0»."
    )
    return Fact(sentence, "Voir ses pratiques", ctx.link("/niveaux", theme=subject.id))


async def _unanswered(ctx: Context) -> Fact:
    grid = await ctx.grid(ctx.practices("need", ctx.publication.practices), None)
    alone = offer.without_action(ctx, grid)
    sentence = offer.unanswered(ctx, grid).sentence
    if alone:
        sentence += f" La plus demandée\u00a0: «\u00a0{alone[0].label}\u00a0»."
    return Fact(sentence, "Voir l’offre", ctx.link("/offre"))


async def _growth(ctx: Context) -> Fact | None:
    kinds = ("hyper", "forte_continue", "forte_discontinue")
    grid = await ctx.grid([Subject("growth", kind, kind) for kind in kinds], None)
    found = [cell for s in grid.subjects if (cell := grid.cell(s, "")) and cell.count is not None]
    if len(found) < len(kinds):
        return None
    total = sum(cell.count or 0 for cell in found)
    sentence = (
        f"Environ {spaced(total)} entreprises sur {spaced(found[0].n)} ont une croissance forte."
    )
    return Fact(sentence, "Voir la croissance", ctx.link("/croissance"))


async def _mine(ctx: Context) -> tuple[Action, str] | None:
    action = ctx.catalogue.action(ctx.action)
    if action is None:
        return None
    whole = await ctx.grid(ctx.practices("need", action.covers), None)
    return action, one_action.in_short(ctx, whole)
