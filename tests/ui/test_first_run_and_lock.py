"""The first opening, the lock, the forgotten passphrase, a backup taken back: by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from consultant_app.services.dossiers import Dossiers
from consultant_app.ui.navigation import Route
from consultant_app.ui.pages.first_run.page import FirstRunPage
from tests.ui.desk import CTRL, ENTER, PASSPHRASE, Desk
from tests.ui.test_accessibility import faults


def introduce(desk: Desk, passphrase: str = PASSPHRASE) -> str:
    """Fill the first step by keyboard; return the recovery code shown."""
    desk.begin()
    desk.type("Paul Témoin")
    desk.press(ENTER)
    desk.type("Chambre d’essai")
    desk.press(ENTER)
    desk.type(passphrase)
    desk.press(ENTER)
    desk.type(passphrase)
    desk.press(ENTER)
    page = desk.page
    assert isinstance(page, FirstRunPage)
    desk.wait(lambda: bool(page.code.code))
    return page.code.code


def test_from_the_name_to_the_home_page_by_keyboard(desk: Desk) -> None:
    code = introduce(desk)
    assert len(code.replace("-", "")) == 28
    assert desk.focus_name == "Imprimer"
    desk.tab_to("Le troisième groupe")
    desk.type(code.split("-")[2].lower())
    desk.press(ENTER)
    assert "Tout est prêt." in desk.texts()
    desk.press(ENTER)
    assert desk.route is Route.HOME
    assert "Aucun dossier pour l’instant." in desk.texts()
    workspace = desk.shell.unlocked
    assert desk.in_database(lambda: workspace.consultant) == "Paul Témoin"
    assert desk.in_database(lambda: workspace.organisation) == "Chambre d’essai"


def test_the_code_is_shown_until_a_group_of_it_was_copied(desk: Desk) -> None:
    code = introduce(desk)
    assert not desk.shell.go(Route.HOME)
    assert any("n’est montré qu’une fois" in said for said in desk.said)
    desk.tab_to("Le troisième groupe")
    desk.type("ZZZZ")
    desk.press(ENTER)
    assert "Ce n’est pas ce groupe" in desk.texts()
    desk.type(code.split("-")[2])
    desk.press(ENTER)
    assert code.split("-")[0] not in desk.texts()


def test_the_code_can_be_saved_as_a_sheet_to_print(desk: Desk, tmp_path: Path) -> None:
    introduce(desk)
    desk.choose("Enregistrer en PDF")
    desk.save_in_dialog(tmp_path / "code.pdf")
    assert (tmp_path / "code.pdf").read_bytes().startswith(b"%PDF")
    assert any("effacez ce fichier" in said for said in desk.said)


def test_the_sample_fills_the_home_page(desk: Desk) -> None:
    code = introduce(desk)
    desk.fill("Le troisième groupe", code.split("-")[2])
    desk.press(ENTER)
    desk.choose("Voir les entreprises fictives")
    desk.wait(lambda: desk.route is Route.HOME)
    desk.settle()
    assert "Boulangerie Modèle" in desk.texts()


@pytest.mark.parametrize(
    ("passphrase", "again", "sentence"),
    [
        ("", "", "Écrivez une phrase de passe."),
        ("azerty", "azerty", "Elle se devine trop facilement"),
        (PASSPHRASE, "autre chose", "Les deux ne sont pas pareilles"),
    ],
)
def test_a_passphrase_that_will_not_do_is_refused_beside_its_field(
    desk: Desk, passphrase: str, again: str, sentence: str
) -> None:
    desk.begin()
    desk.type("Paul")
    desk.press(ENTER, ENTER)
    desk.type(passphrase)
    desk.press(ENTER)
    desk.type(again)
    desk.press(ENTER)
    assert sentence in desk.texts()
    assert desk.route is Route.FIRST_RUN
    assert isinstance(desk.focus, QLineEdit)


def test_seven_words_are_offered_in_clear_and_measured(desk: Desk) -> None:
    desk.begin()
    desk.choose("Proposer sept mots")
    page = desk.page
    assert isinstance(page, FirstRunPage)
    first = page.who.passphrase.first
    assert len(first.text().split()) == 7
    assert first.echoMode() is QLineEdit.EchoMode.Normal
    desk.wait(lambda: "Solide" in desk.texts())


def test_locking_blanks_the_window_and_unlocking_comes_back_to_the_same_page(
    sample: Desk,
) -> None:
    sample.press(ENTER)
    assert sample.is_on(Route.INTERVIEW)
    stopped = sample.texts()
    sample.press(Qt.Key.Key_L, modifier=CTRL)
    assert sample.is_on(Route.UNLOCK)
    assert sample.shell.workspace is None
    assert "Boulangerie" not in sample.window.windowTitle() + sample.texts()
    sample.type("pas la bonne")
    sample.press(ENTER)
    sample.wait(lambda: "Ce n’est pas la bonne phrase de passe" in sample.texts())
    sample.type(PASSPHRASE)
    sample.press(ENTER)
    sample.wait(lambda: sample.route is Route.INTERVIEW)
    sample.settle()
    question = stopped.splitlines()[-1]
    assert question in sample.texts()


def test_a_forgotten_passphrase_is_replaced_by_the_printed_code(desk: Desk) -> None:
    code = introduce(desk)
    desk.fill("Le troisième groupe", code.split("-")[2])
    desk.press(ENTER, ENTER)
    desk.press(Qt.Key.Key_L, modifier=CTRL)
    desk.choose("Phrase de passe oubliée")
    desk.type(code.replace("-", " ").lower()[:-1])
    desk.press(ENTER)
    new = "une autre suite de mots sans lien"
    desk.type(new)
    desk.press(ENTER)
    desk.type(new)
    desk.press(ENTER)
    assert "Le code compte 28 signes" in desk.texts()
    desk.fill("Code de secours", code)
    desk.tab_to("La même, une seconde fois")
    desk.press(ENTER)
    desk.wait(lambda: desk.route is Route.HOME)
    desk.settle()
    desk.press(Qt.Key.Key_L, modifier=CTRL)
    desk.type(new)
    desk.press(ENTER)
    desk.wait(lambda: desk.route is Route.HOME)
    desk.settle()


def test_a_lost_laptop_is_rebuilt_from_a_backup_and_the_printed_code(
    desk: Desk, dressed: QApplication, tmp_path: Path
) -> None:
    code = introduce(desk)
    workspace, file = desk.shell.unlocked, tmp_path / "clé usb.sauvegarde"
    desk.in_database(lambda: Dossiers(workspace).add_company("Menuiserie Exemple"))
    desk.in_database(lambda: workspace.backups.write(file))
    desk.window.hide()
    new = Desk(dressed, tmp_path / "autre ordinateur")
    new.begin()
    new.choose("Reprendre une sauvegarde")
    new.type(str(file))
    new.tab_to("Phrase de passe (")
    new.press(Qt.Key.Key_Right)
    new.tab_to("Code de secours (")
    new.press(Qt.Key.Key_Tab)
    new.type(code)
    new.tab_to("Nouvelle phrase de passe")
    new.type(PASSPHRASE)
    new.press(ENTER)
    new.type(PASSPHRASE)
    new.press(ENTER)
    new.wait(lambda: new.route is Route.HOME)
    new.settle()
    assert "Menuiserie Exemple" in new.texts()
    new.close()


def test_a_backup_that_is_none_is_refused_with_a_sentence(desk: Desk, tmp_path: Path) -> None:
    wrong = tmp_path / "photo.sauvegarde"
    wrong.write_bytes(b"pas une sauvegarde")
    desk.begin()
    desk.choose("Reprendre une sauvegarde")
    desk.type(str(wrong))
    desk.fill("Phrase de passe de la sauvegarde", "qu’importe")
    desk.press(ENTER)
    desk.wait(lambda: "Cette sauvegarde est abîmée" in desk.texts())
    assert desk.route is Route.FIRST_RUN


def test_every_control_of_these_pages_has_a_name_and_a_role(desk: Desk) -> None:
    desk.begin()
    assert faults(desk.window) == []
    desk.choose("Reprendre une sauvegarde")
    assert faults(desk.window) == []
    desk.choose("Revenir")
    introduce(desk)
    assert faults(desk.window) == []
