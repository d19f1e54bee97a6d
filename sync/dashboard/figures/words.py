"""How a cell is read, and how dark it is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from sync.dashboard.cube import Cell
from sync.dashboard.figures.model import Value, spaced
from sync.protocol.codebook import Codebook

_INSTEAD = {
    "nearly_all": "presque toutes",
    "homogeneous": "≥\u00a05, homogène",
    "withheld": "non dit",
}
_SHORT = {
    "≥\u00a05, homogène": "homogène",
    "presque toutes": "pr. toutes",
}


def count_text(cell: Cell | None) -> str:
    """How a count is read: on how many firms, or why it is not said."""
    if cell is None:
        return "–"
    if cell.status != "shown":
        return status_text(cell)
    kept = spaced(cell.count) if cell.count else few(cell.count)
    return f"{kept} sur {spaced(cell.n)}"


def few(count: int | None) -> Value:
    """A count as it is read: 0 stands for none, one or two."""
    return "0 à 2" if count == 0 else count


def level_text(cell: Cell | None) -> str:
    """How a mean is read."""
    if cell is None:
        return "–"
    return status_text(cell) if cell.mean is None else spaced(cell.mean)


def level_and_firms(cell: Cell | None) -> str:
    """A mean, and on how many firms."""
    if cell is None or cell.mean is None:
        return level_text(cell)
    return f"{spaced(cell.mean)} ({spaced(cell.n)})"


def status_text(cell: Cell) -> str:
    """What is said in the place of a figure."""
    return _INSTEAD[cell.status]


def short(words: str) -> str:
    """The same where there is little room."""
    return _SHORT.get(words) or words.replace(" à ", "–").replace(" sur ", "/")


def share(cell: Cell | None) -> float | None:
    """The part of the group's firms, 0–1, from rounded counts; for shades only."""
    if cell is None or cell.status in {"homogeneous", "withheld"}:
        return None
    if cell.status == "nearly_all":
        return 1.0
    return min((cell.count or 0) / cell.n, 1.0) if cell.n else None


def mean(cell: Cell | None) -> float | None:
    """The mean, where it is said."""
    return None if cell is None else cell.mean


def part(value: float | None, low: float, high: float) -> float | None:
    """How far from ``low`` to ``high``, 0–1."""
    return None if value is None else (value - low) / ((high - low) or 1)


def roof(known: Iterable[float | None]) -> float:
    """The end of the shades: the largest share, rounded up to a tenth."""
    return max(ceil(max((s for s in known if s is not None), default=0) * 10), 1) / 10


def shares(top: float) -> tuple[str, str]:
    """The words at both ends of the shades."""
    return ("0\u202f%", f"{top:.0%} des entreprises".replace("%", "\u202f%"))


def window(cells: Iterable[Cell], book: Codebook) -> tuple[float, float, tuple[str, str]]:
    """The steps of the scale between which all means are, and their names: the shades' ends."""
    known = [c.mean for c in cells if c.mean is not None] or [book.scale_min]
    below = [s for s in book.scale if s.value <= min(known)] or [book.scale[0]]
    above = [s for s in book.scale if s.value >= max(known)] or [book.scale[-1]]
    ends = below[-1], above[0]
    return ends[0].value, ends[1].value, (ends[0].label, ends[1].label)


def level_words(level: float, book: Codebook) -> str:
    """The step of the scale that a mean is nearest to."""
    return min(book.scale, key=lambda step: abs(step.value - level)).label
