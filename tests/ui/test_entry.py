"""What people type and paste becomes what they meant."""

from __future__ import annotations

import pytest

from consultant_app.domain.questionnaire import Column
from consultant_app.ui.pages.interview import entry
from tests.builders import question

COLUMNS = (
    Column(id="year", title="Année de clôture", type="integer"),
    Column(id="months", title="Durée", type="integer"),
    Column(id="turnover", title="Chiffre d’affaires"),
    Column(id="staff", title="Effectif", type="decimal"),
)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1 140 000 €", 1_140_000),
        ("1\u202f140\u202f000,50\u00a0€", 1_140_000.5),
        ("1.140.000", 1_140_000),
        ("1.140.000,5", 1_140_000.5),
        ("3,5", 3.5),
        ("3.5", 3.5),
        ("250k", 250_000),
        ("1,2 M", 1_200_000),
        ("−3", -3),
        ("(12 000)", -12_000),
        ("12 %", 12),
        ("0", 0),
        ("abc", None),
        ("", None),
        ("12,3,4", None),
        ("--2", None),
        ("1e9", None),
    ],
)
def test_numbers(typed: str, value: float | None) -> None:
    assert entry.parse_number(typed) == value


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("16/06/2026", "2026-06-16"),
        ("1/7/26", "2026-07-01"),
        ("16 juin 2026", "2026-06-16"),
        ("1er août 2026", "2026-08-01"),
        ("2026-06-16", "2026-06-16"),
        ("31/02/2026", None),
        ("demain", None),
    ],
)
def test_dates(typed: str, iso: str | None) -> None:
    assert entry.parse_date(typed) == iso


def test_amounts_show_their_thousands_and_years_do_not() -> None:
    assert entry.show_number(1_140_000, question("m", "money")) == "1\u202f140\u202f000"
    assert entry.show_number(2026, question("y", "year")) == "2026"
    assert entry.show_number(12.5, question("p", "percentage")) == "12,5"


def test_a_table_with_titles_is_read_by_its_titles() -> None:
    text = "Chiffre d'affaires\tAnnée de clôture\tEffectif\n612 000 €\t2024\t6,5\n540 000\t2023\t\n"
    assert entry.parse_table(text, COLUMNS) == [
        {"turnover": 540_000, "year": 2023, "staff": None},
        {"turnover": 612_000, "year": 2024, "staff": 6.5},
    ]


def test_a_table_without_titles_is_read_in_order() -> None:
    assert entry.parse_table("2024\t12\t612000\t6", COLUMNS) == [
        {"year": 2024, "months": 12, "turnover": 612_000, "staff": 6}
    ]


def test_a_table_with_the_years_across_is_turned() -> None:
    text = "\t2023\t2024\nChiffre d’affaires\t540 000\t612 000\nEffectif\t6\t7\n"
    assert entry.parse_table(text, COLUMNS) == [
        {"year": 2023, "turnover": 540_000, "staff": 6},
        {"year": 2024, "turnover": 612_000, "staff": 7},
    ]


def test_nothing_pasted_is_nothing() -> None:
    assert entry.parse_table("\n \n", COLUMNS) == []
