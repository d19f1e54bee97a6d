"""The rail's rows: sections, and the stops of the section one is in (or those searched for)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from consultant_app.domain.answers import Answer
from consultant_app.ui.pages.interview.stops import Path, Section, Stop, pip
from consultant_app.ui.widgets.marks import PIP_WORDS, Pip

ROW = Qt.ItemDataRole.UserRole


class RowKind(StrEnum):
    """A theme (or the profile, or growth), or one of its stops."""

    SECTION = "section"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the rail. ``goal``: the stop it leads to."""

    kind: RowKind
    number: str
    text: str
    pips: tuple[Pip, ...]
    goal: Stop
    current: bool = False
    open: bool = False

    @property
    def look(self) -> tuple[object, ...]:
        """All that is seen of the row, wherever it leads."""
        return self.kind, self.number, self.text, self.pips, self.current, self.open

    @property
    def name(self) -> str:
        """The row read aloud."""
        title = f"{self.number} {self.text}".strip()
        if self.kind is RowKind.STOP:
            return f"{title}, {PIP_WORDS[self.pips[0]]}"
        settled = sum(p is not Pip.OPEN for p in self.pips)
        return f"{title}, {settled} sur {len(self.pips)}"


class Pips:
    """The state of each stop, found anew only for those whose answers changed.

    Answers never change: another answer is another object.
    """

    def __init__(self) -> None:
        self.answers: Mapping[str, Answer] = {}
        self._kept: dict[str, tuple[list[Answer | None], Pip]] = {}

    def once_answered(self, stop: Stop) -> Pips:
        """Return the states as they will be when ``stop`` is answered."""
        then = Pips()
        then.answers = self.answers
        given: list[Answer | None] = [self.answers.get(item.id) for item in stop.items]
        then._kept = {**self._kept, stop.id: (given, Pip.ANSWERED)}
        return then

    def of(self, stop: Stop) -> Pip:
        """Return the state of ``stop``."""
        answers = self.answers
        given = [answers.get(item.id) for item in stop.items]
        kept = self._kept.get(stop.id)
        if kept is None or kept[0] != given:
            kept = self._kept[stop.id] = (given, pip(stop, answers))
        return kept[1]


class RailModel(QAbstractListModel):
    """Rows of the rail, rebuilt after each act (a few dozen at most)."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()
        self._pips = Pips()
        self.searching = False

    def show(
        self, path: Path, current: Stop, answers: Mapping[str, Answer], search: str = ""
    ) -> None:
        """Show the path, opened at ``current``, or what ``search`` finds in it."""
        self._pips.answers = answers
        self.searching = bool(search.strip())
        rows = (
            tuple(_found(path, current, self._pips, search))
            if self.searching
            else tuple(_rows(path, current, self._pips))
        )
        if rows == self.rows:
            return
        if [r.goal.id for r in rows] == [r.goal.id for r in self.rows]:
            changed = [
                i for i, (old, new) in enumerate(zip(self.rows, rows, strict=True)) if old != new
            ]
            self.rows = rows
            for line in changed:
                self.dataChanged.emit(self.index(line), self.index(line))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def coming(self, path: Path, here: Stop, stop: Stop) -> tuple[Row, ...]:
        """The rows as they will be at ``stop`` once ``here`` is answered, if nothing else changes."""
        return tuple(_rows(path, stop, self._pips.once_answered(here)))

    def rowCount(
        self,
        parent: QModelIndex | QPersistentModelIndex = QModelIndex(),  # noqa: B008 - Qt's
    ) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a row, its text, or what a screen reader says of it."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return row.name
        return row.text if role == Qt.ItemDataRole.DisplayRole else None


def _rows(path: Path, current: Stop, pips: Pips) -> Sequence[Row]:
    rows = []
    for section in path.sections:
        here = section.id == current.section
        rows.append(_section_row(section, pips, here=here))
        if here:
            rows += [_stop_row(stop, current, pips) for stop in section.stops]
    return rows


def _section_row(section: Section, pips: Pips, *, here: bool) -> Row:
    states = tuple(pips.of(stop) for stop in section.stops)
    return Row(RowKind.SECTION, section.number, section.title, states, section.stops[0], open=here)


def _stop_row(stop: Stop, current: Stop, pips: Pips) -> Row:
    item = stop.item
    text = stop.label if not item.code else item.title
    state = (pips.of(stop),)
    return Row(RowKind.STOP, item.code, text, state, stop, current=stop.id == current.id)


def _found(path: Path, current: Stop, pips: Pips, search: str) -> Sequence[Row]:
    words = fold(search).split()
    return [
        _stop_row(stop, current, pips)
        for stop in path.stops
        if all(word in fold(_haystack(stop)) for word in words)
    ]


def _haystack(stop: Stop) -> str:
    return " ".join(f"{item.code} {item.title} {item.text}" for item in stop.items)


def fold(text: str) -> str:
    """Return ``text`` without accents nor capitals, for searching."""
    spread = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("œ", "oe"))
    return "".join(c for c in spread if not unicodedata.combining(c))
