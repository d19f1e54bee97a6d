"""The columns of levels that the profile, the matrix and their kin share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from consultant_app.domain.questionnaire import Scale
from consultant_app.restitution.drawing import Face, Label, Primitive
from consultant_app.restitution.metrics import text_width, wrap

WIDTH = 170.0
LEFT = 58.0
#: All the levels' columns together; the sixth, for what has no level, ends at 160.
SPAN = 85.0
ASIDE = 17.0
HEAD_HEIGHT = 9.5

HEAD_PT = 9.0
_LEADING = 3.6
_BASELINE = 7.5


@dataclass(frozen=True, slots=True)
class Columns:
    """One column per whole step of the scale, from ``LEFT``."""

    names: tuple[str, ...]
    lowest: float

    @classmethod
    def of(cls, scale: Scale) -> Columns:
        """The columns of a scale; a step without a name of its own has an empty head."""
        named = {level.value: level.name for level in scale.levels}
        steps = round(scale.max - scale.min) + 1
        return cls(tuple(named.get(scale.min + i, "") for i in range(steps)), scale.min)

    @property
    def width(self) -> float:
        """The width of one column, in mm."""
        return SPAN / len(self.names)

    @property
    def edges(self) -> tuple[float, ...]:
        """The borders of the columns, left to right."""
        return tuple(LEFT + self.width * i for i in range(len(self.names) + 1))

    @property
    def aside(self) -> float:
        """The centre of the column for what has no level."""
        return LEFT + SPAN + ASIDE / 2

    def centre(self, level: float) -> float:
        """Where a practice of that level stands: its column's centre (half steps on borders)."""
        return LEFT + self.width * (level - self.lowest + 0.5)

    def rank(self, bound: float) -> int:
        """The column in which a band that stops at ``bound`` ends, from 0."""
        return max(0, min(len(self.names), ceil(bound - self.lowest + 0.5 - 1e-9)) - 1)

    def heads(self, aside: str, right: str = "") -> list[Primitive]:
        """The words above the columns; ``aside`` over the sixth, ``right`` at the far right."""
        middles = [LEFT + self.width * (i + 0.5) for i in range(len(self.names))]
        items: list[Primitive] = []
        for x, name in zip(middles, self.names, strict=True):
            items += _head(x, name, self.width)
        items += _head(self.aside, aside, ASIDE, "italic")
        if right:
            items.append(Label(WIDTH, _BASELINE, right, HEAD_PT, "italic", "end"))
        return items


def _head(x: float, name: str, width: float, face: Face = "regular") -> list[Primitive]:
    lines = wrap(name, width - 0.6, HEAD_PT, face) if name else []
    if len(lines) > 1:
        lines = balanced(name)
    top = _BASELINE - _LEADING * (len(lines) - 1)
    return [
        Label(x, top + _LEADING * i, line, HEAD_PT, face, "middle") for i, line in enumerate(lines)
    ]


def balanced(name: str) -> list[str]:
    """Cut a name into the two lines of least width."""
    words = name.split(" ")
    cuts = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return list(min(cuts, key=lambda cut: max(text_width(line, HEAD_PT) for line in cut)))


def spread(
    wanted: Sequence[tuple[float, float]], gap: float, left: float, right: float
) -> list[float]:
    """Place groups (centre, width) on a line so that none overlaps, each near where it wishes.

    Groups are given left to right; touching ones move as one block. Returns the centres. When
    there is more than the room from ``left`` to ``right`` holds, the last ones stand out.
    """
    blocks: list[list[int]] = []
    starts: list[float] = []
    for i, (centre, width) in enumerate(wanted):
        blocks.append([i])
        starts.append(centre - width / 2)
        while len(blocks) > 1 and _end(blocks[-2], starts[-2], wanted, gap) + gap > starts[-1]:
            merged = blocks[-2] + blocks[-1]
            blocks[-2:] = [merged]
            starts[-2:] = [_best_start(merged, wanted, gap)]
        starts[-1] = max(left, min(starts[-1], right - _length(blocks[-1], wanted, gap)))
    centres: list[float] = []
    for block, start in zip(blocks, starts, strict=True):
        x = start
        for i in block:
            centres.append(x + wanted[i][1] / 2)
            x += wanted[i][1] + gap
    return centres


def _length(block: list[int], wanted: Sequence[tuple[float, float]], gap: float) -> float:
    return sum(wanted[i][1] for i in block) + gap * (len(block) - 1)


def _end(
    block: list[int], start: float, wanted: Sequence[tuple[float, float]], gap: float
) -> float:
    return start + _length(block, wanted, gap)


def _best_start(block: list[int], wanted: Sequence[tuple[float, float]], gap: float) -> float:
    """The start that leaves the block's groups least far from their wish, on average."""
    offset, total = 0.0, 0.0
    for i in block:
        total += wanted[i][0] - (offset + wanted[i][1] / 2)
        offset += wanted[i][1] + gap
    return total / len(block)
