"""Doing something once what changed is on screen."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt

_LATER = QEvent.Type(QEvent.registerEventType())
#: Qt draws at low priority; this is after.
_AFTER_DRAWING = Qt.EventPriority.LowEventPriority.value - 1


class OnceDrawn(QObject):
    """Runs acts, in order, after the layouts and paintings that are asked for already.

    Two threads that run Python slow each other down: what need not be done to draw is begun after.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._acts: deque[Callable[[], object]] = deque()

    def do(self, act: Callable[[], object]) -> None:
        """Run ``act`` once all is drawn; never, when this object is gone by then."""
        self._acts.append(act)
        QCoreApplication.postEvent(self, QEvent(_LATER), _AFTER_DRAWING)

    def event(self, event: QEvent) -> bool:
        """Run the act whose turn it is."""
        if event.type() != _LATER:
            return super().event(event)
        self._acts.popleft()()
        return True
