"""Holding an interview: every act is one transaction, durable before the caller hears of it.

Used from the database thread only. Each act returns a fresh immutable `InterviewState`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from consultant_app.domain.answers import Answer, Evidence, Missing, Value
from consultant_app.domain.interview import Conditions, Extent, Interview
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.domain.rules import Outcome
from consultant_app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class InterviewState:
    """All that a screen needs of an open interview.

    ``saved_at``: instant of the last durable act. ``changed``: ids touched by the last act.
    ``visited``: ids in the order visited, last one the current (``position`` in ``interview``).
    """

    interview: Interview
    company_name: str
    questionnaire: Questionnaire
    outcome: Outcome
    saved_at: datetime
    can_undo: bool
    can_redo: bool
    changed: frozenset[str] = frozenset()
    visited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One past state of an answer: what it became, when, and by which act."""

    at: datetime
    kind: str
    answer: Answer


class Interviewing:
    """An interview that is open on screen (or driven by a test or by the command line)."""

    def __init__(self, workspace: Workspace, interview_id: str) -> None:
        """Load everything once; UnknownIdError when there is no such interview."""

    @property
    def state(self) -> InterviewState:
        """The state after the last durable act."""

    def answer(self, item_id: str, value: Value, *, seconds: float = 0.0) -> InterviewState:
        """Give an item a value (a level for a practice), checked against its type and bounds.

        ``seconds``: time spent on the question (paradata). Raises `BadAnswerError` (a KnownError)
        for a value the question cannot hold, `ClosedInterviewError` when the interview is closed.
        """

    def missing(self, item_id: str, why: Missing, *, seconds: float = 0.0) -> InterviewState:
        """Settle an item without a value."""

    def clear(self, item_id: str) -> InterviewState:
        """Take the value or missing code away (note, evidence and flag stay)."""

    def evidence(self, item_id: str, mark: Evidence | None) -> InterviewState:
        """Mark an answer as declared or seen."""

    def note(self, item_id: str, text: str) -> InterviewState:
        """Write the private note of an item (never sent; printed only if chosen)."""

    def flag(self, item_id: str, *, flagged: bool) -> InterviewState:
        """Flag an item to come back to it."""

    def undo(self) -> InterviewState:
        """Take back the last act on an answer; `changed` says which item to show."""

    def redo(self) -> InterviewState:
        """Do again what was last undone."""

    def visit(self, item_id: str) -> InterviewState:
        """Record the position, so that reopening resumes exactly there."""

    def set_extent(self, extent: Extent) -> InterviewState:
        """Switch between the short (socle) and the full interview; nothing answered is lost."""

    def deepen(self, theme_id: str, *, on: bool = True) -> InterviewState:
        """Ask (or no longer ask) all practices of a theme in a short interview."""

    def set_conditions(self, conditions: Conditions) -> InterviewState:
        """Record who was present, where, and the consultant's confidence."""

    def information_shown(self) -> InterviewState:
        """Record that the information sheet was shown before starting."""

    def pause(self) -> InterviewState:
        """Stop counting time until the next act."""

    def history(self, item_id: str) -> tuple[HistoryEntry, ...]:
        """Past states of an item's answer, oldest first."""

    def durations(self) -> dict[str, float]:
        """Seconds spent per item id (paradata visible to the consultant)."""
