"""Looking further for an alibi: one firm's value changes, then others' until nothing shows.

Each published count leaves its true value a margin (10 is 8 to 12). Where one change crosses a margin
somewhere, another firm's change that brings this cell back is taken, the one that disturbs least; and
so on, at most `_STEPS` times. What is found is a possible world; what is not found may still exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from sync.server.publication.figures import margin
from sync.server.publication.folk import Folk
from sync.server.publication.scores import Ints
from sync.server.publication.sight import Sight

_STEPS = 8
#: With more rows than this, one in so many is asked to help: there are enough.
_HELPERS = 3000

#: What a change does to published counts: (label, +1 or −1).
Effects = tuple[tuple[int, int], ...]


@dataclass(eq=False)
class Repair:
    """The published counts of a family, their margins, and every change that a firm could make.

    ``base[variable, value]``: where the cells of a published value begin, −1 where it is not published.
    """

    folk: Folk
    sight: Sight
    base: dict[tuple[int, int], int] = field(default_factory=dict)
    _known: dict[tuple[int, ...], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        low, high, counts = list[Ints](), list[Ints](), list[Ints]()
        for number, variable in enumerate(self.folk.family.variables):
            told = self.sight.counts(self.folk.firms(number))
            firms = told[:, np.array(variable.counted)].sum(axis=1)
            for value, label in enumerate(variable.labels):
                if label is not None:
                    self.base[number, value] = len(counts) * self.sight.count
                    bounds = margin(firms, told[:, value])
                    low.append(bounds[0])
                    high.append(bounds[1])
                    counts.append(told[:, value])
        self._low = self._free(low, counts, -1)
        self._high = self._free(high, counts, 1)

    def _free(self, bounds: Sequence[Ints], counts: Sequence[Ints], sign: int) -> Ints:
        """How far each count may go; nothing moves in a fixed table, what is not seen is free."""
        room = np.stack(bounds) - np.stack(counts) if counts else np.zeros((0, self.sight.count))
        fixed = self.sight.cells[:, self.sight.fixed].ravel()
        room[:, fixed] = 0
        room[:, self.sight.cells[self.sight.blind]] = sign * 1_000_000
        found: Ints = room.astype(np.int64).ravel()
        return found

    def saves(self, row: int, number: int) -> bool:
        """Whether some world gives a row's firms another value of a variable."""
        key = self._key(row, number)
        if key not in self._known:
            self._known[key] = any(self._mends(row, effects) for effects in self._ways(row, number))
        return self._known[key]

    def _key(self, row: int, number: int) -> tuple[int, ...]:
        """What the answer depends on."""
        return (number, int(self.folk.place[row]), *self.folk.values[row].tolist())

    def _ways(self, row: int, number: int) -> Iterator[Effects]:
        if self.folk.family.whole and number == 0:
            yield from self._whole_ways(row)
            return
        for changed, effects in self._changes(row):
            if number in changed:
                yield effects

    def _whole_ways(self, row: int) -> Iterator[Effects]:
        own = self.folk.values[row]
        if not own[0]:
            yield from (effects for _, effects in self._changes(row))
            return
        kept = np.flatnonzero(own[1:]) + 1
        effects = [e for n in (0, *kept.tolist()) for e in self._move(n, 1, 0)]
        yield tuple(effects)

    def _move(self, number: int, old: int, new: int) -> Effects:
        told = ((self.base.get((number, old)), -1), (self.base.get((number, new)), 1))
        return tuple((base, sign) for base, sign in told if base is not None)

    def _changes(self, row: int) -> Iterator[tuple[tuple[int, ...], Effects]]:
        """Every change of one of a row's firms: which variables, and what it does."""
        family, own = self.folk.family, self.folk.values[row].tolist()
        first = 1 if family.whole else 0
        told = sum(own[first:])
        for number, variable in enumerate(family.variables):
            if number < first:
                continue
            for old, new in variable.moves:
                if old != own[number] or variable.counted[old] != variable.counted[new]:
                    continue
                effects = self._move(number, old, new)
                if family.whole and told - old == 0:
                    yield (0, number), effects + self._move(0, old, new)
                elif family.most is not None and new and told >= family.most:
                    for other in np.flatnonzero(own).tolist():
                        yield (number, other), effects + self._move(other, 1, 0)
                else:
                    yield (number,), effects

    @cached_property
    def _helpers(self) -> tuple[Ints, Ints, Ints, dict[int, Ints]]:
        """Every change of every row: row, columns, signs; and column and sign → changes."""
        rows, label, sign = self._told()
        base = label * self.sight.count
        cells = self.sight.cells[self.folk.place[rows]]
        columns = np.where(label[:, :, None] < 0, 0, base[:, :, None] + cells[:, None, :])
        signs = np.repeat(sign[:, :, None], cells.shape[1], axis=2)
        shape = len(rows), -1
        columns, signs = columns.reshape(shape), signs.reshape(shape)
        code = columns * 3 + signs + 1
        which = np.repeat(np.arange(len(rows)), code.shape[1])
        order = np.argsort(code.ravel(), kind="stable")
        codes, starts = np.unique(code.ravel()[order], return_index=True)
        found = dict(zip(codes.tolist(), np.split(which[order], starts[1:]), strict=True))
        return rows, columns, signs, found

    def _told(self) -> tuple[Ints, Ints, Ints]:
        """Every change of every row: row, published values (−1: none), signs; once for all sights."""
        if not self.folk.changes:
            self.folk.changes.append(self._every_change())
        return self.folk.changes[0]

    def _every_change(self) -> tuple[Ints, Ints, Ints]:
        rows, effects = [], []
        count = len(self.folk.place)
        for row in range(0, count, count // _HELPERS + 1):
            for _, told in self._changes(row):
                rows.append(row)
                effects.append(told)
        width = max(map(len, effects), default=1)
        label = np.full((len(rows), width), -1, dtype=np.int64)
        sign = np.zeros((len(rows), width), dtype=np.int64)
        for i, told in enumerate(effects):
            for j, (where, change) in enumerate(told):
                label[i, j], sign[i, j] = where // self.sight.count, change
        return np.array(rows, dtype=np.int64), label, sign

    def _mends(self, row: int, effects: Effects) -> bool:
        """Whether others' changes can hide this one."""
        moved = np.zeros(len(self._low), dtype=np.int64)
        cells = self.sight.cells[self.folk.place[row]]
        for base, sign in effects:
            moved[base + cells] += sign
        used = {row: 1}
        for _ in range(_STEPS):
            wrong = np.flatnonzero((moved > self._high) | (moved < self._low))
            if not len(wrong):
                return True
            helper = self._helper(moved, int(wrong[0]), used)
            if helper is None:
                return False
            rows, columns, signs, _ = self._helpers
            np.add.at(moved, columns[helper], signs[helper])
            used[int(rows[helper])] = used.get(int(rows[helper]), 0) + 1
        return False

    def _helper(self, moved: Ints, column: int, used: dict[int, int]) -> int | None:
        """The change that brings one cell back and leaves the least to mend; None if none helps."""
        rows, columns, signs, changes = self._helpers
        sign = -1 if moved[column] > 0 else 1
        able = changes.get(column * 3 + sign + 1)
        if able is None:
            return None
        spent = [row for row, times in used.items() if times >= self.folk.weight[row]]
        able = able[~np.isin(rows[able], spent)]
        if not len(able):
            return None
        where, change = columns[able], signs[able]
        now = moved[where]
        before = _beyond(now, self._low[where], self._high[where])
        after = _beyond(now + change, self._low[where], self._high[where])
        gain = np.where(change != 0, after - before, 0).sum(axis=1)
        best = int(gain.argmin())
        return int(able[best]) if gain[best] < 0 else None


def _beyond(moved: Ints, low: Ints, high: Ints) -> Ints:
    found: Ints = np.maximum(moved - high, 0) + np.maximum(low - moved, 0)
    return found
