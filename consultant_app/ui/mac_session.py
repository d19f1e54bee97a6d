"""A locked screen on macOS, by Core Foundation's C interface. From its documentation, never run here."""

from __future__ import annotations

import sys
from collections.abc import Callable

from consultant_app.services.locking import Cause
from consultant_app.ui.session_messages import MAC_NAMES, cause_of_name

#: Named here: the builder would look for them on the machine that builds.
_CORE = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation"
_UTF8 = 0x08000100
_AT_ONCE = 4


def listen(told: Callable[[Cause], None]) -> list[object]:
    """Hear the distributed notification centre; return what must live as long as one listens.

    On other systems nothing is heard.
    """

    def hear(name: str) -> None:
        cause = cause_of_name(name)
        if cause is not None:
            told(cause)

    if sys.platform == "darwin":
        from ctypes import CDLL, CFUNCTYPE, c_char_p, c_long, c_uint32, c_void_p

        core = CDLL(_CORE)
        observer = CFUNCTYPE(None, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
        string, centre = (
            core.CFStringCreateWithCString,
            core.CFNotificationCenterGetDistributedCenter,
        )
        string.restype, string.argtypes = c_void_p, (c_void_p, c_char_p, c_uint32)
        centre.restype = c_void_p
        add = core.CFNotificationCenterAddObserver
        add.argtypes = (c_void_p, c_void_p, observer, c_void_p, c_void_p, c_long)
        heard = [observer(lambda *_args, name=name: hear(name)) for name in MAC_NAMES]
        for name, callback in zip(MAC_NAMES, heard, strict=True):
            add(centre(), None, callback, string(None, name.encode(), _UTF8), None, _AT_ONCE)
        return list(heard)
    return []
