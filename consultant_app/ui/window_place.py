"""Where the window was when it was closed, and how large: it comes back there.

Kept beside the database, in clear: it is wanted before anything is unlocked, and says nothing of
what the window showed.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QMainWindow

log = logging.getLogger(__name__)
_FILE = "fenetre.json"
#: Room for a title bar and a task bar, in px.
_FRAME = 80


def restore(window: QMainWindow, folder: Path) -> bool:
    """Put ``window`` back where it was; False when that is not known. Qt keeps it on a screen."""
    try:
        kept = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        place = QByteArray.fromBase64(str(kept["place"]).encode())
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return window.restoreGeometry(place)


def fit(window: QMainWindow) -> None:
    """Give the window the whole screen where it would not leave room for its frame."""
    screen = window.screen().availableGeometry()
    if window.width() + _FRAME > screen.width() or window.height() + _FRAME > screen.height():
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def keep(window: QMainWindow, folder: Path) -> None:
    """Remember where ``window`` is, once there is a profile."""
    if not folder.is_dir():
        return
    place = bytes(window.saveGeometry().toBase64().data()).decode()
    try:
        (folder / _FILE).write_text(json.dumps({"place": place}), encoding="utf-8")
    except OSError:
        log.info("the window's place could not be kept")
