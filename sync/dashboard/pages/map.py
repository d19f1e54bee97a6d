"""The twelve départements as squares: needs or levels of a theme."""

from __future__ import annotations

from collections.abc import Callable

from sync.dashboard.choices import MEASURES
from sync.dashboard.cube import Cell
from sync.dashboard.figures.charts import PLACES
from sync.dashboard.figures.counts import counts
from sync.dashboard.figures.grid import JOINED, Grid, Subject, capital
from sync.dashboard.figures.levels import levels
from sync.dashboard.figures.model import Figure, Tile, TileMap, spaced
from sync.dashboard.figures.words import (
    level_text,
    mean,
    part,
    roof,
    share,
    shares,
    short,
    status_text,
    window,
)
from sync.dashboard.pages.content import (
    Content,
    Context,
    Control,
    publication_control,
    theme_control,
)
from sync.server.publication.plan import TERRITORY

TITLE = "La carte"
LEAD = "Dans quels départements un thème pèse-t-il le plus\u202f?"

_MARKED = (
    "Une case suivie de * vaut pour plusieurs départements réunis\u202f: le tableau dit lesquels."
)


async def build(ctx: Context) -> Content:
    """The page; without a theme, the first one."""
    theme = ctx.theme or ctx.publication.codebook.themes[0]
    told = ((code, capital(name)) for code, name in MEASURES.items())
    themes = theme_control(ctx)
    controls = (
        publication_control(ctx),
        Control("theme", "Thème", themes.options[1:], theme.id),
        Control("mesure", "Montrer", tuple(told), ctx.choices.measure),
    )
    kind = "need_theme" if ctx.choices.measure == "besoins" else "theme"
    subject = next(s for s in ctx.themes(kind) if s.id == theme.id)
    figure = _figure(ctx, await ctx.grid([subject], "territory"), subject)
    remark = (
        "Le département n’est transmis que sous 50 salariés\u202f; les plus grandes entreprises "
        "sont comptées à part, dans le tableau."
    )
    return Content(TITLE, LEAD, (figure,), controls, (remark,))


def _figure(ctx: Context, grid: Grid, subject: Subject) -> Figure:
    book = ctx.publication.codebook
    of_needs = subject.kind == "need_theme"
    if of_needs:
        title = f"Au moins un besoin en «\u00a0{subject.label}\u00a0», par département"
        base = counts("carte", title, "Territoire", grid)
        top = roof(share(cell) for cell in grid.cells.values())
        bottom, legend = 0.0, shares(top)
    else:
        title = f"Le niveau moyen en «\u00a0{subject.label}\u00a0», par département"
        base = levels("carte", title, "Territoire", grid, book)
        bottom, top, legend = window(grid.cells.values(), book)
    measure: Callable[[Cell | None], float | None] = share if of_needs else mean
    words: Callable[[Cell | None], str] = _tile_count if of_needs else level_text
    tiles, joined = {}, False
    for code in PLACES:
        cell, mark = _holding(grid, subject, code)
        shade = part(measure(cell), bottom, top)
        tiles[code] = Tile(TERRITORY.labels[code], words(cell) + mark, shade)
        joined = joined or bool(mark)
    return Figure(
        base.id,
        title,
        base.sentence,
        TileMap(tiles, legend),
        base.table,
        (*base.notes, *((_MARKED,) if joined else ())),
        base.data,
    )


def _holding(grid: Grid, subject: Subject, code: str) -> tuple[Cell | None, str]:
    """The cell of the group that holds a département, and the mark of one that holds others too."""
    for group, _ in grid.groups:
        members = TERRITORY.members(group)
        if code in members:
            return grid.cell(subject, group), JOINED if len(members) > 1 else ""
    return None, ""


def _tile_count(cell: Cell | None) -> str:
    if cell is None:
        return "–"
    if cell.status != "shown":
        return short(status_text(cell))
    return f"{spaced(cell.count)}/{spaced(cell.n)}" if cell.count else f"0–2/{spaced(cell.n)}"
