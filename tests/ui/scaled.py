"""A window of its own at the scale of the environment: ``python -m tests.ui.scaled FOLDER``.

Walks the pages of the sample on a screen as large as the window, writes a picture of each to
``FOLDER`` and prints, in JSON, the scale and what is wrong on each page. A scale is read once by Qt,
so that each needs a program of its own; the test calls `look` for that.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from consultant_app.services.dossiers import Dossiers
from consultant_app.ui import application, window_place
from consultant_app.ui.navigation import Route
from consultant_app.ui.theme import Scheme
from tests.ui.desk import Desk
from tests.ui.uncut import cut, outside, sideways

ROOT = Path(__file__).resolve().parents[2]
#: Each page with the company of the sample that shows most there.
PAGES = (
    (Route.HOME, "Menuiserie Exemple"),
    (Route.COMPANY, "Menuiserie Exemple"),
    (Route.INFORMATION, "Cabinet Repère"),
    (Route.INTERVIEW, "Boulangerie Modèle"),
    (Route.REVIEW, "Traiteur Spécimen"),
    (Route.RESULT, "Traiteur Spécimen"),
    (Route.SHARING, "Menuiserie Exemple"),
    (Route.PREVIEW, "Menuiserie Exemple"),
    (Route.SENT, "Menuiserie Exemple"),
    (Route.SETTINGS, "Menuiserie Exemple"),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """``ratio``: device pixels per logical one. ``window``: its logical size. ``wrong``: by page."""

    ratio: float
    window: tuple[int, int]
    wrong: dict[str, list[str]]


def look(scale: float, screen: tuple[int, int], folder: Path) -> Seen:
    """Open the program at ``scale`` on a ``screen`` of so many physical px; say what is seen."""
    folder.mkdir(parents=True, exist_ok=True)
    width, height = screen
    shape = {
        "name": "E",
        "x": 0,
        "y": 0,
        "width": width,
        "height": height,
        "logicalDpi": 96,
        "dpr": 1,
    }
    config = folder / "ecran.json"
    config.write_text(json.dumps({"screens": [shape]}), encoding="utf-8")
    platform = f"offscreen:configfile={config}"
    env = {**os.environ, "QT_QPA_PLATFORM": platform, "QT_SCALE_FACTOR": str(scale)}
    command = [sys.executable, "-m", "tests.ui.scaled", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    return Seen(told["ratio"], tuple(told["window"]), told["wrong"])


def walk(desk: Desk, folder: Path) -> dict[str, list[str]]:
    """Go through all pages; return what is wrong on each."""
    workspace = desk.shell.unlocked
    rows = {row.company: row for row in desk.in_database(lambda: Dossiers(workspace).rows())}
    wrong: dict[str, list[str]] = {}
    for route, company in PAGES:
        row = rows[company]
        desk.go(route, company_id=row.company_id, interview_id=row.interview_id or "")
        desk.settle()
        wrong[route] = faults_of(desk, folder / f"{route}.png")
        if route is Route.INTERVIEW:
            desk.press(Qt.Key.Key_2)
            wrong["interview, answered"] = faults_of(desk, folder / "interview-2.png")
    return wrong


def faults_of(desk: Desk, picture: Path) -> list[str]:
    """Take a picture of the window; return what is cut, outside, or to be scrolled sideways."""
    QTest.qWait(400 if "preview" in picture.name else 20)
    desk.window.grab().save(str(picture))
    return [*cut(desk.window), *outside(desk.window), *sideways(desk.window)]


def main(folder: Path) -> dict[str, Any]:
    """Walk on a fresh copy of the sample; return what `look` reads."""
    app = application.create(scheme=Scheme.LIGHT)
    assert isinstance(app, QApplication)
    desk = Desk(app, folder / "profil")
    try:
        desk.open_profile(sample=True)
        window_place.fit(desk.window)
        desk.settle()
        wrong = walk(desk, folder)
        size = desk.window.size()
        ratio = desk.window.devicePixelRatio()
        return {"ratio": ratio, "window": [size.width(), size.height()], "wrong": wrong}
    finally:
        desk.close()


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1])), ensure_ascii=False))
