"""Look-alikes: for each answer that was counted, another possible world that publishes the same.

An answer is safe when some answers could be exchanged so that every published cell keeps exactly
the same answers, and this firm gets another level: nobody can then tell the two worlds apart,
whatever is subtracted from whatever. Two exchanges are looked for (ours):

- between two firms that are in the same cells everywhere: their answers to the theme change places;
- among four firms: two of one cell exchange a level, and two others undo in every margin what the
  first two did. Their theme scores divide by the same weights, so theme means stay too.

A firm without a look-alike is exposed; `exposed_group` says which group to merge so that it gets one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from sync.server.publication.partition import Groups, Partition
from sync.server.publication.plan import ACTIVITY, SIZE, TERRITORY, DimensionName
from sync.server.publication.scores import Floats, Ints

Tensor: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]
Matrix: TypeAlias = np.ndarray[Any, np.dtype[np.float32]]
_AXES: tuple[DimensionName, ...] = ("size", "activity", "territory")


@dataclass(frozen=True, slots=True)
class Answered:
    """The firms that placed a level for one practice: categories, level's rank, denominator."""

    size: Ints
    activity: Ints
    territory: Ints
    level: Ints
    denominator: Floats


def exposed_group(
    partition: Partition, practices: Iterable[Answered]
) -> tuple[DimensionName, int] | None:
    """The margin's group with the largest share of exposed answers; None when all are safe."""
    exposed = [np.zeros(len(getattr(partition, axis))) for axis in _AXES]
    counted = [np.zeros(len(getattr(partition, axis))) for axis in _AXES]
    for answered in practices:
        world = _world(partition, answered)
        alone = world & ~_has_look_alike(world, partition)
        for axis in range(3):
            others = tuple(i for i in range(5) if i != axis + 1)
            exposed[axis] += alone.sum(axis=others)
            counted[axis] += world.sum(axis=others)
    if not any(e.any() for e in exposed):
        return None
    shares = [
        (exposed[axis][g] / counted[axis][g], axis, g)
        for axis in range(3)
        for g in np.flatnonzero(exposed[axis])
        if len(exposed[axis]) > 1
    ]
    if not shares:
        return None
    _, axis, group = max(shares)
    return _AXES[axis], int(group)


def _numbers(categories: int, groups: Groups) -> Ints:
    """Category → number of its group."""
    found = np.zeros(categories, dtype=np.int64)
    for number, group in enumerate(groups):
        found[list(group)] = number
    return found


def _world(partition: Partition, answered: Answered) -> Tensor:
    """Whether anybody is at [denominator, size, activity, territory, level] (groups)."""
    _, weights = np.unique(answered.denominator.round(9), return_inverse=True)
    _, levels = np.unique(answered.level, return_inverse=True)
    places = (
        weights,
        _numbers(len(SIZE.categories), partition.size)[answered.size],
        _numbers(len(ACTIVITY.categories), partition.activity)[answered.activity],
        _numbers(len(TERRITORY.categories), partition.territory)[answered.territory],
        levels,
    )
    shape = (
        int(weights.max(initial=0)) + 1,
        len(partition.size),
        len(partition.activity),
        len(partition.territory),
        int(levels.max(initial=0)) + 1,
    )
    world: Tensor = np.zeros(shape, dtype=np.bool_)
    world[places] = True
    return world


def _has_look_alike(world: Tensor, partition: Partition) -> Tensor:
    in_cell: Tensor = np.asarray(world.any(axis=0))
    varied: Tensor = np.asarray(in_cell.sum(axis=-1) >= 2)
    size_rows = _same_block(partition.size, partition.size_activity[0])
    other_rows = _same_block(partition.size, partition.size_territory[0])
    same = (
        size_rows & other_rows,
        _same_block(partition.activity, partition.size_activity[1]),
        _same_block(partition.territory, partition.size_territory[1]),
    )
    safe = _four_in_a_row(world)
    safe |= _along_each_axis(world, same)
    safe |= np.logical_and(world, varied[None, ..., None])
    return safe


def _same_block(margin: Groups, crossed: Groups) -> Tensor:
    """Which groups of a margin are in the same group of the crossed table."""
    of = np.array([next(i for i, c in enumerate(crossed) if g[0] in c) for g in margin])
    same: Tensor = of[:, None] == of[None, :]
    return same


def _four_in_a_row(world: Tensor) -> Tensor:
    """In one size: a level here and another there, the reverse in another activity."""
    levels = np.moveaxis(world, -1, 0).astype(np.float32)
    safe = np.zeros_like(levels, dtype=np.bool_)
    for one in range(len(levels)):
        back = np.swapaxes(levels[one], -1, -2)
        for other in range(len(levels)):
            if one != other:
                cycle = levels[other] @ back @ levels[other]
                safe[one] |= (cycle > 0) & (levels[one] > 0)
    found: Tensor = np.moveaxis(safe, 0, -1)
    return found


def _along_each_axis(world: Tensor, same: tuple[Tensor, ...]) -> Tensor:
    """Two groups of one dimension exchange in one place, and back in another place."""
    safe: Tensor = np.zeros_like(world)
    for axis in range(3):
        turned = np.moveaxis(world, axis + 1, 3)
        flat = turned.reshape(turned.shape[0], -1, *turned.shape[3:])
        found = _exchanged(flat.astype(np.float32), same[axis]).reshape(turned.shape)
        safe |= np.moveaxis(found, 3, axis + 1)
    return safe


def _exchanged(flat: Matrix, same: Tensor) -> Tensor:
    """``flat[denominator, place, group, level]``, exchanges within a place between ``same`` groups."""
    safe = np.zeros(flat.shape, dtype=np.bool_)
    for one in range(flat.shape[-1]):
        for other in range(flat.shape[-1]):
            if one != other:
                here, there = flat[..., one], flat[..., other]
                # [group, other group]: somewhere, ``other`` is here while ``one`` is there.
                back = (np.swapaxes(there, -1, -2) @ here > 0) & same
                found = there @ np.swapaxes(back, -1, -2).astype(np.float32)
                safe[..., one] |= (found > 0) & (here > 0)
    return safe
