"""One diagnostic of one firm: its answers, what was decided, and the conditions it was held in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from consultant_app.domain.answers import UNANSWERED, Answer
from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.states import Extent, Occasion, State

__all__ = [
    "ActionItem",
    "Agreement",
    "Conditions",
    "Extent",
    "Interview",
    "Occasion",
    "PlanItem",
    "Signature",
    "State",
]


@dataclass(frozen=True, slots=True)
class Conditions:
    """How the interview was held; lets researchers separate the consultant's effect.

    ``confidence`` is the consultant's own, 1 (low) to 3 (high). ``active_seconds`` excludes pauses.
    """

    present: tuple[str, ...] = ()
    place: str = ""
    confidence: int | None = None
    started_at: datetime | None = None
    active_seconds: int = 0


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A proposed priority and what was decided of it: kept ones are the firm's needs.

    ``practice_id`` names the practice; order in the plan is the order decided. ``outcome`` is told
    at a follow-up: "done", "started", "dropped" or "".
    """

    practice_id: str
    kept: bool = True
    comment: str = ""
    who: str = ""
    when: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class ActionItem:
    """A catalogue action proposed for the firm's parcours, kept or removed."""

    action_id: str
    kept: bool = True
    comment: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The dirigeant's answer on sending the record: separate, optional, dated."""

    given: bool
    on: date
    text_version: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed at closing, and when (typed name; ``drawing`` is an optional SVG path)."""

    name: str
    on: date
    drawing: str = ""


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview as stored. All instants are aware UTC; ``held_on`` is the local day.

    ``followed`` and ``followed_actions``: in a follow-up, what was kept last time, each with the
    ``outcome`` told this time.
    """

    id: str
    company_id: str
    questionnaire_id: str
    questionnaire_version: int
    created_at: datetime
    updated_at: datetime
    held_on: date
    facts: CompanyFacts
    extent: Extent = Extent.FULL
    deepened: frozenset[str] = frozenset()
    occasion: Occasion = Occasion.FIRST
    previous_id: str | None = None
    state: State = State.DRAFT
    revision: int = 1
    reopen_reason: str = ""
    closed_at: datetime | None = None
    information_shown_at: datetime | None = None
    position: str | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    conditions: Conditions = field(default_factory=Conditions)
    plan: tuple[PlanItem, ...] = ()
    plan_decided: bool = False
    actions: tuple[ActionItem, ...] = ()
    followed: tuple[PlanItem, ...] = ()
    followed_actions: tuple[ActionItem, ...] = ()
    agreement: Agreement | None = None
    signatures: tuple[Signature, ...] = ()
    follow_up_code: str | None = None
    record_id: str | None = None

    def answer(self, question_id: str) -> Answer:
        """Return the answer to ``question_id``, the untouched one when there is none."""
        return self.answers.get(question_id, UNANSWERED)
