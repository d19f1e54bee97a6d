"""Everything by keyboard and by screen reader: names, roles, focus, in every state of the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget

from consultant_app.ui.dialogs.keys import KeysDialog
from consultant_app.ui.pages.interview.keys import ALL_KEYS
from consultant_app.ui.pages.interview.stops import StopKind
from consultant_app.ui.widgets.focus import FocusRing
from tests.ui.driver import Driver

ENTER = Qt.Key.Key_Return
_NAMELESS = (QAccessible.Role.NoRole, QAccessible.Role.Client)


def walk(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Every accessible thing on screen."""
    for index in range(interface.childCount()):
        child = interface.child(index)
        if child.isValid() and not child.state().invisible:
            yield child
            yield from walk(child)


def faults(root: QWidget) -> list[str]:
    """What can take the focus without a name or a role."""
    found = []
    interface = QAccessible.queryAccessibleInterface(root)
    assert interface is not None
    for node in walk(interface):
        if not node.state().focusable:
            continue
        widget = node.object()
        if isinstance(widget, QWidget) and widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        name = node.text(QAccessible.Text.Name).strip()
        if not name or node.role() in _NAMELESS:
            found.append(f"{widget!r} name={name!r} role={node.role()}")
    return found


@pytest.fixture
def opened(driver: Driver) -> Driver:
    driver.start()
    return driver


def test_every_focusable_control_has_a_name_and_a_role_at_every_kind_of_question(
    opened: Driver,
) -> None:
    seen: set[str] = set()
    for stop in opened.path.stops:
        question = stop.item.question
        kind = question.type.value if question and stop.kind is StopKind.QUESTION else stop.kind
        if kind in seen:
            continue
        seen.add(str(kind))
        opened.go_to(stop.id)
        assert faults(opened.window) == [], f"at {stop.id}"
    assert len(seen) >= 6


def test_cards_are_radio_buttons_that_say_what_is_chosen_and_saved(opened: Driver) -> None:
    opened.go_to(next(iter(opened.state.questionnaire.practices)))
    opened.press("2")
    card = opened.chosen()
    assert card is not None
    interface = QAccessible.queryAccessibleInterface(card)
    assert interface is not None
    assert interface.role() == QAccessible.Role.RadioButton
    assert interface.state().checked
    assert interface.text(QAccessible.Text.Description) == "enregistré"
    assert "Régulier" in interface.text(QAccessible.Text.Name)


def test_the_rail_says_the_state_of_each_question_never_its_level(opened: Driver) -> None:
    first = next(iter(opened.state.questionnaire.practices))
    opened.go_to(first)
    opened.press("4")
    model = opened.page.rail.list.rail_model
    names = [
        str(model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole))
        for row in range(model.rowCount())
    ]
    here = next(name for name in names if opened.stop.item.title in name)
    assert here.endswith(", répondu")
    assert not any("4" in name.split(",")[1] for name in names if name == here)


def test_tab_goes_cards_missing_evidence_note_flag_next(opened: Driver) -> None:
    """Each group of exclusive choices is one stop; its arrows move inside."""
    opened.go_to(next(iter(opened.state.questionnaire.practices)))
    page = opened.page
    groups: dict[str, list[QWidget]] = {
        "cards": list(opened.cards()),
        "missing": list(page.pane.missing),
        "evidence": list(page.margin.evidence.segments),
        "note": [page.margin.note],
        "flag": [page.margin.flag],
        "history": [page.margin.history],
        "previous": [page.previous],
        "next": [page.next],
    }
    walked: list[str] = []
    while "next" not in walked:
        name = next(name for name, members in groups.items() if opened.focus in members)
        if name not in walked[-1:]:
            walked.append(name)
        opened.press(Qt.Key.Key_Tab)
    assert walked == list(groups)


def test_the_focus_is_always_drawn(opened: Driver, dressed: QApplication) -> None:
    opened.go_to(next(iter(opened.state.questionnaire.practices)))
    for _ in range(12):
        focus = opened.focus
        rings = [r for r in opened.window.findChildren(FocusRing) if r.isVisible()]
        assert len(rings) == 1, f"no ring round {focus!r}"
        around = rings[0].geometry()
        assert around == focus.geometry().adjusted(-4, -4, 4, 4)
        opened.press(Qt.Key.Key_Tab)


def test_no_window_flashes_while_pages_are_built(driver: Driver, dressed: QApplication) -> None:
    """A widget shown before it has a parent is a window: it steals the keyboard."""
    driver.start()
    tops = [w for w in dressed.topLevelWidgets() if w.isVisible()]
    assert tops == [driver.window]
    assert driver.window.isActiveWindow()


def test_all_keys_are_listed_with_names(driver: Driver) -> None:
    dialog = KeysDialog(ALL_KEYS, driver.window)
    dialog.show()
    assert faults(dialog) == []
    dialog.close()


@pytest.mark.parametrize("size", [(1366, 768), (683, 384), (1920, 1080)])
def test_the_page_fits_its_window_at_100_and_200_percent(
    opened: Driver, size: tuple[int, int]
) -> None:
    opened.window.resize(*size)
    opened.settle()
    opened.go_to(next(iter(opened.state.questionnaire.practices)))
    assert opened.window.width() == size[0]
    page = opened.page
    area = page.body.area
    assert page.body.columns.width() <= area.viewport().width()
    for card in opened.cards():
        right = card.mapTo(area.viewport(), card.rect().topRight()).x()
        assert right <= area.viewport().width()
    assert page.next.mapTo(opened.window, page.next.rect().topRight()).x() <= size[0]


def test_the_card_chosen_comes_into_sight_in_a_low_window(opened: Driver) -> None:
    opened.window.resize(683, 384)
    opened.settle()
    opened.go_to(next(iter(opened.state.questionnaire.practices)))
    area = opened.page.body.area
    assert area.verticalScrollBar().value() == 0
    opened.press("4")
    card = opened.chosen()
    assert card is not None
    top = card.mapTo(area.viewport(), card.rect().topLeft()).y()
    assert top >= 0
    assert top + card.height() <= area.viewport().height()
