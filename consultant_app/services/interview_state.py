"""What an open interview shows of itself, immutable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from consultant_app.domain.answers import Answer
from consultant_app.domain.interview import Interview
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.domain.rules import Outcome


@dataclass(frozen=True, slots=True)
class InterviewState:
    """All that a screen needs of an open interview.

    ``saved_at``: instant of the last durable act. ``changed``: ids touched by the last act.
    ``visited``: ids in the order visited; the current one is ``interview.position``.
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
