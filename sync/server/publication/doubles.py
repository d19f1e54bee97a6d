"""Look-alikes: for each answer that was counted, another possible world that publishes the same.

An answer is safe when some answers could be exchanged so that every published cell keeps exactly
the same answers, and this firm gets another level: nobody can then tell the two worlds apart,
whatever is subtracted from whatever. Two exchanges are looked for (ours):

- between two firms that are in the same cells everywhere: their levels change places;
- among four firms: two of one cell exchange a level, and two others undo in every margin what the
  first two did.

A level also weighs in its theme's score, by the practice's share of the weights that this firm
answered. Firms that exchange have the same share, or shares so near that no rounded theme mean moves.

A firm without a look-alike is exposed; `exposed_group` says which group to merge so that it gets one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from sync.server.publication.partition import Groups, Partition, group_numbers
from sync.server.publication.plan import (
    ACTIVITY,
    DIMENSIONS,
    LARGE,
    LARGE_SIZES,
    SIZE,
    TERRITORY,
    DimensionName,
)
from sync.server.publication.scores import Floats, Ints

Tensor: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]
Matrix: TypeAlias = np.ndarray[Any, np.dtype[np.float32]]


class ExposedError(Exception):
    """Answers would be exposed even with all firms in one cell."""


AXES: tuple[DimensionName, ...] = ("size", "activity", "territory")


def is_large(partition: Partition, axis: int, group: int) -> bool:
    """Whether a group of a margin is all there is of large firms, or of their place."""
    name = AXES[axis]
    if name == "activity":
        return False
    dimension, groups = DIMENSIONS[name], getattr(partition, name)
    large = {LARGE} if name == "territory" else {*LARGE_SIZES}
    alike = [g for g in groups if {dimension.categories[i] for i in g} <= large]
    return bool(alike == [groups[group]])


@dataclass(frozen=True, slots=True)
class Scored:
    """A theme's scores that are published as means: how many firms in each place, and their sum."""

    places: Ints
    firms: Ints
    total: Floats

    @classmethod
    def build(cls, size: Ints, activity: Ints, territory: Ints, score: Floats) -> Scored:
        """Gather firms by their place."""
        flat = np.ravel_multi_index((size, activity, territory), _SHAPE)
        firms = np.bincount(flat, minlength=int(np.prod(_SHAPE)))
        total = np.bincount(flat, weights=score, minlength=len(firms)).astype(np.float64)
        there = np.flatnonzero(firms)
        places = np.column_stack(np.unravel_index(there, _SHAPE))
        return cls(places, firms[there], total[there])


@dataclass(frozen=True, slots=True)
class Answered:
    """The firms that placed a level for one practice, those that are alike counted once.

    ``places``: [case, size, activity, territory]; ``level`` and ``share``: which of ``values`` and of
    ``shares``, a practice's share of the firm's theme score.
    """

    places: Ints
    level: Ints
    share: Ints
    values: Floats
    shares: Floats

    @classmethod
    def build(
        cls,
        places: tuple[Ints, Ints, Ints],
        level: tuple[Ints, Floats],
        share: tuple[Ints, Floats],
    ) -> Answered:
        """Gather firms. ``level`` and ``share``: each firm's number, and what numbers mean."""
        shares, share_of = np.unique(share[1].round(9), return_inverse=True)
        shape = (*_SHAPE, len(level[1]), len(shares))
        flat = np.unique(np.ravel_multi_index((*places, level[0], share_of[share[0]]), shape))
        size, activity, territory, levels, own = np.unravel_index(flat, shape)
        used_levels, levels = np.unique(levels, return_inverse=True)
        used_shares, own = np.unique(own, return_inverse=True)
        place = np.column_stack((size, activity, territory))
        return cls(place, levels, own, level[1][used_levels], shares[used_shares])

    def without_shares(self) -> Answered:
        """The same where the theme has no published mean: only layers are left."""
        layers, of = np.unique(self.shares // APART * APART, return_inverse=True)
        return replace(self, share=of.reshape(-1)[self.share], shares=layers)


#: What is added to the shares of each further layer (a campaign, in cumulated tables): firms of two
#: campaigns cannot exchange, for each campaign's own figures would change.
APART = 10.0


#: Categories of the three dimensions.
_SHAPE = len(SIZE.categories), len(ACTIVITY.categories), len(TERRITORY.categories)


def exposed_group(
    partition: Partition, practices: Iterable[Answered], theme: Scored
) -> tuple[DimensionName, int] | None:
    """The margin's group with the largest share of exposed answers; None when all are safe.

    ``theme``: the theme's scores that are published as means. Raises `ExposedError` when answers
    are exposed and everything is merged already.
    """
    room = _room(partition, theme)
    exposed = [np.zeros(len(getattr(partition, axis))) for axis in AXES]
    counted = [np.zeros(len(getattr(partition, axis))) for axis in AXES]
    for answered in practices:
        values, shares, world = _world(partition, answered)
        alone = world & ~_near_exchange(world, values, shares, room)
        if alone.any():
            alone &= ~four_in_a_row(world)
        if alone.any():
            alone &= ~along_each_axis(world, _same_blocks(partition))
        for axis in range(3):
            others = tuple(i for i in range(5) if i != axis + 1)
            exposed[axis] += alone.sum(axis=others)
            counted[axis] += world.sum(axis=others)
    if not any(e.any() for e in exposed):
        return None
    ranked = [
        (exposed[axis][g] / counted[axis][g], axis, g)
        for axis in range(3)
        for g in np.flatnonzero(exposed[axis])
        if len(exposed[axis]) > 1
    ]
    if not ranked:
        raise ExposedError
    # Small and large firms are mixed last: it would mix their départements too.
    _, axis, group = max(ranked, key=lambda r: (not is_large(partition, r[1], int(r[2])), *r))
    return AXES[axis], int(group)


def _groups_of(partition: Partition, places: Ints) -> tuple[Ints, Ints, Ints]:
    """The margins' groups that places are in."""
    size, activity, territory = places.T
    return (
        group_numbers(len(SIZE.categories), partition.size)[size],
        group_numbers(len(ACTIVITY.categories), partition.activity)[activity],
        group_numbers(len(TERRITORY.categories), partition.territory)[territory],
    )


def _world(partition: Partition, answered: Answered) -> tuple[Floats, Floats, Tensor]:
    """The levels, the shares, and whether anybody is at [share, size, activity, territory, level]."""
    values, shares = answered.values, answered.shares
    margins = partition.size, partition.activity, partition.territory
    world: Tensor = np.zeros((len(shares), *map(len, margins), len(values)), dtype=np.bool_)
    world[(answered.share, *_groups_of(partition, answered.places), answered.level)] = True
    return values, shares, world


def _room(partition: Partition, theme: Scored) -> Floats:
    """How far the scores of [size, activity, territory] may move in sum, no rounded mean moving."""
    size, activity, territory = _groups_of(partition, theme.places)
    row, column = (
        group_numbers(len(margin), _renumbered(margin, crossed))
        for margin, crossed in zip(
            (partition.size, partition.activity), partition.size_activity, strict=True
        )
    )
    other_row, place = (
        group_numbers(len(margin), _renumbered(margin, crossed))
        for margin, crossed in zip(
            (partition.size, partition.territory), partition.size_territory, strict=True
        )
    )
    everywhere = np.indices(
        tuple(map(len, (partition.size, partition.activity, partition.territory)))
    )
    s, a, t = everywhere
    none = np.zeros_like(size)
    cells = (
        (none, np.zeros_like(s)),
        (size, s),
        (activity, a),
        (territory, t),
        (row[size] * _MANY + column[activity], row[s] * _MANY + column[a]),
        (other_row[size] * _MANY + place[territory], other_row[s] * _MANY + place[t]),
    )
    room: Floats = np.full(s.shape, np.inf)
    for of, where in cells:
        room = np.minimum(room, _room_of(of, theme, int(where.max(initial=0)) + 1)[where])
    return room


#: More than there are groups in a dimension.
_MANY = 32


def _renumbered(margin: Groups, crossed: Groups) -> Groups:
    """The crossed table's groups as sets of the margin's groups."""
    return tuple(tuple(i for i, g in enumerate(margin) if g[0] in c) for c in crossed)


def _room_of(of: Ints, theme: Scored, count: int) -> Floats:
    firms = np.bincount(of, weights=theme.firms, minlength=count)
    means = np.bincount(of, weights=theme.total, minlength=count) / np.maximum(firms, 1)
    room: Floats = firms * (0.05 - np.abs(means - means.round(1))) - 1e-9
    return np.where(firms > 0, room, np.inf)


def _near_exchange(world: Tensor, values: Floats, shares: Floats, room: Floats) -> Tensor:
    """Two firms in the same cells exchange levels, and every theme mean has room for it."""
    apart = np.abs(shares[:, None] - shares[None, :])[:, :, None, None, None]
    safe: Tensor = np.zeros_like(world)
    for one in range(len(values)):
        for other in range(len(values)):
            if one != other:
                moved = abs(values[one] - values[other]) * apart
                fits = ((moved <= room) & (apart < APART / 2)) | (apart == 0)
                there = (world[None, ..., other] & fits).any(axis=1)
                safe[..., one] |= world[..., one] & there
    return safe


def _same_blocks(partition: Partition) -> tuple[Tensor, Tensor, Tensor]:
    """For each margin, which of its groups are together in the crossed tables."""
    rows = _same_block(partition.size, partition.size_activity[0])
    rows &= _same_block(partition.size, partition.size_territory[0])
    return (
        rows,
        _same_block(partition.activity, partition.size_activity[1]),
        _same_block(partition.territory, partition.size_territory[1]),
    )


def _same_block(margin: Groups, crossed: Groups) -> Tensor:
    """Which groups of a margin are in the same group of the crossed table."""
    of = np.array([next(i for i, c in enumerate(crossed) if g[0] in c) for g in margin])
    same: Tensor = of[:, None] == of[None, :]
    return same


def four_in_a_row(world: Tensor) -> Tensor:
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


def along_each_axis(world: Tensor, same: tuple[Tensor, ...]) -> Tensor:
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
