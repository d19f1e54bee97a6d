"""How many firms an action could serve: bounds, for no table counts the union of several needs.

In a group, at least as many firms need the action as keep its most frequent need; at most as many
as all its needs together, and never more than there are. Needs of different themes may have
different groups: bounds are given for the smallest groups that all of them are made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sync.dashboard.cube import Cell
from sync.dashboard.figures.grid import Grid, Key, group_name
from sync.dashboard.figures.model import Bar, Bars, Figure, Table, spaced
from sync.server.publication.plan import DIMENSIONS, DimensionName

_READING = (
    "La barre va jusqu’au nombre sûr\u00a0: le besoin le plus fréquent. Le second nombre est le plus grand "
    "possible, si personne n’a gardé deux de ces besoins. Les deux sont arrondis."
)


@dataclass(frozen=True, slots=True)
class Reach:
    """A group: from ``least`` to ``most`` firms, of ``n``."""

    name: str
    least: int
    most: int
    n: int

    @property
    def text(self) -> str:
        """How it is read."""
        return f"{self.between} sur {spaced(self.n)}"

    @property
    def between(self) -> str:
        """The bounds alone."""
        if self.most == 0:
            return "0 à 2"
        return (
            spaced(self.least)
            if self.least == self.most
            else f"{spaced(self.least)} à {spaced(self.most)}"
        )


def reach(grid: Grid, dimension: DimensionName | None) -> list[Reach]:
    """The bounds, group by group."""
    by_group: dict[str, list[tuple[Key, Cell]]] = {}
    for subject, _, cell in grid.published:
        code = cell.group(dimension) if dimension else ""
        by_group.setdefault(code, []).append((subject.key, cell))
    together = _together(dimension, list(by_group))
    found = []
    for codes in together:
        cells = [line for code in codes for line in by_group[code]]
        name = _name(dimension if len(together) > 1 else None, codes)
        found.append(_bounds(name, cells))
    return found


def figure(
    id_: str, title: str, head: str, told: Sequence[Reach], notes: tuple[str, ...]
) -> Figure:
    """The bounds as bars and as a table."""
    top = float(max((line.least for line in told), default=0) * 1.25 or 1)
    bars = tuple(Bar(line.name, float(line.least), line.text) for line in told)
    rows = tuple((line.name, line.least or "0 à 2", line.most or "0 à 2", line.n) for line in told)
    table = Table((head, "Au moins", "Au plus", "Sur"), rows)
    most = max(told, key=lambda line: line.least / (line.n or 1), default=None)
    sentence = "Aucun groupe n’est dit."
    if most is not None:
        sentence = f"Le plus souvent\u00a0: «\u00a0{most.name}\u00a0», {most.text} entreprises."
    return Figure(id_, title, sentence, Bars(bars, 0, top, ()), table, (_READING, *notes))


def _bounds(name: str, cells: Iterable[tuple[Key, Cell]]) -> Reach:
    counted: dict[Key, int] = {}
    firms: dict[Key, int] = {}
    for key, cell in cells:
        count = cell.n if cell.status == "nearly_all" else cell.count
        counted[key] = counted.get(key, 0) + (count or 0)
        firms[key] = firms.get(key, 0) + (cell.n or 0)
    n = max(firms.values(), default=0)
    least = max(counted.values(), default=0)
    return Reach(name, least, max(min(sum(counted.values()), n), least), n)


def _together(dimension: DimensionName | None, codes: list[str]) -> list[list[str]]:
    """Codes that share a category, directly or through others; in the plan's order."""
    if dimension is None:
        return [codes] if codes else []
    order = DIMENSIONS[dimension].categories
    sets: list[tuple[set[str], list[str]]] = []
    for code in codes:
        members, same = set(DIMENSIONS[dimension].members(code)), [code]
        apart = []
        for others, known in sets:
            if others & members:
                members |= others
                same = known + same
            else:
                apart.append((others, known))
        sets = [*apart, (members, same)]
    sets.sort(key=lambda pair: min(order.index(m) for m in pair[0]))
    return [known for _, known in sets]


def _name(dimension: DimensionName | None, codes: Iterable[str]) -> str:
    if dimension is None:
        return group_name(None, "")
    known = DIMENSIONS[dimension]
    members = {m for code in codes for m in known.members(code)}
    return group_name(dimension, "+".join(c for c in known.categories if c in members))
