"""Growth of a firm over up to five financial years (domain note §4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from consultant_app.domain.answers import YearRow


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


#: Intervals that a compound rate is read over: three when the series has them, at least two.
PREFERRED_INTERVALS = 3
MIN_INTERVALS = 2
#: Strong growth, a year (proposal after CoActiS); questionnaires may set another.
STRONG = 0.15
#: Between −5 % and +5 % a year a firm is stable.
MARKED = 0.05
#: Doubling within so many years is hyper-growth (Markman & Gartner).
DOUBLING_YEARS = 4
HIGH_GROWTH = 0.10
HIGH_GROWTH_OECD = 0.20
HIGH_GROWTH_MIN_STAFF = 10
#: Staff gained in three years by a micro-firm of high growth: 10 × 1.1³ − 10.
MICRO_STAFF_GAIN = 3.31
GAZELLE_MAX_AGE = 5
#: 115 / 100 − 1 is a hair under 0.15 in binary: thresholds are met to this precision.
_HAIR = 1e-9

_FLOWS = ("turnover", "result")
_STOCKS = ("staff", "equity", "cash")


def figures(rows: Iterable[YearRow]) -> tuple[YearFigures, ...]:
    """Read the financial years of a yearly series, oldest first.

    Flows (turnover, result) are annualised × 12 / months; staff, equity and cash are states at
    closing and stay as they are. A row without a year is left out; of two rows for the same year
    the later one counts; an unstated or impossible length is taken for twelve months.
    """
    by_year = {int(year): row for row in rows if (year := row.get("year")) is not None}
    return tuple(_year_figures(year, by_year[year]) for year in sorted(by_year))


def year_rows(value: object) -> tuple[YearRow, ...]:
    """The rows of an answer to a yearly series; none when it is something else, or missing."""
    if not isinstance(value, (list, tuple)):
        return ()
    return tuple(row for row in value if isinstance(row, Mapping))


def _year_figures(year: int, row: YearRow) -> YearFigures:
    months = int(row.get("months") or 12)
    months = months if months > 0 else 12
    flows = {name: _scaled(row.get(name), months) for name in _FLOWS}
    stocks = {name: _scaled(row.get(name), 12) for name in _STOCKS}
    return YearFigures(year=year, months=months, **flows, **stocks)


def _scaled(value: float | int | None, months: int) -> float | None:
    if value is None:
        return None
    return float(value) if months == 12 else value * 12 / months


def classify(
    years: Sequence[YearFigures],
    *,
    threshold: float = STRONG,
    founded: int | None = None,
    discontinuity: bool = False,
) -> Growth:
    """Name the growth of a firm from its years, oldest first (domain note §4).

    ``threshold``: strong growth, as a fraction a year. ``founded``: creation year, for gazelles.
    ``discontinuity``: a takeover, merger or split happened, which is said beside every type.

    The type speaks of the last years: it is read from the unbroken run of intervals that ends with
    the last known turnover. A year that is missing, unknown or at zero breaks the run.
    """
    turnover, staff = _series(years, "turnover"), _series(years, "staff")
    high = _is_high_growth(staff, staff, HIGH_GROWTH)
    age = None if founded is None or not staff else max(staff) - founded
    return Growth(
        type=_type(turnover, threshold),
        years=tuple(years),
        rates=tuple(_rate(turnover, year.year, before.year) for before, year in pairwise(years)),
        cagr=_cagr(turnover),
        staff_cagr=_cagr(staff),
        is_high_growth=high,
        is_high_growth_oecd=_is_high_growth(staff, staff, HIGH_GROWTH_OECD)
        or _is_high_growth(turnover, staff, HIGH_GROWTH_OECD),
        is_micro_high_growth=_is_micro_high_growth(staff),
        is_gazelle=high and age is not None and age <= GAZELLE_MAX_AGE,
        discontinuity=discontinuity,
    )


def growth_facts(rows: Iterable[YearRow]) -> Mapping[str, float | None]:
    """The figures of a yearly series that rules may read, None where unknown.

    ``growth_last`` and ``growth_cagr`` are fractions a year. The ``…_last`` figures all belong to
    the same year, the last one whose turnover is known, so that a rule never mixes two years.
    """
    years = figures(rows)
    turnover = _series(years, "turnover")
    last = next((y for y in reversed(years) if y.turnover is not None), None)
    rates = _run(turnover)
    return {
        "growth_last": rates[-1] if rates else None,
        "growth_cagr": _cagr(turnover),
        "turnover_last": last.turnover if last else None,
        "result_last": last.result if last else None,
        "equity_last": last.equity if last else None,
        "cash_last": last.cash if last else None,
    }


def _series(years: Iterable[YearFigures], name: str) -> dict[int, float]:
    """Known values by year; a negative turnover or staff is no value."""
    values = ((y.year, getattr(y, name)) for y in years)
    return {year: value for year, value in values if value is not None and value >= 0}


def _rate(series: Mapping[int, float], year: int, before: int) -> float | None:
    """V_t / V_{t−1} − 1, only between two years that follow each other and from a positive one."""
    if year - before != 1 or year not in series or series.get(before, 0) <= 0:
        return None
    return series[year] / series[before] - 1


def _run(series: Mapping[int, float]) -> list[float]:
    """The unbroken rates that end with the last known year, oldest first."""
    rates: list[float] = []
    year = max(series, default=0)
    while (rate := _rate(series, year, year - 1)) is not None:
        rates.insert(0, rate)
        year -= 1
    return rates


def _cagr(series: Mapping[int, float]) -> float | None:
    """The compound rate over the last three intervals, or two; None when there are fewer."""
    intervals = min(len(_run(series)), PREFERRED_INTERVALS)
    return _compound(series, intervals) if intervals >= MIN_INTERVALS else None


def _compound(series: Mapping[int, float], intervals: int) -> float | None:
    """(V_t / V_{t−n})^(1/n) − 1 for the last known year t; None when either end is missing."""
    last = max(series, default=0)
    start = series.get(last - intervals, 0)
    return (series[last] / start) ** (1 / intervals) - 1 if start > 0 else None


def _type(turnover: Mapping[int, float], threshold: float) -> GrowthType:
    """The first type that fits, in the order of the domain note."""
    rates, cagr = _run(turnover), _cagr(turnover)
    if cagr is None:
        return GrowthType.TOO_SHORT
    strong = [rate >= threshold - _HAIR for rate in rates[-PREFERRED_INTERVALS:]]
    if _has_doubled(turnover):
        return GrowthType.HYPER
    if len(strong) == PREFERRED_INTERVALS and all(strong):
        return GrowthType.STRONG_CONTINUOUS
    if cagr >= threshold - _HAIR:
        return GrowthType.STRONG_DISCONTINUOUS
    if rates[-1] >= MARKED - _HAIR and rates[-2] <= -MARKED + _HAIR:
        return GrowthType.REBOUND
    if cagr <= -MARKED + _HAIR:
        return GrowthType.DECLINE
    return GrowthType.MODERATE if cagr > MARKED + _HAIR else GrowthType.STABLE


def _has_doubled(turnover: Mapping[int, float]) -> bool:
    """Whether the last turnover is twice that of one of the four years before it."""
    last = max(turnover)
    starts = (turnover.get(last - k, 0) for k in range(1, DOUBLING_YEARS + 1))
    return any(turnover[last] >= 2 * start * (1 - _HAIR) for start in starts if start > 0)


def _is_high_growth(
    series: Mapping[int, float], staff: Mapping[int, float], threshold: float
) -> bool:
    """Whether ``series`` grew by ``threshold`` a year over 3 years from at least 10 staff."""
    rate = _compound(series, 3)
    if rate is None or staff.get(max(series) - 3, 0) < HIGH_GROWTH_MIN_STAFF:
        return False
    return rate >= threshold - _HAIR


def _is_micro_high_growth(staff: Mapping[int, float]) -> bool:
    """Whether a firm of 1 to 9 staff gained 3.31 staff or more in three years."""
    last = max(staff, default=0)
    start = staff.get(last - 3, 0)
    return 1 <= start < HIGH_GROWTH_MIN_STAFF and staff[last] - start >= MICRO_STAFF_GAIN - _HAIR
