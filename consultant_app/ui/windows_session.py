"""Sleep and locked sessions on Windows. Written from Microsoft's documentation, never run here."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray

from consultant_app.services.locking import Cause
from consultant_app.ui.session_messages import cause_of_native

_THIS_SESSION = 0
#: Named here: the builder would look for it on the machine that builds.
_SESSIONS = "wtsapi32"


class SessionFilter(QAbstractNativeEventFilter):
    """Reads each message on its way to the windows, and lets all of them through."""

    def __init__(self, told: Callable[[Cause], None]) -> None:
        super().__init__()
        self._told = told

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        """Say why to lock; never keep a message."""
        name = kind.data() if isinstance(kind, QByteArray) else kind
        cause = cause_of_native(bytes(name), int(message))
        if cause is not None:
            self._told(cause)
        return False, 0


def ask_for_session_messages(window: int) -> None:
    """Have Windows send ``window`` (its handle) what becomes of the session; power comes unasked."""
    if sys.platform == "win32":
        from ctypes import WinDLL
        from ctypes.wintypes import DWORD, HWND

        ask = WinDLL(_SESSIONS).WTSRegisterSessionNotification
        ask.argtypes = (HWND, DWORD)
        ask(window, _THIS_SESSION)
