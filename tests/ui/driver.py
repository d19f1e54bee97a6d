"""Hands on the keyboard and eyes on the screen: what UI tests are written with."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from consultant_app import bootstrap
from consultant_app.domain.answers import Answer
from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.interview import Interview
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.interviewing import InterviewState
from consultant_app.services.library import GENERAL
from consultant_app.services.workspace import Workspace
from consultant_app.ui.main_window import MainWindow
from consultant_app.ui.messages import Messages
from consultant_app.ui.navigation import Navigator, Page, Route
from consultant_app.ui.pages.interview.page import InterviewPage
from consultant_app.ui.pages.interview.session import Session
from consultant_app.ui.pages.interview.stops import Path as Path_
from consultant_app.ui.pages.interview.stops import Stop
from consultant_app.ui.shell import Shell
from consultant_app.ui.tasks import Tasks
from consultant_app.ui.widgets.cards import Card
from tests.storing import CHEAP, PASSPHRASE

T = TypeVar("T")
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
PATIENCE = 10.0


class Driver:
    """A real window on a real profile. Keys go to whatever has the focus, as at a desk."""

    def __init__(self, app: QApplication, folder: Path, template: Path | None = None) -> None:
        """``template``: a closed profile to copy instead of making a new one."""
        self.app = app
        self._template = template
        self.messages = Messages(folder / "rapports")
        self.tasks = Tasks(self.messages)
        self.navigator = Navigator()
        self.shell = Shell(self.tasks, self.messages, self.navigator)
        self.navigator.register(Route.INTERVIEW, InterviewPage)
        self.window = MainWindow(self.shell)
        self.folder = folder
        self.workspace = self.in_database(self._profile)
        self.shell.open_workspace(self.workspace)

    def in_database(self, work: Callable[[], T]) -> T:
        """Run ``work`` where the database lives and wait for it."""
        got: list[T] = []
        failed: list[Exception] = []
        self.tasks.database(work, got.append, failed.append)
        self.wait(lambda: bool(got or failed))
        if failed:
            raise failed[0]
        return got[0]

    def wait(self, until: Callable[[], bool]) -> None:
        """Let the window live until ``until`` holds."""
        limit = time.monotonic() + PATIENCE
        while not until():
            assert time.monotonic() < limit, "the window never came to that"
            self.app.processEvents()
            time.sleep(0.0005)

    def settle(self) -> None:
        """Let the window live until nothing is under way."""
        self.wait(lambda: not self.tasks.busy)
        self.app.processEvents()

    def start(self, questionnaire: Questionnaire | None = None, **options: object) -> Interview:
        """Start an interview of ``questionnaire`` (the general one by default) and open it."""

        def begin() -> Interview:
            dossiers = Dossiers(self.workspace)
            facts = CompanyFacts(staff=8, departement="42", creation_year=2009)
            company = dossiers.add_company("Menuiserie Exemple", facts)
            return dossiers.start(
                company.id,
                questionnaire_id=questionnaire.id if questionnaire else GENERAL,
                **options,  # type: ignore[arg-type]
            )

        interview = self.in_database(begin)
        self.open(interview.id)
        return interview

    def open(self, interview_id: str, width: int = 1366, height: int = 768) -> None:
        """Show the window on an interview."""
        self.window.resize(width, height)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        self.navigator.go(Route.INTERVIEW, interview_id=interview_id)
        self.wait(lambda: self.page.session is not None and self.page.isEnabled())
        self.settle()

    @property
    def page(self) -> InterviewPage:
        """The interview page."""
        page: Page | None = self.navigator.current
        assert isinstance(page, InterviewPage)
        return page

    @property
    def session(self) -> Session:
        """The session behind the page."""
        assert self.page.session is not None
        return self.page.session

    @property
    def state(self) -> InterviewState:
        """The last durable state the window knows."""
        return self.session.state

    @property
    def stop(self) -> Stop:
        """Where the interview is."""
        assert self.page.travel is not None
        assert self.page.travel.stop is not None
        return self.page.travel.stop

    @property
    def path(self) -> Path_:
        """The questions asked now."""
        assert self.page.travel is not None
        return self.page.travel.path

    @property
    def focus(self) -> QWidget:
        """What has the focus."""
        focus = self.app.focusWidget()
        assert focus is not None, "nothing has the focus"
        return focus

    @property
    def saved_text(self) -> str:
        """What the saved indicator says."""
        return self.window.top.saved.text

    def stored(self, item_id: str) -> Answer:
        """Return an answer as the database holds it."""
        interview_id = self.state.interview.id
        return self.in_database(lambda: self.workspace.interviews.get(interview_id)).answer(item_id)

    def press(self, *keys: Qt.Key | str, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Strike keys one after the other, each settled before the next."""
        for key in keys:
            self.strike(key, modifier)
            self.settle()

    def strike(self, key: Qt.Key | str, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Strike one key and go on without waiting. A character is sent as it is typed."""
        if isinstance(key, Qt.Key):
            QTest.keyClick(self.focus, key, modifier)
            return
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            code = Qt.Key(ord(key.upper())) if key.isascii() else Qt.Key.Key_unknown
            self.app.sendEvent(self.focus, QKeyEvent(kind, code, modifier, key))

    def type(self, text: str) -> None:
        """Type a text."""
        self.press(*text)

    def go_to(self, item_id: str) -> None:
        """Jump to a question."""
        assert self.page.travel is not None
        self.page.travel.jump_to(item_id)
        self.settle()

    def cards(self) -> list[Card]:
        """The cards on screen."""
        assert self.page.pane.editor is not None
        return [c for c in self.page.pane.editor.findChildren(Card) if c.isVisible()]

    def chosen(self) -> Card | None:
        """The card chosen, if any."""
        return next((card for card in self.cards() if card.isChecked()), None)

    def leave(self) -> None:
        """Close the interview as when the program ends; the profile stays open."""
        self.page.leave()
        self.settle()
        self.navigator.forget()
        self.app.processEvents()

    def close(self) -> None:
        """Close everything."""
        for _ in range(2):
            if self.window.close():
                break
        self.settle()
        self.in_database(self.workspace.close)
        self.tasks.close()
        self.window.deleteLater()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _profile(self) -> Workspace:
        if self._template is None:
            return make_profile(self.folder)
        shutil.copytree(self._template, self.folder, dirs_exist_ok=True)
        return bootstrap.open_profile(self.folder, PASSPHRASE, cost=CHEAP)


def make_profile(folder: Path) -> Workspace:
    """A new profile, its general diagnostic already read (which takes most of the time)."""
    workspace, _code = bootstrap.create_profile(folder, PASSPHRASE, "Paul Témoin", cost=CHEAP)
    workspace.library.questionnaire(GENERAL)
    return workspace
