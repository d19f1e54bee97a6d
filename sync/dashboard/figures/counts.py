"""Figures of counts: needs, actions, growth types, brakes, answers."""

from __future__ import annotations

from dataclasses import dataclass

from sync.dashboard.cube import Cell
from sync.dashboard.figures.grid import Grid, Subject
from sync.dashboard.figures.model import Bar, Bars, Chart, Figure, Table, Value, spaced
from sync.dashboard.figures.shape import Line, lines, matrix, wide
from sync.dashboard.figures.words import (
    count_text,
    few,
    part,
    roof,
    share,
    shares,
    status_text,
)
from sync.server.publication.plan import MIN_QUARTILES


@dataclass(frozen=True, slots=True)
class Saying:
    """How a count is told. ``column``: its head; ``by``: what firms did; ``each``: a dark tile."""

    column: str
    by: str
    each: str


KEPT = Saying("L’ont retenu", "retenu par", "plus le besoin est fréquent dans le groupe")
CITED = Saying("Le citent", "cité par", "plus il est cité dans le groupe")
BELONG = Saying("Entreprises", "le cas d’", "plus le cas est fréquent dans le groupe")
ANSWERED = Saying("Ont un niveau", "un niveau pour", "plus la question obtient de réponses")


def counts(
    id_: str,
    title: str,
    head: str,
    grid: Grid,
    sentence: str = "",
    *,
    saying: Saying = KEPT,
    by: str = "Groupe",
) -> Figure:
    """How many firms each subject is true of, by group."""
    found = lines(grid)
    if found is None:
        top = roof(share(cell) for cell in grid.cells.values() if cell.status == "shown")
        chart: Chart = matrix(grid, count_text, lambda c: part(share(c), 0, top), shares(top))
        table = wide(head, by, grid, count_text)
        told = sentence or _peak(grid, saying)
    else:
        chart, table = _bars(found), _table(head, found, saying)
        told = sentence or _most(found, saying)
    return Figure(id_, title, told, chart, table, grid.notes, data(head, grid, saying))


def data(head: str, grid: Grid, saying: Saying = KEPT) -> Table:
    """One published cell a row."""
    rows = tuple(
        (s.label, name, said(cell), cell.count, cell.n) for s, name, cell in grid.published
    )
    columns = (head, "Groupe", "Dit", f"{saying.column} (arrondi à 5)", "Sur (arrondi à 5)")
    return Table(columns, rows)


def said(cell: Cell) -> str:
    """Whether a cell's figures are said."""
    return "oui" if cell.status == "shown" else status_text(cell)


def _bars(found: list[Line]) -> Bars:
    most = max((line.cell.n or 0 for line in found if line.cell), default=0)
    drawn = []
    for line in found:
        value = line.cell.count if line.cell else None
        drawn.append(Bar(line.label, value, count_text(line.cell)))
    top = max((bar.value or 0 for bar in drawn), default=0)
    return Bars(tuple(drawn), 0, float(max(min(most, top * 1.25), 1)), ())


def _table(head: str, found: list[Line], saying: Saying) -> Table:
    rows = []
    for line in found:
        cell = line.cell
        if cell is None:
            kept: Value = "–"
        else:
            kept = few(cell.count) if cell.status == "shown" else status_text(cell)
        rows.append((line.label, kept, cell.n if cell else None))
    return Table((head, saying.column, "Sur"), tuple(rows), tuple(line.link for line in found))


def _most(found: list[Line], saying: Saying) -> str:
    known = [line for line in found if line.cell and line.cell.count]
    if not known:
        return "Aucun ne concerne trois entreprises ou plus."
    top = max(known, key=lambda line: share(line.cell) or 0)
    assert top.cell is not None
    return f"En tête, «\u00a0{top.label}\u00a0»\u00a0: {_by(top.cell, saying)}."


def _peak(grid: Grid, saying: Saying) -> str:
    known: list[tuple[Subject, str, Cell]] = [
        line for line in grid.published if line[2].status == "shown" and line[2].count
    ]
    if not known:
        return "Aucun ne concerne trois entreprises ou plus dans un même groupe."
    # Of a handful of firms, a rounded share says little.
    told = [line for line in known if (line[2].n or 0) >= MIN_QUARTILES] or known
    subject, name, cell = max(told, key=lambda line: share(line[2]) or 0)
    return (
        f"Le plus fréquent\u00a0: «\u00a0{subject.label}\u00a0», groupe «\u00a0{name}\u00a0», "
        f"{_by(cell, saying)}. Plus une case est marquée, {saying.each}."
    )


def _by(cell: Cell, saying: Saying) -> str:
    gap = "" if saying.by.endswith("’") else " "
    return f"{saying.by}{gap}environ {spaced(cell.count)} entreprises sur {spaced(cell.n)}"
