"""Moving a draft to a later version: told first, done whole or not at all, nothing converted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from consultant_app.domain.answers import Answer, Evidence, Missing, Value
from consultant_app.domain.errors import ClosedInterviewError, UnknownIdError
from consultant_app.domain.interview import Extent, PlanItem, Signature
from consultant_app.domain.loading import check_questionnaire
from consultant_app.domain.version_change import Difference, Fate, VersionChange
from consultant_app.services.closing import Closing
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.updates import NotNewerError, Updates
from consultant_app.services.workspace import Workspace
from consultant_app.storage.errors import DiskFullError
from tests.storing import NOW
from tests.working import held, install, working

YEARS = [{"year": 2024, "turnover": 100}, {"year": 2025, "turnover": 130}]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with working(tmp_path / "profil") as opened:
        install(opened, "versions/v1")
        yield opened


@pytest.fixture
def draft(workspace: Workspace) -> Interviewing:
    """A draft of version 1 in which everything is answered."""
    interview = held(workspace, "versions", extent=Extent.SHORT)
    given: dict[str, Value] = {
        "kept": 12,
        "gone": "du texte",
        "old_name": 25,
        "retyped": 7,
        "narrowed": 50,
        "choice": "c",
        "markets": ["local", "export"],
        "years": YEARS,
        "importance_sales": 3,
        "wish_sales": "oui",
        "prices": 2,
        "leaving": 4,
        "cash": 0,
    }
    for item_id, value in given.items():
        interview.answer(item_id, value)
    interview.note("retyped", "à revoir")
    interview.evidence("cash", Evidence.SEEN)
    interview.deepen("sales")
    interview.visit("gone")
    interview.visit("cash")
    return interview


def stored(workspace: Workspace, draft: Interviewing) -> tuple[Any, ...]:
    """All that the database holds of an interview."""
    interview = draft.state.interview
    rows = [
        tuple(row)
        for table in ("interviews", "answers", "events")
        for row in workspace.db.rows(
            f"SELECT * FROM {table} WHERE {'id' if table == 'interviews' else 'interview_id'} = ?",
            (interview.id,),
        )
    ]
    return tuple(rows)


def fates(change: VersionChange) -> dict[str, Fate]:
    return {(i.new or i.old).id: i.fate for i in change.items}  # type: ignore[union-attr]


def one(change: VersionChange, item_id: str) -> Any:
    return next(i for i in change.items if item_id in {i.new and i.new.id, i.old and i.old.id})


def test_an_interview_stays_on_its_version_until_told(
    workspace: Workspace, draft: Interviewing
) -> None:
    interview_id = draft.state.interview.id
    assert Updates(workspace).newest(interview_id) is None
    install(workspace, "versions/v2", "versions/v3")
    assert Updates(workspace).newest(interview_id) == 3
    assert Interviewing(workspace, interview_id).state.questionnaire.version == 1
    fresh = Dossiers(workspace).start(draft.state.interview.company_id, questionnaire_id="versions")
    assert fresh.questionnaire_version == 3


def test_the_preview_says_what_becomes_of_each_question(
    workspace: Workspace, draft: Interviewing
) -> None:
    install(workspace, "versions/v2")
    change = Updates(workspace).preview(draft.state.interview.id, 2)
    told = fates(change)
    assert {i for i, fate in told.items() if fate is Fate.NEW} == {"added"}
    assert {i for i, fate in told.items() if fate is Fate.DROPPED} == {"gone", "leaving"}
    assert told["kept"] is Fate.KEPT
    assert told["years"] is Fate.KEPT
    assert one(change, "export_share").differences == (Difference.RENAMED, Difference.REWORDED)
    assert one(change, "export_share").after == Answer(value=25)
    assert Difference.RETYPED in one(change, "retyped").differences
    assert Difference.NARROWED in one(change, "narrowed").differences
    assert Difference.NARROWED in one(change, "choice").differences
    assert one(change, "prices").differences == (Difference.REWORDED,)
    assert one(change, "markets").after.value == ["export", "local"]
    assert {i.new.id if i.new else i.old.id for i in change.set_aside if i.old} == {
        "gone",
        "leaving",
        "retyped",
        "narrowed",
        "choice",
    }


def test_what_is_asked_again_is_flagged_and_keeps_its_note(
    workspace: Workspace, draft: Interviewing
) -> None:
    install(workspace, "versions/v2")
    Updates(workspace).apply(draft.state.interview.id, 2)
    answers = draft.refresh().interview.answers
    assert answers["retyped"] == Answer(note="à revoir", flagged=True)
    assert answers["forecast"] == Answer(0, evidence=Evidence.SEEN)
    assert answers["importance_commerce"] == Answer(3)
    assert answers["wish_commerce"] == Answer("oui")
    assert not {"gone", "leaving", "old_name", "cash", "importance_sales"} & answers.keys()


@pytest.mark.parametrize("path", [(2,), (3,), (2, 3)], ids=str)
def test_what_is_previewed_is_what_happens(
    workspace: Workspace, draft: Interviewing, path: tuple[int, ...]
) -> None:
    install(workspace, "versions/v2", "versions/v3")
    updates, interview_id = Updates(workspace), draft.state.interview.id
    for version in path:
        preview = updates.preview(interview_id, version)
        assert updates.preview(interview_id, version) == preview
        assert updates.apply(interview_id, version) == preview
        after = Interviewing(workspace, interview_id).state
        assert after.questionnaire.version == version
        assert dict(after.interview.answers) == preview.answers
        for name in ("position", "deepened", "plan", "followed", "signatures", "extent", "facts"):
            assert getattr(after.interview, name) == getattr(preview.interview, name)
        row = workspace.interviews.summary(interview_id)
        asked = after.outcome.asked & after.questionnaire.practices.keys()
        assert row.relevant == len(asked)
        assert row.answered == sum(after.interview.answer(i).is_answered for i in asked)
    assert after.interview.answer("kept").value == 12
    assert after.interview.deepened == {"commerce"}
    assert after.interview.position == "forecast"


def test_levels_of_another_scale_are_asked_again_but_missing_codes_stay(
    workspace: Workspace, draft: Interviewing
) -> None:
    install(workspace, "versions/v2", "versions/v3")
    draft.missing("cash", Missing.DONT_KNOW)
    change = Updates(workspace).apply(draft.state.interview.id, 3)
    assert Difference.RESCALED in one(change, "prices").differences
    assert change.answers["prices"] == Answer(flagged=True)
    assert change.answers["forecast"].missing is Missing.DONT_KNOW
    assert Difference.RETYPED in one(change, "years").differences
    assert "years" in {i.new.id for i in change.set_aside if i.new}
    assert change.answers["export_part"] == Answer(25), "renamed twice, the answer follows"


def test_nothing_answered_is_lost_from_the_history(
    workspace: Workspace, draft: Interviewing
) -> None:
    install(workspace, "versions/v2")
    Updates(workspace).apply(draft.state.interview.id, 2)
    draft.refresh()
    assert draft.history("gone")[-1].kind == "set_aside"
    events = workspace.events.all_of(draft.state.interview.id, kinds=["set_aside"])
    assert {e.question_id: e.before.value for e in events if e.before} == {
        "gone": "du texte",
        "leaving": 4,
        "retyped": 7,
        "narrowed": 50,
        "choice": "c",
    }
    moved = workspace.events.all_of(draft.state.interview.id, kinds=["moved"])
    assert {e.question_id for e in moved} == {
        "export_share",
        "forecast",
        "importance_commerce",
        "wish_commerce",
        "markets",
    }
    (version,) = workspace.events.all_of(draft.state.interview.id, kinds=["version"])
    assert version.before == Answer(1)
    assert version.after == Answer(2)


def test_undo_does_not_reach_back_beyond_the_change(
    workspace: Workspace, draft: Interviewing
) -> None:
    install(workspace, "versions/v2")
    assert draft.state.can_undo
    Updates(workspace).apply(draft.state.interview.id, 2)
    state = draft.refresh()
    assert not state.can_undo
    assert not state.can_redo
    assert set(state.visited) <= state.questionnaire.items.keys()
    draft.answer("forecast", 4)
    assert draft.undo().interview.answer("forecast").value == 0


def test_the_plan_follows_its_practices_and_signatures_go(
    workspace: Workspace, draft: Interviewing
) -> None:
    install(workspace, "versions/v2")
    interview_id = draft.state.interview.id
    closing = Closing(workspace)
    closing.decide_plan(interview_id, (PlanItem("leaving"), PlanItem("cash", who="Paul")))
    closing.sign(interview_id, (Signature("Paul Témoin", NOW.date()),))
    Updates(workspace).apply(interview_id, 2)
    after = workspace.interviews.get(interview_id)
    assert after.plan == (PlanItem("forecast", who="Paul"),)
    assert after.signatures == ()


def test_a_screen_open_on_the_old_version_cannot_write_to_the_new_one(
    workspace: Workspace, draft: Interviewing
) -> None:
    install(workspace, "versions/v2")
    Updates(workspace).apply(draft.state.interview.id, 2)
    with pytest.raises(ClosedInterviewError, match="ailleurs"):
        draft.answer("kept", 1)
    with pytest.raises(ClosedInterviewError, match="ailleurs"):
        draft.set_extent(Extent.FULL)
    assert draft.refresh().interview.answer("kept").value == 12
    assert draft.answer("kept", 1).interview.answer("kept").value == 1


def test_refusals_say_why(workspace: Workspace, draft: Interviewing) -> None:
    updates, interview_id = Updates(workspace), draft.state.interview.id
    with pytest.raises(UnknownIdError):
        updates.preview(interview_id, 2)
    with pytest.raises(NotNewerError, match="déjà en version 1"):
        updates.preview(interview_id, 1)
    install(workspace, "versions/v2")
    Closing(workspace).close(interview_id)
    with pytest.raises(ClosedInterviewError, match="clos"):
        updates.apply(interview_id, 2)


class FailingAt:
    """Makes the n-th write to the database fail as a full disk does."""

    def __init__(self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = -1
        for name in ("execute", "insert", "save"):
            original = getattr(type(workspace.db), name)
            monkeypatch.setattr(type(workspace.db), name, self._counting(original))

    def _counting(self, original: Any) -> Any:
        def write(db: Any, *args: Any, **options: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                raise DiskFullError
            return original(db, *args, **options)

        return write


def test_a_failure_at_any_write_changes_nothing(
    workspace: Workspace, draft: Interviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(workspace, "versions/v2")
    updates, interview_id = Updates(workspace), draft.state.interview.id
    before, state = stored(workspace, draft), draft.state
    failing = FailingAt(workspace, monkeypatch)
    writes = 0
    while True:
        writes += 1
        failing.left = writes
        try:
            updates.apply(interview_id, 2)
        except DiskFullError:
            assert stored(workspace, draft) == before
            assert draft.refresh().interview == state.interview
            continue
        break
    assert writes > 20, "every write of the change has failed once"
    assert stored(workspace, draft) != before


def test_a_follow_up_under_a_later_version_asks_by_the_new_names(
    workspace: Workspace, draft: Interviewing
) -> None:
    interview = draft.state.interview
    Closing(workspace).decide_plan(interview.id, (PlanItem("cash"), PlanItem("leaving")))
    Closing(workspace).close(interview.id)
    install(workspace, "versions/v2")
    later = Dossiers(workspace).start(
        interview.company_id, questionnaire_id="versions", follow_up_of=interview.id
    )
    assert later.questionnaire_version == 2
    assert [item.practice_id for item in later.followed] == ["forecast"]


def test_renaming_from_an_id_in_use_or_twice_is_a_fault() -> None:
    path = Path(__file__).parents[1] / "data" / "questionnaires" / "versions" / "v2.yaml"
    text = path.read_text(encoding="utf-8")
    in_use = text.replace("renamed_from: [cash]", "renamed_from: [prices]")
    (fault,) = check_questionnaire(in_use, "v2")
    assert "encore un identifiant" in fault.message
    assert "[prices]" in in_use.splitlines()[fault.line - 1]
    twice = text.replace("id: kept,", "id: kept, renamed_from: [old_name],")
    (fault,) = check_questionnaire(twice, "v2")
    assert "déjà repris" in fault.message
