"""A careless centre: the same tables and files without any of their protections.

It shows that what is planted would be found; see `tests.sync.planted`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sync.server.publication import (
    counted,
    counts,
    cube,
    draft,
    figures,
    gathering,
    partition,
    themes,
    variable,
)
from sync.server.publication.alibis import Exposed
from sync.server.publication.plan import UNKNOWN
from sync.server.release import anonymity, microdata, table
from tests.sync import attacker, counting


def careless(patch: pytest.MonkeyPatch) -> None:
    """Take every protection away: thresholds, rounding, merging, suppression, shuffling."""
    for module in (figures, partition, cube, draft, variable, counted):
        patch.setattr(module, "MIN_FIRMS", 1)
    patch.setattr(figures, "ROUND_TO", 1)
    patch.setattr(figures, "_NEARLY", -1)
    for tables in (themes, counts):
        patch.setattr(tables, "settle", _all_apart)
    patch.setattr(themes, "exposed_group", lambda *_: None)
    patch.setattr(themes, "is_sayable", lambda v: bool(v.total.sum()))
    patch.setattr(themes, "of_levels", _plain_mean)
    patch.setattr(counts, "exposed", _nobody)
    patch.setattr(counts, "merged_by_chance", lambda partition, *_: partition)
    patch.setattr(counts, "withheld_by_chance", lambda *_: set())
    patch.setattr(partition.Table, "is_sound", lambda *_: True)
    for module in (gathering, attacker):
        patch.setattr(module, "place", lambda _, territory: territory or UNKNOWN)
    patch.setattr(attacker, "_keep", _keep_any_mean)
    patch.setattr(counting, "_fits_level", lambda _, worlds, __: np.ones(len(worlds), np.bool_))
    patch.setattr(anonymity.Problem, "is_sound", lambda *_: True)
    patch.setattr(microdata, "protect", _keep_all_keys)
    patch.setattr(microdata, "_why_left_out", lambda _: "")
    for module in (microdata, table):
        patch.setattr(module, "drawn", np.arange)


def _all_apart(start: Any, *_: Any) -> Any:
    crossed = {f"size_{n}": (start.size, getattr(start, n)) for n in ("activity", "territory")}
    return replace(start, **crossed)


def _nobody(folk: Any, _: Any) -> Exposed:
    return Exposed(np.zeros(len(folk.places), dtype=np.int64), ())


def _plain_mean(values: Any, histogram: Any) -> figures.Figures | None:
    firms = int(histogram.sum())
    if not firms:
        return None
    return figures.Figures("shown", firms, round(float(values @ histogram) / firms, 1))


def _keep_any_mean(worlds: Any, values: Any, cell: figures.Cell) -> Any:
    """The attacker does not take for granted that answers differ."""
    if cell.mean is None:
        return worlds
    return worlds[np.abs(values.mean(axis=1) - cell.mean) <= 0.05 + 1e-9]


def _keep_all_keys(problem: Any, _: Any) -> anonymity.Suppressed:
    hidden = np.zeros((len(problem.firm), len(problem.keys)), dtype=np.bool_)
    return anonymity.Suppressed(hidden, np.full(len(problem.firm), -1, dtype=np.int64))
