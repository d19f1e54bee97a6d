"""The colour table keeps its word: AA for all that informs, in both themes."""

from __future__ import annotations

from dataclasses import fields

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from consultant_app.ui import theme
from consultant_app.ui.palette import DARK, LIGHT, Palette, contrast
from consultant_app.ui.stylesheet import qss
from consultant_app.ui.theme import Scheme

THEMES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
GROUNDS = ("surface", "canvas", "hover", "tint")


@THEMES
@pytest.mark.parametrize(
    "ink", ["ink", "ink2", "ink3", "accent", "accent_hover", "attention", "error"]
)
def test_text_is_legible_on_every_ground(palette: Palette, ink: str) -> None:
    for ground in GROUNDS:
        ratio = contrast(getattr(palette, ink), getattr(palette, ground))
        assert ratio >= 4.5, f"{ink} on {ground}: {ratio:.2f}"


@THEMES
def test_text_on_fills_is_legible(palette: Palette) -> None:
    pairs = (
        (palette.on_accent, palette.accent),
        (palette.on_accent, palette.accent_hover),
        (palette.attention, palette.attention_fill),
        (palette.error, palette.error_fill),
        (palette.ink, palette.attention_fill),
        (palette.ink, palette.error_fill),
    )
    for ink, fill in pairs:
        assert contrast(ink, fill) >= 4.5


@THEMES
def test_borders_of_controls_and_the_focus_ring_are_seen(palette: Palette) -> None:
    for ground in (palette.surface, palette.canvas):
        assert contrast(palette.edge, ground) >= 3.0
        assert contrast(palette.accent, ground) >= 3.0


def test_contrast_is_the_published_formula() -> None:
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21.0)
    assert contrast(QColor("#777777"), QColor("#FFFFFF")) == pytest.approx(4.48, abs=0.01)


@THEMES
def test_the_style_sheet_holds_no_colour_of_its_own(palette: Palette) -> None:
    known = {getattr(palette, f.name).name() for f in fields(palette) if f.name != "dark"}
    import re

    assert set(re.findall(r"#[0-9a-f]{6}", qss(palette))) <= known


def test_the_scheme_changes_the_whole_application(dressed: QApplication) -> None:
    theme.apply(dressed, Scheme.DARK)
    assert theme.current() is DARK
    assert dressed.palette().window().color() == DARK.surface
    theme.apply(dressed, Scheme.LIGHT)
    assert dressed.palette().window().color() == LIGHT.surface
