"""Every screen, light and dark, as a newcomer sees it on the sample: ``python -m tests.screenshots``.

Writes PNG files of 1366 × 768 to ``docs/screenshots``; nothing needs a display.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from consultant_app import bootstrap
from consultant_app.services.dossiers import DossierRow, Dossiers
from consultant_app.services.news import note_news
from consultant_app.services.sample import CONSULTANT, load_sample
from consultant_app.services.sending import Sending
from consultant_app.services.sync_schedule import set_automatic
from consultant_app.services.workspace import Workspace
from consultant_app.storage.enrolment import Enrolment, Enrolments
from consultant_app.storage.outbox import OutboxState
from consultant_app.ui import application, theme
from consultant_app.ui.navigation import Route
from consultant_app.ui.pages.first_run.page import FirstRunPage
from consultant_app.ui.pages.interview.page import InterviewPage
from consultant_app.ui.pages.preview.page import PreviewPage
from consultant_app.ui.pages.sharing.page import SharingPage
from consultant_app.ui.theme import Scheme
from sync.protocol.enrolment import Region
from tests.storing import CHEAP
from tests.ui.desk import ENTER, PASSPHRASE, Desk

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
#: A code that opens nothing, for the picture.
CODE = "EXEM-P1ED-EC0D-EQV1-N0VV-RER1-EN00"


class FixedClock:
    """A Tuesday in September, a little before the afternoon's visit."""

    def now(self) -> datetime:
        return datetime(2026, 9, 15, 11, 40, tzinfo=UTC)


class Photographer:
    """Walks through the program and takes a picture of each screen."""

    def __init__(self, app: QApplication, folder: Path, scheme: Scheme) -> None:
        self._app, self._folder, self._scheme = app, folder, scheme
        self.taken: list[Path] = []

    def take(self, name: str, widget: QWidget) -> None:
        """Take a picture of a window as it stands."""
        self._app.processEvents()
        QTest.qWait(30)
        path = self._folder / f"{name}-{self._scheme.value}.png"
        widget.grab().save(str(path))
        _lighten(path)
        self.taken.append(path)


def _lighten(path: Path) -> None:
    """Keep 256 colours: our screens hold few, and pictures stay in the repository for ever."""
    with Image.open(path) as picture:
        lighter = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    lighter.save(path, optimize=True)


def before_the_profile(desk: Desk, photographer: Photographer) -> None:
    """First run: who, code, ready, restore."""
    desk.begin()
    desk.type("Paul Témoin")
    page = desk.page
    assert isinstance(page, FirstRunPage)
    page.who.passphrase.propose("marine tableau orage citron vallée poutre signal")
    QTest.qWait(600)
    desk.settle()
    photographer.take("01-premiere-ouverture", desk.window)
    page.code.show_code(CODE)
    page._go(page.code, page.code.group)
    photographer.take("02-code-de-secours", desk.window)
    page.code.forget()
    page._go(page.restore, page.restore.file)
    photographer.take("03-reprendre-une-sauvegarde", desk.window)


def rows(desk: Desk) -> dict[str, DossierRow]:
    """The sample's dossiers by company."""
    workspace = desk.shell.unlocked
    found = desk.in_database(lambda: Dossiers(workspace).rows())
    return {row.company: row for row in found}


def walk(desk: Desk) -> Iterator[tuple[str, QWidget]]:
    """Every screen of an open profile."""
    found = rows(desk)

    def at(route: Route, company: str) -> QWidget:
        row = found[company]
        desk.go(route, company_id=row.company_id, interview_id=row.interview_id or "")
        return desk.window

    yield "05-accueil", desk.window
    desk.go(Route.COMPANY, company_id=found["Menuiserie Exemple"].company_id)
    yield "06-entreprise", desk.window
    yield "07-information", at(Route.INFORMATION, "Cabinet Repère")
    at(Route.INTERVIEW, "Boulangerie Modèle")
    yield "08-entretien", desk.window
    desk.press(Qt.Key.Key_2)
    yield "09-entretien-reponse", desk.window
    yield from second_screen(desk)
    yield "11-relecture", at(Route.REVIEW, "Traiteur Spécimen")
    yield "12-resultat", at(Route.RESULT, "Traiteur Spécimen")
    yield from sharing(desk, at)
    at(Route.PREVIEW, "Menuiserie Exemple")
    page = desk.page
    assert isinstance(page, PreviewPage)
    desk.wait(lambda: page.document.pageCount() > 0)
    QTest.qWait(900)
    yield "15-apercu", desk.window
    desk.go(Route.SETTINGS)
    yield "16-reglages", desk.window
    yield from region(desk)


def second_screen(desk: Desk) -> Iterator[tuple[str, QWidget]]:
    """What the dirigeant sees, once a level is placed."""
    page = desk.page
    assert isinstance(page, InterviewPage)
    desk.press(Qt.Key.Key_F11)
    desk.settle()
    shown = [w for w in desk.app.topLevelWidgets() if w.isVisible() and w is not desk.window]
    for window in shown:
        window.resize(1366, 768)
        yield "10-ecran-du-dirigeant", window
    desk.window.activateWindow()
    page.second.close()


def sharing(desk: Desk, at: Callable[[Route, str], QWidget]) -> Iterator[tuple[str, QWidget]]:
    """What leaves: asked, then signed."""
    yield "13-ce-qui-part", at(Route.SHARING, "Traiteur Spécimen")
    at(Route.SHARING, "Menuiserie Exemple")
    page = desk.page
    assert isinstance(page, SharingPage)
    yield "14-signe-et-clos", desk.window


def region(desk: Desk) -> Iterator[tuple[str, QWidget]]:
    """Enrolling, then what became of what left; nothing is sent from here."""
    desk.go(Route.SENT)
    desk.choose("Raccorder cet ordinateur")
    desk.type("https://diagnostic.region.exemple")
    desk.press(ENTER)
    yield "17-raccorder", desk.dialog
    desk.press(Qt.Key.Key_Escape)
    workspace = desk.shell.unlocked
    desk.in_database(lambda: answered(workspace))
    desk.go(Route.HOME)
    desk.go(Route.SENT)
    yield "18-ce-qui-est-parti", desk.window
    desk.go(Route.SETTINGS)
    desk.tab_to("Voir ce qui est parti")
    yield "19-reglages-region", desk.window


def answered(workspace: Workspace) -> None:
    """What the outbox holds once a région has answered: received, refused, withdrawn."""
    now = workspace.clock.now()
    set_automatic(workspace, on=False)
    Enrolments(workspace.db).set(
        Enrolment("https://diagnostic.region.exemple", "", "", "Poste de Paul Témoin", now)
    )
    told = Region(
        name="Région Exemple",
        controller="Région Exemple, direction de l’économie",
        dpo="dpo@region.exemple",
        contact="diagnostic@region.exemple",
        campaign="2026",
        agreement="La région s’engage à ne rien publier sous cinq entreprises.",
    )
    workspace.settings.set("region", told.model_dump(mode="json"))
    workspace.settings.set("last_sync", now.isoformat())
    note_news(workspace, "La région a publié du nouveau : « Diagnostic général, version 2 ».")
    first, second, *_rest = workspace.outbox.waiting()
    reason = "La fiche contient un code que ce questionnaire ne connaît pas (freins)."
    workspace.outbox.settle(first.seq, OutboxState.REFUSED, now, reason)
    workspace.outbox.settle(second.seq, OutboxState.ACKNOWLEDGED, now)
    received = [e for e in workspace.outbox.all() if e.state is OutboxState.ACKNOWLEDGED]
    Sending(workspace).withdraw(received[0].interview_id or "")


def shoot(app: QApplication, folder: Path, scheme: Scheme) -> list[Path]:
    """Take every picture in one scheme."""
    theme.apply(app, scheme)
    photographer = Photographer(app, folder, scheme)
    with TemporaryDirectory() as name:
        profile = Path(name) / "profil"
        desk = Desk(app, Path(name) / "nouveau", clock=FixedClock())
        before_the_profile(desk, photographer)
        desk.close()
        make_sample(profile)
        desk = Desk(app, profile, clock=FixedClock())
        desk.begin()
        photographer.take("04-deverrouiller", desk.window)
        desk.type(PASSPHRASE)
        desk.press(ENTER)
        desk.wait(lambda: desk.is_on(Route.HOME))
        desk.settle()
        for screen, widget in walk(desk):
            photographer.take(screen, widget)
        desk.close()
    return photographer.taken


def make_sample(folder: Path) -> None:
    """A profile with the sample, and a backup on a stick."""
    workspace: Workspace
    workspace, _code = bootstrap.create_profile(
        folder, PASSPHRASE, CONSULTANT, cost=CHEAP, clock=FixedClock()
    )
    load_sample(workspace, demo=True)
    workspace.backups.write(folder.parent / "cle-usb.sauvegarde")
    workspace.close()


def main() -> int:
    """Take all pictures; print where they are."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    app = application.create()
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        for path in shoot(app, FOLDER, scheme):
            sys.stdout.write(f"{path.relative_to(FOLDER.parents[1])}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
