"""Figures of counts (needs, actions) and of levels, from a grid of cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import ceil
from typing import TypeAlias

from sync.dashboard.cube import Cell
from sync.dashboard.figures.grid import (
    Grid,
    Subject,
    count_text,
    few,
    level_text,
    share,
    status_text,
)
from sync.dashboard.figures.model import (
    Bar,
    Bars,
    Chart,
    Figure,
    Matrix,
    Table,
    Tile,
    Value,
    spaced,
)
from sync.protocol.codebook import Codebook

Words: TypeAlias = Callable[[Cell | None], str]
Shade: TypeAlias = Callable[[Cell | None], float | None]


@dataclass(frozen=True, slots=True)
class Line:
    """One bar to be: who it is about, its cell, and how many firms were seen."""

    label: str
    cell: Cell | None
    firms: int | None
    link: str


def counts(id_: str, title: str, head: str, grid: Grid, sentence: str = "") -> Figure:
    """How many firms kept each subject, by group."""
    found = lines(grid)
    if found is None:
        top = roof(share(cell) for cell in grid.cells.values())
        chart: Chart = _matrix(grid, count_text, lambda c: part(share(c), 0, top), shares(top))
        table = _wide(head, grid, count_text)
    else:
        chart, table = _count_bars(found), _count_table(head, found)
    told = sentence or _most(found)
    return Figure(id_, title, told, chart, table, grid.notes, _count_data(head, grid))


def levels(
    id_: str, title: str, head: str, grid: Grid, book: Codebook, sentence: str = ""
) -> Figure:
    """The mean level of each subject, by group, on the questionnaire's scale."""
    low, high = book.scale_min, book.scale_max
    found = lines(grid)
    if found is None:
        bottom, top, legend = window(grid.cells.values(), book)
        chart: Chart = _matrix(grid, level_text, lambda c: part(mean(c), bottom, top), legend)
        table = _wide(head, grid, level_text)
    else:
        ticks = tuple((step.value, step.label) for step in book.scale)
        chart = Bars(tuple(_level_bar(line) for line in found), low, high, ticks)
        table = _level_table(head, found, book)
    told = sentence or _extremes(found, book)
    return Figure(id_, title, told, chart, table, grid.notes, _level_data(head, grid))


def lines(grid: Grid) -> list[Line] | None:
    """One line a bar when either side of the grid is single; None for a matrix."""
    if len(grid.groups) == 1:
        code = grid.groups[0][0]
        firms = grid.firms.get(code)
        return [Line(s.label, grid.cell(s, code), firms, s.link) for s in grid.subjects]
    if len(grid.subjects) == 1:
        subject = grid.subjects[0]
        return [
            Line(name, grid.cell(subject, code), grid.firms.get(code), "")
            for code, name in grid.groups
        ]
    return None


def mean(cell: Cell | None) -> float | None:
    """The mean, where it is said."""
    return None if cell is None else cell.mean


def part(value: float | None, low: float, high: float) -> float | None:
    """How far from ``low`` to ``high``, 0–1."""
    return None if value is None else (value - low) / ((high - low) or 1)


def roof(known: Iterable[float | None]) -> float:
    """The end of the shades: the largest share, rounded up to a tenth."""
    return max(ceil(max((s for s in known if s is not None), default=0) * 10), 1) / 10


def shares(top: float) -> tuple[str, str]:
    """The words at both ends of the shades."""
    return ("0\u202f%", f"{top:.0%} des entreprises".replace("%", "\u202f%"))


def window(cells: Iterable[Cell], book: Codebook) -> tuple[float, float, tuple[str, str]]:
    """The steps of the scale between which all means are, and their names: the shades' ends."""
    known = [c.mean for c in cells if c.mean is not None] or [book.scale_min]
    below = [s for s in book.scale if s.value <= min(known)] or [book.scale[0]]
    above = [s for s in book.scale if s.value >= max(known)] or [book.scale[-1]]
    ends = below[-1], above[0]
    return ends[0].value, ends[1].value, (ends[0].label, ends[1].label)


def level_words(mean: float, book: Codebook) -> str:
    """The step of the scale that a mean is nearest to."""
    return min(book.scale, key=lambda step: abs(step.value - mean)).label


def _count_bars(found: list[Line]) -> Bars:
    most = max((line.cell.n or 0 for line in found if line.cell), default=0)
    drawn = []
    for line in found:
        value = line.cell.count if line.cell else None
        drawn.append(Bar(line.label, value, count_text(line.cell)))
    top = max((bar.value or 0 for bar in drawn), default=0)
    return Bars(tuple(drawn), 0, float(max(min(most, top * 1.25), 1)), ())


def _count_table(head: str, found: list[Line]) -> Table:
    rows = []
    for line in found:
        cell = line.cell
        if cell is None:
            kept: Value = "–"
        else:
            kept = few(cell.count) if cell.status == "shown" else status_text(cell)
        rows.append((line.label, kept, cell.n if cell else None))
    return Table((head, "L’ont retenu", "Sur"), tuple(rows), tuple(line.link for line in found))


def _level_bar(line: Line) -> Bar:
    cell = line.cell
    if cell is None or cell.mean is None:
        return Bar(line.label, None, level_text(cell))
    span = None
    if cell.q1 is not None and cell.median is not None and cell.q3 is not None:
        span = (cell.q1, cell.median, cell.q3)
    return Bar(line.label, cell.mean, level_text(cell), span)


def _level_table(head: str, found: list[Line], book: Codebook) -> Table:
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


def _matrix(grid: Grid, words: Words, shade: Shade, legend: tuple[str, str]) -> Matrix:
    rows = tuple(
        (
            subject.label,
            tuple(
                Tile(name, _short(words(grid.cell(subject, code))), shade(grid.cell(subject, code)))
                for code, name in grid.groups
            ),
        )
        for subject in grid.subjects
    )
    return Matrix(tuple(name for _, name in grid.groups), rows, legend)


def _short(words: str) -> str:
    said = {"≥\u00a05, homogène": "homogène", "presque toutes": "pr. toutes"}
    return said.get(words) or words.replace(" à ", "–").replace(" sur ", "/")


def _wide(head: str, grid: Grid, words: Words) -> Table:
    rows = tuple(
        (s.label, *(words(grid.cell(s, code)) for code, _ in grid.groups)) for s in grid.subjects
    )
    columns = (head, *(name for _, name in grid.groups))
    return Table(columns, rows, tuple(s.link for s in grid.subjects))


def _pairs(grid: Grid) -> Iterable[tuple[Subject, str, Cell]]:
    for subject in grid.subjects:
        for code, name in grid.groups:
            cell = grid.cell(subject, code)
            if cell is not None:
                yield subject, name, cell


def _count_data(head: str, grid: Grid) -> Table:
    rows = tuple((s.label, name, _said(cell), cell.count, cell.n) for s, name, cell in _pairs(grid))
    return Table((head, "Groupe", "Dit", "L’ont retenu (arrondi à 5)", "Sur (arrondi à 5)"), rows)


def _level_data(head: str, grid: Grid) -> Table:
    columns = (
        head, "Groupe", "Dit", "Niveau moyen", "1er quartile", "Médiane", "3e quartile",
        "Entreprises (arrondi à 5)",
    )  # fmt: skip
    rows = tuple(
        (s.label, name, _said(c), c.mean, c.q1, c.median, c.q3, c.n) for s, name, c in _pairs(grid)
    )
    return Table(columns, rows)


def _said(cell: Cell) -> str:
    return "oui" if cell.status == "shown" else status_text(cell)


def _most(found: list[Line] | None) -> str:
    if found is None:
        return "Plus une case est marquée, plus le besoin est fréquent dans le groupe."
    known = [line for line in found if line.cell and line.cell.count]
    if not known:
        return "Aucun n’a été retenu par trois entreprises ou plus."
    top = max(known, key=lambda line: share(line.cell) or 0)
    assert top.cell is not None
    return (
        f"En tête, «\u00a0{top.label}\u00a0»\u00a0: retenu par environ {spaced(top.cell.count)} entreprises "
        f"sur {spaced(top.cell.n)}."
    )


def _extremes(found: list[Line] | None, book: Codebook) -> str:
    if found is None:
        return "Plus une case est marquée, plus le niveau moyen est élevé."
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
