"""The end of an interview: review, decisions, agreement, signature, closing and reopening."""

from __future__ import annotations

from dataclasses import dataclass

from consultant_app.domain.interview import ActionItem, Agreement, Interview, PlanItem, Signature
from consultant_app.domain.questionnaire import Item
from consultant_app.domain.rules import CheckFailure
from consultant_app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Review:
    """What to look at before closing. ``blocking``: critical checks that still fail."""

    unanswered: tuple[Item, ...]
    to_verify: tuple[Item, ...]
    flagged: tuple[Item, ...]
    warnings: tuple[CheckFailure, ...]
    blocking: tuple[CheckFailure, ...]

    @property
    def is_clear(self) -> bool:
        """Whether nothing asks for a second look."""
        return not (self.unanswered or self.to_verify or self.flagged or self.warnings)


class Closing:
    """Decisions taken at the end, each durable at once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def review(self, interview_id: str) -> Review:
        """Gather what is unanswered, to verify, flagged, or contradictory."""

    def decide_plan(self, interview_id: str, plan: tuple[PlanItem, ...]) -> Interview:
        """Store the priorities as decided (order, kept or removed, comment, who, when)."""

    def decide_actions(self, interview_id: str, actions: tuple[ActionItem, ...]) -> Interview:
        """Store the parcours as decided."""

    def agree(self, interview_id: str, agreement: Agreement, *, code: bool) -> Interview:
        """Store the answer on sending; ``code``: make (or drop) a follow-up code."""

    def close(self, interview_id: str, signatures: tuple[Signature, ...]) -> Interview:
        """Close the interview, and freeze its record in the outbox if it was agreed to, at once.

        Raises `BlockedClosingError` while a critical check fails.
        """

    def reopen(self, interview_id: str, reason: str) -> Interview:
        """Open a closed interview again as a new revision; the reason is kept."""
