"""The program behaves as others do: one window, files by double click, places remembered."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from consultant_app import bootstrap
from consultant_app.domain.company import CompanyFacts
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.exporting import Exporting
from consultant_app.services.transfer import Transfer
from consultant_app.ui import window_place
from consultant_app.ui.arrivals import Arrivals
from consultant_app.ui.composition import Program, compose
from consultant_app.ui.dialogs.receive import ImportDialog, ReceiveDialog
from consultant_app.ui.instance import Instance
from consultant_app.ui.navigation import Route
from tests.storing import CHEAP, PASSPHRASE

T = TypeVar("T", bound=QObject)


def second_start(folder: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "consultant_app", "--profile", str(folder), *words],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_second_start_hands_its_file_to_the_first_and_ends(qtbot: QtBot, tmp_path: Path) -> None:
    first = Instance(tmp_path / "profil")
    assert first.listen()
    received = tmp_path / "boulangerie.dossier"
    with qtbot.waitSignal(first.asked, timeout=20_000) as heard:
        second = second_start(tmp_path / "profil", "open", str(received))
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.communicate()[1] == ""
    assert second.returncode == 0
    assert heard.args == [str(received)]
    first.close()


def test_what_a_dead_program_left_does_not_prevent_listening(tmp_path: Path) -> None:
    died = (
        "import os, sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication\n"
        "from consultant_app.ui.instance import Instance\n"
        "app = QCoreApplication([]); assert Instance(Path(sys.argv[1])).listen(); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", died, str(tmp_path)], check=False, timeout=30)
    alone = Instance(tmp_path)
    assert not alone.reach_other()
    assert alone.listen()
    alone.close()


def test_the_window_comes_back_where_it_was(qtbot: QtBot, tmp_path: Path) -> None:
    window, again = QMainWindow(), QMainWindow()
    qtbot.addWidget(window)
    qtbot.addWidget(again)
    window.setGeometry(40, 60, 700, 420)
    window_place.keep(window, tmp_path)
    assert window_place.restore(again, tmp_path)
    assert again.size() == window.size()
    assert again.pos() == window.pos()


def test_a_window_too_large_for_the_screen_takes_all_of_it(qtbot: QtBot) -> None:
    large, small = QMainWindow(), QMainWindow()
    for window in (large, small):
        qtbot.addWidget(window)
    screen = large.screen().availableGeometry()
    large.resize(screen.width() - 20, screen.height() - 20)
    small.resize(screen.width() // 2, screen.height() // 2)
    for window in (large, small):
        window_place.fit(window)
    assert large.isMaximized()
    assert not small.isMaximized()


@pytest.mark.parametrize("content", ["", "{}", '{"place": 3}', "\x00"])
def test_a_spoilt_memory_of_the_place_is_ignored(
    qtbot: QtBot, tmp_path: Path, content: str
) -> None:
    (tmp_path / "fenetre.json").write_text(content, encoding="utf-8")
    window = QMainWindow()
    qtbot.addWidget(window)
    assert not window_place.restore(window, tmp_path)


def test_the_program_has_its_icon(dressed: QApplication) -> None:
    assert not QGuiApplication.windowIcon().isNull()
    assert QGuiApplication.desktopFileName() == "diagnostic-pme"


@pytest.fixture
def program(dressed: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Program]:
    """The whole window, on a profile of its own, still locked."""
    bootstrap.create_profile(tmp_path / "profil", PASSPHRASE, "Paul Témoin", cost=CHEAP)[0].close()
    composed = compose(tmp_path / "profil", cost=CHEAP)
    composed.window.show()
    composed.shell.go(Route.UNLOCK)
    yield composed
    qtbot.waitUntil(lambda: not composed.shell.tasks.busy, timeout=20_000)
    composed.window.close()
    composed.close()


@pytest.fixture
def colleague(tmp_path: Path) -> tuple[Path, str]:
    """A dossier sealed by a colleague, with its code."""
    workspace, _ = bootstrap.create_profile(tmp_path / "autre", PASSPHRASE, "Ève", cost=CHEAP)
    dossiers = Dossiers(workspace)
    company = dossiers.add_company("Garage Exemple", CompanyFacts(staff=4, departement="42"))
    dossiers.start(company.id)
    target = tmp_path / "garage.dossier"
    code = Transfer(workspace).write(company.id, target)
    Exporting(workspace).to_file(None, tmp_path / "tous.json")
    workspace.close()
    return target, code


def unlock(program: Program, qtbot: QtBot) -> None:
    program.access.unlock(PASSPHRASE, program.shell.messages.failure)
    qtbot.waitUntil(lambda: program.shell.workspace is not None and not program.shell.tasks.busy)


def dialog_of(program: Program, kind: type[T], qtbot: QtBot) -> T:
    qtbot.waitUntil(lambda: program.window.findChild(kind) is not None)
    found = program.window.findChild(kind)
    assert found is not None
    return found


def companies(program: Program) -> list[str]:
    return [row.company for row in Dossiers(program.shell.unlocked).rows()]


def test_a_double_clicked_dossier_waits_for_the_passphrase_then_asks_its_code(
    program: Program, colleague: tuple[Path, str], qtbot: QtBot
) -> None:
    arrivals = Arrivals(program.shell, program.window)
    arrivals.arrive(str(colleague[0]))
    assert "Ouvrez d’abord vos dossiers" in program.shell.messages.history[-1].text

    unlock(program, qtbot)
    dialog = dialog_of(program, ReceiveDialog, qtbot)
    dialog.code.setText("ABCD-EFGH")
    dialog.go_on.click()
    qtbot.waitUntil(lambda: dialog.isEnabled() and bool(dialog.box.field.accessibleDescription()))

    dialog.code.setText(colleague[1])
    dialog.go_on.click()
    qtbot.waitUntil(lambda: "Garage Exemple" in dialog.told.text())
    assert "nouveau, il sera ajouté" in dialog.told.text()
    dialog.go_on.click()
    qtbot.waitUntil(lambda: not program.shell.tasks.busy and "Garage Exemple" in companies(program))
    assert "un entretien ajouté" in program.shell.messages.history[-1].text


def test_a_plain_file_is_taken_in_after_a_question(
    program: Program, colleague: tuple[Path, str], qtbot: QtBot
) -> None:
    unlock(program, qtbot)
    arrivals = Arrivals(program.shell, program.window)
    arrivals.arrive(str(colleague[0].parent / "tous.json"))
    dialog_of(program, ImportDialog, qtbot).go_on.click()
    qtbot.waitUntil(lambda: not program.shell.tasks.busy and "Garage Exemple" in companies(program))
    assert "Un entretien repris." in program.shell.messages.history[-1].text


def test_another_kind_of_file_is_refused_in_one_sentence(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    unlock(program, qtbot)
    arrivals = Arrivals(program.shell, program.window)
    arrivals.arrive(str(tmp_path / "photo.png"))
    assert "n’est plus là" in program.shell.messages.history[-1].text
    (tmp_path / "photo.png").write_bytes(b"")
    arrivals.arrive(str(tmp_path / "photo.png"))
    assert "n’est ni un dossier" in program.shell.messages.history[-1].text


def test_ctrl_q_closes_the_window(program: Program, qtbot: QtBot) -> None:
    program.window.activateWindow()
    QTest.keyClick(program.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not program.window.isVisible())
