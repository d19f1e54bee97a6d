"""A yearly series: a small table, typed or pasted from a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from consultant_app.domain.answers import Answer, YearRow
from consultant_app.domain.questionnaire import Column, Question
from consultant_app.domain.typography import decimal, number
from consultant_app.ui import fonts
from consultant_app.ui.pages.interview import entry
from consultant_app.ui.pages.interview.editors.base import Editor
from consultant_app.ui.pages.interview.keys import as_digits
from consultant_app.ui.widgets.buttons import SecondaryButton
from consultant_app.ui.widgets.fields import label

ROWS = 5


class SeriesTable(QTableWidget):
    """One line per financial year. Ctrl+V takes a whole table; Esc leaves it."""

    pasted = Signal(str)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste, empty cells, leave."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            for item in self.selectedItems():
                item.setText("")
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class SeriesEditor(Editor):
    """Up to five financial years; sent as soon as every line that was begun has its year."""

    left = Signal()

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._columns = question.columns
        self._loading = False
        self._shown: list[YearRow] | None = None
        self.column.addWidget(
            label(
                "Tapez les chiffres, ou copiez le tableau dans votre tableur et collez-le ici"
                " (Ctrl V), années en lignes ou en colonnes.",
                px=13,
                tone="2",
                wrap=True,
            )
        )
        self.table = self._build(question)
        self.column.addWidget(self.table)
        button = SecondaryButton("Coller un tableau", key="Ctrl V")
        button.clicked.connect(lambda: self.paste(QGuiApplication.clipboard().text()))
        self._button = button
        self._fill([])
        self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._send_soon = QTimer(self)
        self._send_soon.setSingleShot(True)
        self._send_soon.setInterval(0)
        self._send_soon.timeout.connect(self._send)

    def show_answer(self, answer: Answer, *, saved: bool) -> None:
        """Write the rows, unless they are what the table already says."""
        rows = _rows(answer.value)
        if rows == self._shown:
            return
        self._shown = rows
        self._fill(rows)

    def controls(self) -> list[QWidget]:
        """The table and its button."""
        return [self.table, self._button]

    def paste(self, text: str) -> None:
        """Put a table copied from a spreadsheet in place of what is there."""
        rows = entry.parse_table(text, self._columns)
        if not rows:
            self.rejected.emit(
                "Le presse-papiers ne contient pas de tableau\u202f; copiez-le d’abord dans le"
                " tableur."
            )
            return
        if len(rows) > ROWS:
            rows = rows[-ROWS:]
        self._fill(rows)
        self._changed()

    def flush(self) -> bool:
        """Take in the cell that is being typed, then send the table when it can be read."""
        typed_in = QApplication.focusWidget()
        if typed_in is not None and self.table.isAncestorOf(typed_in):
            # Qt's cell editors give up their text when they lose the focus, and only then.
            self.table.setFocus()
        return self._send()

    def _send(self) -> bool:
        self._send_soon.stop()
        rows, fault = self._read()
        if fault:
            self.rejected.emit(fault)
            return False
        if rows != self._shown and (rows or self._shown):
            self._shown = rows
            if rows:
                self.given.emit(rows)
            else:
                self.cleared.emit()
        return True

    def _build(self, question: Question) -> SeriesTable:
        table = SeriesTable(ROWS, len(self._columns))
        table.setAccessibleName(question.title)
        table.setFont(fonts.sans(14))
        table.setHorizontalHeaderLabels([_in_lines(column.title) for column in self._columns])
        table.horizontalHeader().setFont(fonts.sans(12.5))
        for index, column in enumerate(self._columns):
            item = table.horizontalHeaderItem(index)
            if item and column.hint:
                item.setToolTip(column.hint)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(36)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(64)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header.setFixedHeight(64)
        table.setFixedHeight(ROWS * 36 + 68)
        table.setTabKeyNavigation(True)
        table.itemChanged.connect(lambda _item: self._changed())
        table.pasted.connect(self.paste)
        table.left.connect(self.left)
        table.installEventFilter(self)
        return table

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say what is missing when the table is left."""
        if event.type() == QEvent.Type.FocusOut and self._send_soon.isActive():
            self._send()
        return super().eventFilter(watched, event)

    def _fill(self, rows: list[YearRow]) -> None:
        self._loading = True
        for line in range(ROWS):
            row = rows[line] if line < len(rows) else {}
            for place, column in enumerate(self._columns):
                item = QTableWidgetItem(_show(row.get(column.id), column))
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(line, place, item)
        self._name_cells()
        self._loading = False

    def _name_cells(self) -> None:
        """An empty cell says where it is; a filled one, what it holds as well."""
        for line in range(ROWS):
            for place, column in enumerate(self._columns):
                item = self.table.item(line, place)
                if item is not None:
                    name = f"{column.title}, exercice {line + 1}\u00a0: {item.text() or 'vide'}"
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, name)

    def _changed(self) -> None:
        if not self._loading:
            self._loading = True
            self._name_cells()
            self._loading = False
            self._send_soon.start()

    def _read(self) -> tuple[list[YearRow], str]:
        rows: list[YearRow] = []
        for line in range(ROWS):
            cells = [self._cell(line, place) for place in range(len(self._columns))]
            if not any(cells):
                continue
            row: dict[str, float | int | None] = {}
            for column, text in zip(self._columns, cells, strict=True):
                value = entry.parse_number(text) if text else None
                if text and value is None:
                    return [], f"«\u00a0{text}\u00a0» n’est pas un nombre ({column.title})."
                row[column.id] = value
            if "year" in row and row["year"] is None:
                return [], "Commencez chaque ligne par l’année de clôture de l’exercice."
            rows.append(row)
        return rows, ""

    def _cell(self, line: int, place: int) -> str:
        item = self.table.item(line, place)
        # The digits' row without Shift, as everywhere in the interview.
        return as_digits(item.text().strip(), has_dashes=False) if item else ""


def _rows(value: object) -> list[YearRow]:
    if not isinstance(value, list | tuple):
        return []
    return [dict(row) for row in value if isinstance(row, Mapping)]


def _in_lines(title: str) -> str:
    """Headers do not wrap by themselves."""
    return "\n".join(wrap(title, 14, break_long_words=False))


def _show(value: float | int | None, column: Column) -> str:
    if value is None:
        return ""
    if column.id == "year":
        return str(int(value))
    return number(value) if float(value).is_integer() else decimal(value, 6)
