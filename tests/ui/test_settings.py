"""Settings by keyboard: scheme, backup to a stick, another passphrase, another code, licences."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from consultant_app.ui import theme
from consultant_app.ui.navigation import Route
from tests.ui.desk import CTRL, ENTER, PASSPHRASE, Desk
from tests.ui.test_accessibility import faults


@pytest.fixture
def settings(sample: Desk) -> Desk:
    sample.go(Route.SETTINGS)
    return sample


def test_the_dark_scheme_is_chosen_by_arrow_and_kept(settings: Desk) -> None:
    settings.tab_to("Claire (")
    settings.press(Qt.Key.Key_Right)
    assert theme.current().dark
    workspace = settings.shell.unlocked
    assert settings.in_database(lambda: workspace.settings.get("ui:scheme")) == "dark"


def test_a_backup_goes_to_the_folder_chosen_and_is_told(settings: Desk, tmp_path: Path) -> None:
    stick = tmp_path / "clé"
    stick.mkdir()
    settings.choose("Sauvegarder sur une clé")
    dialog = settings.dialog
    assert isinstance(dialog, QFileDialog)
    settings.save_in_dialog(stick)
    settings.wait(lambda: any("Sauvegarde vérifiée" in said for said in settings.said))
    assert [path.suffix for path in stick.iterdir()] == [".sauvegarde"]
    settings.settle()
    assert "Ailleurs\u00a0: aujourd’hui" in settings.texts()


def test_another_passphrase_opens_and_the_former_one_no_longer(settings: Desk) -> None:
    new = "une toute autre suite de mots tranquilles"
    settings.choose("Changer la phrase de passe")
    settings.type("fausse")
    settings.press(ENTER)
    for _ in range(2):
        settings.type(new)
        settings.press(ENTER)
    settings.wait(lambda: "Ce n’est pas la bonne phrase de passe" in settings.texts())
    settings.type(PASSPHRASE)
    settings.tab_to("La même, une seconde fois")
    settings.press(ENTER)
    settings.wait(lambda: any("est changée" in said for said in settings.said))
    settings.press(Qt.Key.Key_L, modifier=CTRL)
    settings.type(PASSPHRASE)
    settings.press(ENTER)
    settings.wait(lambda: "Ce n’est pas la bonne phrase de passe" in settings.texts())
    settings.type(new)
    settings.press(ENTER)
    settings.wait(lambda: settings.is_on(Route.SETTINGS))
    settings.settle()


def test_a_new_code_is_shown_once(settings: Desk) -> None:
    settings.choose("Imprimer un nouveau code")
    settings.type(PASSPHRASE)
    settings.press(ENTER)
    settings.wait(lambda: settings.focus_name == "Imprimer")
    assert faults(settings.dialog) == []
    settings.press(Qt.Key.Key_Escape)
    assert settings.front is settings.window


def test_licences_are_listed(settings: Desk) -> None:
    settings.choose("À propos")
    settings.wait(lambda: settings.front is not settings.window)
    assert "EUPL 1.2" in settings.texts()
    assert faults(settings.dialog) == []


def test_every_control_has_a_name_and_a_role(settings: Desk) -> None:
    assert faults(settings.window) == []
