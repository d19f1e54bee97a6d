"""What this machine can show: a window, a browser."""

from __future__ import annotations

import os
import sys
import webbrowser


def has_display() -> bool:
    """Whether a window can be opened here (Qt's own choice of a platform counts as one)."""
    if not sys.platform.startswith("linux"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


def open_in_browser(address: str) -> bool:
    """Ask the user's browser for ``address``; False where none has a window of its own.

    A browser in text would take the terminal: the address is printed there anyway.
    """
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    if type(browser) is webbrowser.GenericBrowser:
        return False
    browser.open(address)
    return True
