"""Emptying a layout before it is filled again."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout


def clear(layout: QLayout) -> None:
    """Delete every widget of ``layout``, and of the layouts in it."""
    while (entry := layout.takeAt(0)) is not None:
        if widget := entry.widget():
            # Hidden at once: deletion waits for the event loop, and the focus must not stay there.
            widget.hide()
            widget.deleteLater()
        elif inner := entry.layout():
            clear(inner)
