"""« Ne sait pas », « Sans objet », « Ne souhaite pas répondre », side by side."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from consultant_app.domain.answers import Missing
from consultant_app.ui.pages.interview.reading import MISSING_WORDS
from consultant_app.ui.pages.interview.session import Session
from consultant_app.ui.pages.interview.stops import Stop
from consultant_app.ui.widgets.cards import MissingButton

REASONS = (
    ("N", Missing.DONT_KNOW),
    ("S", Missing.NOT_APPLICABLE),
    ("R", Missing.REFUSED),
)


class MissingRow(QWidget):
    """One button per reason not to answer."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(10)
        self.buttons: list[MissingButton] = []
        for key, why in REASONS:
            button = MissingButton(key, MISSING_WORDS[why], self)
            button.clicked.connect(lambda _on, w=why: self.chosen.emit(w))
            self.buttons.append(button)
            row.addWidget(button)
        row.addStretch(1)

    def refresh(self, session: Session, stop: Stop) -> None:
        """Show the reason given, if any: that of every item of the stop."""
        reasons = {session.shown(item.id).missing for item in stop.items}
        saved = all(session.is_saved(item.id) for item in stop.items)
        for button, (_, why) in zip(self.buttons, REASONS, strict=True):
            on = reasons == {why}
            button.show_choice(on=on, saved=on and saved)
            button.setEnabled(not session.closed)
