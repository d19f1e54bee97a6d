"""From 100 to 200 %: each page at the scale the system asks for, nothing cut, nothing out of reach."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from consultant_app.ui.widgets.fields import LineField
from consultant_app.ui.widgets.two_sides import TwoSides
from tests.ui.scaled import PAGES, look

LAPTOP, DESKTOP = (1366, 768), (1920, 1080)


@pytest.mark.parametrize(
    ("scale", "screen"),
    [
        (1.25, LAPTOP),
        (1.5, LAPTOP),
        *(
            pytest.param(scale, screen, marks=pytest.mark.prove)
            for scale, screen in (
                (1.0, LAPTOP),
                (1.75, LAPTOP),
                (2.0, LAPTOP),
                (1.0, DESKTOP),
                (1.25, DESKTOP),
                (1.5, DESKTOP),
                (2.0, DESKTOP),
                (2.0, (2732, 1536)),
            )
        ),
    ],
)
def test_every_page_stands_whole_at_the_scale_of_the_system(
    tmp_path: Path, scale: float, screen: tuple[int, int]
) -> None:
    seen = look(scale, screen, tmp_path)
    assert seen.ratio == scale
    assert seen.window[0] * scale <= screen[0]
    assert seen.window[1] * scale <= screen[1]
    assert {page: faults for page, faults in seen.wrong.items() if faults} == {}
    pictures = sorted(tmp_path.glob("*.png"))
    assert len(pictures) == len(PAGES) + 1
    for path in pictures:
        with Image.open(path) as picture:
            assert abs(picture.width - seen.window[0] * scale) < 1, "in the screen's own pixels"


def laid_out(app: QApplication) -> None:
    """Each level of layouts asks the next one up in a turn of its own."""
    for _ in range(4):
        app.processEvents()


def by_tab(first: QWidget) -> list[QWidget]:
    """The fields in the order of Tab."""
    found, widget = [first], first.nextInFocusChain()
    while widget is not None and widget is not first:
        found += [widget] if isinstance(widget, LineField) else []
        widget = widget.nextInFocusChain()
    return found


@pytest.fixture
def sides(dressed: QApplication) -> tuple[TwoSides, list[LineField]]:
    """Two columns of thirty fields."""
    fields = [LineField(f"champ {n}") for n in range(60)]
    halves = []
    for part in (fields[:30], fields[30:]):
        half = QWidget()
        column = QVBoxLayout(half)
        for field in part:
            column.addWidget(field)
        halves.append(half)
    both = TwoSides((halves[0], "gauche", 50), (halves[1], "droite", 50), stack_below=600)
    return both, fields


def test_two_sides_become_one_column_and_come_back(
    sides: tuple[TwoSides, list[LineField]], dressed: QApplication
) -> None:
    both, fields = sides
    both.resize(800, 400)
    both.show()
    laid_out(dressed)
    assert not both.stacked
    assert fields[30].mapTo(both, fields[30].rect().topLeft()).x() > 400
    both.resize(500, 400)
    laid_out(dressed)
    assert both.stacked
    assert fields[30].mapTo(both, fields[30].rect().topLeft()).y() > 30 * 32, "under the first side"
    fields[59].setFocus()
    laid_out(dressed)
    assert 0 < fields[59].mapTo(both, fields[59].rect().bottomLeft()).y() <= 400, "scrolled to"
    assert by_tab(fields[0]) == fields, "Tab goes on as before"
    both.resize(800, 400)
    laid_out(dressed)
    assert fields[0].mapTo(both, fields[0].rect().topLeft()).y() < 40
    both.close()
    both.deleteLater()


def test_a_long_entry_is_read_from_its_beginning(dressed: QApplication) -> None:
    field = LineField("Activité")
    field.setText("43.32A Travaux de menuiserie bois et de construction spécialisés")
    assert field.cursorPosition() == 0
    field.resize(120, 34)
    dressed.sendEvent(field, QResizeEvent(field.size(), field.size()))
    assert field.cursorRect().left() < 20
