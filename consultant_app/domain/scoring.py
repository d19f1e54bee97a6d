"""Theme scores, with coverage and lower bound (a mean alone lets ignorance raise a score)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: Below this share of answered practices a theme's score is not shown.
MIN_COVERAGE = 2 / 3


@dataclass(frozen=True, slots=True)
class ThemeScore:
    """A theme's score in the scale's units.

    ``score``: weighted mean of the levels given; ``lower_bound``: the same with NSP and refused
    counted as the scale's minimum. Both None when no level was placed. ``coverage`` = ``answered``
    / ``asked`` (0 when nothing was asked), where ``asked`` counts relevant, asked practices not SO.
    """

    theme_id: str
    score: float | None
    lower_bound: float | None
    coverage: float
    answered: int
    asked: int
    to_verify: int
    not_applicable: int

    @property
    def is_shown(self) -> bool:
        """Whether coverage is enough for the paper to show a level."""
        return self.score is not None and self.coverage >= MIN_COVERAGE - 1e-9


@dataclass(frozen=True, slots=True)
class Scores:
    """All theme scores by theme id, and the overall one where the questionnaire asks for it."""

    themes: Mapping[str, ThemeScore]
    overall: float | None = None
