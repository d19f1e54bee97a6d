"""An attacker who knows every firm's keys and which questions it answered, and tries every world.

For small campaigns only: every way of giving levels to the answers is tried against every cell of
every publication together. A level that is the same in all worlds that fit was derived.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeAlias

import numpy as np

from sync.protocol.codebook import Codebook
from sync.protocol.record import Record
from sync.server.publication.figures import Cell
from sync.server.publication.plan import DIMENSIONS, UNKNOWN, place

Worlds: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
Members: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True)
class Told:
    """One publication: its cells, and the firms that it counted."""

    cells: Sequence[Cell]
    firms: frozenset[str]


def derived(
    book: Codebook, theme: str, records: Sequence[Record], told: Iterable[Told]
) -> list[str]:
    """The « record practice » whose level is the same in every world that fits."""
    answered, worlds = fitting(book, theme, records, told)
    fixed = worlds.min(axis=0) == worlds.max(axis=0)
    return [f"{i} {p}" for (i, p), is_fixed in zip(answered, fixed, strict=True) if is_fixed]


def fitting(
    book: Codebook, theme: str, records: Sequence[Record], told: Iterable[Told]
) -> tuple[list[tuple[int, str]], Worlds]:
    """The levels that were placed, (record, practice), and every world that fits: [world, level]."""
    practices = [p.id for t in book.themes if t.id == theme for p in t.practices]
    answered = [
        (i, p)
        for i, r in enumerate(records)
        for p in practices
        if p in r.practices and r.practices[p].level is not None
    ]
    levels = [s.value for s in book.scale]
    worlds = np.array(list(product(levels, repeat=len(answered))), dtype=np.float64)
    for publication in told:
        for cell in publication.cells:
            members = np.array([is_member(r, cell, publication) for r in records])
            if cell.kind == "practice" and cell.subject in practices:
                columns = [
                    j for j, (i, p) in enumerate(answered) if p == cell.subject and members[i]
                ]
                worlds = _keep(worlds, worlds[:, columns], cell)
            elif cell.kind == "theme" and cell.subject == theme and cell.status != "withheld":
                worlds = _keep(
                    worlds, _scores(worlds, book, theme, records, answered, members), cell
                )
    assert len(worlds), "the real world must fit"
    return answered, worlds


def is_member(record: Record, cell: Cell, publication: Told) -> bool:
    """Whether a publication counted a firm in a cell."""
    own = {
        "size": record.size or UNKNOWN,
        "activity": record.activity or UNKNOWN,
        "territory": place(record.size, record.territory),
    }
    return record.record_id in publication.firms and all(
        not (code := getattr(cell, name)) or own[name] in dimension.members(code)
        for name, dimension in DIMENSIONS.items()
    )


def _keep(worlds: Worlds, values: Worlds, cell: Cell) -> Worlds:
    """Only the worlds whose values would have been published as this cell."""
    same = values.min(axis=1) == values.max(axis=1)
    if cell.status == "homogeneous":
        kept: Worlds = worlds[same]
        return kept
    fits = ~same & (np.abs(values.mean(axis=1) - (cell.mean or 0.0)) <= 0.05 + 1e-9)
    for name, share in (("q1", 25), ("median", 50), ("q3", 75)):
        if (told := getattr(cell, name)) is not None:
            fits &= np.abs(np.percentile(values, share, axis=1) - told) <= 0.05 + 1e-9
    fitting: Worlds = worlds[fits]
    return fitting


def _scores(
    worlds: Worlds,
    book: Codebook,
    theme: str,
    records: Sequence[Record],
    answered: Sequence[tuple[int, str]],
    members: Members,
) -> Worlds:
    """Lower bounds of the members whose score is shown (weights are 1 in these tests)."""
    practices = [p.id for t in book.themes if t.id == theme for p in t.practices]
    columns = []
    for i in map(int, np.flatnonzero(members)):
        own = [j for j, (number, _) in enumerate(answered) if number == i]
        codes = [records[i].practices[p].missing for p in practices if p in records[i].practices]
        unknown = sum(c in {"nsp", "refused"} for c in codes)
        asked = len(own) + unknown + sum(c == "unanswered" for c in codes)
        if own and len(own) / asked >= 2 / 3 - 1e-9:
            total = worlds[:, own].sum(axis=1) + book.scale_min * unknown
            columns.append(total / (len(own) + unknown))
    return np.column_stack(columns)
