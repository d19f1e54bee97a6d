"""The list of dossiers for a table: states, words, search. Ten thousand lines stay instantaneous.

Rows are read once; what is searched in is folded once; a keystroke walks a list of strings and
resets the view. That is faster than a sort-filter proxy, which asks Python about every line and
keeps two maps of them.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from consultant_app.domain.states import State
from consultant_app.domain.typography import count, french, plural
from consultant_app.services.dossiers import DossierRow
from consultant_app.ui.widgets.marks import DOSSIER_WORDS, DossierMark
from consultant_app.ui.words import short_day

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
COLUMNS = ("Entreprise", "Effectif", "État", "Où en est-on", "Modifié")
COMPANY, STAFF, STATE, WHERE, CHANGED = range(5)


class Filter(StrEnum):
    """Which dossiers are shown."""

    ALL = "all"
    DRAFT = "draft"
    TO_HAND_OVER = "to_hand_over"
    CLOSED = "closed"
    SENT = "sent"


def mark_of(row: DossierRow) -> DossierMark:
    """The state of a dossier, as marked."""
    if row.state is not State.CLOSED:
        return DossierMark.DRAFT
    if not row.handed_over:
        return DossierMark.TO_HAND_OVER
    return DossierMark.SENT if row.sync == "acknowledged" else DossierMark.CLOSED


def state_word(row: DossierRow) -> str:
    """The state in one word."""
    return "À commencer" if row.state is None else DOSSIER_WORDS[mark_of(row)]


def where_in_words(row: DossierRow) -> str:
    """How far a dossier is, and what comes next."""
    if row.state is None:
        return "Entretien à mener"
    if row.state is State.DRAFT:
        return french(_draft_words(row))
    if not row.handed_over:
        return "À imprimer et remettre"
    if row.agreed is not True:
        return (
            "Sans transmission" if row.agreed is None else "Sans transmission, choix du dirigeant"
        )
    return {
        "waiting": "En attente d’un réseau",
        "acknowledged": "Reçu par la région",
        "refused": "Refusé par la région, à revoir",
        "retracted": "Retiré à la demande du dirigeant",
    }.get(row.sync, "Rien ne part")


def _draft_words(row: DossierRow) -> str:
    if not row.answered:
        return "Entretien à mener"
    parts = [row.progress_in_words]
    if row.answered < row.relevant and row.position:
        parts.append(f"reprendre à {row.position}")
    elif row.answered == row.relevant:
        parts.append("à relire et à clore")
    if row.flagged:
        noun = plural(row.flagged, "question")
        parts.append(f"{count(row.flagged, feminine=True)} {noun} à revoir")
    return ", ".join(parts)


def folded(text: str) -> str:
    """``text`` without capitals and accents, to search in."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


class DossiersModel(QAbstractTableModel):
    """Lines of the home page; `show_rows` fills it, `search` and `keep` choose what shows."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[DossierRow] = ()
        self._texts: list[str] = []
        self._marks: list[DossierMark] = []
        self._shown: list[int] = []
        self._search = ""
        self._filter = Filter.ALL
        self._today = date.min

    def show_rows(self, rows: Sequence[DossierRow], today: date) -> None:
        """Show other lines, under the same search."""
        self._today = today
        self._rows = rows
        self._texts = [folded(f"{r.company} {r.activity} {r.commune}") for r in rows]
        self._marks = [mark_of(row) for row in rows]
        self._refresh()

    def search(self, text: str) -> None:
        """Show only lines in which every word of ``text`` begins or stands somewhere."""
        self._search = folded(text)
        self._refresh()

    def keep(self, which: Filter) -> None:
        """Show only lines in a state."""
        self._filter = which
        self._refresh()

    def counts(self) -> dict[Filter, int]:
        """How many lines each filter would show, whatever the search."""
        by_mark = Counter(self._marks)
        found = {
            which: by_mark[DossierMark(which.value)] for which in Filter if which.value != "all"
        }
        return {Filter.ALL: len(self._rows), **found}

    def row_at(self, line: int) -> DossierRow | None:
        """The dossier on a line, None beyond."""
        return self._rows[self._shown[line]] if 0 <= line < len(self._shown) else None

    def line_of(self, company_id: str) -> int | None:
        """The line of a company, None when it is not shown."""
        return next(
            (n for n, i in enumerate(self._shown) if self._rows[i].company_id == company_id), None
        )

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many lines show."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The columns of the list."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names."""
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell: its text, its alignment, or the dossier itself."""
        row = self.row_at(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(index.column())
        return row if role == ROW_ROLE else None

    def _text(self, row: DossierRow, column: int) -> str:
        if column == COMPANY:
            return row.company
        if column == STAFF:
            return "" if row.staff is None else str(row.staff)
        if column == STATE:
            return state_word(row)
        if column == WHERE:
            return where_in_words(row)
        return short_day(row.updated_at.astimezone().date(), self._today) if row.updated_at else ""

    def _spoken(self, row: DossierRow, column: int) -> str:
        """A cell as a screen reader says it: the first one tells the whole line."""
        if column == COMPANY:
            parts = (row.company, row.activity, state_word(row), where_in_words(row))
            return ", ".join(part for part in parts if part)
        return f"{COLUMNS[column]}\u00a0: {self._text(row, column) or 'non renseigné'}"

    def _refresh(self) -> None:
        self.beginResetModel()
        shown = list(range(len(self._texts)))
        if self._filter is not Filter.ALL:
            wanted, marks = DossierMark(self._filter.value), self._marks
            shown = [i for i in shown if marks[i] is wanted]
        texts = self._texts
        # One pass per word over what is left: no call per line, which is what would be slow.
        for word in self._search.split():
            shown = [i for i in shown if word in texts[i]]
        self._shown = shown
        self.endResetModel()


def alignment(column: int) -> Qt.AlignmentFlag:
    """Figures and days stand at the right."""
    side = Qt.AlignmentFlag.AlignRight if column in (STAFF, CHANGED) else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
