"""The company's sheet: typed, checked as it is typed, kept, and the interview begun."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from consultant_app.domain.company import Company
from consultant_app.domain.interview import Extent
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.workspace import Workspace
from consultant_app.ui.navigation import Route
from tests.ui.desk import CTRL, ENTER, Desk
from tests.ui.test_accessibility import faults


@pytest.fixture
def blank(desk: Desk) -> Desk:
    """An empty sheet."""
    desk.open_profile()
    desk.press(Qt.Key.Key_N, modifier=CTRL)
    return desk


def only_company(desk: Desk) -> Company:
    """The one company of the profile."""
    workspace = desk.shell.unlocked

    def read() -> Company:
        dossiers = Dossiers(workspace)
        (row,) = dossiers.rows()
        return dossiers.company(row.company_id)

    return desk.in_database(read)


def test_a_sheet_typed_from_top_to_bottom_begins_an_interview(blank: Desk) -> None:
    for text in (
        *("Menuiserie Exemple", "732 829 320", "Menuiserie bois", "43.32A"),
        *("Saint-Exemple", "loire", "8", "2009", "Claire Modèle", "gérante", "", ""),
    ):
        blank.type(text)
        blank.press(ENTER)
    assert blank.focus_name == "Commencer l’entretien"
    blank.press(ENTER)
    blank.wait(lambda: blank.is_on(Route.INFORMATION))
    blank.settle()
    company = only_company(blank)
    assert (company.name, company.siren) == ("Menuiserie Exemple", "732829320")
    assert (company.commune, company.dirigeant) == ("Saint-Exemple", "Claire Modèle")
    facts = company.facts
    assert (facts.naf, facts.activity, facts.departement) == ("43.32A", "FZ", "42")
    assert (facts.staff, facts.creation_year) == (8, 2009)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("SIREN", "7328", "Encore 5"),
        ("SIREN", "732829321", "Ce numéro n’existe pas"),
        ("SIREN", "73282932A", "que des chiffres"),
        ("Code NAF", "99", None),
        ("Code NAF", "00.00Z", "n’est pas dans la NAF"),
        ("Département", "99", "Écrivez le numéro du département"),
        ("Salariés", "huit", "Écrivez un nombre de personnes"),
        ("Année de création", "3009", "Écrivez une année"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_as_it_is_typed(
    blank: Desk, field: str, typed: str, sentence: str | None
) -> None:
    blank.fill(field, typed)
    if sentence is None:
        assert "n’est pas dans la NAF" not in blank.texts()
    else:
        assert sentence in blank.texts()


def test_an_activity_is_found_by_a_few_letters(blank: Desk) -> None:
    field = blank.tab_to("Code NAF")
    assert isinstance(field, QLineEdit)
    blank.type("métal")
    assert blank.app.activePopupWidget() is not None
    blank.press(Qt.Key.Key_Down, Qt.Key.Key_Down, ENTER)
    assert field.text()[:2].isdigit()
    assert "métal" in field.text()
    assert blank.focus_name == "Commune"


def test_a_sheet_without_a_name_is_not_kept_and_says_so(blank: Desk) -> None:
    blank.fill("Commune", "Saint-Exemple")
    blank.choose("Enregistrer")
    assert "Écrivez le nom de l’entreprise." in blank.texts()
    assert blank.focus_name == "Nom de l’entreprise"
    assert not blank.shell.go(Route.HOME)
    assert any("une case à corriger" in said for said in blank.said)


def test_leaving_keeps_what_was_typed(blank: Desk) -> None:
    blank.type("Garage Témoin")
    blank.press(Qt.Key.Key_Home, modifier=Qt.KeyboardModifier.AltModifier)
    blank.settle()
    assert blank.is_on(Route.HOME)
    assert only_company(blank).name == "Garage Témoin"
    assert "Garage Témoin" in blank.texts()


def test_a_short_interview_is_chosen_by_arrow(blank: Desk) -> None:
    blank.type("Studio Prototype")
    blank.tab_to("Complet, environ 90 minutes")
    blank.press(Qt.Key.Key_Right)
    blank.choose("Commencer l’entretien")
    blank.wait(lambda: blank.is_on(Route.INFORMATION))
    blank.settle()
    workspace = blank.shell.unlocked
    (interview,) = blank.in_database(lambda: Dossiers(workspace).interviews_of(only_row(workspace)))
    assert interview.extent is Extent.SHORT
    assert interview.information_shown_at is None


def only_row(workspace: Workspace) -> str:
    (row,) = Dossiers(workspace).rows()
    return row.company_id


def test_the_information_sheet_comes_before_the_first_question(blank: Desk) -> None:
    blank.type("Studio Prototype")
    blank.choose("Commencer l’entretien")
    blank.wait(lambda: blank.is_on(Route.INFORMATION))
    blank.settle()
    assert "ce que deviennent vos réponses" in blank.texts()
    assert "à compléter par la région" in blank.texts()
    assert blank.focus_name == "Je l’ai présentée"
    blank.press(ENTER)
    blank.wait(lambda: blank.is_on(Route.INTERVIEW))
    blank.settle()


def test_the_sheet_of_a_firm_already_seen_offers_its_follow_up(sample: Desk) -> None:
    workspace = sample.shell.unlocked
    rows = sample.in_database(lambda: Dossiers(workspace).rows())
    row = next(r for r in rows if r.company == "Menuiserie Exemple")
    sample.go(Route.COMPANY, company_id=row.company_id)
    assert sample.focus_name == "Commencer le suivi"
    assert "Premier entretien du" in sample.texts()
    assert faults(sample.window) == []


def test_the_steps_of_a_dossier_are_walked_by_arrows(sample: Desk) -> None:
    workspace = sample.shell.unlocked
    rows = sample.in_database(lambda: Dossiers(workspace).rows())
    row = next(r for r in rows if r.company == "Menuiserie Exemple")
    sample.go(Route.COMPANY, company_id=row.company_id)
    sample.tab_to("Entreprise")
    sample.press(Qt.Key.Key_Left)
    assert sample.focus_name == "Ce qui part"
    sample.press(ENTER)
    sample.wait(lambda: sample.is_on(Route.SHARING))
    sample.settle()
