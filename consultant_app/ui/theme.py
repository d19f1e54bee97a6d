"""Applies the colour table to the application, and follows the system's light or dark scheme.

Painters call `current()` at paint time and never keep a colour, so that a change of scheme only
needs a repaint.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from consultant_app.ui import fonts
from consultant_app.ui.palette import DARK, LIGHT, Palette
from consultant_app.ui.stylesheet import qss

__all__ = ["Scheme", "apply", "choose", "chosen", "current", "follow_system"]


class Scheme(StrEnum):
    """What the user chose; SYSTEM follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_current: Palette = LIGHT
_chosen: Scheme = Scheme.SYSTEM


def current() -> Palette:
    """Return the palette in force."""
    return _current


def apply(app: QApplication, scheme: Scheme = Scheme.SYSTEM) -> None:
    """Dress the whole application in ``scheme``."""
    global _current, _chosen  # noqa: PLW0603 - one application, one palette
    _chosen = scheme
    _current = DARK if _is_dark(scheme) else LIGHT
    app.setPalette(_qpalette(_current))
    app.setFont(fonts.sans(14))
    app.setStyleSheet(qss(_current))


def choose(scheme: Scheme) -> None:
    """Dress the running application in ``scheme``, if it is not already."""
    app = QApplication.instance()
    if scheme is not _chosen and isinstance(app, QApplication):
        apply(app, scheme)


def chosen() -> Scheme:
    """Return what the user chose."""
    return _chosen


def follow_system(app: QApplication) -> None:
    """Keep following the desktop's scheme for as long as the user has chosen SYSTEM."""

    def changed() -> None:
        if _chosen is Scheme.SYSTEM:
            apply(app)

    app.styleHints().colorSchemeChanged.connect(changed)


def _is_dark(scheme: Scheme) -> bool:
    if scheme is Scheme.SYSTEM:
        return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return scheme is Scheme.DARK


def _qpalette(p: Palette) -> QPalette:
    role = QPalette.ColorRole
    result = QPalette()
    for key, colour in (
        (role.Window, p.surface),
        (role.WindowText, p.ink),
        (role.Base, p.surface),
        (role.AlternateBase, p.canvas),
        (role.Text, p.ink),
        (role.Button, p.surface),
        (role.ButtonText, p.ink),
        (role.BrightText, p.on_accent),
        (role.Highlight, p.accent),
        (role.HighlightedText, p.on_accent),
        (role.Link, p.accent),
        (role.LinkVisited, p.accent),
        (role.PlaceholderText, p.ink3),
        (role.ToolTipBase, p.surface),
        (role.ToolTipText, p.ink),
        (role.Accent, p.accent),
        (role.Light, p.surface),
        (role.Midlight, p.hover),
        (role.Mid, p.line),
        (role.Dark, p.edge),
        (role.Shadow, p.edge),
    ):
        result.setColor(key, colour)
    for key in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, key, p.ink3)
    return result
