"""A field that proposes what it knows as one types; Enter takes the proposal and goes on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter

from consultant_app.ui.widgets.fields import LineField

_SHOWN = 8


class ProposingField(LineField):
    """Entries are found by any letters in them."""

    def propose(self, entries: Sequence[str]) -> None:
        """Propose these entries."""
        completer = QCompleter(list(entries), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(_SHOWN)
        self.setCompleter(completer)
        popup = completer.popup()
        assert popup is not None
        popup.setAccessibleName(f"Propositions\u00a0: {self.accessibleName()}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the entry pointed at, or else the first one proposed."""
        entry = self._entry()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and entry:
            self._hide_popup()
            self.setText(entry)
            self.returnPressed.emit()
        else:
            super().keyPressEvent(event)

    def _hide_popup(self) -> None:
        if popup := self.completer().popup():
            popup.hide()

    def _entry(self) -> str:
        completer = self.completer()
        popup = completer.popup()
        if popup is None or not popup.isVisible():
            return ""
        index = popup.currentIndex()
        if not index.isValid():
            index = completer.completionModel().index(0, 0)
        return str(index.data() or "")
