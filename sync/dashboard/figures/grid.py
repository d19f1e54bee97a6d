"""From published cells to subjects × groups: who is in which group, and what each cell says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sync.dashboard.cube import Cell
from sync.dashboard.figures.model import Value, spaced
from sync.server.publication.plan import DIMENSIONS, SIZE, DimensionName, label

EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A row: theme, practice or action. ``kind`` as in the cube; ``link``: where it leads."""

    kind: str
    id: str
    label: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells by (subject, group). ``firms``: how many were seen, by group."""

    subjects: tuple[Subject, ...]
    groups: tuple[tuple[str, str], ...]
    cells: dict[tuple[str, str], Cell]
    firms: dict[str, int | None]
    notes: tuple[str, ...] = ()

    def cell(self, subject: Subject, group: str) -> Cell | None:
        """The cell, None where this table has none."""
        return self.cells.get((subject.id, group))


def grid_of(
    subjects: Sequence[Subject],
    cells: Iterable[Cell],
    dimension: DimensionName | None,
    size: str = "",
) -> Grid:
    """Sort cells into rows and columns; with ``size``, only groups that hold this category."""
    kept = [c for c in cells if not size or size in SIZE.members(c.size)]
    known = {(s.kind, s.id) for s in subjects}
    mine = [c for c in kept if (c.kind, c.subject) in known]
    codes = {_group(c, dimension) for c in mine} or {EVERYBODY}
    groups = tuple((code, _name(dimension, code)) for code in _ordered(dimension, codes))
    firms = {_group(c, dimension): c.n for c in kept if c.kind == "firms"}
    found = {(c.subject, _group(c, dimension)): c for c in mine}
    return Grid(tuple(subjects), groups, found, firms, tuple(_notes(mine, dimension, size)))


def _group(cell: Cell, dimension: DimensionName | None) -> str:
    return cell.group(dimension) if dimension else EVERYBODY


def _name(dimension: DimensionName | None, code: str) -> str:
    return capital(label(dimension, code)) if dimension else "Toutes les entreprises"


def _ordered(dimension: DimensionName | None, codes: Iterable[str]) -> list[str]:
    if dimension is None:
        return list(codes)
    order = {name: i for i, name in enumerate(DIMENSIONS[dimension].categories)}
    members = DIMENSIONS[dimension].members
    return sorted(codes, key=lambda code: [order[m] for m in members(code)])


def _notes(cells: Iterable[Cell], dimension: DimensionName | None, size: str) -> Iterable[str]:
    mine = list(cells)
    if dimension and any(len(DIMENSIONS[dimension].members(c.group(dimension))) > 1 for c in mine):
        yield (
            "Des groupes sont réunis\u00a0: trop peu d’entreprises, ou des réponses trop semblables, "
            "permettraient d’en reconnaître une."
        )
    wider = {label("size", c.size) for c in mine if size and c.size != size}
    if wider:
        yield f"Des cases comptent aussi d’autres tailles\u00a0: {', '.join(sorted(wider))}."
    if any(c.status == "homogeneous" for c in mine):
        yield "«\u00a0≥\u00a05, homogène\u00a0»\u00a0: toutes ont répondu de même, rien d’autre n’est dit."
    if any(c.status == "nearly_all" for c in mine):
        yield "«\u00a0presque toutes\u00a0»\u00a0: toutes, à deux près au plus\u202f; le compte n’est pas dit."


def count_text(cell: Cell | None) -> str:
    """How a count is read: on how many firms, or why it is not said."""
    if cell is None:
        return "–"
    if cell.status != "shown":
        return status_text(cell)
    return f"{few(cell.count)} sur {spaced(cell.n)}"


def few(count: int | None) -> Value:
    """A count as it is read: 0 stands for none, one or two."""
    return "0 à 2" if count == 0 else spaced(count)


def level_text(cell: Cell | None) -> str:
    """How a mean is read."""
    if cell is None:
        return "–"
    return status_text(cell) if cell.mean is None else spaced(cell.mean)


def status_text(cell: Cell) -> str:
    """What is said in the place of a figure."""
    return "presque toutes" if cell.status == "nearly_all" else "≥\u00a05, homogène"


def share(cell: Cell | None) -> float | None:
    """The part of the group's firms, 0–1, from rounded counts; for shades only."""
    if cell is None or cell.status == "homogeneous":
        return None
    if cell.status == "nearly_all":
        return 1.0
    return min((cell.count or 0) / cell.n, 1.0) if cell.n else None


def capital(words: str) -> str:
    """The same with a capital letter."""
    return words[:1].upper() + words[1:]
