"""Moving through the interview: next, back in the order visited, jump.

A move first sends what is typed, then waits until all that was given is durable: what comes next
can depend on it. Keys struck meanwhile wait their turn, so that typing fast loses nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from consultant_app.ui.later import OnceDrawn
from consultant_app.ui.pages.interview.session import Session
from consultant_app.ui.pages.interview.stops import Path, Stop


class Travel(QObject):
    """Where the interview is, and where it was."""

    arrived = Signal(object)
    beyond = Signal()
    #: The move came to nothing: the question on screen stays.
    stayed = Signal()

    def __init__(self, session: Session, flush: Callable[[], bool]) -> None:
        super().__init__(session)
        self._session = session
        self._flush = flush
        self._waiting: deque[Callable[[], None]] = deque()
        self._moving = False
        self._once_drawn = OnceDrawn(self)
        self._seen: list[str] = []
        self._cursor = -1
        self.path = Path(session.state.questionnaire, session.state.outcome.asked)
        self.stop: Stop | None = None
        session.refused.connect(self._stay)
        session.rejected.connect(self._stay)

    @property
    def is_moving(self) -> bool:
        """Whether the next question is about to come up."""
        return self._moving

    def resume(self) -> None:
        """Come back exactly where the interview stopped."""
        state = self._session.state
        position = state.interview.position
        self._seen = [i for i in state.visited if self.path.find(i)]
        if position and (not self._seen or self._seen[-1] != position):
            self._seen.append(position)
        self._cursor = len(self._seen) - 1
        self._arrive(self.path.near(position), remember=not self._seen)

    def refresh_path(self) -> bool:
        """Follow the rules: rebuild the path when what is asked has changed."""
        asked = self._session.state.outcome.asked
        if asked == self._asked:
            return False
        self._asked = asked
        self.path = Path(self._session.state.questionnaire, asked)
        return True

    def do(self, act: Callable[[], None]) -> None:
        """Run ``act`` now, or after the move under way."""
        if self._moving:
            self._waiting.append(act)
        else:
            act()

    def next(self) -> None:
        """Go to the next question."""
        self._move(lambda stop: self.path.step(stop, 1))

    def previous(self) -> None:
        """Go to the question before, in the questionnaire's order."""
        self._move(lambda stop: self.path.step(stop, -1), at_end=False)

    def next_open(self) -> None:
        """Go to the next question without an answer, from the start again after the end."""
        self._move(lambda stop: self.path.next_open(stop, self._session.answers()))

    def jump(self, stop: Stop) -> None:
        """Go to a question."""
        self._move(lambda _here: self.path.find(stop.item.id) or stop)

    def jump_to(self, item_id: str) -> None:
        """Go to the question that asks ``item_id``."""
        self._move(lambda _here: self.path.near(item_id))

    def back(self) -> None:
        """Go back in the order visited."""
        self._wander(-1)

    def forward(self) -> None:
        """Go forward again in the order visited."""
        self._wander(1)

    def _wander(self, by: int) -> None:
        there = self._cursor + by
        if not 0 <= there < len(self._seen):
            return
        goal = self._seen[there]

        def choose(_here: Stop) -> Stop | None:
            self._cursor = there
            return self.path.near(goal)

        self._move(choose, remember=False, at_end=False)

    def _move(
        self,
        choose: Callable[[Stop], Stop | None],
        *,
        remember: bool = True,
        at_end: bool = True,
    ) -> None:
        stop = self.stop
        if stop is None or not self._flush():
            self._waiting.clear()
            return
        self._moving = True

        def settled() -> None:
            self._moving = False
            self.refresh_path()
            goal = choose(self.path.near(stop.item.id))
            if goal is not None:
                self._arrive(goal, remember=remember)
            else:
                self.stayed.emit()
                if at_end:
                    self.beyond.emit()
            self._drain()

        self._session.when_settled(settled)

    def _arrive(self, stop: Stop, *, remember: bool) -> None:
        if remember and (not self._seen or self._seen[self._cursor] != stop.item.id):
            self._seen = [*self._seen[: self._cursor + 1], stop.item.id]
            self._cursor = len(self._seen) - 1
        self.stop = stop
        self.arrived.emit(stop)
        self._once_drawn.do(lambda: self._session.visit(stop.item.id))

    def _drain(self) -> None:
        while self._waiting and not self._moving:
            self._waiting.popleft()()

    def _stay(self) -> None:
        # Something was not saved: stay with it, and forget what was typed after it.
        self._moving = False
        self._waiting.clear()
        self.stayed.emit()

    _asked: frozenset[str] = frozenset()


__all__ = ["Travel"]
