"""Columns of many records: small integers in place of words, so that a million fit in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from sync.server.publication.scores import Floats, Ints, Small

Tiny: TypeAlias = np.ndarray[Any, np.dtype[np.int8]]
#: One SHA-256 a row.
Digests: TypeAlias = np.ndarray[Any, np.dtype[np.uint8]]


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """One code a record. ``index``: which of ``codes``; −1 where none was told."""

    codes: tuple[str, ...]
    index: Small

    def rows(self, chosen: Ints) -> Coded:
        """The same for some records."""
        return Coded(self.codes, self.index[chosen])

    def numbers(self, meaning: Mapping[str, float], otherwise: float) -> Floats:
        """What each record's code means; ``otherwise`` where it means nothing or was not told."""
        known = [float(meaning.get(code, otherwise)) for code in self.codes]
        return np.array([*known, otherwise], dtype=np.float64)[self.index]

    def ranks(self) -> Ints:
        """The rank of each record's code among the codes in their order as words; −1 for none."""
        order = {code: float(rank) for rank, code in enumerate(sorted(self.codes))}
        return self.numbers(order, -1).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One small number a record and code, e.g. a theme's importance. ``cells[record, code]``."""

    codes: tuple[str, ...]
    cells: Tiny

    def rows(self, chosen: Ints) -> Table:
        """The same for some records."""
        return Table(self.codes, self.cells[chosen])

    def column(self, code: str) -> Tiny | None:
        """One code's numbers; None for a code that no record could bear."""
        return self.cells[:, self.codes.index(code)] if code in self.codes else None
