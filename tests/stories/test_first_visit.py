"""The whole story by keyboard alone: from the first opening to the paper saved, offline."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from consultant_app.domain.interview import Extent, Interview, State
from consultant_app.services.dossiers import Dossiers
from consultant_app.ui import application
from consultant_app.ui.navigation import Route
from consultant_app.ui.pages.first_run.page import FirstRunPage
from consultant_app.ui.pages.interview.page import InterviewPage
from consultant_app.ui.pages.interview.stops import StopKind
from consultant_app.ui.pages.preview.page import PreviewPage
from consultant_app.ui.theme import Scheme
from tests.ui.desk import ALT, CTRL, ENTER, PASSPHRASE, Desk

FIRM, HEAD = "Menuiserie Exemple", "Claire Modèle"
NOTE = "Il dit avoir perdu deux devis en juin"


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    application.prepare(qapp, Scheme.LIGHT)
    held = Desk(qapp, tmp_path / "profil")
    yield held
    held.close()


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of this needs the network: looking a name up fails the story."""

    def refuse(*given: object) -> None:
        raise AssertionError(f"the network was asked for: {given}")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_from_the_first_opening_to_the_paper_in_hand(desk: Desk, tmp_path: Path) -> None:
    open_for_the_first_time(desk)
    fill_the_sheet(desk)
    present_the_information(desk)
    hold_the_interview(desk)
    reread(desk)
    decide(desk)
    sign(desk)
    paper = tmp_path / "restitution.pdf"
    hand_over(desk, paper)
    check_what_is_kept(desk, paper)


def open_for_the_first_time(desk: Desk) -> None:
    """Name, passphrase twice, recovery code copied."""
    desk.begin()
    desk.type("Paul Témoin")
    desk.press(ENTER, ENTER)
    desk.type(PASSPHRASE)
    desk.press(ENTER)
    desk.type(PASSPHRASE)
    desk.press(ENTER)
    page = desk.page
    assert isinstance(page, FirstRunPage)
    desk.wait(lambda: bool(page.code.code))
    desk.tab_to("Le troisième groupe")
    desk.type(page.code.code.split("-")[2])
    desk.press(ENTER, ENTER)
    assert desk.is_on(Route.HOME)


def fill_the_sheet(desk: Desk) -> None:
    """A firm of four, for a short interview."""
    desk.press(Qt.Key.Key_N, modifier=CTRL)
    for text in (FIRM, "", "Menuiserie bois", "43.32A", "Saint-Exemple", "42", "4", "2009", HEAD):
        desk.type(text)
        desk.press(ENTER)
    desk.tab_to("Complet, environ 90 minutes")
    desk.press(Qt.Key.Key_Right)
    desk.choose("Commencer l’entretien")
    desk.wait(lambda: desk.is_on(Route.INFORMATION))
    desk.settle()


def present_the_information(desk: Desk) -> None:
    assert "Vous êtes libre" in desk.texts()
    desk.press(ENTER)
    desk.wait(lambda: desk.is_on(Route.INTERVIEW))
    desk.settle()


def hold_the_interview(desk: Desk) -> None:
    """Every theme's importance and every practice of the socle; one note; questions passed."""
    page = desk.page
    assert isinstance(page, InterviewPage)
    noted = False
    for press in range(400):
        if not desk.is_on(Route.INTERVIEW):
            return
        assert page.travel is not None
        stop = page.travel.stop
        assert stop is not None
        if stop.kind is StopKind.PRACTICE:
            desk.type("013"[press % 3])
            if not noted:
                desk.type("a")
                desk.type(NOTE)
                desk.press(Qt.Key.Key_Escape)
                noted = True
        elif stop.kind is StopKind.OPENING:
            desk.type("3" if press % 2 else "1")
        desk.press(ENTER)
    raise AssertionError("the interview never ended")


def reread(desk: Desk) -> None:
    desk.wait(lambda: desk.is_on(Route.REVIEW))
    desk.settle()
    desk.fill("Lieu", "à l’atelier")
    desk.choose("Suivant")
    desk.wait(lambda: desk.is_on(Route.RESULT))
    desk.settle()


def decide(desk: Desk) -> None:
    """The second priority first, with a name on it; the last one removed."""
    desk.press(Qt.Key.Key_Down, modifier=ALT)
    desk.press(ENTER)
    desk.type(HEAD)
    desk.press(ENTER)
    desk.tab_to("3. ")
    desk.press(Qt.Key.Key_Delete)
    desk.choose("Suivant")
    desk.wait(lambda: desk.is_on(Route.SHARING))
    desk.settle()


def sign(desk: Desk) -> None:
    """Yes, with a code; signed; closed."""
    desk.press(ENTER)
    desk.tab_to("Je souhaite un code de suivi")
    desk.press(Qt.Key.Key_Space)
    desk.fill("Nom de la personne qui signe", HEAD)
    desk.press(ENTER)
    desk.wait(lambda: any("signé et clos" in said for said in desk.said))
    desk.settle()


def hand_over(desk: Desk, paper: Path) -> None:
    """See the paper, save it."""
    desk.choose("Aperçu de la restitution")
    desk.wait(lambda: desk.is_on(Route.PREVIEW))
    page = desk.page
    assert isinstance(page, PreviewPage)
    desk.wait(lambda: page.document.pageCount() > 0)
    desk.press(Qt.Key.Key_S, modifier=CTRL)
    desk.press(ENTER)
    desk.save_in_dialog(paper)
    desk.wait(lambda: any("confiez ce fichier avec soin" in said for said in desk.said))


def check_what_is_kept(desk: Desk, paper: Path) -> None:
    """The dossier holds all that was typed, the paper says it, the record names nobody."""
    assert not [said for said in desk.said if "erreur" in said]
    workspace = desk.shell.unlocked

    def read() -> tuple[Interview, bytes]:
        (row,) = Dossiers(workspace).rows()
        assert row.handed_over
        (entry,) = workspace.outbox.waiting()
        return Dossiers(workspace).find(row.interview_id or ""), entry.body

    interview, body = desk.in_database(read)
    assert (interview.state, interview.extent) == (State.CLOSED, Extent.SHORT)
    assert [answer.note for answer in interview.answers.values() if answer.note] == [NOTE]
    assert interview.plan[1].who == HEAD
    assert sum(not item.kept for item in interview.plan) == 1
    pages = [page.get_textpage().get_text_bounded() for page in PdfDocument(paper)]
    assert FIRM in pages[0]
    assert HEAD in pages[0]
    whole = "\n".join(pages)
    assert NOTE not in whole
    assert interview.follow_up_code is not None
    assert interview.follow_up_code[:4] in whole
    record = json.loads(body)
    kept = [item.practice_id for item in interview.plan if item.kept]
    assert record["needs"] == kept
    for private in (FIRM, HEAD, NOTE, "Saint-Exemple", "43.32", interview.follow_up_code):
        assert private not in body.decode()
