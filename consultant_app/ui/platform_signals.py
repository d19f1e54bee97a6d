"""What the desktop tells: the machine is about to sleep, its session was locked.

On Linux by D-Bus (systemd's logind, the desktop's screen saver). On Windows by messages to the
window, on macOS by notifications: what they say is read by tested functions, but neither was ever
run. There as everywhere, idle time and the clock's jump after sleep lock too.
"""

from __future__ import annotations

import sys
from typing import cast

from PySide6.QtCore import SLOT, QCoreApplication, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QWidget

from consultant_app.services.locking import Cause

_LOGIN = "org.freedesktop.login1"
_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver")


class PlatformSignals(QObject):
    """Says ``told`` with the cause, each time the platform does."""

    told = Signal(Cause)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._buses: list[QDBusConnection] = []
        #: What must live as long as one listens.
        self._held: list[object] = []

    def listen(self, window: QWidget) -> None:
        """Listen to the machine's own buses, or to what the system sends ``window``."""
        if sys.platform.startswith("linux"):
            self.listen_to_system(QDBusConnection.systemBus())
            self.listen_to_session(QDBusConnection.sessionBus())
        elif sys.platform == "win32":
            from consultant_app.ui.windows_session import ask_for_session_messages

            self.listen_to_messages()
            ask_for_session_messages(int(window.winId()))
        elif sys.platform == "darwin":
            from consultant_app.ui import mac_session

            self._held = mac_session.listen(self.told.emit)

    def listen_to_messages(self) -> None:
        """Hear what Windows sends to the program's windows."""
        from consultant_app.ui.windows_session import SessionFilter

        app = QCoreApplication.instance()
        assert app is not None
        heard = SessionFilter(self.told.emit)
        app.installNativeEventFilter(heard)
        self._held = [heard]

    def listen_to_system(self, bus: QDBusConnection) -> None:
        """Hear logind: sleep (a closed lid ends there too) and the lock of a session."""
        if not bus.isConnected():
            return
        self._buses.append(bus)
        manager = ("/org/freedesktop/login1", f"{_LOGIN}.Manager", "PrepareForSleep")
        bus.connect(_LOGIN, *manager, self, _slot("on_sleep(bool)"))
        bus.connect(_LOGIN, "", f"{_LOGIN}.Session", "Lock", self, _slot("on_lock()"))

    def listen_to_session(self, bus: QDBusConnection) -> None:
        """Hear the desktop's screen saver: most desktops lock through it."""
        if not bus.isConnected():
            return
        self._buses.append(bus)
        for saver in _SAVERS:
            bus.connect("", "", saver, "ActiveChanged", self, _slot("on_saver(bool)"))

    @Slot(bool)
    def on_sleep(self, starting: bool) -> None:
        """Logind's PrepareForSleep: true before sleep, false on waking."""
        if starting:
            self.told.emit(Cause.SLEEP)

    @Slot()
    def on_lock(self) -> None:
        """Logind's Lock: the session was locked."""
        self.told.emit(Cause.SESSION)

    @Slot(bool)
    def on_saver(self, active: bool) -> None:
        """The screen saver began (true) or ended."""
        if active:
            self.told.emit(Cause.SESSION)


def _slot(signature: str) -> bytes:
    # The bus takes the text that SLOT makes, whatever its type stub says.
    return cast("bytes", SLOT(signature))
