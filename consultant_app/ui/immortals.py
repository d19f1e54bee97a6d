"""A guard against PySide6 6.12.0 on Python 3.11: it gives away references it does not own.

Its wheels are compiled as if None, True and False were immortal, which they are from Python 3.12
on. On 3.11 each call that returns nothing (every `setText`, every paint) takes one reference of
None away, each `emit` one of True; when none is left the interpreter aborts, minutes into an
interview. Measured: 200 emits, −200 references of True; 6.11.3 loses none.
"""

from __future__ import annotations

import ctypes
import sys

_FOREVER = 1 << 60


def protect() -> None:
    """Make the shared constants outlive the process where Python does not do it itself."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    for constant in (None, True, False, NotImplemented, Ellipsis):
        # The reference count is the first field of every object of CPython 3.11.
        ctypes.c_ssize_t.from_address(id(constant)).value = _FOREVER
