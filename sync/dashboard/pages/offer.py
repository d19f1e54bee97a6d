"""Which actions answer which needs, where none does, and what one action could do."""

from __future__ import annotations

from sync.dashboard.catalogue import Action
from sync.dashboard.cube import Cell
from sync.dashboard.figures.build import counts, levels
from sync.dashboard.figures.grid import Grid, Subject, few
from sync.dashboard.figures.model import Figure, Table, spaced
from sync.dashboard.pages.content import Content, Context, Control, publication_control
from sync.server.publication.plan import DimensionName

TITLE = "L’offre"
LEAD = "Quelles actions répondent à quels besoins, et où n’y en a-t-il aucune\u202f?"


async def build(ctx: Context) -> Content:
    """The page: of one action when it is chosen, of all otherwise."""
    action = ctx.catalogue.action(ctx.choices.action)
    controls = (publication_control(ctx), _action_control(ctx))
    remarks = (_catalogue_remark(ctx),)
    if action is not None:
        figures = await _of_one(ctx, action)
        lead = await _reach(ctx, action)
        return Content(action.title, lead, figures, controls, (action.promise, *remarks))
    needs = await _all_needs(ctx)
    figures = (_unanswered(ctx, needs), _needs_and_actions(ctx, needs), await _kept(ctx))
    return Content(TITLE, LEAD, figures, controls, remarks)


def _action_control(ctx: Context) -> Control:
    actions = ((a.id, a.title) for a in ctx.catalogue.actions)
    return Control("action", "Action", (("", "Toutes les actions"), *actions), ctx.choices.action)


def _catalogue_remark(ctx: Context) -> str:
    told = ctx.catalogue
    if all(action.example for action in told.actions):
        return "Ces actions sont des exemples, à remplacer par celles de la région."
    return f"Catalogue\u00a0: {told.title}, version {told.version}."


async def _all_needs(ctx: Context) -> Grid:
    return await ctx.grid(ctx.practices("need", ctx.publication.practices), None)


def _kept_first(grid: Grid) -> list[tuple[Subject, Cell]]:
    found = [(s, cell) for s in grid.subjects if (cell := grid.cell(s, ""))]
    return sorted(found, key=lambda pair: -(pair[1].count or 0))


def _narrowed(grid: Grid, subjects: list[Subject]) -> Grid:
    return Grid(tuple(subjects), grid.groups, grid.cells, grid.firms, grid.notes)


def _unanswered(ctx: Context, grid: Grid) -> Figure:
    alone = [s for s, _ in _kept_first(grid) if not ctx.catalogue.answering(s.id)]
    if not alone:
        sentence = "Chaque besoin a au moins une action qui y répond."
    else:
        sentence = (
            f"{len(alone)} pratiques sur {len(grid.subjects)} n’ont aucune action au catalogue."
        )
    title = "Les besoins sans action"
    return counts("sans-action", title, "Pratique", _narrowed(grid, alone), sentence)


def _needs_and_actions(ctx: Context, grid: Grid) -> Figure:
    found = _kept_first(grid)
    figure = counts(
        "besoins-et-actions",
        "Chaque besoin et les actions qui y répondent",
        "Pratique",
        _narrowed(grid, [s for s, _ in found]),
    )
    rows = tuple(
        (s.label, few(cell.count) if cell.status == "shown" else "presque toutes", cell.n,
         "\u202f; ".join(a.title for a in ctx.catalogue.answering(s.id)) or "aucune action")
        for s, cell in found
    )  # fmt: skip
    table = Table(("Pratique", "L’ont retenu", "Sur", "Actions qui y répondent"), rows)
    return Figure(
        figure.id, figure.title, figure.sentence, figure.chart, table, figure.notes, table
    )


async def _kept(ctx: Context) -> Figure:
    told = {a.code: a.label for a in ctx.publication.codebook.actions}
    told |= {a.id: a.title for a in ctx.catalogue.actions if a.id in told}
    subjects = [
        Subject("action", code, label, ctx.link(action=code)) for code, label in told.items()
    ]
    grid = await ctx.grid(subjects, None)
    ordered = [s for s, _ in _kept_first(grid)]
    title = "Les actions que les dirigeants ont retenues"
    return counts("retenues", title, "Action", _narrowed(grid, ordered))


async def _of_one(ctx: Context, action: Action) -> tuple[Figure, ...]:
    book = ctx.publication.codebook
    needs = ctx.practices("need", action.covers)
    shown = []
    asked: tuple[tuple[str, str, DimensionName | None], ...] = (
        ("besoins", "", None),
        ("tailles", ", par taille", "size"),
        ("territoires", ", par territoire", "territory"),
    )
    for id_, end, dimension in asked:
        grid = await ctx.grid(needs, dimension)
        title = f"Les besoins auxquels répond «\u00a0{action.title}\u00a0»{end}"
        shown.append(counts(id_, title, "Pratique", grid))
    practices = ctx.practices("practice", action.covers)
    profile = await ctx.grid(practices, None)
    title = f"Le niveau des pratiques de «\u00a0{action.title}\u00a0»"
    shown.insert(1, levels("niveaux", title, "Pratique", profile, book))
    kept = await ctx.grid([Subject("action", action.id, action.title)], "size")
    if any(action.id == a.code for a in book.actions):
        shown.append(
            counts("retenue", f"«\u00a0{action.title}\u00a0», retenue par taille", "Taille", kept)
        )
    return tuple(shown)


async def _reach(ctx: Context, action: Action) -> str:
    """Bounds only: how many kept two of these practices at once is in no published table."""
    grid = await ctx.grid(ctx.practices("need", action.covers), None)
    found = [cell for s in grid.subjects if (cell := grid.cell(s, "")) and cell.count is not None]
    least = max((cell.count or 0 for cell in found), default=0)
    most = min(sum(cell.count or 0 for cell in found), max((c.n or 0 for c in found), default=0))
    if not found or least == 0:
        return "Presque aucune entreprise n’a gardé un besoin auquel cette action répond."
    seen = spaced(grid.firms.get("") or ctx.publication.firms)
    between = (
        f"Environ {spaced(least)} entreprises"
        if least == most
        else f"Entre {spaced(least)} et {spaced(most)} entreprises environ"
    )
    return f"{between}, sur {seen} vues, ont gardé un besoin auquel cette action répond."
