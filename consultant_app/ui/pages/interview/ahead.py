"""While a question is read, the next one is measured and drawn: it then comes up at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QObject, QTimer

from consultant_app.ui.pages.interview.opening import Opened
from consultant_app.ui.pages.interview.parts import Parts
from consultant_app.ui.pages.interview.session import Session
from consultant_app.ui.pages.interview.travel import Travel

#: How long after a question came up: nobody answers faster.
PAUSE_MS = 40


class Ahead(QObject):
    """Prepares what will probably be shown next, a little at a time; nothing on screen changes."""

    def __init__(self, parts: Parts, page: QObject) -> None:
        super().__init__(page)
        self._parts = parts
        self._steps: Iterator[Callable[[], object]] = iter(())
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._step)

    def soon(self, session: Session, travel: Travel, opened: Opened) -> None:
        """A question came up: prepare its answers and the next question once it is on screen."""
        self._steps = self._all(session, travel, opened)
        self._soon.start(PAUSE_MS)

    def hold(self) -> None:
        """An answer is given: leave the hand all the time there is."""
        self._soon.stop()

    def resume(self) -> None:
        """Nothing moves any more: go on with what was left."""
        self._soon.start(PAUSE_MS)

    def _step(self) -> None:
        """Do a little, then let a key be heard."""
        step = next(self._steps, None)
        if step is not None:
            step()
            self._soon.start(0)

    def _all(
        self, session: Session, travel: Travel, opened: Opened
    ) -> Iterator[Callable[[], object]]:
        pane, rail = self._parts.pane, self._parts.rail
        if pane.editor is not None:
            for card in pane.editor.cards():
                yield card.prepare_choice
        here = travel.stop
        coming = travel.path.step(here, 1) if here is not None else None
        if here is None or coming is None:
            return
        yield partial(self._parts.prepare_names, travel.path, coming)
        yield from pane.prepare(coming, session, opened.level_before(coming.item.id))
        for stop in (here, coming):
            yield partial(rail.list.prepare, travel.path, here, stop)
