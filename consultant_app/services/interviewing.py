"""Holding an interview: every act is one transaction, durable before the caller hears of it.

Used from the database thread only. Each act returns a fresh immutable `InterviewState`; an act
that fails raises and changes nothing, neither on disk nor in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime

from consultant_app.domain.answers import UNANSWERED, Answer, Evidence, Missing, Value
from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.diagnosis import inputs_of
from consultant_app.domain.interview import Conditions, Extent, Interview, State
from consultant_app.domain.rules import Outcome
from consultant_app.domain.values import check_value
from consultant_app.services.counting import Counts, counts, counts_after, store
from consultant_app.services.history import Act, Past, read_past
from consultant_app.services.interview_state import HistoryEntry, InterviewState
from consultant_app.services.refusals import (
    moved_on,
    require_draft,
    require_same_draft,
    unknown_item,
)
from consultant_app.services.workspace import Workspace

__all__ = ["HistoryEntry", "InterviewState", "Interviewing"]

#: Longer than this on one question is a pause nobody announced; it is not counted whole.
_LONGEST_SECONDS = 15 * 60.0


class Interviewing:
    """An interview that is open on screen (or driven by a test or by the command line)."""

    def __init__(self, workspace: Workspace, interview_id: str) -> None:
        """Load everything once; UnknownIdError when there is no such interview."""
        self._workspace = workspace
        self._clock_mark: datetime | None = None
        self._load(interview_id)

    def _load(self, interview_id: str) -> None:
        workspace = self._workspace
        self._interview = workspace.interviews.get(interview_id)
        self._company_name = workspace.companies.get(self._interview.company_id).name
        self._questionnaire = workspace.library.questionnaire(
            self._interview.questionnaire_id, self._interview.questionnaire_version
        )
        self._rules = workspace.library.ruleset(self._questionnaire)
        self._outcome = self._rules.evaluate(inputs_of(self._interview))
        self._counts = counts(self._questionnaire, self._interview, self._outcome)
        self._past: Past = read_past(
            workspace.events.all_of(interview_id), self._questionnaire.items
        )
        self._saved_at = self._interview.updated_at
        self._changed: frozenset[str] = frozenset()

    def refresh(self) -> InterviewState:
        """Read again what another service may have changed: plan, agreement, facts, version."""
        self._load(self._interview.id)
        return self.state

    @property
    def state(self) -> InterviewState:
        """The state after the last durable act."""
        return InterviewState(
            interview=self._interview,
            company_name=self._company_name,
            questionnaire=self._questionnaire,
            outcome=self._outcome,
            saved_at=self._saved_at,
            can_undo=bool(self._past.undo),
            can_redo=bool(self._past.redo),
            changed=self._changed,
            visited=self._past.visited,
        )

    def answer(self, item_id: str, value: Value, *, seconds: float = 0.0) -> InterviewState:
        """Give an item a value (a level for a practice), checked against its type and bounds.

        ``seconds``: time spent on the question (paradata; measured when 0). A practice answered
        for the first time is marked as declared. Raises `BadAnswerError` (a KnownError) for a
        value the question cannot hold, `ClosedInterviewError` when the interview is closed.
        """
        item = self._questionnaire.items.get(item_id)
        if item is None:
            raise unknown_item(item_id)
        clean = check_value(item, value, self._questionnaire.scale)
        before = self._interview.answer(item_id)
        evidence = before.evidence or (Evidence.DECLARED if item.practice else None)
        after = replace(before, value=clean, missing=None, evidence=evidence)
        return self._act("answer", item_id, after, seconds=seconds)

    def missing(self, item_id: str, why: Missing, *, seconds: float = 0.0) -> InterviewState:
        """Settle an item without a value."""
        before = self._interview.answer(item_id)
        after = replace(before, value=None, missing=why)
        return self._act("answer", item_id, after, seconds=seconds)

    def clear(self, item_id: str) -> InterviewState:
        """Take the value or missing code away (note, evidence and flag stay)."""
        before = self._interview.answer(item_id)
        return self._act("answer", item_id, replace(before, value=None, missing=None))

    def evidence(self, item_id: str, mark: Evidence | None) -> InterviewState:
        """Mark an answer as declared or seen."""
        before = self._interview.answer(item_id)
        return self._act("evidence", item_id, replace(before, evidence=mark))

    def note(self, item_id: str, text: str) -> InterviewState:
        """Write the private note of an item (never sent; printed only if chosen)."""
        before = self._interview.answer(item_id)
        return self._act("note", item_id, replace(before, note=text.replace("\x00", "")))

    def flag(self, item_id: str, *, flagged: bool) -> InterviewState:
        """Flag an item to come back to it."""
        before = self._interview.answer(item_id)
        return self._act("flag", item_id, replace(before, flagged=flagged))

    def undo(self) -> InterviewState:
        """Take back the last act on an answer; `changed` says which item to show."""
        if not self._past.undo:
            return self.state
        act = self._past.undo[-1]
        return self._act("undo", act.question_id, act.before, refers_to=act.seq)

    def redo(self) -> InterviewState:
        """Do again what was last undone."""
        if not self._past.redo:
            return self.state
        act = self._past.redo[-1]
        return self._act("redo", act.question_id, act.after, refers_to=act.seq)

    def visit(self, item_id: str) -> InterviewState:
        """Record the position, so that reopening resumes exactly there."""
        if item_id not in self._questionnaire.items:
            raise unknown_item(item_id)
        left = self._interview.position
        now = self._workspace.clock.now()
        if left == item_id:
            self._clock_mark = now
            return self.state
        counted = left is not None and self._interview.state is State.DRAFT
        with self._workspace.db.transaction():
            if counted:
                self._workspace.events.append(
                    self._interview.id,
                    "leave",
                    now,
                    question_id=left,
                    seconds=self._elapsed(now),
                )
            self._workspace.interviews.move(self._interview.id, item_id)
        self._interview = replace(self._interview, position=item_id)
        self._changed, self._clock_mark = frozenset(), now
        if left is not None:
            self._past = self._past.left(left)
        return self.state

    def set_extent(self, extent: Extent) -> InterviewState:
        """Switch between the short (socle) and the full interview; nothing answered is lost."""
        return self._replace(lambda interview: replace(interview, extent=extent))

    def deepen(self, theme_id: str, *, on: bool = True) -> InterviewState:
        """Ask (or no longer ask) all practices of a theme in a short interview."""
        if all(theme.id != theme_id for theme in self._questionnaire.themes):
            raise unknown_item(theme_id)

        def change(interview: Interview) -> Interview:
            now = interview.deepened
            return replace(interview, deepened=now | {theme_id} if on else now - {theme_id})

        return self._replace(change)

    def set_facts(self, facts: CompanyFacts) -> InterviewState:
        """Take new facts of the firm into this draft."""
        return self._replace(lambda interview: replace(interview, facts=facts))

    def set_conditions(self, conditions: Conditions) -> InterviewState:
        """Record who was present, where, and the consultant's confidence."""
        return self._replace(lambda interview: replace(interview, conditions=conditions))

    def information_shown(self) -> InterviewState:
        """Record that the information sheet was shown before starting."""
        now = self._workspace.clock.now()

        def change(interview: Interview) -> Interview:
            held = interview.conditions
            held = replace(held, started_at=held.started_at or now)
            return replace(interview, information_shown_at=now, conditions=held)

        return self._replace(change)

    def pause(self) -> InterviewState:
        """Stop counting time until the next act."""
        self._clock_mark = None
        return self.state

    def history(self, item_id: str) -> tuple[HistoryEntry, ...]:
        """Past states of an item's answer, oldest first."""
        events = self._workspace.events.all_of(self._interview.id, question_id=item_id)
        return tuple(
            HistoryEntry(event.at, event.kind, event.after or UNANSWERED)
            for event in events
            if event.kind != "leave"
        )

    def durations(self) -> dict[str, float]:
        """Seconds spent per item id (paradata visible to the consultant)."""
        return self._workspace.events.seconds_by_question(self._interview.id)

    def _act(
        self,
        kind: str,
        item_id: str,
        after: Answer,
        *,
        seconds: float = 0.0,
        refers_to: int | None = None,
    ) -> InterviewState:
        """Store one change of one answer; memory follows only once it is durable."""
        require_draft(self._interview)
        if item_id not in self._questionnaire.items:
            raise unknown_item(item_id)
        before = self._interview.answer(item_id)
        now = self._workspace.clock.now()
        answers = {**self._interview.answers, item_id: after}
        interview = replace(self._interview, answers=answers, updated_at=now)
        outcome = self._rules.update(self._outcome, inputs_of(interview), {item_id})
        new_counts = self._counted(interview, outcome, item_id)
        workspace = self._workspace
        with workspace.db.transaction():
            workspace.answers.put(interview.id, item_id, after, now)
            seq = workspace.events.append(
                interview.id,
                kind,
                now,
                question_id=item_id,
                before=before,
                after=after,
                seconds=seconds or self._elapsed(now),
                refers_to=refers_to,
            )
            kept = workspace.interviews.keep_act(interview, now, **new_counts)
            if not kept:
                raise moved_on()
        self._interview, self._outcome, self._counts = interview, outcome, new_counts
        self._past = self._past.then(Act(seq, kind, item_id, before, after))
        self._settle(now, {item_id})
        return self.state

    def _replace(self, change: Callable[[Interview], Interview]) -> InterviewState:
        """Store a change of the interview itself (not of an answer).

        The change is made to what is stored, not to what was loaded: a plan decided meanwhile by
        another service is not undone.
        """
        require_draft(self._interview)
        now = self._workspace.clock.now()
        with self._workspace.db.transaction():
            stored = self._workspace.interviews.get(self._interview.id)
            require_same_draft(stored, self._interview)
            interview = replace(change(stored), updated_at=now)
            store(self._workspace, interview, now)
        self._interview = interview
        self._outcome = self._rules.evaluate(inputs_of(interview))
        self._counts = counts(self._questionnaire, interview, self._outcome)
        self._settle(now, ())
        return self.state

    def _counted(self, interview: Interview, outcome: Outcome, item_id: str) -> Counts:
        """The counts after a change of one answer: all anew only when what is asked changed."""
        if outcome.asked is not self._outcome.asked:
            return counts(self._questionnaire, interview, outcome)
        if item_id not in outcome.asked:
            return self._counts
        practice = item_id in self._questionnaire.practices
        old, new = self._interview.answer(item_id), interview.answer(item_id)
        return counts_after(self._counts, practice, old, new)

    def _settle(self, now: datetime, changed: Collection[str]) -> None:
        self._saved_at, self._clock_mark, self._changed = now, now, frozenset(changed)

    def _elapsed(self, now: datetime) -> float:
        """Seconds since the last act, within reason: clocks jump and people take calls."""
        if self._clock_mark is None:
            return 0.0
        return min(max((now - self._clock_mark).total_seconds(), 0.0), _LONGEST_SECONDS)
