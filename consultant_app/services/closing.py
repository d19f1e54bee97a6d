"""The end of an interview: review, decisions, agreement, signature, closing and reopening."""

from __future__ import annotations

from dataclasses import dataclass, replace

from consultant_app.domain import codes
from consultant_app.domain.answers import Missing
from consultant_app.domain.diagnosis import inputs_of
from consultant_app.domain.errors import BlockedClosingError, KnownError
from consultant_app.domain.interview import (
    ActionItem,
    Agreement,
    Interview,
    PlanItem,
    Signature,
    State,
)
from consultant_app.domain.questionnaire import Item, Questionnaire
from consultant_app.domain.rules import CheckFailure, Outcome
from consultant_app.services.counting import store
from consultant_app.services.records import cancel_waiting, freeze_record
from consultant_app.services.refusals import require_draft
from consultant_app.services.workspace import Workspace


class MissingReasonError(KnownError):
    """A closed interview is reopened for a reason, and the reason is empty."""


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
    """Decisions taken at the end, each durable at once.

    Each reads what it changes inside its transaction: an exchange with the région, in its own
    thread, may have turned the agreement off a moment before.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def review(self, interview_id: str) -> Review:
        """Gather what is unanswered, to verify, flagged, or contradictory."""
        interview = self._workspace.interviews.get(interview_id)
        questionnaire, outcome = self._read(interview)
        asked = [item for item in questionnaire.items.values() if item.id in outcome.asked]
        answer = interview.answer
        return Review(
            unanswered=tuple(i for i in asked if not answer(i.id).is_answered),
            to_verify=tuple(i for i in asked if answer(i.id).missing is Missing.DONT_KNOW),
            flagged=tuple(i for i in asked if answer(i.id).flagged),
            warnings=tuple(f for f in outcome.failures if not f.critical),
            blocking=tuple(f for f in outcome.failures if f.critical),
        )

    def decide_plan(self, interview_id: str, plan: tuple[PlanItem, ...]) -> Interview:
        """Store the priorities as decided (order, kept or removed, comment, who, when)."""
        return self._change(interview_id, plan=plan, plan_decided=True)

    def decide_actions(self, interview_id: str, actions: tuple[ActionItem, ...]) -> Interview:
        """Store the parcours as decided."""
        return self._change(interview_id, actions=actions)

    def tell_outcomes(
        self,
        interview_id: str,
        followed: tuple[PlanItem, ...],
        followed_actions: tuple[ActionItem, ...],
    ) -> Interview:
        """Store what became of what was kept last time (follow-up)."""
        return self._change(interview_id, followed=followed, followed_actions=followed_actions)

    def agree(self, interview_id: str, agreement: Agreement, *, code: bool) -> Interview:
        """Store the answer on sending; ``code``: make (or drop) a follow-up code.

        A code once made is kept while it is wanted: it may already stand on a printed sheet. A
        refusal also takes back what an earlier closing left waiting to be sent.
        """
        with self._workspace.db.transaction():
            interview = self._workspace.interviews.get(interview_id)
            kept = interview.follow_up_code if code and agreement.given else None
            if code and agreement.given and kept is None:
                shape = codes.FOLLOW_UP
                kept = codes.make_code(shape, self._workspace.ids.random_bytes(shape.random_bytes))
            if not agreement.given:
                cancel_waiting(self._workspace, interview)
            return self._change(interview_id, agreement=agreement, follow_up_code=kept)

    def sign(self, interview_id: str, signatures: tuple[Signature, ...]) -> Interview:
        """Store the signatures before closing."""
        return self._change(interview_id, signatures=signatures)

    def close(self, interview_id: str, signatures: tuple[Signature, ...] = ()) -> Interview:
        """Close the interview, and freeze its record in the outbox if it was agreed to, at once.

        Raises `BlockedClosingError` while a critical check fails.
        """
        with self._workspace.db.transaction():
            interview = self._workspace.interviews.get(interview_id)
            require_draft(interview)
            blocking = self.review(interview_id).blocking
            if blocking:
                raise BlockedClosingError(
                    f"L’entretien ne peut pas encore être clos\u00a0: {blocking[0].message}"
                )
            return self._close(interview, signatures or interview.signatures)

    def _close(self, interview: Interview, signatures: tuple[Signature, ...]) -> Interview:
        workspace, now = self._workspace, self._workspace.clock.now()
        seconds = sum(workspace.events.seconds_by_question(interview.id).values())
        interview = replace(
            interview,
            state=State.CLOSED,
            closed_at=now,
            updated_at=now,
            signatures=signatures,
            conditions=replace(interview.conditions, active_seconds=round(seconds)),
        )
        interview = freeze_record(workspace, interview)
        store(workspace, interview, now)
        workspace.events.append(interview.id, "closed", now)
        return interview

    def reopen(self, interview_id: str, reason: str) -> Interview:
        """Open a closed interview again as a new revision; the reason is kept."""
        reason = reason.strip()
        if not reason:
            raise MissingReasonError("Dites en quelques mots pourquoi vous rouvrez cet entretien.")
        with self._workspace.db.transaction():
            interview = self._workspace.interviews.get(interview_id)
            if interview.state is not State.CLOSED:
                return interview
            return self._reopen(interview, reason)

    def _reopen(self, interview: Interview, reason: str) -> Interview:
        workspace, now = self._workspace, self._workspace.clock.now()
        interview = replace(
            interview,
            state=State.DRAFT,
            revision=interview.revision + 1,
            reopen_reason=reason,
            closed_at=None,
            updated_at=now,
            signatures=(),
        )
        store(workspace, interview, now)
        workspace.events.append(interview.id, "reopened", now)
        return interview

    def _read(self, interview: Interview) -> tuple[Questionnaire, Outcome]:
        library = self._workspace.library
        questionnaire = library.questionnaire(
            interview.questionnaire_id, interview.questionnaire_version
        )
        return questionnaire, library.ruleset(questionnaire).evaluate(inputs_of(interview))

    def _change(self, interview_id: str, **changes: object) -> Interview:
        workspace, now = self._workspace, self._workspace.clock.now()
        with workspace.db.transaction():
            interview = workspace.interviews.get(interview_id)
            require_draft(interview)
            interview = replace(interview, updated_at=now, **changes)  # type: ignore[arg-type]
            store(workspace, interview, now)
        return interview
