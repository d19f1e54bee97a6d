"""French signs, spaces, numbers and dates, as the paper and the screen show them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultant_app.domain import typography as t

N, H = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("raw", "printed"),
    [
        ("l'atelier", "l’atelier"),
        ("Pourquoi ?", f"Pourquoi{N}?"),
        ("Pourquoi?", f"Pourquoi{N}?"),
        ("Vraiment ?!", f"Vraiment{N}?!"),
        ("deux points : ici", f"deux points{H}: ici"),
        ("deux points: ici", f"deux points{H}: ici"),
        ("fini ; suite", f"fini{N}; suite"),
        ("« bon »", f"«{H}bon{H}»"),
        ("«bon»", f"«{H}bon{H}»"),
        ('dit "bon"', f"dit «{H}bon{H}»"),
        ("« Avez-vous un budget ? »", f"«{H}Avez-vous un budget{N}?{H}»"),
        ("15 % par an", f"15{N}% par an"),
        ("15%", f"15{N}%"),
        ("612 000 €", f"612{N}000{H}€"),
        ("1 094 000 euros", f"1{N}094{N}000 euros"),
        ("en 2024 250 entreprises", "en 2024 250 entreprises"),
        ("rendez-vous à 8:30", "rendez-vous à 8:30"),
        ("voir https://cnil.fr/plainte?id=3;x !", f"voir https://cnil.fr/plainte?id=3;x{N}!"),
        ("écrire à anne@exemple.fr ; merci", f"écrire à anne@exemple.fr{N}; merci"),
        ("et puis...", "et puis…"),
        ("(vraiment ?)", f"(vraiment{N}?)"),
        ("", ""),
    ],
)
def test_signs_and_spaces_are_french(raw: str, printed: str) -> None:
    assert t.french(raw) == printed


@given(st.text(alphabet="aé1 2030'\"«»;:!?%€.,()\u00a0\u202f/-@htps:w", max_size=40))
def test_setting_a_text_twice_changes_nothing(text: str) -> None:
    once = t.french(text)
    assert t.french(once) == once


@pytest.mark.parametrize("url", ["https://cnil.fr/a?b=1;c!d:e", "http://x.fr:8080/y?z=%20"])
def test_addresses_are_left_alone(url: str) -> None:
    assert t.french(f"Voir {url} et revenir.") == f"Voir {url} et revenir."


def test_the_last_two_words_of_a_paragraph_stay_together() -> None:
    assert t.paragraph("Noter ce qui entre et sort.") == f"Noter ce qui entre et{H}sort."
    assert t.paragraph("Trop court ici") == "Trop court ici"
    assert t.paragraph(t.paragraph("Un mot de plus pour voir ?")) == t.paragraph(
        "Un mot de plus pour voir ?"
    )


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234567.5, 1, f"1{N}234{N}567,5"),
        (-3, 0, "\u22123"),
        (-0.04, 1, "0,0"),
        (999, 0, "999"),
        (0, 0, "0"),
    ],
)
def test_numbers(value: float, decimals: int, text: str) -> None:
    assert t.number(value, decimals) == text


def test_amounts_and_rates() -> None:
    assert t.euros(612_000) == f"612{N}000{H}€"
    assert t.percent(0.183, 1) == f"18,3{N}%"
    assert t.percent(0.092, 1, signed=True) == f"+9,2{N}%"
    assert t.percent(-0.05, signed=True) == f"\u22125{N}%"
    assert [t.decimal(5.5), t.decimal(6), t.decimal(10), t.decimal(1000)] == [
        "5,5",
        "6",
        "10",
        f"1{N}000",
    ]


def test_dates_in_words() -> None:
    assert t.date_long(date(2026, 6, 16), weekday=True) == f"mardi 16{H}juin 2026"
    assert t.date_long(date(2026, 7, 1)) == f"1er{H}juillet 2026"
    assert t.quarter(date(2026, 6, 16)) == "2e trimestre 2026"
    assert t.quarter(date(2026, 1, 1)) == "1er trimestre 2026"
    assert t.month_long(date(2026, 8, 3)) == "août 2026"


def test_counts_agree() -> None:
    assert t.counted(1, "réponse", feminine=True) == "une réponse"
    assert t.counted(2, "réponse", feminine=True) == "deux réponses"
    assert t.counted(0, "priorité", feminine=True) == "zéro priorité"
    assert t.counted(17, "travail", "travaux") == "17 travaux"
    assert t.plural(1.5, "année") == "année"


def test_lists_and_small_words() -> None:
    assert t.enumerate_words(["a"]) == "a"
    assert t.enumerate_words(["a", "b", "c"]) == "a, b et c"
    assert [t.of(x) for x in ("le devis", "les clients", "l’atelier", "Anne", "la marge")] == [
        "du devis",
        "des clients",
        "de l’atelier",
        "d’Anne",
        "de la marge",
    ]
    assert t.elided("que", "il manque") == "qu’il manque"
    assert t.clause("Vous suivez la trésorerie.") == "vous suivez la trésorerie"
    assert t.clause("CA suivi chaque mois") == "CA suivi chaque mois"
    assert t.sentence("bonjour") == "Bonjour."
    assert t.sentence("qui vient ?") == "Qui vient ?"
