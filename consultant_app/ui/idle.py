"""Nobody is there any more: the windows blank during an interview, lock otherwise.

What decides is `services.locking.IdleWatch`; here keys and moves are heard, and covers put on.
"""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from consultant_app.services.locking import Cause, IdleWatch, Screen, idle_time
from consultant_app.services.workspace import SystemClock, Workspace
from consultant_app.ui import fonts, theme
from consultant_app.ui.access import Access
from consultant_app.ui.navigation import Route
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets import text
from consultant_app.ui.widgets.focus import OWN_FOCUS

BEAT_MS = 5000
_SIGNS_OF_LIFE = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}
_MODIFIERS = {
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
}
#: Pages of a conversation: it is never cut, the windows only blank.
_CONVERSATION = {Route.INFORMATION, Route.INTERVIEW, Route.REVIEW, Route.RESULT, Route.SHARING}


class Cover(QWidget):
    """Over a whole window, until a key or a move."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setGeometry(window.rect())
        self.setAccessibleName("Fenêtre masquée")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(OWN_FOCUS, True)  # noqa: FBT003 - Qt
        self.show()
        self.raise_()

    def event(self, event: QEvent) -> bool:
        """No shortcut of the page underneath answers the key that uncovers it."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing but a word on the page's ground."""
        p = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), p.canvas)
        painter.setPen(p.ink2)
        painter.setFont(fonts.serif(22))
        words = "Appuyez sur une touche pour revenir."
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)


class IdleGuard(QObject):
    """Hears every key and move in the windows while a profile is open.

    It listens at their doors (`QWindow`), where only what comes from outside passes: asked of each
    of the hundreds of events that one key makes, Python would answer late.
    """

    def __init__(self, shell: Shell, access: Access, clock: SystemClock | None = None) -> None:
        super().__init__(access)
        self._shell, self._access = shell, access
        self._clock = clock or SystemClock()
        self.watch = IdleWatch(self._clock.now())
        self._covers: list[Cover] = []
        self._focus: QWidget | None = None
        self._beat = QTimer(self, interval=BEAT_MS)
        self._beat.timeout.connect(self.look)
        access.opened.connect(self._begin)
        access.locked.connect(self._end)
        access.idle_wished.connect(self.set_idle)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusWindowChanged.connect(self._listen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Somebody is there; what uncovers the windows does nothing else."""
        if event.type() not in _SIGNS_OF_LIFE or not self._beat.isActive():
            return False
        if isinstance(event, QKeyEvent) and event.key() in _MODIFIERS:
            return False  # what follows tells
        was_blank = bool(self._covers)
        screen = self.watch.active(self._clock.now())
        self._show(screen)
        return was_blank or screen is Screen.LOCKED

    def look(self) -> None:
        """Blank or lock when nobody has been there for long enough."""
        self._listen()
        page = self._shell.navigator.current
        talking = page is not None and page.route in _CONVERSATION
        self._show(self.watch.beat(self._clock.now(), interview_open=talking))

    def told(self, cause: Cause) -> None:
        """The machine sleeps or its session is locked: so are the dossiers, at once."""
        if self._beat.isActive():
            self._show(self.watch.told(cause))

    def set_idle(self, idle: timedelta) -> None:
        """Take another wish into account at once."""
        self.watch.idle = idle

    def _begin(self) -> None:
        self.watch.unlocked(self._clock.now())
        workspace: Workspace = self._shell.unlocked
        self._shell.tasks.database(lambda: idle_time(workspace), self.set_idle, owner=self)
        self._listen()
        self._beat.start()

    def _listen(self) -> None:
        for window in QApplication.topLevelWindows():
            # Asked twice, Qt listens once.
            window.installEventFilter(self)

    def _end(self) -> None:
        self._beat.stop()
        self._uncover()
        text.forget()

    def _show(self, screen: Screen) -> None:
        if screen is Screen.LOCKED:
            self._access.lock(force=True)
        elif screen is Screen.BLANK and not self._covers:
            tops = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isWindow()]
            self._focus = QApplication.focusWidget()
            self._covers = [Cover(window) for window in tops]
            for cover in self._covers:
                if cover.window().isActiveWindow():
                    cover.setFocus()
        elif screen is Screen.SHOWN:
            self._uncover()

    def _uncover(self) -> None:
        for cover in self._covers:
            if isValid(cover):
                cover.hide()
                cover.deleteLater()
        if self._covers and self._focus is not None and isValid(self._focus):
            self._focus.setFocus()
        self._covers, self._focus = [], None
