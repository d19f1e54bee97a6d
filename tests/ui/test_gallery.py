"""The gallery draws every component in both themes, and charts as the paper does."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from consultant_app.restitution.charts import Columns, ProfileMark, ProfileRow, profile
from consultant_app.ui import fonts, icons, theme
from consultant_app.ui.theme import Scheme
from consultant_app.ui.widgets.chart import ChartView
from consultant_app.ui.widgets.text import TextBlock
from tests import gallery
from tests.builders import scale


def colours(image: QImage) -> set[str]:
    """Colours found on a grid of points."""
    return {
        QColor(image.pixel(x, y)).name()
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    }


def test_every_component_is_drawn_in_both_themes(dressed: QApplication, tmp_path: Path) -> None:
    light, dark = (QImage(str(path)) for path in gallery.main(tmp_path))
    assert "#ffffff" in colours(light)
    assert "#1c2126" in colours(dark)
    assert "#1f4e8c" in colours(light)
    assert "#93bdf5" in colours(dark)


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_the_papers_profile_is_painted_in_the_windows_colours(
    dressed: QApplication, scheme: Scheme
) -> None:
    theme.apply(dressed, scheme)
    marks = (ProfileMark("dot", 2), ProfileMark("priority", 0, "1"), ProfileMark("verify", None))
    rows = [ProfileRow("1", "Stratégie", 1.5, marks), ProfileRow("2", "Finance", None, ())]
    view = ChartView(profile(Columns.of(scale()), rows))
    view.resize(680, view.heightForWidth(680))
    seen = colours(view.grab().toImage())
    assert theme.current().surface.name() in seen
    assert len(seen) > 3
    assert view.accessibleName()


def test_every_icon_can_be_drawn() -> None:
    image = QImage(16, 16, QImage.Format.Format_ARGB32)
    for name in icons._DRAWINGS:
        image.fill(0)
        painter = QPainter(image)
        icons.paint(painter, name, 0, 0, QColor("black"))
        painter.end()
        assert any(image.pixelColor(x, y).alpha() for x in range(16) for y in range(16)), name


def test_fonts_are_the_bundled_ones_and_hold_the_thin_space(dressed: QApplication) -> None:
    from PySide6.QtGui import QFontInfo, QRawFont

    for font, family in ((fonts.sans(14), "Inter"), (fonts.serif(31), "Gentium Book Plus")):
        assert QFontInfo(font).family().startswith(family)
        assert QRawFont.fromFont(font).supportsCharacter(0x202F)


def test_a_balanced_question_leaves_no_lonely_word() -> None:
    text = "Comment faites-vous pour savoir si la trésorerie suffira dans les prochains mois\u202f?"
    plain = TextBlock(text, fonts.serif(31), 39)
    balanced = TextBlock(text, fonts.serif(31), 39, balanced=True)
    assert plain.height(700) == balanced.height(700)
    assert balanced.fitted_width(700) < plain.fitted_width(700)
