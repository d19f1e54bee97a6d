"""While a question is read, the next one is measured and drawn: it then comes up at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from consultant_app.ui.pages.interview.opening import Opened
from consultant_app.ui.pages.interview.parts import Parts
from consultant_app.ui.pages.interview.session import Session
from consultant_app.ui.pages.interview.travel import Travel

#: How long after a question came up: nobody answers faster.
PAUSE_MS = 40


class Ahead(QObject):
    """Prepares what will probably be shown next; nothing on screen changes."""

    def __init__(self, parts: Parts, page: QObject) -> None:
        super().__init__(page)
        self._parts = parts
        self._at: tuple[Session, Travel, Opened] | None = None
        self._soon = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._soon.timeout.connect(self.prepare)

    def soon(self, session: Session, travel: Travel, opened: Opened) -> None:
        """A question came up: prepare its answers and the next question once it is on screen."""
        self._at = (session, travel, opened)
        self._soon.start()

    def prepare(self) -> None:
        """Draw this question's answers as they will be when chosen, and the next question."""
        if self._at is None:
            return
        session, travel, opened = self._at
        pane, rail = self._parts.pane, self._parts.rail
        if pane.editor is not None:
            pane.editor.prepare_choice()
        coming = travel.path.step(travel.stop, 1) if travel.stop is not None else None
        if coming is not None:
            pane.prepare(coming, session, opened.level_before(coming.item.id))
            rail.list.prepare(travel.path, coming)
