"""The home page: take up the day's dossier, find another, delete, export, start a follow-up."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from consultant_app.domain.interview import Occasion, State
from consultant_app.services.dossiers import DossierRow, Dossiers
from consultant_app.ui.models.dossiers import DossiersModel, Filter, state_word, where_in_words
from consultant_app.ui.navigation import Route
from consultant_app.ui.pages.home.page import HomePage
from tests.ui.desk import CTRL, ENTER, Desk
from tests.ui.test_accessibility import faults


@pytest.fixture
def home(sample: Desk) -> HomePage:
    page = sample.page
    assert isinstance(page, HomePage)
    return page


def companies(model: DossiersModel) -> list[str]:
    """The companies shown, in order."""
    rows = [model.row_at(line) for line in range(model.rowCount())]
    return [row.company for row in rows if row]


def test_one_key_takes_up_the_latest_draft(sample: Desk, home: HomePage) -> None:
    assert sample.focus_name == "Reprendre l’entretien"
    assert "31 sur 54, reprendre à 6.2" in sample.texts()
    sample.press(ENTER)
    assert sample.is_on(Route.INTERVIEW)
    assert "Boulangerie Modèle" in sample.window.windowTitle()


def test_searching_forgives_accents_and_opens_by_keyboard(sample: Desk, home: HomePage) -> None:
    sample.press(Qt.Key.Key_F, modifier=CTRL)
    sample.type("MENUISERIE exemple")
    assert companies(home.model) == ["Menuiserie Exemple"]
    sample.press(ENTER, ENTER)
    assert sample.is_on(Route.RESULT)
    assert "Menuiserie Exemple" in sample.window.windowTitle()


def test_escape_gives_the_whole_list_back(sample: Desk, home: HomePage) -> None:
    sample.press(Qt.Key.Key_F, modifier=CTRL)
    sample.type("zzz")
    assert companies(home.model) == []
    sample.press(Qt.Key.Key_Escape)
    assert len(companies(home.model)) == 12
    assert sample.focus is home.table


def test_filters_count_every_dossier_once(sample: Desk, home: HomePage) -> None:
    counts = home.model.counts()
    assert counts[Filter.ALL] == 12
    assert sum(count for which, count in counts.items() if which is not Filter.ALL) == 12
    sample.tab_to("Tous, 12")
    sample.press(Qt.Key.Key_Right)
    assert sample.focus_name == f"Brouillons, {counts[Filter.DRAFT]}"
    assert home.model.rowCount() == counts[Filter.DRAFT]


def test_f9_hides_the_other_dossiers(sample: Desk, home: HomePage) -> None:
    assert "Tous" in sample.texts()
    sample.press(Qt.Key.Key_F9)
    assert "Tous" not in sample.texts()
    assert not home.table.isVisible()
    sample.press(Qt.Key.Key_F9)
    assert home.table.isVisible()


def test_deleting_asks_and_says_what_still_holds_the_dossier(sample: Desk, home: HomePage) -> None:
    sample.press(Qt.Key.Key_F, modifier=CTRL)
    sample.type("garage")
    sample.press(ENTER, Qt.Key.Key_Delete)
    assert "Supprimer «\u00a0Garage Témoin\u00a0»" in sample.texts()
    assert "le contient encore" in sample.texts()
    assert sample.focus_name == "Garder le dossier"
    sample.press(ENTER)
    assert companies(home.model) == ["Garage Témoin"]
    sample.press(Qt.Key.Key_Delete)
    sample.choose("Supprimer pour toujours")
    sample.wait(lambda: companies(home.model) == [])
    workspace = sample.shell.unlocked
    rows = sample.in_database(lambda: Dossiers(workspace).rows())
    assert len(rows) == 11


def test_a_dossier_is_exported_from_its_menu(sample: Desk, home: HomePage, tmp_path: Path) -> None:
    sample.press(Qt.Key.Key_F, modifier=CTRL)
    sample.type("studio")
    sample.press(ENTER)
    choose_in_menu(sample, home, "Exporter")
    sample.save_in_dialog(tmp_path / "studio.json")
    sample.wait(lambda: any("gardez ce fichier à l’abri" in said for said in sample.said))
    assert "Studio Prototype" in (tmp_path / "studio.json").read_text(encoding="utf-8")


def test_a_follow_up_starts_from_the_menu(sample: Desk, home: HomePage) -> None:
    sample.press(Qt.Key.Key_F, modifier=CTRL)
    sample.type("imprimerie")
    sample.press(ENTER)
    choose_in_menu(sample, home, "Commencer le suivi")
    sample.wait(lambda: sample.is_on(Route.INFORMATION))
    sample.settle()
    workspace = sample.shell.unlocked
    found = sample.in_database(lambda: Dossiers(workspace).interviews())
    latest = found[0]
    assert (latest.company, latest.occasion) == ("Imprimerie Échantillon", Occasion.FOLLOW_UP)


def choose_in_menu(desk: Desk, home: HomePage, beginning: str) -> None:
    """Open the menu of the current line with the menu key's request, and pick an entry."""
    home.table.customContextMenuRequested.emit(QPoint(-1, -1))
    menu = desk.app.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(a for a in menu.actions() if a.text().startswith(beginning))
    menu.setActiveAction(action)
    desk.press(ENTER)


def test_where_a_dossier_is_said_in_words() -> None:
    def row(**changes: object) -> DossierRow:
        fields: dict[str, object] = {
            "company_id": "c",
            "company": "Essai",
            "activity": "",
            "commune": "",
            "staff": None,
            "updated_at": None,
            **changes,
        }
        return DossierRow(**fields)  # type: ignore[arg-type]

    closed = {"state": State.CLOSED, "handed_over": True}
    cases = {
        row(): ("À commencer", "Entretien à mener"),
        row(state=State.DRAFT, answered=3, relevant=9, position="1.2 Cap", flagged=2): (
            "Brouillon",
            "3 sur 9, reprendre à 1.2 Cap, deux questions à revoir",
        ),
        row(state=State.DRAFT, answered=9, relevant=9): (
            "Brouillon",
            "9 sur 9, à relire et à clore",
        ),
        row(state=State.CLOSED): ("À restituer", "À imprimer et remettre"),
        row(**closed, agreed=False): ("Clos", "Sans transmission, choix du dirigeant"),
        row(**closed, agreed=True, sync="waiting"): ("Clos", "En attente d’un réseau"),
        row(**closed, agreed=True, sync="acknowledged"): ("Transmis", "Reçu par la région"),
        row(**closed, agreed=True, sync="refused"): ("Clos", "Refusé par la région, à revoir"),
    }
    assert {r: (state_word(r), where_in_words(r)) for r in cases} == cases


@pytest.mark.parametrize("size", [(1366, 768), (683, 384)])
def test_everything_fits_and_has_a_name(sample: Desk, size: tuple[int, int]) -> None:
    sample.window.resize(*size)
    sample.settle()
    assert sample.window.width() == size[0]
    assert faults(sample.window) == []


def test_a_newcomer_is_told_what_to_do(desk: Desk) -> None:
    desk.open_profile()
    assert "Aucun dossier pour l’instant." in desk.texts()
    desk.choose("Nouveau dossier")
    assert desk.is_on(Route.COMPANY)
