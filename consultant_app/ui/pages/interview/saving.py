"""What the window says of saving: the time of the last durable answer, or the red band."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject

from consultant_app.domain.errors import KnownError
from consultant_app.ui.pages.interview.parts import Parts
from consultant_app.ui.pages.interview.session import Session
from consultant_app.ui.shell import Shell


class SavingReport(QObject):
    """Tells of each answer of a session whether it is durable."""

    def __init__(self, shell: Shell, parts: Parts, page: QObject) -> None:
        super().__init__(page)
        self._shell, self._parts = shell, parts

    def follow(self, session: Session) -> None:
        """Tell of ``session`` from now on; at first, of what it already holds."""
        self._parts.refused.hide()
        session.saved.connect(self._saved)
        session.refused.connect(self.refuse)
        session.recovered.connect(self._parts.refused.hide)
        if session.state.interview.answers:
            self._saved(session.state.saved_at)

    def refuse(self, error: Exception) -> None:
        """Say that the answer on screen is not durable, and why when it is known."""
        sentence = error.sentence if isinstance(error, KnownError) else ""
        if not sentence:
            self._shell.messages.failure(error)
        self._parts.show_refused(sentence)
        if self._shell.top is not None:
            self._shell.top.saved.show_failed()

    def _saved(self, at: datetime) -> None:
        if self._shell.top is not None:
            self._shell.top.saved.show_saved(at)
