"""Every page, at 100 % and as cramped as at 200 %: named, in sight, uncut, focus shown, still."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractAnimation, Qt
from PySide6.QtWidgets import QApplication

from consultant_app.services.dossiers import Dossiers
from consultant_app.ui.navigation import Route
from consultant_app.ui.widgets.focus import OWN_FOCUS, FocusRing
from consultant_app.ui.widgets.hints import KeyHints
from tests.ui.desk import TAB, Desk
from tests.ui.test_accessibility import faults
from tests.ui.uncut import cut, outside, sideways

CLOSED = "Menuiserie Exemple"
PAGES = (
    Route.HOME,
    Route.COMPANY,
    Route.INFORMATION,
    Route.INTERVIEW,
    Route.REVIEW,
    Route.RESULT,
    Route.SHARING,
    Route.PREVIEW,
    Route.SETTINGS,
    Route.SENT,
)


def dossier(desk: Desk) -> dict[str, str]:
    workspace = desk.shell.unlocked
    rows = desk.in_database(lambda: Dossiers(workspace).rows())
    row = next(row for row in rows if row.company == CLOSED)
    return {"company_id": row.company_id, "interview_id": row.interview_id or ""}


def unmarked(desk: Desk) -> list[str]:
    """Controls that take the focus by Tab without showing it."""
    found = []
    for _ in range(12):
        desk.press(TAB)
        focus = desk.focus
        rings = [r for r in desk.window.findChildren(FocusRing) if r.isVisible()]
        framed = any(r.parentWidget() is focus.parentWidget() for r in rings)
        if not framed and not focus.property(OWN_FOCUS):
            found.append(repr(focus))
    return found


@pytest.mark.parametrize("size", [(1366, 768), (683, 384)], ids=["100 %", "200 %"])
def test_every_page_is_named_uncut_and_shows_its_focus(
    sample: Desk, dressed: QApplication, size: tuple[int, int]
) -> None:
    names = dossier(sample)
    sample.window.resize(*size)
    wrong: dict[str, list[str]] = {}
    for route in PAGES:
        sample.go(route, **names)
        sample.settle()
        assert sample.route is route
        assert (sample.window.width(), sample.window.height()) == size, f"{route} pushes the window"
        seen = cut(sample.window) + outside(sample.window) + sideways(sample.window)
        told = faults(sample.window) + seen + unmarked(sample)
        if told:
            wrong[route] = told
    assert wrong == {}
    moving = [a for a in dressed.findChildren(QAbstractAnimation) if a.state() is _RUNNING]
    assert moving == [], "nothing moves by itself, whatever the system allows"


_RUNNING = QAbstractAnimation.State.Running


def test_the_key_that_tells_all_the_others_is_the_last_to_give_way(dressed: QApplication) -> None:
    hints = KeyHints((("0 – 4", "placer"), ("Entrée", "suivante"), ("F1", "toutes les touches")))
    assert len(hints.fitting(2000)) == 3
    assert [key for key, _text in hints.fitting(300)] == ["0 – 4", "F1"]
    assert [key for key, _text in hints.fitting(160)] == ["F1"]
    assert hints.fitting(20) == []


@pytest.mark.parametrize("route", PAGES[1:])
def test_ctrl_enter_does_what_the_main_button_says(sample: Desk, route: Route) -> None:
    sample.go(route, **dossier(sample))
    primary = sample.page.primary()
    if primary is None:
        assert route is Route.SETTINGS
        return
    pressed: list[bool] = []
    primary.clicked.disconnect()
    primary.clicked.connect(lambda: pressed.append(True))
    sample.press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert pressed == [True]
