"""The ladder: large on the cover, small beside each practice, and the strip of themes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consultant_app.domain.questionnaire import Scale, ScaleLevel
from consultant_app.domain.typography import count, enumerate_words, french
from consultant_app.restitution.columns import balanced
from consultant_app.restitution.drawing import (
    POINTS_PER_MM,
    Chart,
    Colour,
    Label,
    Primitive,
    Rect,
)
from consultant_app.restitution.metrics import text_width, wrap

_COVER_GAP = 1.2
_COVER_TEXT_PT = 10.0
_COVER_NAME_PT = 11.0
_COVER_LEADING = 13 / POINTS_PER_MM
_GLYPH_GAP = 0.6


def step(x: float, base: float, width: float, height: float, state: str, bold: float) -> Rect:
    """One step standing on ``base``: passed, current, next, later or unknown.

    The outline is drawn within the step's own room; ``bold`` is the stroke of the next step.
    """
    if state in ("passed", "current"):
        fill = Colour.BLUE if state == "current" else Colour.TINT
        return Rect(x, base - height, width, height, fill=fill)
    stroke = bold
    dash: tuple[float, ...] = ()
    if state == "later":
        stroke = 0.35 if bold > 2 else 0.3
    elif state == "unknown":
        stroke, dash = 0.6, (0.7, 0.7)
    inset = stroke / POINTS_PER_MM / 2
    return Rect(
        x + inset,
        base - height + inset,
        width - 2 * inset,
        height - 2 * inset,
        fill=Colour.WHITE if state == "next" else None,
        stroke=Colour.INK,
        stroke_pt=stroke,
        dash=dash,
    )


def _state(rank: int, current: float) -> str:
    if rank <= current:
        return "current" if current < rank + 1 else "passed"
    return "next" if rank <= current + 1 else "later"


def cover_ladder(scale: Scale) -> Chart:
    """The scale taught once: five steps, the second reached, the third to come."""
    levels = scale.levels
    width = (170 - _COVER_GAP * (len(levels) - 1)) / len(levels)
    rise = 33.6 / max(1, len(levels) - 1)
    items: list[Primitive] = []
    for rank, level in enumerate(levels):
        items += _cover_step(level, rank, rank * (width + _COVER_GAP), width, 12 + rise * rank)
    below = [
        wrap(french(level.meaning), width - 0.5, _COVER_TEXT_PT) if level.meaning else []
        for level in levels
    ]
    for rank, lines in enumerate(below):
        x = rank * (width + _COVER_GAP)
        items += [
            Label(x, 54.6 + 5.1 + _COVER_LEADING * i, line, _COVER_TEXT_PT)
            for i, line in enumerate(lines)
        ]
    deepest = max((len(lines) for lines in below), default=0)
    height = 54.6 + (5.1 + _COVER_LEADING * (deepest - 1) + 1.2 if deepest else 0)
    names = [level.name for level in levels]
    alt = (
        f"Un escalier de {len(levels)} marches, de la plus basse à la plus haute : "
        f"{enumerate_words(names, 'puis')}. En plein, la marche d’aujourd’hui ; au trait épais, "
        "la marche suivante."
    )
    return Chart(
        "echelle", 170, height, tuple(items), french("L’échelle des pratiques"), french(alt)
    )


def _cover_step(
    level: ScaleLevel, rank: int, x: float, width: float, height: float
) -> list[Primitive]:
    state = _state(rank, 1)
    base = 54.6
    top = base - height
    items: list[Primitive] = [step(x, base, width, height, state, 2.6)]
    name = french(level.name)
    lines = [name]
    if text_width(name, _COVER_NAME_PT, "bold") > width + 1.0:
        lines = balanced(name) if " " in name else [name]
    for i, line in enumerate(reversed(lines)):
        items.append(Label(x, top - 2.2 - 4.6 * i, line, _COVER_NAME_PT, "bold"))
    if state == "current":
        items.append(Label(x + 2.6, base - 3.3, "aujourd’hui", 11, "bold", colour=Colour.WHITE))
    elif state == "next":
        items += [
            Label(x + 2.6, base - 7.8, "la marche", 11, "bold"),
            Label(x + 2.6, base - 3.3, "suivante", 11, "bold"),
        ]
    return items


def step_glyph(scale: Scale, level: float | None, name: str) -> Chart:
    """The ladder beside a practice, 23 × 9; ``level`` None (not known) dashes every step."""
    steps = round(scale.max - scale.min) + 1
    width = (23 - _GLYPH_GAP * (steps - 1)) / steps
    rise = 6.8 / max(1, steps - 1)
    items: list[Primitive] = []
    for rank in range(steps):
        state = "unknown" if level is None else _state(rank, level - scale.min)
        items.append(step(rank * (width + _GLYPH_GAP), 9, width, 2.2 + rise * rank, state, 1.2))
    if level is None:
        alt = "Cinq marches en pointillé : à vérifier." if steps == 5 else "À vérifier."
    else:
        alt = f"Marche atteinte : {name}."
    return Chart("marche", 23, 9, tuple(items), french("La marche atteinte"), french(alt))


@dataclass(frozen=True, slots=True)
class Bar:
    """One theme in the strip; ``height`` in steps above the lowest, None without a level."""

    number: str
    title: str
    height: float | None


def theme_strip(bars: Sequence[Bar], current: int) -> Chart:
    """All themes as small bars, the current one in blue: the emblem of the theme pages."""
    pitch = min(5.4, 54 / max(1, len(bars)))
    width = pitch * 4.2 / 5.4
    items: list[Primitive] = []
    for i, bar in enumerate(bars):
        here = i == current
        height = 0.5 if bar.height is None else 2.4 * (bar.height + 0.5)
        colour = Colour.BLUE if here else Colour.TINT
        items.append(Rect(i * pitch, 11.6 - height, width, height, fill=colour))
        items.append(
            Label(
                i * pitch + width / 2,
                15.4,
                bar.number,
                9,
                "bold" if here else "regular",
                "middle",
            )
        )
    place = _place(bars, current)
    return Chart(
        "repere",
        54,
        16,
        tuple(items),
        french("Ce thème parmi les autres"),
        french(f"Repère : le thème {bars[current].number}, {bars[current].title}, {place}."),
    )


def _place(bars: Sequence[Bar], current: int) -> str:
    mine = bars[current].height
    if mine is None:
        return "n’a pas de niveau"
    others = [bar.height for i, bar in enumerate(bars) if i != current and bar.height is not None]
    if not others:
        return "est le seul à avoir un niveau"
    if all(mine > other for other in others):
        return "est le plus avancé"
    if all(mine < other for other in others):
        return "est le moins avancé"
    above = sum(other > mine for other in others)
    return (
        f"est moins avancé que {count(above)} autres" if above > 1 else "est parmi les plus avancés"
    )
