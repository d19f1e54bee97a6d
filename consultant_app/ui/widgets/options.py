"""A segmented choice for forms: arrows move the choice, as in any group of radio buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from consultant_app.ui.widgets.segmented import Segment, Segmented

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class OptionsBar(Segmented):
    """During an interview arrows walk through the questions; here they choose."""

    def __init__(
        self, name: str, entries: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        """``entries``: code and word of each option."""
        super().__init__(name, [(code, word, "") for code, word in entries], parent)
        for segment in self.segments:
            segment.setAccessibleName(f"{segment.text()} ({name})")
            segment.installEventFilter(self)
        self.show_choice(None)

    def show_choice(self, code: str | None) -> None:
        """Show ``code`` as chosen; Tab comes to it, or to the first one when nothing is."""
        super().show_choice(code)
        chosen = next((s for s in self.segments if s.code == code), self.segments[0])
        for segment in self.segments:
            by_tab = segment is chosen
            segment.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if by_tab else Qt.FocusPolicy.ClickFocus
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move the choice, or make it."""
        if not (isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress):
            return super().eventFilter(watched, event)
        if not isinstance(watched, Segment):
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
        if key in _ENTER:
            watched.click()
            return True
        if key not in _STEPS:
            return super().eventFilter(watched, event)
        place = self.segments.index(watched) + _STEPS[key]
        neighbour = self.segments[place % len(self.segments)]
        neighbour.setFocus(Qt.FocusReason.TabFocusReason)
        neighbour.click()
        return True
