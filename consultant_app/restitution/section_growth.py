"""The growth page: turnover in columns, and beside it staff, margin, equity and cash."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from consultant_app.domain.growth import Growth, YearFigures
from consultant_app.domain.typography import decimal, french, number, percent
from consultant_app.restitution import growth_words as words
from consultant_app.restitution.chart_growth import Years, strip, thousands, turnover
from consultant_app.restitution.model import GrowthPage, GrowthStrip
from consultant_app.restitution.phrases import paragraph, text
from consultant_app.restitution.reading import Reading
from consultant_app.restitution.section_front import GROWTH
from consultant_app.restitution.section_matters import chosen

Values = Sequence[float | None]


def growth_page(reading: Reading) -> GrowthPage | None:
    """The page; None where the questionnaire does not ask for figures."""
    block = reading.diagnosis.questionnaire.growth
    if block is None or block.series is None:
        return None
    growth = reading.diagnosis.growth
    if growth is None or not any(_values(growth, "turnover")):
        return _without_figures()
    growth = filled(growth)
    heading, meaning = words.type_words(growth, block.threshold)
    phase = chosen(reading, block.phase) if block.phase else []
    return GrowthPage(
        anchor=GROWTH,
        title="Votre croissance",
        type_words=heading,
        type_note=text(meaning),
        lede=paragraph(words.lede(growth)),
        strips=tuple(_strips(reading, growth, block.threshold)),
        notes=tuple(paragraph(note) for note in words.notes(growth, "".join(phase))),
    )


def _without_figures() -> GrowthPage:
    return GrowthPage(
        anchor=GROWTH,
        title="Votre croissance",
        type_words="",
        type_note="",
        lede=paragraph(
            "Les chiffres de vos exercices n’ont pas été donnés. Votre expert-comptable les a : "
            "chiffre d’affaires, effectif, excédent brut, fonds propres et trésorerie des trois à "
            "cinq derniers exercices suffisent à lire votre croissance."
        ),
        strips=(),
        notes=(),
    )


def filled(growth: Growth) -> Growth:
    """The same with a year of unknown figures for each hole, so that charts show the gap."""
    by_year = {year.year: year for year in growth.years}
    first, last = min(by_year), max(by_year)
    if last - first > 9 or len(by_year) == last - first + 1:
        return growth
    years = tuple(by_year.get(y, YearFigures(y)) for y in range(first, last + 1))
    rates = tuple(_rate(a, b) for a, b in pairwise(years))
    return replace(growth, years=years, rates=rates)


def _rate(before: YearFigures, after: YearFigures) -> float | None:
    if before.turnover is None or after.turnover is None or before.turnover <= 0:
        return None
    return after.turnover / before.turnover - 1


def _values(growth: Growth, name: str) -> list[float | None]:
    return words.series(growth, name)


def _strips(reading: Reading, growth: Growth, threshold: float) -> list[GrowthStrip]:
    years = Years(tuple(y.year for y in growth.years), tuple(y.months for y in growth.years))
    sales = _values(growth, "turnover")
    unit, show = amounts(sales)
    found = [
        GrowthStrip(
            title="Chiffre d’affaires",
            unit=unit,
            sentence=paragraph(words.turnover_sentence(sales, growth.rates, threshold)),
            chart=turnover(years, sales, growth.rates, threshold, show),
        )
    ]
    staff, margin = _values(growth, "staff"), _values(growth, "margin")
    found += _strip(
        "effectif",
        "Effectif",
        "en équivalents temps plein",
        years,
        staff,
        decimal,
        words.staff_sentence(staff),
    )
    found += _strip(
        "marge",
        "Marge",
        _margin_unit(reading),
        years,
        margin,
        _one_decimal,
        words.margin_sentence(margin),
    )
    for name, title, unit_of, said in (
        ("equity", "Fonds propres", "{}", words.equity_sentence),
        ("cash", "Trésorerie", "{}, à la clôture", words.cash_sentence),
    ):
        values = _values(growth, name)
        unit, show = amounts(values)
        found += _strip(name, title, unit_of.format(unit), years, values, show, said(values, sales))
    return found


def _one_decimal(share: float) -> str:
    return percent(share, 1)


def _margin_unit(reading: Reading) -> str:
    """The name of the result as the questionnaire asks for it, small, in % of turnover."""
    block = reading.diagnosis.questionnaire.growth
    item = reading.diagnosis.questionnaire.items.get(block.series or "") if block else None
    columns = item.question.columns if item and item.question else ()
    title = next((c.title for c in columns if c.id == "result"), "résultat")
    return french(f"{title[:1].lower()}{title[1:]}, en % du chiffre d’affaires")


def _strip(
    name: str,
    title: str,
    unit: str,
    years: Years,
    values: Values,
    show: Callable[[float], str],
    sentence: str,
) -> list[GrowthStrip]:
    """A strip, or none where nothing is known: no chart is ever empty."""
    if all(v is None for v in values):
        return []
    return [GrowthStrip(title, unit, paragraph(sentence), strip(name, title, years, values, show))]


def amounts(values: Values) -> tuple[str, Callable[[float], str]]:
    """The unit of amounts in words, and how one is written in it."""
    unit, divisor = thousands(values)
    decimals = 1 if divisor == 1_000_000 else 0
    return unit, lambda value: number(value / divisor, decimals)
