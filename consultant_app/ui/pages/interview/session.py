"""The interview as the screen holds it: what was given shows at once, what is durable is ticked.

Every act goes to the service in the database thread. Until it answers, the act is *pending* and
the screen shows it without its tick; when storage refuses it, it stays on screen and is *unsaved*
until `retry` succeeds. What is done next (moving on) waits until all pending acts are durable.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from consultant_app.domain.answers import Answer, Evidence, Missing, Value
from consultant_app.domain.values import BadAnswerError
from consultant_app.services.interviewing import HistoryEntry, InterviewState
from consultant_app.ui.tasks import Tasks


class Port(Protocol):
    """What the screen asks of `services.interviewing.Interviewing`."""

    @property
    def state(self) -> InterviewState: ...  # noqa: D102 - see the service
    def answer(self, item_id: str, value: Value) -> InterviewState: ...  # noqa: D102
    def missing(self, item_id: str, why: Missing) -> InterviewState: ...  # noqa: D102
    def clear(self, item_id: str) -> InterviewState: ...  # noqa: D102
    def evidence(self, item_id: str, mark: Evidence | None) -> InterviewState: ...  # noqa: D102
    def note(self, item_id: str, text: str) -> InterviewState: ...  # noqa: D102
    def flag(self, item_id: str, *, flagged: bool) -> InterviewState: ...  # noqa: D102
    def undo(self) -> InterviewState: ...  # noqa: D102
    def redo(self) -> InterviewState: ...  # noqa: D102
    def visit(self, item_id: str) -> InterviewState: ...  # noqa: D102
    def deepen(self, theme_id: str, *, on: bool = True) -> InterviewState: ...  # noqa: D102
    def pause(self) -> InterviewState: ...  # noqa: D102
    def history(self, item_id: str) -> tuple[HistoryEntry, ...]: ...  # noqa: D102
    def durations(self) -> dict[str, float]: ...  # noqa: D102


@dataclass(eq=False, slots=True)
class Act:
    """One thing done to one item: ``key`` says what it replaces, ``shown`` what the screen shows."""

    key: tuple[str, str]
    work: Callable[[], InterviewState]
    shown: Answer | None = None


#: Acts that save no answer: « Enregistré » is not said of them.
_SILENT = ("visit", "pause")


class Session(QObject):
    """One open interview. All methods are called in the window's thread."""

    changed = Signal()
    stored = Signal()
    saved = Signal(object)
    refused = Signal(object)
    rejected = Signal(str, str)
    recovered = Signal()
    undone = Signal(str)

    def __init__(
        self, tasks: Tasks, port: Port, state: InterviewState, page: QObject | None = None
    ) -> None:
        super().__init__(page)
        self._tasks = tasks
        self._port = port
        self.state = state
        self._pending: list[Act] = []
        self._unsaved: list[Act] = []
        self._overlay: dict[str, tuple[Act, Answer]] = {}
        self._settled: list[Callable[[], None]] = []

    @property
    def closed(self) -> bool:
        """Whether the interview is closed (nothing can be changed)."""
        return self.state.interview.state.value == "closed"

    @property
    def has_unsaved(self) -> bool:
        """Whether something on screen could not be made durable."""
        return bool(self._unsaved)

    @property
    def is_settled(self) -> bool:
        """Whether all that was done is durable or known to be refused."""
        return not self._pending

    def shown(self, item_id: str) -> Answer:
        """Return the answer as the screen shows it, durable or not yet."""
        held = self._overlay.get(item_id)
        return held[1] if held else self.state.interview.answer(item_id)

    def answers(self) -> dict[str, Answer]:
        """Return all answers as the screen shows them."""
        overlay = {item_id: answer for item_id, (_, answer) in self._overlay.items()}
        return {**self.state.interview.answers, **overlay}

    def is_saved(self, item_id: str) -> bool:
        """Whether what is shown of an item is durable."""
        return item_id not in self._overlay

    def answer(self, item_id: str, value: Value) -> None:
        """Give an item a value."""
        shown = replace(self.shown(item_id), value=value, missing=None)
        self._do(("value", item_id), lambda: self._port.answer(item_id, value), shown)

    def missing(self, item_id: str, why: Missing) -> None:
        """Settle an item without a value."""
        shown = replace(self.shown(item_id), value=None, missing=why)
        self._do(("value", item_id), lambda: self._port.missing(item_id, why), shown)

    def clear(self, item_id: str) -> None:
        """Take an item's value or missing code away."""
        shown = replace(self.shown(item_id), value=None, missing=None)
        self._do(("value", item_id), lambda: self._port.clear(item_id), shown)

    def evidence(self, item_id: str, mark: Evidence | None) -> None:
        """Mark an answer as declared or seen."""
        shown = replace(self.shown(item_id), evidence=mark)
        self._do(("evidence", item_id), lambda: self._port.evidence(item_id, mark), shown)

    def note(self, item_id: str, text: str) -> None:
        """Write an item's private note."""
        shown = replace(self.shown(item_id), note=text)
        self._do(("note", item_id), lambda: self._port.note(item_id, text), shown)

    def flag(self, item_id: str, *, flagged: bool) -> None:
        """Flag an item to come back to it."""
        shown = replace(self.shown(item_id), flagged=flagged)
        self._do(("flag", item_id), lambda: self._port.flag(item_id, flagged=flagged), shown)

    def undo(self) -> None:
        """Take back the last act on an answer."""
        self._travel(self._port.undo, lambda state: state.can_undo)

    def redo(self) -> None:
        """Do again what was last undone."""
        self._travel(self._port.redo, lambda state: state.can_redo)

    def visit(self, item_id: str) -> None:
        """Record where the interview is."""
        if not self.closed:
            self._do(("visit", ""), lambda: self._port.visit(item_id))

    def deepen(self, theme_id: str, *, on: bool) -> None:
        """Ask all practices of a theme in a short interview, or no longer."""
        self._do(("deepen", theme_id), lambda: self._port.deepen(theme_id, on=on))

    def pause(self) -> None:
        """Stop counting time until the next act."""
        if not self.closed:
            self._do(("pause", ""), self._port.pause)

    def history(self, item_id: str, done: Callable[[tuple[HistoryEntry, ...]], None]) -> None:
        """Ask for the past states of an item's answer."""
        self._tasks.database(lambda: self._port.history(item_id), done, owner=self)

    def when_settled(self, callback: Callable[[], None]) -> None:
        """Call back once all pending acts are durable; never, when one of them is refused."""
        if self._pending:
            self._settled.append(callback)
        else:
            callback()

    def retry(self) -> None:
        """Try again to save what was refused."""
        waiting, self._unsaved = self._unsaved, []
        for act in waiting:
            self._send(act)

    def _do(
        self,
        key: tuple[str, str],
        work: Callable[[], InterviewState],
        shown: Answer | None = None,
    ) -> None:
        if shown is not None and self.closed:
            return
        act = Act(key, work, shown)
        # A later answer to the same question makes the refused one pointless.
        self._unsaved = [old for old in self._unsaved if old.key != key]
        if shown is not None:
            self._overlay[key[1]] = (act, shown)
        self._send(act)
        if shown is not None:
            self.changed.emit()

    def _send(self, act: Act) -> None:
        self._pending.append(act)
        self._tasks.database(
            act.work,
            lambda state: self._done(act, state),
            lambda error: self._failed(act, error),
            owner=self,
        )

    def _done(self, act: Act, state: InterviewState) -> None:
        self._pending.remove(act)
        self.state = state
        self._uncover(act)
        if not self._unsaved:
            self.recovered.emit()
        if act.key[0] not in _SILENT:
            self.stored.emit()
            self.changed.emit()
        if not self._unsaved and act.key[0] not in _SILENT:
            self.saved.emit(state.saved_at)
        self._flush()

    def _failed(self, act: Act, error: Exception) -> None:
        self._pending.remove(act)
        self._settled.clear()
        if isinstance(error, BadAnswerError):
            self._uncover(act)
            self.changed.emit()
            self.rejected.emit(act.key[1], error.sentence)
            return
        self._unsaved.append(act)
        self.changed.emit()
        self.refused.emit(error)

    def _uncover(self, act: Act) -> None:
        held = self._overlay.get(act.key[1])
        if held and held[0] is act:
            del self._overlay[act.key[1]]

    def _flush(self) -> None:
        if self._pending:
            return
        waiting, self._settled = self._settled, []
        for callback in waiting:
            callback()

    def _travel(
        self, work: Callable[[], InterviewState], possible: Callable[[InterviewState], bool]
    ) -> None:
        def go() -> None:
            if possible(self.state) and not self.closed:
                self._do(("travel", ""), work)
                self.when_settled(self._tell_undone)

        self.when_settled(go)

    def _tell_undone(self) -> None:
        if self.state.changed:
            self.undone.emit(min(self.state.changed))


__all__ = ["Act", "Port", "Session"]
