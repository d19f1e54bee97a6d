"""What the desktop tells: the machine is about to sleep, its session was locked.

On Linux by D-Bus (systemd's logind, the desktop's screen saver). Windows and macOS tell it in other
ways, which nobody has tried here: there, only idle time and the clock's jump after sleep lock.
"""

from __future__ import annotations

import sys
from typing import cast

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection

from consultant_app.services.locking import Cause

_LOGIN = "org.freedesktop.login1"
_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver")


class PlatformSignals(QObject):
    """Says ``told`` with the cause, each time the platform does."""

    told = Signal(Cause)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._buses: list[QDBusConnection] = []

    def listen(self) -> None:
        """Listen to the machine's own buses, where there are any."""
        if sys.platform.startswith("linux"):
            self.listen_to_system(QDBusConnection.systemBus())
            self.listen_to_session(QDBusConnection.sessionBus())

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
