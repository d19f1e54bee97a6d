"""Lines or a matrix: what shape a grid takes in a chart and in a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from sync.dashboard.cube import Cell
from sync.dashboard.figures.grid import Grid, Subject
from sync.dashboard.figures.model import Matrix, Table, Tile
from sync.dashboard.figures.words import short

Words: TypeAlias = Callable[[Cell | None], str]
Shade: TypeAlias = Callable[[Cell | None], float | None]
#: More columns than this are hard to read: the longer side goes down the page.
_ACROSS = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One bar to be: who it is about, its cell, and how many firms were seen."""

    label: str
    cell: Cell | None
    firms: int | None
    link: str


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


def matrix(grid: Grid, words: Words, shade: Shade, legend: tuple[str, str]) -> Matrix:
    """A tile a cell; the longer side goes down the page."""

    def tile(subject: Subject, code: str, name: str) -> Tile:
        cell = grid.cell(subject, code)
        return Tile(name, short(words(cell)) + grid.mark(subject, code), shade(cell))

    if _stands(grid):
        rows = tuple(
            (name, tuple(tile(s, code, s.label) for s in grid.subjects))
            for code, name in grid.groups
        )
        return Matrix(tuple(s.label for s in grid.subjects), rows, legend)
    rows = tuple(
        (s.label, tuple(tile(s, code, name) for code, name in grid.groups)) for s in grid.subjects
    )
    return Matrix(tuple(name for _, name in grid.groups), rows, legend)


def wide(head: str, by: str, grid: Grid, words: Words) -> Table:
    """The same as text; ``head`` and ``by`` name the two sides."""

    def text(subject: Subject, code: str) -> str:
        return words(grid.cell(subject, code)) + grid.mark(subject, code)

    if _stands(grid):
        rows = tuple((name, *(text(s, code) for s in grid.subjects)) for code, name in grid.groups)
        heads = tuple(s.link for s in grid.subjects)
        return Table((by, *(s.label for s in grid.subjects)), rows, heads=("", *heads))
    rows = tuple((s.label, *(text(s, code) for code, _ in grid.groups)) for s in grid.subjects)
    columns = (head, *(name for _, name in grid.groups))
    return Table(columns, rows, tuple(s.link for s in grid.subjects))


def _stands(grid: Grid) -> bool:
    return len(grid.groups) > max(len(grid.subjects), _ACROSS)
