"""The whole program at a desk: one window, one profile, hands on the keyboard."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from consultant_app import bootstrap
from consultant_app.domain.clock import Clock
from consultant_app.services.disk_encryption import Encryption
from consultant_app.services.sample import load_sample
from consultant_app.services.sync_schedule import Pace
from consultant_app.services.workspace import Workspace
from consultant_app.ui.composition import compose
from consultant_app.ui.navigation import Page, Route
from consultant_app.ui.widgets.saved import Band
from consultant_app.ui.widgets.text import Paragraph
from tests.storing import CHEAP

T = TypeVar("T")
PASSPHRASE = "sept mots pour ouvrir mes dossiers demain"
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
ENTER, TAB, ESC = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape
PATIENCE = 20.0
_MADE: list[TemporaryDirectory[str]] = []


@cache
def ready_made(*, sample: bool) -> Path:
    """A profile made once for all tests; with the sample's companies, or empty."""
    _MADE.append(TemporaryDirectory())
    folder = Path(_MADE[-1].name) / "profil"
    workspace, _code = bootstrap.create_profile(folder, PASSPHRASE, "Paul Témoin", cost=CHEAP)
    if sample:
        load_sample(workspace, demo=True)
    workspace.close()
    return folder


class Desk:
    """Finds things by what a person reads, and acts by keys sent to whatever has the focus."""

    def __init__(
        self,
        app: QApplication,
        folder: Path,
        *,
        clock: Clock | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.app = app
        self.program = compose(
            folder, cost=CHEAP, clock=clock, ask_disk=lambda _folder: Encryption.ON, pace=pace
        )
        self.window, self.shell = self.program.window, self.program.shell
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)

    # What goes on

    def begin(self) -> None:
        """Open where the program opens."""
        self.shell.go(self.program.access.first_route)
        self.settle()

    def open_profile(self, *, sample: bool = False) -> Workspace:
        """Open a ready-made profile without going through its pages; come to the home page."""
        folder = self.program.access.folder
        shutil.copytree(ready_made(sample=sample), folder, dirs_exist_ok=True)
        workspace = self.in_database(lambda: bootstrap.open_profile(folder, PASSPHRASE, cost=CHEAP))
        self.program.access.take(workspace)
        self.settle()
        return workspace

    def in_database(self, work: Callable[[], T]) -> T:
        """Run ``work`` where the database lives and wait for it."""
        got: list[T] = []
        failed: list[Exception] = []
        self.shell.tasks.database(work, got.append, failed.append)
        self.wait(lambda: bool(got or failed))
        if failed:
            raise failed[0]
        return got[0]

    def wait(self, until: Callable[[], bool]) -> None:
        """Let the window live until ``until`` holds."""
        limit = time.monotonic() + PATIENCE
        while not until():
            assert time.monotonic() < limit, f"the window never came to that: {self.said}"
            self.app.processEvents()
            time.sleep(0.0005)

    def settle(self) -> None:
        """Let the window live until nothing is under way."""
        for _ in range(3):
            self.wait(lambda: not self.shell.tasks.busy)
            self.app.processEvents()

    def go(self, route: Route, **params: str) -> None:
        """Bring up a page, as a tab would."""
        assert self.shell.go(route, **params)
        self.settle()

    # What is seen

    @property
    def page(self) -> Page:
        """The page in front."""
        assert self.shell.navigator.current is not None
        return self.shell.navigator.current

    @property
    def route(self) -> Route:
        """Where the window is."""
        return self.page.route

    def is_on(self, route: Route) -> bool:
        """Whether the window is on a page."""
        return self.route is route

    @property
    def front(self) -> QWidget:
        """The window or the dialog in front."""
        return self.app.activeModalWidget() or self.window

    @property
    def dialog(self) -> QDialog:
        """The dialog in front."""
        front = self.front
        assert isinstance(front, QDialog), "no dialog is open"
        return front

    @property
    def focus(self) -> QWidget:
        """What has the focus."""
        popup = self.app.activePopupWidget()
        if popup is not None:
            return popup
        if self.app.focusWidget() is None:
            # A desk's window manager gives the focus back when a dialog closes; here nobody does.
            self.front.activateWindow()
            self.app.processEvents()
        focus = self.app.focusWidget()
        assert focus is not None, "nothing has the focus"
        return focus

    @property
    def focus_name(self) -> str:
        """What has the focus, as it is called."""
        return called(self.focus)

    @property
    def said(self) -> list[str]:
        """Everything that was said to the user."""
        return [message.text for message in self.shell.messages.history]

    @property
    def saved(self) -> str:
        """What the saved indicator says."""
        return self.window.top.saved.text

    def texts(self) -> str:
        """All that can be read in front, one line each."""
        found = []
        for widget in self.front.findChildren(QWidget):
            if not widget.isVisible():
                continue
            if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
                found.append(widget.text())
            elif isinstance(widget, Paragraph | Band):
                found.append(widget.text)
            elif isinstance(widget, QPlainTextEdit):
                found.append(widget.toPlainText())
        return "\n".join(line for line in found if line)

    def find(self, name: str) -> QWidget:
        """The control that is called ``name`` (or begins so), among those that can be used."""
        for widget in self.front.findChildren(QWidget):
            usable = widget.isVisible() and widget.isEnabled()
            by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if usable and by_tab and called(widget).startswith(name):
                return widget
        raise AssertionError(f"nothing to use is called {name!r} in:\n{self.texts()}")

    # What is done

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Strike keys one after the other, each settled before the next."""
        for key in keys:
            QTest.keyClick(self.focus, key, modifier)
            self.settle()

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        for character in text:
            self._strike(self.focus, character)
            self.app.processEvents()
        self.settle()

    def tab_to(self, name: str) -> QWidget:
        """Press Tab until the focus is on the control that is called ``name``."""
        wanted = self.find(name)
        for _ in range(250):
            if self.focus is wanted:
                return wanted
            QTest.keyClick(self.focus, TAB)
            self.app.processEvents()
        raise AssertionError(f"Tab never reaches {name!r}")

    def choose(self, name: str) -> None:
        """Tab to a control and press Enter on it."""
        self.tab_to(name)
        self.press(ENTER)

    def fill(self, name: str, text: str) -> None:
        """Tab to a field, empty it and type in it."""
        self.tab_to(name)
        self.press(Qt.Key.Key_A, modifier=CTRL)
        self.type(text)

    def save_in_dialog(self, path: Path) -> None:
        """Type a path in the file dialog in front, and accept it."""
        self.wait(lambda: isinstance(self.app.activeModalWidget(), QDialog))
        asking = self.dialog
        field = asking.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(field, QLineEdit)
        field.setFocus()
        field.selectAll()
        for character in str(path):
            self._strike(field, character)
        QTest.keyClick(field, ENTER)
        self.wait(lambda: self.app.activeModalWidget() is not asking)
        self.settle()

    def _strike(self, widget: QWidget, character: str) -> None:
        """Send a character as typed: Qt's own helper knows only ASCII."""
        code = Qt.Key(ord(character.upper())) if character.isascii() else Qt.Key.Key_unknown
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self.app.sendEvent(widget, QKeyEvent(kind, code, NONE, character))

    def close(self) -> None:
        """End the program."""
        while (dialog := self.app.activeModalWidget()) is not None:
            dialog.close()
            self.app.processEvents()
        for _ in range(2):
            if self.window.close():
                break
        self.settle()
        self.program.close()
        self.window.deleteLater()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def called(widget: QWidget) -> str:
    """What a control is called: its accessible name, else its text."""
    if widget.accessibleName():
        return widget.accessibleName()
    return widget.text() if isinstance(widget, QAbstractButton) else ""
