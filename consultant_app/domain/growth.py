"""Growth of a firm over up to five financial years (domain note §4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class GrowthType(StrEnum):
    """Types on turnover, in the order in which they are tried."""

    HYPER = "hyper"
    STRONG_CONTINUOUS = "forte_continue"
    STRONG_DISCONTINUOUS = "forte_discontinue"
    REBOUND = "rebond"
    DECLINE = "declin"
    MODERATE = "moderee"
    STABLE = "stable"
    TOO_SHORT = "trop_courte"


@dataclass(frozen=True, slots=True)
class YearFigures:
    """One financial year. Money in current euros; staff in full-time equivalents at closing.

    ``turnover`` is annualised (× 12 / months) when ``months`` differs from 12.
    """

    year: int
    months: int = 12
    turnover: float | None = None
    staff: float | None = None
    result: float | None = None
    equity: float | None = None
    cash: float | None = None

    @property
    def is_annualised(self) -> bool:
        """Whether the year's flows were brought back to twelve months."""
        return self.months != 12


@dataclass(frozen=True, slots=True)
class Growth:
    """The growth read from the figures; rates are fractions a year (0.15 = 15 %).

    ``rates``: one a year after the first, None where either turnover is unknown or not positive.
    """

    type: GrowthType
    years: tuple[YearFigures, ...]
    rates: tuple[float | None, ...]
    cagr: float | None
    staff_cagr: float | None
    is_high_growth: bool = False
    is_high_growth_oecd: bool = False
    is_micro_high_growth: bool = False
    is_gazelle: bool = False
    discontinuity: bool = False
