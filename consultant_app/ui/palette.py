"""The colour table: one row per token, light and dark. QPalette, QSS and painters read it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by use. Attention means "to settle"; error means "not saved" or "invalid".

    ``line`` and ``pale`` are decorative (no information rests on them); every other token keeps
    the AA ratio on ``surface``, ``canvas``, ``hover`` and ``tint`` (see ``tests/ui``).
    """

    dark: bool
    surface: QColor
    canvas: QColor
    hover: QColor
    tint: QColor
    ink: QColor
    ink2: QColor
    ink3: QColor
    accent: QColor
    accent_hover: QColor
    on_accent: QColor
    edge: QColor
    line: QColor
    pale: QColor
    attention: QColor
    attention_fill: QColor
    error: QColor
    error_fill: QColor


LIGHT = Palette(
    dark=False,
    surface=QColor("#FFFFFF"),
    canvas=QColor("#F3F5F6"),
    hover=QColor("#F3F5F6"),
    tint=QColor("#E7EFF8"),
    ink=QColor("#17212B"),
    ink2=QColor("#44515E"),
    ink3=QColor("#5C6874"),
    accent=QColor("#1F4E8C"),
    accent_hover=QColor("#183E70"),
    on_accent=QColor("#FFFFFF"),
    edge=QColor("#7F8A95"),
    line=QColor("#D9DFE4"),
    pale=QColor("#9DB6D6"),
    attention=QColor("#835000"),
    attention_fill=QColor("#FAF1DF"),
    error=QColor("#B3261E"),
    error_fill=QColor("#FCEBE9"),
)

DARK = Palette(
    dark=True,
    surface=QColor("#1C2126"),
    canvas=QColor("#14181C"),
    hover=QColor("#262D34"),
    tint=QColor("#20344D"),
    ink=QColor("#E9EDF0"),
    ink2=QColor("#B6C0C9"),
    ink3=QColor("#98A4AF"),
    accent=QColor("#93BDF5"),
    accent_hover=QColor("#B3D1FA"),
    on_accent=QColor("#10161C"),
    edge=QColor("#75818D"),
    line=QColor("#313940"),
    pale=QColor("#48648A"),
    attention=QColor("#E6B866"),
    attention_fill=QColor("#362B17"),
    error=QColor("#F2998F"),
    error_fill=QColor("#3B1F1D"),
)


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = map(_linear, (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
