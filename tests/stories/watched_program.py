"""Runs the real program with a witness beside it, for tests that press real keys from outside.

``python -m tests.stories.watched_program WITNESS [ARGUMENTS…]``: the program is started as from a
terminal; several times a second the witness file is replaced by what a person would see: texts of
visible controls, and the control that has the focus. The program itself is not changed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from consultant_app.cli import main
from consultant_app.ui import application

_MILLISECONDS = 40


def _text(widget: QWidget) -> str:
    for name in ("text", "toPlainText"):
        found = getattr(widget, name, None)
        if callable(found):
            found = found()
        if isinstance(found, str) and found:
            return found
    return widget.accessibleName()


def _seen() -> dict[str, object]:
    windows = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    widgets = [child for w in windows for child in w.findChildren(QWidget) if child.isVisible()]
    focus = QApplication.focusWidget()
    return {
        "texts": [text for widget in widgets if (text := _text(widget))],
        "focus": (focus.accessibleName() or _text(focus)) if focus else "",
        "typed": focus.text() if isinstance(focus, QLineEdit) else "",
        "windows": [w.windowTitle() for w in windows],
    }


def _watch(app: QApplication, witness: Path) -> None:
    temporary = witness.with_suffix(".nouveau")

    def look() -> None:
        temporary.write_text(json.dumps(_seen(), ensure_ascii=False), encoding="utf-8")
        temporary.replace(witness)

    timer = QTimer(app)
    timer.timeout.connect(look)
    timer.start(_MILLISECONDS)


def _forbid_network() -> None:
    """Nothing here may reach another machine: trying to ends the program with a trace."""

    def hook(event: str, given: tuple[object, ...]) -> None:
        if event == "socket.getaddrinfo":
            raise PermissionError(f"asked for an address: {given!r}")
        if event == "socket.connect" and isinstance(given[1], tuple):
            raise PermissionError(f"connected to {given[1]!r}")

    sys.addaudithook(hook)


def run(witness: Path, arguments: list[str]) -> int:
    _forbid_network()
    create = application.create

    def create_watched(*given: object, **named: object) -> QApplication:
        app = create(*given, **named)  # type: ignore[arg-type]
        _watch(app, witness)
        return app

    application.create = create_watched
    return main(arguments)


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), sys.argv[2:]))
