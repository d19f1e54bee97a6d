"""F1 leads to the guide from each screen; a report and the licences are one step further."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from consultant_app import bootstrap
from consultant_app.services import guide
from consultant_app.ui.composition import Program, compose
from consultant_app.ui.dialogs.about import AboutDialog
from consultant_app.ui.dialogs.help import PAGES, HelpDialog, open_help
from consultant_app.ui.dialogs.keys import KeysDialog
from consultant_app.ui.dialogs.support import SupportDialog
from consultant_app.ui.navigation import Route
from consultant_app.ui.pages.home.page import HomePage
from tests.storing import CHEAP, PASSPHRASE


@pytest.fixture(scope="module")
def opened(dressed: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """One window for all tests of this page: they only read."""
    folder = tmp_path_factory.mktemp("aide") / "profil"
    workspace, _ = bootstrap.create_profile(folder, PASSPHRASE, "Paul Témoin", cost=CHEAP)
    composed = compose(folder, cost=CHEAP)
    composed.window.show()
    composed.access.take(workspace)
    yield composed
    while composed.shell.tasks.busy:
        dressed.processEvents()
        time.sleep(0.001)
    composed.window.close()
    composed.close()


@pytest.fixture
def program(opened: Program) -> Iterator[Program]:
    """At the home page, no dialog open."""
    opened.shell.go(Route.HOME)
    yield opened
    for dialog in opened.window.findChildren(QDialog):
        dialog.close()
        dialog.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def guide_of(program: Program, qtbot: QtBot) -> HelpDialog:
    qtbot.waitUntil(lambda: program.window.findChild(HelpDialog) is not None)
    found = program.window.findChild(HelpDialog)
    assert found is not None
    return found


def shown_title(dialog: HelpDialog) -> str:
    return dialog.text.toPlainText().splitlines()[0]


def test_each_screen_has_its_page() -> None:
    assert set(PAGES) == set(Route)
    assert set(PAGES.values()) <= {page.name for page in guide.chapters()}


def test_f1_opens_the_page_of_a_screen_that_has_no_keys_of_its_own(
    program: Program, qtbot: QtBot
) -> None:
    program.shell.go(Route.SETTINGS)
    QTest.keyClick(program.window, Qt.Key.Key_F1)
    assert shown_title(guide_of(program, qtbot)) == "Garder ses dossiers"


def test_from_the_list_of_keys_the_guide_is_one_step_further(
    program: Program, qtbot: QtBot
) -> None:
    page = program.shell.navigator.current
    assert isinstance(page, HomePage)
    keys = KeysDialog([("F1", "toutes les touches")], page)
    keys.show()
    keys.guide.click()
    assert keys.isHidden()
    assert shown_title(guide_of(program, qtbot)) == "Les dossiers"


def test_the_help_button_of_the_home_page_begins_at_the_first_visit(
    program: Program, qtbot: QtBot
) -> None:
    page = program.shell.navigator.current
    assert isinstance(page, HomePage)
    page.help.click()
    assert shown_title(guide_of(program, qtbot)) == "Ma première visite"


def test_a_search_leads_to_the_passage(program: Program, qtbot: QtBot) -> None:
    dialog = open_help(program.shell, program.window, Route.HOME)
    dialog.search.setText("cle usb sauvegarde")
    assert dialog.pages.count() >= 1
    dialog.search.returnPressed.emit()
    assert dialog.pages.hasFocus() or dialog.pages.currentRow() == 0
    assert "clé USB" in dialog.text.toPlainText()
    dialog.search.setText("hippopotame")
    assert dialog.pages.count() == 0
    assert "Rien à ce mot" in dialog.found.text()
    dialog.search.setText("")
    assert dialog.pages.count() == len(guide.chapters())


def test_links_lead_from_page_to_page_and_never_out(program: Program, qtbot: QtBot) -> None:
    dialog = open_help(program.shell, program.window, Route.HOME)
    dialog.text.anchorClicked.emit(QUrl("07-garder.md"))
    assert shown_title(dialog) == "Garder ses dossiers"
    dialog.text.anchorClicked.emit(QUrl("https://exemple.example/"))
    assert shown_title(dialog) == "Garder ses dossiers"


def test_a_report_is_read_then_saved(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = open_help(program.shell, program.window, None)
    dialog.report.click()
    report = dialog.findChild(SupportDialog)
    assert report is not None
    qtbot.waitUntil(report.save.isEnabled, timeout=20_000)
    assert "Qt" in report.content
    assert "Fichier des dossiers" in report.content
    report._write(tmp_path / "rapport.txt")
    qtbot.waitUntil((tmp_path / "rapport.txt").exists)
    qtbot.waitUntil(lambda: not program.shell.tasks.busy)
    assert (tmp_path / "rapport.txt").read_text(encoding="utf-8") == report.content


def test_the_licences_are_read_in_the_program(program: Program, qtbot: QtBot) -> None:
    dialog = open_help(program.shell, program.window, None)
    dialog.licences.click()
    qtbot.waitUntil(lambda: dialog.findChild(AboutDialog) is not None, timeout=20_000)
    about = dialog.findChild(AboutDialog)
    assert about is not None
    names = [about.names.item(row).text() for row in range(about.names.count())]
    about.names.setCurrentRow(next(i for i, n in enumerate(names) if n.startswith("PySide6 ")))
    assert "LGPL version 3" in about.text.toPlainText()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in about.text.toPlainText()
