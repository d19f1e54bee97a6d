"""The parts of a figure; pure, the same for the page, the sheet and every download."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

#: What a table's cell holds: a figure, a sentence, or nothing.
Value: TypeAlias = float | int | str | None
_FRENCH = str.maketrans({",": "\u202f", ".": ",", "-": "\u2212"})
_WORDS = ("presque toutes", "non dit")


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart. ``value``: None draws ``text`` alone. ``span``: q1, median, q3.

    ``other``: the same of the publication it is compared with.
    """

    label: str
    value: float | None
    text: str
    span: tuple[float, float, float] | None = None
    other: float | None = None
    other_text: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars on a common axis from ``low`` to ``high``; ``ticks``: positions and their words."""

    bars: tuple[Bar, ...]
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    series: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tile:
    """A square of a matrix or map. ``share``: 0–1, how dark it is; None leaves it empty."""

    label: str
    text: str
    share: float | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of tiles under columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Tile, ...]], ...]
    legend: tuple[str, str]


@dataclass(frozen=True, slots=True)
class TileMap:
    """The twelve départements as squares, by code."""

    tiles: dict[str, Tile]
    legend: tuple[str, str]


Chart: TypeAlias = Bars | Matrix | TileMap


@dataclass(frozen=True, slots=True)
class Table:
    """The figures as text. The first column names the row.

    ``links``: where each row's name leads; ``heads``: where each column's does.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    links: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()

    @property
    def rights(self) -> list[bool]:
        """Column by column, whether it is set to the right."""
        return [self._is_figures(column) for column in range(len(self.columns))]

    def _is_figures(self, column: int) -> bool:
        """Whether a column holds figures, or what stands in their place."""
        told = [row[column] for row in self.rows if column < len(row)]
        return all(not isinstance(v, str) or v[:1] in "0123456789–≥" or v in _WORDS for v in told)


@dataclass(frozen=True, slots=True)
class Figure:
    """``id``: in addresses and file names. ``sentence``: what it says, in one sentence.

    ``data``: the same figures, one published cell a row, where ``table`` sets them side by side.
    ``source``: where it is not the page's.
    """

    id: str
    title: str
    sentence: str
    chart: Chart
    table: Table
    notes: tuple[str, ...] = ()
    data: Table | None = None
    source: Source | None = None

    @property
    def downloaded(self) -> Table:
        """The table as files hold it: one published cell a row."""
        return self.data or self.table


@dataclass(frozen=True, slots=True)
class Source:
    """What stands under every figure: where it comes from, on how many firms, of which day."""

    campaign: str
    firms: int | None
    made_on: str
    questionnaire: str

    @property
    def line(self) -> str:
        """The same, as one line."""
        counted = ""
        if self.firms is not None:
            counted = f", n\u00a0=\u00a0{spaced(self.firms)} entreprises (arrondi à 5)"
        return (
            f"Source\u00a0: {self.questionnaire}, région Auvergne-Rhône-Alpes. {self.campaign}{counted}. "
            f"{self.made_on}."
        )


def spaced(number: float | int | None) -> str:
    """A number as it is read in French: comma, thin space in thousands, a dash for none."""
    if number is None:
        return "–"
    text = f"{number:,.1f}" if isinstance(number, float) else f"{number:,}"
    return text.translate(_FRENCH)


def shown(value: Value) -> str:
    """A table's cell as it is read."""
    return value if isinstance(value, str) else spaced(value)
