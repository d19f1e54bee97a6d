"""What Windows and macOS say of sleep and of a locked session, read. Pure: no system is asked.

Sources: Microsoft, « WM_POWERBROADCAST » and « WM_WTSSESSION_CHANGE »; the names that macOS's login
window posts to the distributed notification centre.
"""

from __future__ import annotations

from ctypes.wintypes import MSG
from typing import Final

from consultant_app.services.locking import Cause

#: Qt's names of the messages that hold a MSG.
_QT_KINDS: Final = (b"windows_generic_MSG", b"windows_dispatcher_MSG")
_WM_POWERBROADCAST: Final = 0x0218
_PBT_APMSUSPEND: Final = 0x0004
_WM_WTSSESSION_CHANGE: Final = 0x02B1
#: Console disconnect, remote disconnect, log off, lock.
_GONE: Final = (0x2, 0x4, 0x6, 0x7)
#: macOS: the screen was locked, its saver began.
MAC_NAMES: Final = ("com.apple.screenIsLocked", "com.apple.screensaver.didstart")


def cause_of_message(message: int, wparam: int) -> Cause | None:
    """Return why to lock, or None; ``message`` and ``wparam`` as Windows numbers them."""
    if message == _WM_POWERBROADCAST and wparam == _PBT_APMSUSPEND:
        return Cause.SLEEP
    if message == _WM_WTSSESSION_CHANGE and wparam in _GONE:
        return Cause.SESSION
    return None


def cause_of_native(kind: bytes, address: int) -> Cause | None:
    """Return why to lock by the message that Qt hands at ``address``; None for all others."""
    if kind not in _QT_KINDS or not address:
        return None
    read = MSG.from_address(address)
    return cause_of_message(read.message, read.wParam)


def cause_of_name(name: str) -> Cause | None:
    """Return why to lock by the name of a macOS notification, or None."""
    return Cause.SESSION if name in MAC_NAMES else None
