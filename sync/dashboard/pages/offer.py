"""Which actions answer which needs, and where none does."""

from __future__ import annotations

from dataclasses import replace

from sync.dashboard.cube import Cell
from sync.dashboard.figures.counts import counts
from sync.dashboard.figures.grid import Grid, Subject
from sync.dashboard.figures.model import Figure, Table, Value
from sync.dashboard.figures.words import few, status_text
from sync.dashboard.pages import one_action
from sync.dashboard.pages.content import (
    Content,
    Context,
    Control,
    publication_control,
    theme_control,
)

TITLE = "L’offre"
LEAD = "Quelles actions répondent à quels besoins, et où n’y en a-t-il aucune\u202f?"
#: As many rows as an A4 sheet holds with its chart.
MOST = 20


async def build(ctx: Context) -> Content:
    """The page: of one action when it is chosen, of all otherwise."""
    action = ctx.catalogue.action(ctx.choices.action)
    if action is not None:
        chosen = (publication_control(ctx), action_control(ctx))
        figures, lead = await one_action.figures(ctx, action)
        promise = " ".join(filter(None, (action.promise, action.eligibility)))
        return Content(action.title, lead, figures, chosen, (promise, _catalogue_remark(ctx)))
    controls = (publication_control(ctx), action_control(ctx), theme_control(ctx))
    needs = await _needs(ctx)
    shown = (unanswered(ctx, needs), await _kept(ctx), _needs_and_actions(ctx, needs))
    return Content(TITLE, LEAD, shown, controls, (_catalogue_remark(ctx),))


def action_control(ctx: Context) -> Control:
    """Choose an action; a holder's own first."""
    actions = [(a.id, a.title) for a in ctx.catalogue.actions]
    actions.sort(key=lambda pair: pair[0] != ctx.action)
    return Control("action", "Action", (("", "Toutes les actions"), *actions), ctx.choices.action)


def _catalogue_remark(ctx: Context) -> str:
    told = ctx.catalogue
    if all(action.example for action in told.actions):
        return "Ces actions sont des exemples, à remplacer par celles de la région."
    return f"Catalogue\u00a0: {told.title}, version {told.version}."


async def _needs(ctx: Context) -> Grid:
    chosen = ctx.theme
    ids = [p.id for p in chosen.practices] if chosen else list(ctx.publication.practices)
    return await ctx.grid(ctx.practices("need", ids), None)


def _kept_first(grid: Grid) -> list[tuple[Subject, Cell]]:
    found = [(s, cell) for s in grid.subjects if (cell := grid.cell(s, ""))]
    return sorted(found, key=lambda pair: -(pair[1].count or 0))


def _first(figure: Figure, full: Figure) -> Figure:
    """A figure of the first rows, whose files hold them all."""
    left = len(full.table.rows) - len(figure.table.rows)
    if left <= 0:
        return figure
    note = f"{left} autres lignes sont dans les fichiers CSV et tableur, et dans chaque thème."
    return replace(figure, data=full.downloaded, notes=(*figure.notes, note))


def without_action(ctx: Context, grid: Grid) -> list[Subject]:
    """The needs that no action answers, the most frequent first."""
    return [s for s, _ in _kept_first(grid) if not ctx.catalogue.answering(s.id)]


def unanswered(ctx: Context, grid: Grid) -> Figure:
    """The needs that no action answers."""
    alone, known = without_action(ctx, grid), len(grid.subjects)
    sentence = f"{len(alone)} pratiques sur {known} n’ont aucune action au catalogue."
    if not alone:
        sentence = f"Chacune des {known} pratiques a au moins une action qui y répond."
    if len(alone) == 1:
        sentence = f"Une pratique sur {known} n’a aucune action au catalogue."
    told = "sans-action", "Les besoins sans action", "Pratique"
    full = counts(*told, grid.of(alone), sentence)
    return _first(counts(*told, grid.of(alone[:MOST]), sentence), full)


def _needs_and_actions(ctx: Context, grid: Grid) -> Figure:
    found = _kept_first(grid)
    title = "Les besoins les plus fréquents, et les actions qui y répondent"
    full, short = _with_actions(ctx, found), _with_actions(ctx, found[:MOST])
    drawn = counts("besoins-et-actions", title, "Pratique", grid.of([s for s, _ in found[:MOST]]))
    return _first(replace(drawn, table=short, data=short), replace(drawn, table=full, data=full))


def _with_actions(ctx: Context, found: list[tuple[Subject, Cell]]) -> Table:
    rows: list[tuple[Value, ...]] = []
    for subject, cell in found:
        kept = few(cell.count) if cell.status == "shown" else status_text(cell)
        answers = "\u202f; ".join(a.title for a in ctx.catalogue.answering(subject.id))
        rows.append((subject.label, kept, cell.n, answers or "aucune action"))
    return Table(("Pratique", "L’ont retenu", "Sur", "Actions qui y répondent"), tuple(rows))


async def _kept(ctx: Context) -> Figure:
    told = {a.code: a.label for a in ctx.publication.codebook.actions}
    told |= {a.id: a.title for a in ctx.catalogue.actions if a.id in told}
    subjects = [
        Subject("action", code, label, ctx.link(action=code)) for code, label in told.items()
    ]
    grid = await ctx.grid(subjects, None)
    ordered = [s for s, _ in _kept_first(grid)]
    title = "Les actions que les dirigeants ont retenues"
    full = counts("retenues", title, "Action", grid.of(ordered))
    return _first(counts("retenues", title, "Action", grid.of(ordered[:24])), full)
