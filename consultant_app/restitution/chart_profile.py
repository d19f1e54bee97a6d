"""The profile: one row per theme, one mark per practice, in the column of its level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from consultant_app.domain.typography import french
from consultant_app.restitution.columns import HEAD_HEIGHT, LEFT, WIDTH, Columns, spread
from consultant_app.restitution.drawing import (
    Chart,
    Colour,
    Disc,
    Label,
    Line,
    Primitive,
    Rect,
    Triangle,
)
from consultant_app.restitution.metrics import shorten, text_width

Sign: TypeAlias = Literal["dot", "priority", "vigilance", "verify"]

ROW = 6.4
_NAME_PT = 10.5
_SMALL_PT = 9.5
_GAP = 0.75
_ROOM = 16.0
_HALF = {"dot": 1.05, "priority": 1.95, "vigilance": 1.75, "verify": 0.9}
TOO_FEW = "trop peu de réponses"
#: Shorter ways to say a remark, where marks leave little room.
_SHORTER = {TOO_FEW: ("peu de réponses",)}
_ORDER: tuple[Sign, ...] = ("priority", "vigilance", "dot", "verify")


@dataclass(frozen=True, slots=True)
class ProfileMark:
    """One practice; ``level`` None stands in the column of what is to be checked."""

    sign: Sign
    level: float | None
    label: str = ""


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One theme. ``bound``: the lower bound where a level is shown; ``remark`` replaces it."""

    number: str
    title: str
    bound: float | None
    marks: tuple[ProfileMark, ...]
    remark: str = ""
    anchor: str = ""
    words: str = ""


def profile(columns: Columns, rows: Sequence[ProfileRow]) -> Chart:
    """Draw the profile; the rows' ``anchor`` gives the page column on surfaces with pages."""
    bottom = HEAD_HEIGHT + ROW * len(rows)
    items: list[Primitive] = columns.heads("à vérifier")
    items.append(Label(WIDTH, 7.5, "page", 9, "italic", "end", page_of="*"))
    for i, row in enumerate(rows):
        if row.bound is not None:
            items.append(_band(columns, row.bound, HEAD_HEIGHT + ROW * i))
    items += _rules(columns, len(rows), bottom)
    for i, row in enumerate(rows):
        items += _row(columns, row, HEAD_HEIGHT + ROW * i)
    said = " ".join(f"{row.title} : {row.words}." for row in rows if row.words)
    return Chart(
        "profil",
        WIDTH,
        bottom + 0.4,
        tuple(items),
        french("Le profil de l’entreprise"),
        french(f"Une ligne par thème, une marque par pratique. {said}"),
    )


def _band(columns: Columns, bound: float, top: float) -> Rect:
    width = columns.centre(bound) - LEFT
    return Rect(LEFT, top + 0.8, width, 4.8, fill=Colour.TINT)


def _rules(columns: Columns, count: int, bottom: float) -> list[Primitive]:
    items: list[Primitive] = [
        Line(0, HEAD_HEIGHT, WIDTH, HEAD_HEIGHT, 0.8),
        Line(0, bottom, WIDTH, bottom, 0.8),
    ]
    items += [
        Line(0, HEAD_HEIGHT + ROW * i, WIDTH, HEAD_HEIGHT + ROW * i, 0.2) for i in range(1, count)
    ]
    return [*items, *(Line(x, HEAD_HEIGHT, x, bottom, 0.2) for x in columns.edges)]


def _row(columns: Columns, row: ProfileRow, top: float) -> list[Primitive]:
    middle = top + ROW / 2
    name = shorten(french(row.title), LEFT - 8.0, _NAME_PT)
    items: list[Primitive] = [
        Label(4.8, middle + 1.25, row.number, _NAME_PT, anchor="end"),
        Label(7.0, middle + 1.25, name, _NAME_PT),
    ]
    items += _marks(columns, row, middle)
    if row.anchor:
        items.append(Label(WIDTH, middle + 1.2, "", _SMALL_PT, anchor="end", page_of=row.anchor))
    return items


def _marks(columns: Columns, row: ProfileRow, middle: float) -> list[Primitive]:
    placed = [m for m in row.marks if m.level is not None]
    items: list[Primitive] = []
    taken: list[tuple[float, float]] = []
    for centre, group, gap in _groups(columns, placed):
        items += _group(group, centre, middle, gap)
        half = _length(group, gap) / 2
        taken.append((centre - half, centre + half))
    if row.remark:
        items += _remark(columns, row.remark, middle, taken)
    aside = [m for m in row.marks if m.level is None]
    if aside:
        items += _group(aside, columns.aside, middle, _fitting(aside, _ROOM))
    return items


def _groups(
    columns: Columns, marks: Sequence[ProfileMark]
) -> list[tuple[float, list[ProfileMark], float]]:
    """Marks by level, each group where it belongs, moved no more than overlap requires."""
    by_level: dict[float, list[ProfileMark]] = {}
    for mark in sorted(marks, key=lambda m: (m.level or 0.0, _ORDER.index(m.sign))):
        by_level.setdefault(mark.level or 0.0, []).append(mark)
    half_steps = any(not float(level - columns.lowest).is_integer() for level in by_level)
    room = min(_ROOM, columns.width - 1) / (2 if half_steps and len(by_level) > 5 else 1)
    gaps = [_fitting(group, room) for group in by_level.values()]
    wanted = [
        (columns.centre(level), _length(group, gap))
        for (level, group), gap in zip(by_level.items(), gaps, strict=True)
    ]
    centres = spread(wanted, _GAP, LEFT + 0.5, columns.edges[-1] - 0.5)
    return list(zip(centres, by_level.values(), gaps, strict=True))


def _fitting(group: Sequence[ProfileMark], room: float) -> float:
    """The gap between marks, shrunk (to an overlap of a hair at most) where they are many."""
    if len(group) < 2:
        return _GAP
    free = room - sum(2 * _HALF[m.sign] for m in group)
    return max(0.1, min(_GAP, free / (len(group) - 1)))


def _length(group: Sequence[ProfileMark], gap: float) -> float:
    return sum(2 * _HALF[m.sign] for m in group) + gap * (len(group) - 1)


def _group(
    group: Sequence[ProfileMark], centre: float, middle: float, gap: float
) -> list[Primitive]:
    x = centre - _length(group, gap) / 2
    items: list[Primitive] = []
    for mark in group:
        x += _HALF[mark.sign]
        items += draw_sign(mark.sign, mark.label, x, middle)
        x += _HALF[mark.sign] + gap
    return items


def draw_sign(sign: Sign, label: str, x: float, y: float) -> list[Primitive]:
    """One mark centred on (x, y), at the size it has in charts."""
    if sign == "priority":
        size = 8.5 if len(label) < 2 else 7.2
        return [
            Disc(x, y, 1.95),
            Label(x, y + size * 0.11, label, size, "bold", "middle", Colour.WHITE),
        ]
    if sign == "vigilance":
        return [
            Triangle(x, y - 1.73, 3.5, 3.08),
            Label(x, y + 1.1, "!", 6.2, "bold", "middle", Colour.WHITE),
        ]
    if sign == "verify":
        return [Disc(x, y, 0.9, Colour.WHITE, Colour.INK, 0.8)]
    return [Disc(x, y, 1.05)]


def _remark(
    columns: Columns, remark: str, middle: float, taken: Sequence[tuple[float, float]]
) -> list[Primitive]:
    """Words in italic on white, in the rightmost gap between the marks that holds them."""
    starts = [LEFT, *(end for _, end in taken)]
    ends = [*(start for start, _ in taken), columns.edges[-1]]
    gaps = [(a + 1, b - 1) for a, b in zip(starts, ends, strict=True)]
    for text in (french(remark), *_SHORTER.get(remark, ())):
        width = text_width(text, _SMALL_PT, "italic") + 2
        for left, right in reversed(gaps):
            if right - left < width:
                continue
            edge = next((x + 1 for x in columns.edges if left - 1 <= x), left)
            left = edge if edge + width <= right else left
            return [
                Rect(left, middle - 2.4, width, 4.8, fill=Colour.WHITE),
                Label(left + 1, middle + 1.15, text, _SMALL_PT, "italic"),
            ]
    left, right = max(gaps, key=lambda gap: gap[1] - gap[0])
    text = shorten(french(remark), right - left - 2, _SMALL_PT, "italic")
    return [Label(left + 1, middle + 1.15, text, _SMALL_PT, "italic")]
