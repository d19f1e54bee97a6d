"""Figures of levels: means on the questionnaire's scale, with quartiles where they are said."""

from __future__ import annotations

from sync.dashboard.figures.counts import said
from sync.dashboard.figures.grid import Grid
from sync.dashboard.figures.model import Bar, Bars, Chart, Figure, Table, Value, spaced
from sync.dashboard.figures.shape import Line, lines, matrix, wide
from sync.dashboard.figures.words import (
    level_and_firms,
    level_text,
    level_words,
    mean,
    part,
    window,
)
from sync.protocol.codebook import Codebook

_QUARTILES = (
    "Le trait va du premier au troisième quartile, le rond est la médiane, à partir de 20 "
    "entreprises."
)
_BRACKETS = "Entre parenthèses, dans le tableau\u00a0: le nombre d’entreprises, arrondi à 5."


def levels(
    id_: str,
    title: str,
    head: str,
    grid: Grid,
    book: Codebook,
    sentence: str = "",
    *,
    by: str = "Groupe",
) -> Figure:
    """The mean level of each subject, by group, on the questionnaire's scale."""
    found = lines(grid)
    notes = grid.notes
    if found is None:
        bottom, top, legend = window(grid.cells.values(), book)
        chart: Chart = matrix(grid, level_text, lambda c: part(mean(c), bottom, top), legend)
        table = wide(head, by, grid, level_and_firms)
        told, notes = sentence or _lowest(grid, book), (_BRACKETS, *notes)
    else:
        ticks = tuple((step.value, step.label) for step in book.scale)
        bars = tuple(_bar(line) for line in found)
        chart = Bars(bars, book.scale_min, book.scale_max, ticks)
        table = _table(head, found, book)
        told = sentence or _extremes(found, book)
        if any(bar.span for bar in bars):
            notes = (_QUARTILES, *notes)
    return Figure(id_, title, told, chart, table, notes, _data(head, grid))


def _bar(line: Line) -> Bar:
    cell = line.cell
    if cell is None or cell.mean is None:
        return Bar(line.label, None, level_text(cell))
    span = None
    if cell.q1 is not None and cell.median is not None and cell.q3 is not None:
        span = (cell.q1, cell.median, cell.q3)
    return Bar(line.label, cell.mean, level_text(cell), span)


def _table(head: str, found: list[Line], book: Codebook) -> Table:
    columns = (
        head, "Niveau moyen", "Proche de", "1er quartile", "Médiane", "3e quartile", "Entreprises",
        "Sur",
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for line in found:
        cell = line.cell
        if cell is None or cell.mean is None:
            rows.append((line.label, level_text(cell), "–", *[None] * 4, line.firms))
            continue
        near = level_words(cell.mean, book)
        rows.append(
            (line.label, cell.mean, near, cell.q1, cell.median, cell.q3, cell.n, line.firms)
        )
    return Table(columns, tuple(rows), tuple(line.link for line in found))


def _data(head: str, grid: Grid) -> Table:
    columns = (
        head, "Groupe", "Dit", "Niveau moyen", "1er quartile", "Médiane", "3e quartile",
        "Entreprises (arrondi à 5)",
    )  # fmt: skip
    rows = tuple(
        (s.label, name, said(c), c.mean, c.q1, c.median, c.q3, c.n) for s, name, c in grid.published
    )
    return Table(columns, rows)


def _extremes(found: list[Line], book: Codebook) -> str:
    known = [
        (line.cell.mean, line.label) for line in found if line.cell and line.cell.mean is not None
    ]
    if len(known) < 2:
        return "Chaque barre est un niveau moyen, du plus bas au plus haut de l’échelle."
    low, high = min(known), max(known)
    return (
        f"Le plus bas\u00a0: «\u00a0{low[1]}\u00a0», proche de «\u00a0{level_words(low[0], book)}\u00a0». "
        f"Le plus haut\u00a0: «\u00a0{high[1]}\u00a0», proche de «\u00a0{level_words(high[0], book)}\u00a0»."
    )


def _lowest(grid: Grid, book: Codebook) -> str:
    known = [
        (cell.mean, s.label, name) for s, name, cell in grid.published if cell.mean is not None
    ]
    if not known:
        return "Aucun niveau n’est dit avec ces choix."
    level, subject, name = min(known)
    return (
        f"Le plus bas\u00a0: «\u00a0{subject}\u00a0», groupe «\u00a0{name}\u00a0», {spaced(level)}, proche de "
        f"«\u00a0{level_words(level, book)}\u00a0». Plus une case est marquée, plus le niveau est élevé."
    )
