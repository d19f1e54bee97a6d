"""The one window: top bar, messages, the page in front, bottom bar."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from consultant_app.ui.messages import Kind, Message
from consultant_app.ui.navigation import DOSSIER_STEPS, Page, Route
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.bottom_bar import BottomBar
from consultant_app.ui.widgets.saved import Band
from consultant_app.ui.widgets.top_bar import TopBar

HINTS_KEY = "hints"


class MainWindow(QMainWindow):
    """Shows pages; knows nothing of what they do."""

    locked = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self._page: Page | None = None
        self._hints_wanted = True
        self.top = TopBar()
        self.bottom = BottomBar()
        shell.top = self.top
        self.stack = QStackedWidget()
        self.band = Band(Kind.INFO, closable=True)
        self.band.hide()
        self._build()
        self._connect()
        self.setWindowTitle("Diagnostic PME")
        self.setMinimumSize(640, 360)
        self.resize(1366, 768)

    def _build(self) -> None:
        frame = QWidget()
        frame.setObjectName("page")
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(self.band)
        self._band_holder = holder
        holder.hide()
        for widget in (self.top, holder):
            layout.addWidget(widget)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.bottom)
        self.setCentralWidget(frame)

    def _connect(self) -> None:
        self.shell.navigator.shown.connect(self._show_page)
        self.shell.messages.listen(self.show_message)
        self.top.step_chosen.connect(self._go_step)
        self.top.home_asked.connect(self._go_home)
        self.top.lock_asked.connect(self._lock)
        self.band.dismissed.connect(self._hide_message)
        self.bottom.hints_dismissed.connect(self._dismiss_hints)
        QShortcut(QKeySequence("Ctrl+L"), self, self._lock)
        QShortcut(QKeySequence("Alt+Home"), self, self._go_home)
        # Named: StandardKey.Quit has no key outside the desktops that have one.
        QShortcut(QKeySequence("Ctrl+Q"), self, self.close)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._do_primary)

    def set_hints_wanted(self, *, wanted: bool) -> None:
        """Show key hints, or keep only F1's (what was remembered at the last opening)."""
        self._hints_wanted = wanted
        self._refresh()

    def show_message(self, message: Message) -> None:
        """Show a message under the top bar until it is closed or replaced."""
        self.band.set_kind(message.kind)
        self.band.set_text(message.text)
        self.band.show()
        self._band_holder.show()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave the page properly, or stay when it cannot be left."""
        page = self.shell.navigator.current
        if page is not None:
            if not page.may_leave():
                event.ignore()
                return
            page.leave()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1, where the page has no keys of its own to show: the guide at this screen."""
        if event.key() == Qt.Key.Key_F1:
            self.open_guide()
        else:
            super().keyPressEvent(event)

    def open_guide(self) -> None:
        """Show the guide at the page of this screen."""
        from consultant_app.ui.dialogs.help import open_help

        open_help(self.shell, self, self._page.route if self._page else None)

    def changeEvent(self, event: QEvent) -> None:
        """Tell the page when the window comes back to the front."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.update()

    def _show_page(self, page: Page) -> None:
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
            page.bars_changed.connect(self._refresh)
        self._page = page
        self._hide_message()
        self.top.saved.show_nothing()
        self.top.second.set("")
        self.stack.setCurrentWidget(page)
        self._refresh()

    def _refresh(self) -> None:
        page = self._page
        if page is None:
            return
        heading = page.heading()
        reachable = {route for route, _ in DOSSIER_STEPS if self._reaches(page, route)}
        self.top.show_heading(heading, page.route, reachable)
        self.setWindowTitle(f"{heading.title} – Diagnostic PME" if heading.steps else heading.title)
        self.bottom.show_hints(self._hints(page), wanted=self._hints_wanted)
        self.bottom.show_actions(page.actions_())

    def _hints(self, page: Page) -> tuple[tuple[str, str], ...]:
        """The page's own keys, led by the one that does its primary act (if no shorter one does)."""
        own, primary = page.hints(), page.primary()
        if primary is None:
            return own
        name = primary.accessibleName() or primary.text()
        name = name[:1].lower() + name[1:]
        told = any(name.startswith(does) for _key, does in own)
        return own if told else (("Ctrl Entrée", name), *own)

    def _do_primary(self) -> None:
        """Once the page shows what it was asked to: a fast hand must not act on the former one."""
        asked = self._page

        def act(_nothing: object) -> None:
            primary = asked.primary() if asked is not None and asked is self._page else None
            if primary is not None and primary.isVisible() and primary.isEnabled():
                primary.click()

        self.shell.tasks.database(lambda: None, act, owner=self)

    def _reaches(self, page: Page, route: Route) -> bool:
        needs = "company_id" if route is Route.COMPANY else "interview_id"
        return self.shell.navigator.knows(route) and bool(page.dossier().get(needs))

    def _go_step(self, route: Route) -> None:
        if self._page is not None:
            self.shell.go(route, **self._page.dossier())

    def _go_home(self) -> None:
        if self.shell.workspace is not None:
            self.shell.go(Route.HOME)

    def _hide_message(self) -> None:
        self._band_holder.hide()

    def _dismiss_hints(self) -> None:
        self.set_hints_wanted(wanted=False)
        self.shell.remember(HINTS_KEY, value=False)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lock(self) -> None:
        if self.shell.workspace is not None:
            self.locked.emit()
