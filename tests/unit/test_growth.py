"""Growth types and flags, each on a series made by hand (domain note §4)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultant_app.domain.growth import (
    Growth,
    GrowthType,
    YearFigures,
    classify,
    figures,
    growth_facts,
)


def turnovers(*values: float | None, first: int = 2021) -> tuple[YearFigures, ...]:
    return tuple(YearFigures(first + i, turnover=v) for i, v in enumerate(values))


def staffs(*values: float | None, **more: Any) -> Growth:
    return classify(tuple(YearFigures(2021 + i, staff=v) for i, v in enumerate(values)), **more)


def rates_of(growth: Growth) -> list[float | None]:
    return [None if rate is None else round(rate, 4) for rate in growth.rates]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((100, 130, 170, 200), GrowthType.HYPER),
        ((100, 90, 95, 110, 200), GrowthType.HYPER),
        ((100, 120, 140, 165), GrowthType.STRONG_CONTINUOUS),
        ((100, 115, 132.25, 152.0875), GrowthType.STRONG_CONTINUOUS),
        ((50, 55, 64, 74, 86), GrowthType.STRONG_CONTINUOUS),
        ((100, 140, 140, 160), GrowthType.STRONG_DISCONTINUOUS),
        ((100, 120, 140), GrowthType.STRONG_DISCONTINUOUS),
        ((100, 115, 132.25), GrowthType.STRONG_DISCONTINUOUS),
        ((100, 100, 90, 96), GrowthType.REBOUND),
        ((100, 95, 99.75), GrowthType.REBOUND),
        ((100, 70, 75, 76), GrowthType.DECLINE),
        ((100, 95, 90.25), GrowthType.DECLINE),
        ((100, 106, 113, 120), GrowthType.MODERATE),
        ((100, 105, 110.25), GrowthType.STABLE),
        ((100, 100, 100), GrowthType.STABLE),
        ((100, 98, 97, 99), GrowthType.STABLE),
        ((100, 200), GrowthType.TOO_SHORT),
        ((100,), GrowthType.TOO_SHORT),
        ((), GrowthType.TOO_SHORT),
    ],
)
def test_each_type(values: tuple[float, ...], expected: GrowthType) -> None:
    assert classify(turnovers(*values)).type is expected


def test_hyper_growth_looks_back_four_years_and_no_further() -> None:
    assert classify(turnovers(100, 110, 130, 160, 200)).type is GrowthType.HYPER
    assert classify(turnovers(100, 120, 140, 160, 180, 200)).type is not GrowthType.HYPER


def test_a_firm_that_fell_back_after_doubling_is_not_in_hyper_growth() -> None:
    assert classify(turnovers(100, 210, 150, 140)).type is not GrowthType.HYPER


def test_the_threshold_of_strong_growth_is_a_parameter() -> None:
    years = turnovers(100, 112, 126, 141)
    assert classify(years).type is GrowthType.MODERATE
    assert classify(years, threshold=0.10).type is GrowthType.STRONG_CONTINUOUS


def test_a_rebound_follows_the_fall_at_once() -> None:
    assert classify(turnovers(100, 90, 90, 96)).type is GrowthType.STABLE


def test_a_fast_rebound_is_strong_growth_first() -> None:
    assert classify(turnovers(100, 90, 170)).type is GrowthType.STRONG_DISCONTINUOUS


def test_a_gap_year_breaks_the_series() -> None:
    years = (*turnovers(100, 110, 120), YearFigures(2025, turnover=130))
    growth = classify(years)
    assert growth.type is GrowthType.TOO_SHORT
    assert growth.cagr is None
    assert rates_of(growth) == [0.1, 0.0909, None]


def test_after_a_gap_only_the_last_run_counts() -> None:
    growth = classify((YearFigures(2018, turnover=900), *turnovers(100, 110, 121)))
    assert growth.cagr == pytest.approx(0.10)
    assert growth.rates[0] is None


def test_an_unknown_year_breaks_the_series_like_a_gap() -> None:
    assert classify(turnovers(100, 110, None, 130, 140)).type is GrowthType.TOO_SHORT
    growth = classify(turnovers(100, None, 100, 107, 115))
    assert growth.type is GrowthType.MODERATE
    assert rates_of(growth) == [None, None, 0.07, 0.0748]


def test_accounts_not_closed_yet_leave_the_years_before() -> None:
    assert classify(turnovers(100, 107, 115, None)).type is GrowthType.MODERATE


def test_no_growth_is_measured_from_zero() -> None:
    growth = classify(turnovers(0, 0, 50, 60))
    assert rates_of(growth) == [None, None, 0.2]
    assert growth.type is GrowthType.TOO_SHORT


def test_a_negative_turnover_is_a_slip_and_no_figure() -> None:
    assert rates_of(classify(turnovers(100, -50, 100, 101))) == [None, None, 0.01]


def test_a_first_year_at_zero_is_no_doubling() -> None:
    assert classify(turnovers(0, 100, 102, 104)).type is GrowthType.STABLE


def test_a_fall_to_zero_is_a_decline() -> None:
    growth = classify(turnovers(100, 50, 0))
    assert growth.rates == (-0.5, -1.0)
    assert growth.cagr == -1.0
    assert growth.type is GrowthType.DECLINE


def test_the_compound_rate_is_read_over_three_intervals_or_two() -> None:
    assert classify(turnovers(10, 100, 110, 121, 133.1)).cagr == pytest.approx(0.10)
    assert classify(turnovers(100, 110, 121)).cagr == pytest.approx(0.10)


def test_a_long_first_year_is_brought_back_to_twelve_months() -> None:
    first, second = figures(
        [
            {"year": 2023, "months": 18, "turnover": 150, "result": 30, "staff": 4, "equity": 60,
             "cash": 20},
            {"year": 2024, "months": 12, "turnover": 100, "result": 10},
        ]
    )  # fmt: skip
    assert (first.turnover, first.result) == (100, 20)
    assert (first.staff, first.equity, first.cash) == (4, 60, 20)
    assert first.is_annualised
    assert not second.is_annualised


def test_a_short_year_is_no_fall() -> None:
    rows = [
        {"year": 2022, "months": 12, "turnover": 100},
        {"year": 2023, "months": 6, "turnover": 51},
        {"year": 2024, "months": 12, "turnover": 103},
    ]
    assert classify(figures(rows)).type is GrowthType.STABLE


def test_years_are_put_in_order_and_rows_without_a_year_left_out() -> None:
    years = figures([{"year": 2024, "turnover": 2}, {"turnover": 9}, {"year": 2023, "months": 0}])
    assert [(y.year, y.months, y.turnover) for y in years] == [(2023, 12, None), (2024, 12, 2)]


def test_of_two_rows_for_a_year_the_later_one_counts() -> None:
    (year,) = figures([{"year": 2024, "turnover": 1}, {"year": 2024, "turnover": 2}])
    assert year.turnover == 2


def test_high_growth_starts_from_ten_staff() -> None:
    assert staffs(10, 11, 12.1, 13.31).is_high_growth
    assert not staffs(9, 11, 13, 15).is_high_growth
    assert not staffs(10, 11, 12, 13).is_high_growth


def test_high_growth_is_measured_over_three_years_and_no_less() -> None:
    assert not staffs(10, 20, 30).is_high_growth
    assert staffs(10, 20, 30).staff_cagr is not None


def test_high_growth_in_the_oecd_s_sense_is_in_staff_or_turnover() -> None:
    assert staffs(10, 12, 15, 17.28).is_high_growth_oecd
    assert not staffs(10, 12, 14, 17).is_high_growth_oecd
    years = [
        YearFigures(2021 + i, turnover=100 * 1.2**i, staff=staff)
        for i, staff in enumerate((10, 10, 10, 10))
    ]
    assert classify(years).is_high_growth_oecd
    assert not classify(years).is_high_growth


def test_high_turnover_growth_of_a_small_firm_is_not_the_oecd_s() -> None:
    years = [YearFigures(2021 + i, turnover=100 * 1.3**i, staff=9) for i in range(4)]
    assert not classify(years).is_high_growth_oecd


def test_a_micro_firm_s_high_growth_is_counted_in_staff() -> None:
    assert staffs(3, 4, 5, 6.31).is_micro_high_growth
    assert staffs(1, 2, 3, 4.31).is_micro_high_growth
    assert staffs(9.5, 10, 11, 13).is_micro_high_growth
    assert not staffs(3, 4, 5, 6.3).is_micro_high_growth
    assert not staffs(0, 4, 5, 6).is_micro_high_growth
    assert not staffs(10, 11, 12, 14).is_micro_high_growth


def test_a_gazelle_grows_fast_and_is_five_at_most() -> None:
    assert staffs(10, 11, 13, 15, founded=2019).is_gazelle
    assert not staffs(10, 11, 13, 15, founded=2018).is_gazelle
    assert not staffs(10, 11, 13, 15).is_gazelle
    assert not staffs(10, 10, 10, 10, founded=2021).is_gazelle


def test_a_takeover_is_said_beside_every_type() -> None:
    assert classify(turnovers(100, 101, 102), discontinuity=True).discontinuity
    assert not classify(turnovers(100, 101, 102)).discontinuity


def test_rules_read_the_last_known_year() -> None:
    facts = growth_facts(
        [
            {"year": 2022, "turnover": 100, "cash": 5},
            {"year": 2023, "turnover": 110, "cash": 6},
            {"year": 2024, "turnover": 121, "result": 12, "equity": -3},
            {"year": 2025, "cash": 9},
        ]
    )
    assert facts["growth_last"] == pytest.approx(0.10)
    assert facts["growth_cagr"] == pytest.approx(0.10)
    assert (facts["turnover_last"], facts["result_last"], facts["equity_last"]) == (121, 12, -3)
    assert facts["cash_last"] is None


def test_rules_read_nothing_from_an_empty_series() -> None:
    assert set(growth_facts([]).values()) == {None}


values = st.lists(st.one_of(st.none(), st.floats(0, 1e9)), max_size=6)


@given(values)
def test_the_currency_s_unit_does_not_matter(series: list[float | None]) -> None:
    euros = [None if v is None else round(v) for v in series]
    cents = [None if v is None else v * 100 for v in euros]
    assert classify(turnovers(*euros)).type is classify(turnovers(*cents)).type


@given(values)
def test_any_series_has_exactly_one_type(series: list[float | None]) -> None:
    growth = classify(turnovers(*series))
    assert len(growth.rates) == max(0, len(series) - 1)
    assert (growth.type is GrowthType.TOO_SHORT) == (growth.cagr is None)
