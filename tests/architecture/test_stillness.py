"""Nothing moves by itself: what Qt would animate is named nowhere, and its own effects are off."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QScrollBar,
    QStyle,
    QTabBar,
    QTableView,
    QTreeView,
    QWidget,
)

from consultant_app.ui import application
from consultant_app.ui.theme import Scheme

UI = Path(__file__).resolve().parents[2] / "consultant_app" / "ui"
#: What moves things in Qt, by name (`QProgressBar` runs for ever when it does not know how long).
MOVING = {
    "QAbstractAnimation",
    "QAnimationGroup",
    "QGraphicsOpacityEffect",
    "QMovie",
    "QParallelAnimationGroup",
    "QPauseAnimation",
    "QProgressBar",
    "QProgressDialog",
    "QPropertyAnimation",
    "QScroller",
    "QSequentialAnimationGroup",
    "QSplashScreen",
    "QTimeLine",
    "QVariantAnimation",
    "setAnimated",
    "setAutoScrollMargin",
    "startTimer",
}
#: Timers that come back by themselves, and why nobody sees them.
BEATS = {
    "garbage.py": "looks for dead objects when nothing is to be done",
    "idle.py": "asks every five seconds whether somebody is still there",
}


def names(source: str) -> set[str]:
    tree = ast.parse(source)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    used |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return used | {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def beats(source: str) -> bool:
    """Whether it makes a timer that is never said to fire once."""
    tree = ast.parse(source)
    made = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "QTimer"
    ]
    return bool(made) and "singleShot" not in source and "setSingleShot" not in source


def sources() -> Iterator[tuple[Path, str]]:
    for file in sorted(UI.rglob("*.py")):
        yield file, file.read_text(encoding="utf-8")


def test_the_window_names_nothing_that_moves() -> None:
    found = {file.name: names(text) & MOVING for file, text in sources()}
    assert {name: moving for name, moving in found.items() if moving} == {}


def test_every_timer_fires_once_but_those_that_nobody_sees() -> None:
    assert {file.name for file, text in sources() if beats(text)} == set(BEATS)


def test_what_moves_would_be_seen_by_these_tests() -> None:
    planted = (
        "from PySide6.QtCore import QVariantAnimation\nQVariantAnimation()\nQTimer(interval=16)"
    )
    assert names(planted) & MOVING == {"QVariantAnimation"}
    assert beats(planted)


@pytest.fixture
def still(qapp: QApplication) -> QApplication:
    """The application as it is dressed, on a desktop that would animate all it can."""
    for effect in Qt.UIEffect:
        qapp.setEffectEnabled(effect, True)
    application.prepare(qapp, Scheme.LIGHT)
    return qapp


def test_qt_s_own_effects_are_off_and_the_caret_does_not_blink(still: QApplication) -> None:
    assert [effect for effect in Qt.UIEffect if still.isEffectEnabled(effect)] == []
    assert still.cursorFlashTime() == 0


@pytest.mark.parametrize(
    "kind",
    [QTableView, QTreeView, QTabBar, QScrollBar, QMainWindow],
    ids=lambda kind: kind.__name__,
)
def test_the_style_s_transitions_last_no_time(still: QApplication, kind: type[QWidget]) -> None:
    widget = kind()
    widget.ensurePolished()
    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    assert widget.style().styleHint(hint, None, widget) == 0
    transient = QStyle.StyleHint.SH_ScrollBar_Transient
    assert not widget.style().styleHint(transient, None, widget), "scroll bars do not fade away"
    widget.deleteLater()
