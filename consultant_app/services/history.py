"""What was done in an interview, read back from its events: undo, redo, the order of visits."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace

from consultant_app.domain.answers import UNANSWERED, Answer
from consultant_app.storage.events import Event

_UNDOABLE = {"answer", "evidence", "note", "flag"}
#: Acts that nothing before them can be undone across.
_FINAL = {"closed", "version"}
#: How many past visits "back" can walk through.
_VISITS_KEPT = 500


@dataclass(frozen=True, slots=True)
class Act:
    """One change of one answer."""

    seq: int
    kind: str
    question_id: str
    before: Answer
    after: Answer


@dataclass(frozen=True, slots=True)
class Past:
    """Acts that can be undone and redone (last one first to go), and items in visited order."""

    undo: tuple[Act, ...] = ()
    redo: tuple[Act, ...] = ()
    visited: tuple[str, ...] = ()

    def then(self, act: Act) -> Past:
        """Return the past once ``act`` was done."""
        if act.kind == "undo":
            return replace(self, undo=self.undo[:-1], redo=(*self.redo, self.undo[-1]))
        if act.kind == "redo":
            return replace(self, undo=(*self.undo, self.redo[-1]), redo=self.redo[:-1])
        return replace(self, undo=(*self.undo, act), redo=())

    def left(self, question_id: str) -> Past:
        """Return the past once ``question_id`` was left for another."""
        return replace(self, visited=(*self.visited, question_id)[-_VISITS_KEPT:])


def read_past(events: Iterable[Event], items: Container[str]) -> Past:
    """Rebuild the past from an interview's events, in their order.

    ``items``: ids in the questionnaire; those of an earlier version cannot be visited any more.
    """
    undo: list[Act] = []
    redo: list[Act] = []
    visited: list[str] = []
    for event in events:
        if event.kind == "leave" and event.question_id and event.question_id in items:
            visited.append(event.question_id)
        elif event.kind in _UNDOABLE and event.question_id:
            undo.append(_act(event))
            redo.clear()
        elif event.kind == "undo" and undo:
            redo.append(undo.pop())
        elif event.kind == "redo" and redo:
            undo.append(redo.pop())
        elif event.kind in _FINAL:
            undo.clear()
            redo.clear()
    return Past(tuple(undo), tuple(redo), tuple(visited[-_VISITS_KEPT:]))


def _act(event: Event) -> Act:
    return Act(
        event.seq,
        event.kind,
        event.question_id or "",
        event.before or UNANSWERED,
        event.after or UNANSWERED,
    )
