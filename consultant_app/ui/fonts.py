"""The two bundled families: Inter operates, Gentium Book Plus speaks."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from consultant_app.assets import resource

SANS = "Inter"
SERIF = "Gentium Book Plus"
REGULAR = QFont.Weight.Normal
MEDIUM = QFont.Weight.Medium
SEMIBOLD = QFont.Weight.DemiBold
BOLD = QFont.Weight.Bold

#: The faces the window uses; the others in the folder are the paper's.
_FILES = (
    "Inter-Regular.otf",
    "Inter-Medium.otf",
    "Inter-SemiBold.otf",
    "GentiumBookPlus-Regular.ttf",
    "GentiumBookPlus-Italic.ttf",
    "GentiumBookPlus-Bold.ttf",
)


def load() -> None:
    """Register the bundled faces. A missing file is a broken installation (FileNotFoundError)."""
    for name in _FILES:
        if QFontDatabase.addApplicationFont(str(resource("fonts", name))) < 0:
            raise FileNotFoundError(f"font {name} cannot be read")


@cache
def sans(px: float = 14, weight: QFont.Weight = REGULAR) -> QFont:
    """Inter at ``px`` device-independent pixels, with tabular figures. Do not modify the result."""
    font = _sized(SANS, px)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


@cache
def serif(px: float, weight: QFont.Weight = REGULAR) -> QFont:
    """Gentium Book Plus at ``px``, with lining figures. Do not modify the result."""
    font = _sized(SERIF, px)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("lnum"), 1)
    return font


def _sized(family: str, px: float) -> QFont:
    font = QFont(family)
    if float(px).is_integer():
        font.setPixelSize(int(px))
    else:
        # Points are 1/72 inch and Qt's logical inch is 96 px: the only way to half pixels.
        font.setPointSizeF(px * 72 / 96)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def italic(font: QFont) -> QFont:
    """Return ``font`` in its italic face."""
    result = QFont(font)
    result.setItalic(True)
    return result
