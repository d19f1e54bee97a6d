"""The end of an interview: what is reviewed, decided, agreed to, frozen, and opened again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from consultant_app.domain.answers import Missing
from consultant_app.domain.errors import BlockedClosingError, ClosedInterviewError
from consultant_app.domain.interview import (
    ActionItem,
    Agreement,
    Interview,
    PlanItem,
    Signature,
    State,
)
from consultant_app.services.closing import Closing, MissingReasonError
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.reading import diagnosis_of
from consultant_app.services.records import preview_bytes, record_bytes
from consultant_app.services.workspace import Workspace
from consultant_app.storage.errors import DiskFullError
from consultant_app.storage.outbox import OutboxEntry, OutboxState
from tests.storing import NOW
from tests.working import held, install, working

DAY = NOW.date()
YES = Agreement(given=True, on=DAY, text_version="2026-06-01", by="La dirigeante")
NO = Agreement(given=False, on=DAY, text_version="2026-06-01", by="La dirigeante")
SIGNED = (Signature("Camille Fictive", DAY),)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with working(tmp_path / "profil") as opened:
        install(opened, "stories/everything")
        yield opened


@pytest.fixture
def interview(workspace: Workspace) -> Interviewing:
    return held(workspace, "everything")


@pytest.fixture
def closing(workspace: Workspace) -> Closing:
    return Closing(workspace)


def waiting(workspace: Workspace) -> list[OutboxEntry]:
    return workspace.outbox.waiting()


def test_the_review_lists_what_asks_for_a_second_look(
    closing: Closing, interview: Interviewing
) -> None:
    interview.answer("size", 0)
    interview.answer("plan", 4)
    interview.missing("measure", Missing.DONT_KNOW)
    interview.flag("exports", flagged=True)
    interview.flag("deliver", flagged=True)
    review = closing.review(interview.state.interview.id)
    assert "measure" not in {item.id for item in review.unanswered}
    assert "deliver" not in {item.id for item in review.unanswered}, "hidden: not asked"
    assert [item.id for item in review.to_verify] == ["measure"]
    assert [item.id for item in review.flagged] == ["exports"]
    assert [failure.check_id for failure in review.warnings] == ["odd"]
    assert review.blocking == ()
    assert not review.is_clear


def test_a_critical_check_blocks_closing_and_says_why(
    workspace: Workspace, closing: Closing, interview: Interviewing
) -> None:
    interview.answer("size", 450)
    interview.answer("measure", 0)
    interview_id = interview.state.interview.id
    before = workspace.interviews.get(interview_id)
    with pytest.raises(BlockedClosingError, match="Impossible"):
        closing.close(interview_id)
    assert workspace.interviews.get(interview_id) == before
    interview.answer("measure", 1)
    assert closing.close(interview_id).state is State.CLOSED


def test_decisions_are_durable_at_once(
    workspace: Workspace, closing: Closing, interview: Interviewing
) -> None:
    interview_id = interview.state.interview.id
    plan = (PlanItem("measure", who="Paul", when="avant l’été"), PlanItem("plan", kept=False))
    closing.decide_plan(interview_id, plan)
    closing.decide_actions(interview_id, (ActionItem("essai", comment="à deux"),))
    closing.sign(interview_id, SIGNED)
    stored = workspace.interviews.get(interview_id)
    assert stored.plan == plan
    assert stored.plan_decided
    assert stored.actions == (ActionItem("essai", comment="à deux"),)
    assert stored.signatures == SIGNED


def test_agreement_freezes_the_exact_bytes_that_were_shown(
    workspace: Workspace, closing: Closing, interview: Interviewing
) -> None:
    interview.answer("plan", 3)
    interview_id = interview.state.interview.id
    closing.decide_plan(interview_id, (PlanItem("measure"),))
    closing.agree(interview_id, YES, code=True)
    shown = json.loads(
        preview_bytes(diagnosis_of(workspace, workspace.interviews.get(interview_id)))
    )
    closed = closing.close(interview_id, SIGNED)
    (entry,) = waiting(workspace)
    assert (entry.record_id, entry.revision) == (closed.record_id, 1)
    assert entry.body == record_bytes(diagnosis_of(workspace, closed))
    frozen = json.loads(entry.body)
    assert frozen.pop("record_id") == closed.record_id
    shown.pop("record_id")
    assert frozen | {"duration": None} == shown | {"duration": None}
    assert workspace.interviews.summary(interview_id).sync == "waiting"


@pytest.mark.parametrize("agreement", [None, NO], ids=["not asked", "refused"])
def test_closing_without_agreement_freezes_nothing(
    workspace: Workspace, closing: Closing, interview: Interviewing, agreement: Agreement | None
) -> None:
    interview_id = interview.state.interview.id
    if agreement:
        closing.agree(interview_id, agreement, code=True)
    closed = closing.close(interview_id, SIGNED)
    assert workspace.outbox.all() == []
    assert closed.record_id is None
    assert closed.follow_up_code is None
    assert closed.signatures == SIGNED
    assert closed == workspace.interviews.get(interview_id)


def test_a_follow_up_code_is_made_once_and_only_with_agreement(
    closing: Closing, interview: Interviewing
) -> None:
    interview_id = interview.state.interview.id
    first = closing.agree(interview_id, YES, code=True).follow_up_code
    assert first
    assert len(first.replace("-", "")) >= 16
    assert closing.agree(interview_id, YES, code=True).follow_up_code == first
    assert closing.agree(interview_id, YES, code=False).follow_up_code is None
    assert closing.agree(interview_id, NO, code=True).follow_up_code is None


def test_a_closed_interview_changes_no_more(
    workspace: Workspace, closing: Closing, interview: Interviewing
) -> None:
    interview_id = interview.state.interview.id
    closed = closing.close(interview_id, SIGNED)
    acts: list[Callable[[], object]] = [
        lambda: closing.close(interview_id),
        lambda: closing.decide_plan(interview_id, ()),
        lambda: closing.decide_actions(interview_id, ()),
        lambda: closing.agree(interview_id, YES, code=True),
        lambda: closing.sign(interview_id, ()),
        lambda: closing.tell_outcomes(interview_id, (), ()),
    ]
    for act in acts:
        with pytest.raises(ClosedInterviewError, match="rouvrez-le"):
            act()
    assert workspace.interviews.get(interview_id) == closed


def test_reopening_needs_a_reason_and_makes_a_new_revision(
    workspace: Workspace, closing: Closing, interview: Interviewing
) -> None:
    interview.answer("plan", 1)
    interview_id = interview.state.interview.id
    closing.agree(interview_id, YES, code=False)
    first = closing.close(interview_id, SIGNED)
    with pytest.raises(MissingReasonError, match="pourquoi"):
        closing.reopen(interview_id, "  ")
    assert workspace.interviews.get(interview_id) == first
    again = closing.reopen(interview_id, " une erreur de niveau ")
    assert (again.state, again.revision, again.closed_at) == (State.DRAFT, 2, None)
    assert again.reopen_reason == "une erreur de niveau"
    assert again.signatures == (), "what is signed anew is what will be closed"
    assert closing.reopen(interview_id, "encore") == again, "a draft is open already"
    interview.refresh()
    interview.answer("plan", 4)
    assert interview.undo().interview.answer("plan").value == 1
    second = closing.close(interview_id, SIGNED)
    assert second.record_id == first.record_id
    (entry,) = waiting(workspace)
    assert entry.revision == 2, "the first revision had not left: only the second will"


def test_a_revision_that_left_stays_and_the_next_one_follows(
    workspace: Workspace, closing: Closing, interview: Interviewing
) -> None:
    interview_id = interview.state.interview.id
    closing.agree(interview_id, YES, code=False)
    closing.close(interview_id)
    (sent,) = waiting(workspace)
    workspace.outbox.settle(sent.seq, OutboxState.ACKNOWLEDGED, NOW)
    closing.reopen(interview_id, "une précision")
    assert workspace.outbox.of_record(sent.record_id)[0].body == sent.body
    closing.close(interview_id)
    assert [e.revision for e in workspace.outbox.of_record(sent.record_id)] == [1, 2]


def test_refusing_after_an_earlier_agreement_takes_back_what_waits(
    workspace: Workspace, closing: Closing, interview: Interviewing
) -> None:
    interview_id = interview.state.interview.id
    closing.agree(interview_id, YES, code=True)
    closing.close(interview_id)
    closing.reopen(interview_id, "l’accord est retiré")
    assert [e.kind for e in waiting(workspace)] == ["record"]
    closing.agree(interview_id, NO, code=False)
    assert "record" not in {e.kind for e in waiting(workspace)}
    closing.close(interview_id)
    assert "record" not in {e.kind for e in waiting(workspace)}


def test_agreeing_again_after_a_retraction_makes_another_record(
    workspace: Workspace, closing: Closing, interview: Interviewing
) -> None:
    interview_id = interview.state.interview.id
    closing.agree(interview_id, YES, code=False)
    first = closing.close(interview_id)
    assert first.record_id
    workspace.outbox.bury(first.record_id, "retiré", NOW)
    closing.reopen(interview_id, "un nouvel accord")
    again = closing.close(interview_id)
    assert again.record_id != first.record_id


def closing_parts(workspace: Workspace, interview: Interview) -> tuple[object, ...]:
    return (
        workspace.interviews.get(interview.id),
        workspace.outbox.all(),
        workspace.events.all_of(interview.id),
    )


def test_closing_is_whole_or_not_at_all(
    workspace: Workspace,
    closing: Closing,
    interview: Interviewing,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    interview.answer("plan", 2)
    interview_id = interview.state.interview.id
    agreed = closing.agree(interview_id, YES, code=True)
    before = closing_parts(workspace, agreed)
    for room, act in (
        (workspace.outbox, "add"),
        (workspace.interviews, "update"),
        (workspace.interviews, "touch"),
        (workspace.events, "append"),
    ):
        with monkeypatch.context() as patch:
            original = getattr(type(room), act)

            def fail(*args: object, _original: object = original, **options: object) -> None:
                _original(*args, **options)  # type: ignore[operator]
                raise DiskFullError

            patch.setattr(type(room), act, fail)
            with pytest.raises(DiskFullError):
                closing.close(interview_id, SIGNED)
        assert closing_parts(workspace, agreed) == before
    assert closing.close(interview_id, SIGNED).state is State.CLOSED


def test_the_time_counted_is_the_time_spent_answering(
    workspace: Workspace, closing: Closing, interview: Interviewing
) -> None:
    interview.answer("plan", 1, seconds=61)
    interview.answer("measure", 1, seconds=30.4)
    closed = closing.close(interview.state.interview.id)
    assert closed.conditions.active_seconds == 91
    again = closing.reopen(closed.id, "une précision")
    assert replace(again, conditions=closed.conditions) == again
