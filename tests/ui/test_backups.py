"""Backups from the window: kept up hourly, made elsewhere in one press, taken back after a look."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from consultant_app.services.dossiers import Dossiers
from consultant_app.ui.daily_backup import HOUR_MS, DailyBackup
from consultant_app.ui.dialogs.take_back import TakeBackDialog
from consultant_app.ui.navigation import Route
from tests.keeping import StillClock
from tests.ui.desk import ENTER, PASSPHRASE, Desk, ready_made
from tests.ui.test_accessibility import faults


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def kept(dressed: QApplication, tmp_path: Path, clock: StillClock) -> Iterator[Desk]:
    """The whole program, on an empty profile and a clock of the test's own."""
    held = Desk(dressed, tmp_path / "profil", clock=clock)
    shutil.copytree(ready_made(sample=False), tmp_path / "profil", dirs_exist_ok=True)
    held.begin()
    by_passphrase(held)
    held.wait(lambda: held.is_on(Route.HOME))
    held.settle()
    yield held
    held.close()


def hourly(desk: Desk) -> DailyBackup:
    found = desk.program.access.findChild(DailyBackup)
    assert isinstance(found, DailyBackup)
    return found


def automatic(desk: Desk) -> list[Path]:
    return sorted((desk.program.access.folder / "sauvegardes").glob("*.sauvegarde"))


def add(desk: Desk, *names: str) -> None:
    workspace = desk.shell.unlocked

    def work() -> None:
        for name in names:
            Dossiers(workspace).start(Dossiers(workspace).add_company(name).id)

    desk.in_database(work)


def choose_file(desk: Desk, button: str, path: Path) -> None:
    desk.choose(button)
    assert isinstance(desk.dialog, QFileDialog)
    desk.save_in_dialog(path)


# The backup of the day


def test_a_backup_that_failed_is_made_an_hour_later_and_told_once(
    kept: Desk, clock: StillClock
) -> None:
    folder = kept.program.access.folder / "sauvegardes"
    shutil.rmtree(folder)
    folder.write_bytes(b"un fichier, l\xc3\xa0 o\xc3\xb9 il faut un dossier")
    clock.ahead(days=1)
    watch = hourly(kept)
    for _ in range(3):
        watch.look()
        kept.settle()
    failures = [said for said in kept.said if "n’a pas été faite" in said]
    assert len(failures) == 1, "not every hour the same"
    folder.unlink()
    watch.look()
    kept.settle()
    assert kept.said[-1] == "La sauvegarde du jour est faite."
    assert len(automatic(kept)) == 1
    watch.look()
    kept.settle()
    assert len(automatic(kept)) == 1
    assert kept.said[-1] == "La sauvegarde du jour est faite."


def test_a_program_left_open_backs_up_every_day_without_a_word(
    kept: Desk, clock: StillClock
) -> None:
    before = len(automatic(kept))
    said = list(kept.said)
    for _ in range(3):
        clock.ahead(days=1)
        hourly(kept).look()
        kept.settle()
    assert len(automatic(kept)) == before + 3
    assert kept.said == said


def test_the_hour_begins_at_unlocking_and_ends_with_the_lock(kept: Desk) -> None:
    hour = hourly(kept)._hour
    assert hour.isActive()
    assert hour.interval() == HOUR_MS == 60 * 60 * 1000
    assert kept.program.access.lock(force=True)
    assert not hour.isActive()
    hourly(kept).look()
    assert not hour.isActive(), "nothing is asked of a locked profile"


# Elsewhere


def test_the_folder_once_chosen_is_kept_and_the_next_backup_is_one_press(
    kept: Desk, clock: StillClock, tmp_path: Path
) -> None:
    stick = tmp_path / "clé"
    stick.mkdir()
    add(kept, "Menuiserie Exemple")
    kept.go(Route.SETTINGS, part="backup")
    assert kept.focus_name.startswith("Sauvegarder sur une clé")
    choose_file(kept, "Sauvegarder sur une clé", stick)
    kept.wait(lambda: any("Sauvegarde vérifiée" in said for said in kept.said))
    clock.ahead(days=9)
    kept.go(Route.SETTINGS, part="backup")
    assert "branchez votre clé USB" in kept.texts(), "nine days later, it is said"
    kept.choose("Sauvegarder dans clé")
    kept.wait(lambda: len(list(stick.glob("*.sauvegarde"))) == 2)
    kept.settle()
    assert "branchez votre clé USB" not in kept.texts()
    assert faults(kept.window) == []


def test_an_absent_stick_is_said_and_nothing_is_written_in_its_place(
    kept: Desk, tmp_path: Path
) -> None:
    stick = tmp_path / "clé"
    stick.mkdir()
    kept.go(Route.SETTINGS)
    choose_file(kept, "Sauvegarder sur une clé", stick)
    kept.wait(lambda: any("Sauvegarde vérifiée" in said for said in kept.said))
    shutil.rmtree(stick)
    kept.choose("Sauvegarder dans clé")
    kept.wait(lambda: "branchez la clé USB" in kept.said[-1])
    assert not stick.exists()


# Taking one back


@pytest.fixture
def copied(kept: Desk, clock: StillClock, tmp_path: Path) -> Path:
    """A backup of two firms; since then one was added, and one changed."""
    file = tmp_path / "lundi.sauvegarde"
    add(kept, "Menuiserie Exemple", "Garage Fictif")
    workspace = kept.shell.unlocked
    kept.in_database(lambda: workspace.backups.write(file))
    clock.ahead(hours=5)
    add(kept, "Fleurs de l’Invention")
    return file


def look_into(desk: Desk, file: Path, act: Callable[[], None]) -> TakeBackDialog:
    desk.go(Route.SETTINGS)
    choose_file(desk, "Reprendre une sauvegarde", file)
    desk.wait(lambda: isinstance(desk.front, TakeBackDialog))
    act()
    desk.wait(lambda: "Sauvegarde du 14/09/2026" in desk.texts())
    dialog = desk.dialog
    assert isinstance(dialog, TakeBackDialog)
    return dialog


def by_passphrase(desk: Desk) -> None:
    desk.type(PASSPHRASE)
    desk.press(ENTER)


def companies(desk: Desk) -> list[str]:
    workspace = desk.shell.unlocked
    rows = desk.in_database(lambda: Dossiers(workspace).rows())
    return sorted(row.company for row in rows)


def test_what_would_be_lost_is_shown_before_anything_is_done(kept: Desk, copied: Path) -> None:
    dialog = look_into(kept, copied, lambda: by_passphrase(kept))
    words = kept.texts()
    assert "2 entretiens" in words
    assert "Fleurs de l’Invention\u00a0: seulement ici, serait mis de côté" in words
    assert "Menuiserie Exemple" not in words, "only what differs"
    assert kept.focus_name == "Garder ce qui est ici", "Enter alone loses nothing"
    assert faults(dialog) == []
    kept.press(ENTER)
    assert kept.front is kept.window
    assert "Fleurs de l’Invention" in companies(kept)


def test_a_backup_is_taken_back_and_what_was_here_is_set_aside(kept: Desk, copied: Path) -> None:
    look_into(kept, copied, lambda: by_passphrase(kept))
    kept.choose("Reprendre cette sauvegarde")
    kept.wait(lambda: any("repris de la sauvegarde" in said for said in kept.said))
    kept.wait(lambda: kept.is_on(Route.HOME))
    kept.settle()
    assert companies(kept) == ["Garage Fictif", "Menuiserie Exemple"]
    assert "gardé dans" in next(said for said in kept.said if "repris de la" in said)
    aside = kept.program.access.folder / "sauvegardes" / "avant-restauration-1"
    assert (aside / "dossiers.db").is_file()


def test_a_wrong_passphrase_is_said_beside_its_field_and_can_be_typed_again(
    kept: Desk, copied: Path
) -> None:
    def act() -> None:
        kept.type("fausse")
        kept.press(ENTER)
        kept.wait(lambda: "Ce n’est pas la bonne phrase de passe" in kept.texts())
        by_passphrase(kept)

    look_into(kept, copied, act)
    kept.press(Qt.Key.Key_Escape)
    assert kept.front is kept.window


def test_a_double_clicked_backup_asks_the_same(kept: Desk, copied: Path) -> None:
    from consultant_app.ui.arrivals import Arrivals

    kept.go(Route.HOME)
    Arrivals(kept.shell, kept.window).arrive(str(copied))
    kept.wait(lambda: isinstance(kept.front, TakeBackDialog))
    kept.press(Qt.Key.Key_Escape)
    assert kept.is_on(Route.HOME)


def test_a_file_that_is_no_backup_is_refused_beside_the_field(kept: Desk, tmp_path: Path) -> None:
    wrong = tmp_path / "photo.sauvegarde"
    wrong.write_bytes(b"pas une sauvegarde")
    kept.go(Route.SETTINGS)
    choose_file(kept, "Reprendre une sauvegarde", wrong)
    kept.wait(lambda: isinstance(kept.front, TakeBackDialog))
    by_passphrase(kept)
    kept.wait(lambda: "Cette sauvegarde est abîmée" in kept.texts())
    kept.press(Qt.Key.Key_Escape)
