"""A list of decided lines: it rebuilds them after each change and keeps the focus where it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from consultant_app.ui.pages.result.row import DecisionRow, RowText
from consultant_app.ui.widgets.buttons import LinkButton
from consultant_app.ui.widgets.clear import clear
from consultant_app.ui.widgets.fields import label

Fields = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line as the board shows it."""

    text: RowText
    kept: bool
    fields: Fields = ()


class Board(QWidget):
    """Kept lines in their order, then the removed ones with the way back."""

    moved = Signal(str, int)
    removed = Signal(str)
    restored = Signal(str)
    written = Signal(str, str, str)

    def __init__(self, name: str, removed_word: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._removed_word = removed_word
        self.rows: list[DecisionRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)

    def show_lines(self, lines: Sequence[Line], *, locked: bool) -> None:
        """Show other lines; the focus stays on the same one, or on its neighbour."""
        held = self._held()
        clear(self._column)
        self.rows = []
        for line in lines:
            if line.kept:
                self._add_row(line, locked=locked)
            else:
                self._add_removed(line, locked=locked)
        if held is not None:
            self._hold(*held)

    def _add_row(self, line: Line, *, locked: bool) -> None:
        row = DecisionRow(line.text, line.fields)
        row.moved.connect(self.moved)
        row.removed.connect(self.removed)
        row.written.connect(self.written)
        if locked:
            row.lock()
        self.rows.append(row)
        self._column.addWidget(row)

    def _add_removed(self, line: Line, *, locked: bool) -> None:
        box = QWidget()
        layout = QHBoxLayout(box)
        layout.setContentsMargins(10, 0, 10, 0)
        words = f"{self._removed_word}\u00a0: {line.text.title}"
        layout.addWidget(label(words, px=13, tone="2", wrap=True), 1)
        if not locked:
            link = LinkButton("Remettre")
            link.setAccessibleName(f"Remettre\u00a0: {line.text.title}")
            item_id = line.text.item_id
            link.clicked.connect(lambda: self.restored.emit(item_id))
            layout.addWidget(link)
        self._column.addWidget(box)

    def _held(self) -> tuple[str, int] | None:
        focus = QApplication.focusWidget()
        for place, row in enumerate(self.rows):
            if focus is not None and (row is focus or row.isAncestorOf(focus)):
                return row.item_id, place
        return None

    def _hold(self, item_id: str, place: int) -> None:
        same = next((row for row in self.rows if row.item_id == item_id), None)
        row = same or (self.rows[min(place, len(self.rows) - 1)] if self.rows else None)
        if row is not None:
            # Layouts show what they take in later; the focus is only given to what is seen.
            row.show()
            row.setFocus()

    def _follow_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        for row in self.rows:
            row.grow(grown=now is not None and (row is now or row.isAncestorOf(now)))
