"""What the dirigeant reads before starting, and before anything is sent."""

from __future__ import annotations

import pytest

from consultant_app.assets import resource
from consultant_app.domain.faults import FaultyFileError
from consultant_app.domain.legal_texts import (
    TO_COMPLETE,
    AgreementText,
    Contacts,
    InformationSheet,
    load_agreement,
    load_information_sheet,
    own_agreement,
    own_information,
)
from consultant_app.domain.typography import french

REGION = Contacts(
    controller="la Région Exemple", dpo="dpo@region.example", contact="04 00 00 00 00"
)


def shipped(name: str) -> str:
    return resource("texts", f"{name}.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sheet() -> InformationSheet:
    return load_information_sheet(shipped("information-sheet"), "information-sheet")


@pytest.fixture(scope="module")
def agreement() -> AgreementText:
    return load_agreement(shipped("agreement"), "agreement")


def words_of(sheet: InformationSheet) -> str:
    parts = [sheet.title, sheet.lede, sheet.closing, sheet.signature]
    parts += [text for s in sheet.sections for text in (s.title, *s.paragraphs)]
    return " ".join(parts)


def words_of_agreement(agreement: AgreementText) -> str:
    code = agreement.code
    return " ".join(
        (
            agreement.title,
            agreement.question,
            *agreement.paragraphs,
            agreement.yes_label,
            agreement.no_label,
            code.question,
            *code.paragraphs,
            code.yes_label,
            code.no_label,
        )
    )


def test_the_sheet_holds_on_one_page(sheet: InformationSheet) -> None:
    assert len(words_of(sheet.filled(REGION)).split()) <= 480


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("purposes", ["priorités", "recherche", "intérêt public", "votre seul accord"]),
        ("controller", ["Responsable", "Délégué à la protection des données"]),
        ("free", ["facultatif", "passer une question", "aides", "ne vous vend rien"]),
        ("collected", ["chiffré", "SIREN", "commune", "euros", "notes", "Ne partent jamais"]),
        ("access", ["consultant", "cinq entreprises", "Les chercheurs", "anonyme"]),
        ("durations", ["suivi, puis trois ans", "fin du programme, puis trois ans"]),
        ("rights", ["corriger", "effacer", "opposer", "code de suivi", "CNIL", "déjà publié"]),
    ],
)
def test_the_sheet_says_what_it_must(
    sheet: InformationSheet, section: str, said: list[str]
) -> None:
    text = " ".join(sheet.section(section).paragraphs)
    assert [phrase for phrase in said if phrase not in text] == []


def test_the_sheet_is_signed_and_copied(sheet: InformationSheet) -> None:
    assert "copie" in sheet.closing
    assert sheet.signature == "Date, nom et signature"
    assert sheet.text_version == "information-1"


def test_the_region_stands_where_the_sheet_leaves_room(sheet: InformationSheet) -> None:
    (line,) = sheet.filled(REGION).section("controller").paragraphs
    assert "la Région Exemple" in line
    assert "dpo@region.example" in line
    assert "04 00 00 00 00" in line
    assert TO_COMPLETE not in line


def test_without_configuration_the_sheet_says_that_it_is_to_complete(
    sheet: InformationSheet,
) -> None:
    text = words_of(sheet.filled(Contacts(dpo="  ")))
    assert text.count(TO_COMPLETE) == 3
    assert "{" not in text


def test_a_contact_that_looks_like_a_placeholder_is_left_as_it_is(sheet: InformationSheet) -> None:
    (line,) = sheet.filled(Contacts(controller="{dpo}", dpo="x")).section("controller").paragraphs
    assert "Responsable\u00a0: {dpo}." in line


def test_sending_is_a_separate_and_free_choice(agreement: AgreementText) -> None:
    text = " ".join(agreement.paragraphs)
    for phrase in ("Rien ne vous oblige", "lire en entier", "changer d’avis", "déjà publié"):
        assert phrase in text
    assert agreement.yes_label.startswith("Oui")
    assert agreement.no_label.startswith("Non")
    assert agreement.text_version == "accord-1"


def test_the_follow_up_code_is_asked_apart(agreement: AgreementText) -> None:
    assert agreement.code.question != agreement.question
    assert "ne porte aucun nom" in " ".join(agreement.code.paragraphs)


def test_both_texts_are_set_in_french(sheet: InformationSheet, agreement: AgreementText) -> None:
    for text in (words_of(sheet.filled(REGION)), words_of_agreement(agreement)):
        assert french(text) == text


def test_a_placeholder_that_nobody_fills_is_refused() -> None:
    text = shipped("information-sheet").replace("{contact}", "{telephone}")
    with pytest.raises(FaultyFileError, match="information-sheet") as caught:
        load_information_sheet(text, "information-sheet")
    assert "{telephone}" in text.splitlines()[caught.value.faults[0].line - 1]


def test_an_agreement_without_its_refusal_is_refused() -> None:
    text = "\n".join(
        line for line in shipped("agreement").splitlines() if not line.startswith("no_label")
    )
    with pytest.raises(FaultyFileError, match="no_label"):
        load_agreement(text, "agreement")


# A région's own words

OWN = """
Votre Région vous demande un accord.

Il est libre : {contact} vous répond,
et {ceci} reste tel quel.
"""

OWN_SHEET = """
Ce qui précède tout titre.

# Qui en répond
La Région Exemple, {controller}.

# Vos droits

Vous pouvez vous opposer.

Et réclamer.
"""


def test_a_region_asks_for_the_agreement_in_its_own_words(agreement: AgreementText) -> None:
    own = own_agreement(agreement, OWN).filled(REGION)
    assert own.paragraphs == (
        "Votre Région vous demande un accord.",
        "Il est libre : 04 00 00 00 00 vous répond, et {ceci} reste tel quel.",
    )
    assert (own.question, own.yes_label, own.code) == (
        agreement.question,
        agreement.yes_label,
        agreement.code,
    )


def test_other_words_are_another_version_and_other_line_breaks_are_not(
    agreement: AgreementText,
) -> None:
    version = own_agreement(agreement, OWN).text_version
    assert version.startswith("accord-region-")
    assert own_agreement(agreement, OWN.replace("\n", "\r\n") + "  ").text_version == version
    assert own_agreement(agreement, OWN.replace("libre", "facultatif")).text_version != version


@pytest.mark.parametrize("nothing", ["", "  \n\n \t", "#"])
def test_without_own_words_the_shipped_texts_stay(
    agreement: AgreementText, sheet: InformationSheet, nothing: str
) -> None:
    assert own_agreement(agreement, nothing) == agreement
    assert own_information(sheet, nothing) == sheet


def test_a_region_informs_in_its_own_words_under_its_own_titles(sheet: InformationSheet) -> None:
    own = own_information(sheet, OWN_SHEET).filled(REGION)
    assert [(s.title, s.paragraphs) for s in own.sections] == [
        (sheet.sections[0].title, ("Ce qui précède tout titre.",)),
        ("Qui en répond", ("La Région Exemple, la Région Exemple.",)),
        ("Vos droits", ("Vous pouvez vous opposer.", "Et réclamer.")),
    ]
    assert (own.title, own.closing) == (sheet.title, sheet.closing)
    assert own.text_version.startswith("information-region-")
