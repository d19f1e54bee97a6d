"""Alibis: for each value that is only counted, another possible world that publishes the same.

Nobody may find out for certain that a firm keeps a need; which growth it had; that it did not know.
For each firm and each secret value one of four worlds is looked for (ours), in which
this firm has another value and every published figure is what it is:

- two firms of the same cells everywhere exchange all that they said: one of them has another value;
- the firm's value changes alone, and every rounded count has room for it;
- two firms exchange this value; the cells that hold both stay as they are, the others have room;
- four firms exchange it two by two, and each pair undoes in every table what the other did.

The first and the last keep every count, the two others rest on rounding: a count published as 10 is
8 to 12. Where none is found, `repair` looks further. `exposed` finds the firms that have no alibi at
all; their groups are then merged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from sync.server.publication.counted import Counted
from sync.server.publication.doubles import along_each_axis, four_in_a_row
from sync.server.publication.figures import is_same_count
from sync.server.publication.folk import Folk
from sync.server.publication.repair import Repair
from sync.server.publication.scores import Flags, Ints
from sync.server.publication.sight import Sight

#: Whether a change shows in no cell: [move, place, table].
Room: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True, eq=False)
class Exposed:
    """``firms``: [place], firms without an alibi; ``variables``: which of the family have any."""

    firms: Ints
    variables: tuple[int, ...]


def exposed(folk: Folk, sight: Sight) -> Exposed:
    """The firms that have no alibi, over all variables of a family."""
    variables = folk.family.variables
    rooms = [_room(folk, number, sight) for number in range(len(variables))]
    repair = Repair(folk, sight)
    total = np.zeros(len(folk.places), dtype=np.int64)
    found = []
    for number, variable in enumerate(variables):
        if not variable.secret:
            continue
        rows = np.flatnonzero(_alone(folk, number, sight, rooms))
        rows = rows[[not repair.saves(int(row), number) for row in rows]]
        if len(rows):
            found.append(number)
            np.add.at(total, folk.place[rows], folk.weight[rows])
    return Exposed(total, tuple(found))


def _room(folk: Folk, number: int, sight: Sight) -> Room:
    variable, firms = folk.family.variables[number], folk.firms(number)
    counts = sight.counts(firms)
    fits = np.stack([_does_not_show(variable, counts, *move) for move in variable.moves])
    found: Room = (fits[:, sight.cells] & ~sight.fixed) | sight.blind
    return found


def _does_not_show(variable: Counted, counts: Ints, old: int, new: int) -> Flags:
    """Cells that would be published alike with one firm's value changed. ``counts``: [cell, value]."""
    counted = np.array(variable.counted)
    before = counts[:, counted].sum(axis=1)
    after = before - counted[old] + counted[new]
    fits: Flags = np.ones(len(counts), dtype=np.bool_)
    for value, label in enumerate(variable.labels):
        change = (value == new) - (value == old)
        if label is not None and (change or counted[old] != counted[new]):
            kept = counts[:, value]
            fits &= is_same_count(before, kept, after, kept + change)
    return fits


def _alone(folk: Folk, number: int, sight: Sight, rooms: Sequence[Room]) -> Flags:
    """The rows whose value of a variable has none of the simple alibis."""
    variable, firms = folk.family.variables[number], folk.firms(number)
    value = folk.values[:, number]
    together = np.zeros((int(sight.alike.max()) + 1, firms.shape[1]), dtype=np.int64)
    np.add.at(together, sight.alike, firms)
    mixed = (together > 0).sum(axis=1) > 1
    alone: Flags = np.isin(value, variable.secret) & ~mixed[sight.alike[folk.place]]
    if not alone.any():
        return alone
    if folk.family.whole and number == 0:
        return alone & _whole_alone(folk, rooms)
    for state, room in _states(folk, number, rooms):
        told = folk.firms(number, state)
        left = _left(variable, told, room, sight)
        alone &= ~state | (left[folk.place, value] > 0)
    return alone


def _states(folk: Folk, number: int, rooms: Sequence[Room]) -> Iterator[tuple[Flags, Room]]:
    """Firms by what a change would drag along, with the room that is then left."""
    family, own = folk.family, rooms[number]
    value = folk.values[:, number]
    if family.whole:
        # The only need of a theme: it comes and goes with « at least one need ».
        others = folk.values[:, 1:].sum(axis=1) - value
        yield others > 0, own
        yield others == 0, own & rooms[0]
    elif family.most is not None:
        full = (folk.values.sum(axis=1) >= family.most) & (value == 0)
        yield ~full | _can_drop(folk, rooms), own
    else:
        yield np.ones(len(value), dtype=np.bool_), own


def _can_drop(folk: Folk, rooms: Sequence[Room]) -> Flags:
    """Firms that could have cited one less, no table showing it."""
    found = np.zeros(len(folk.place), dtype=np.bool_)
    for number, room in enumerate(rooms):
        down = room[folk.family.variables[number].moves.index((1, 0))].all(axis=1)
        found |= (folk.values[:, number] == 1) & down[folk.place]
    return found


def _whole_alone(folk: Folk, rooms: Sequence[Room]) -> Flags:
    """« At least one »: a firm without any could have one, one with some could have none."""
    up, down = (rooms[0][i].all(axis=1)[folk.place] for i in (0, 1))
    some, none = np.zeros_like(up), np.ones_like(down)
    for number, room in enumerate(rooms[1:], 1):
        some |= room[0].all(axis=1)[folk.place]
        none &= room[1].all(axis=1)[folk.place] | (folk.values[:, number] == 0)
    alone: Flags = ~np.where(folk.values[:, 0] == 0, up & some, down & none)
    return alone


def _left(variable: Counted, told: Ints, room: Room, sight: Sight) -> Ints:
    """Firms of ``told`` [place, value] that can neither move alone nor exchange."""
    alone = told.copy()
    for (old, _), fits in zip(variable.moves, room, strict=True):
        alone[fits.all(axis=1), old] = 0
    if alone.any():
        alone[_among_four(variable, told > 0, sight)] = 0
    for number, (old, new) in enumerate(variable.moves):
        here, there = np.flatnonzero(alone[:, old]), np.flatnonzero(told[:, new])
        if len(here) and len(there):
            back = variable.moves.index((new, old))
            found = _can_exchange(here, there, room[number], room[back], sight.cells)
            alone[here[found], old] = 0
    return alone


def _among_four(variable: Counted, told: Flags, sight: Sight) -> Flags:
    """[place, value]: whose firms can exchange among four."""
    if not all(variable.counted):
        return np.zeros_like(told)
    world = np.zeros((*(sight.corners.max(axis=0) + 1), told.shape[1]), dtype=np.bool_)
    corners = tuple(sight.corners.T)
    np.logical_or.at(world, corners, told)
    found: Flags = (four_in_a_row(world) | along_each_axis(world, sight.beside))[corners]
    return found


def _can_exchange(here: Ints, there: Ints, go: Room, back: Room, cells: Ints) -> Flags:
    """Which places of ``here`` have one of ``there`` to exchange a value with."""
    fits: Flags = np.ones((len(here), len(there)), dtype=np.bool_)
    for table in range(cells.shape[1]):
        same = cells[here, table][:, None] == cells[there, table][None, :]
        fits &= same | (go[here, table][:, None] & back[there, table][None, :])
    found: Flags = np.asarray(fits.any(axis=1))
    return found
