"""Holding an interview: each act durable at once, or refused and nothing changed anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from consultant_app.domain.answers import UNANSWERED, Answer, Evidence, Missing, Value
from consultant_app.domain.errors import ClosedInterviewError, UnknownIdError
from consultant_app.domain.interview import ActionItem, Conditions, Extent, PlanItem
from consultant_app.domain.values import BadAnswerError
from consultant_app.services.closing import Closing
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.workspace import Workspace
from consultant_app.storage.errors import DiskFullError
from tests.working import TickingClock, held, install, open_workspace, working


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with working(tmp_path / "profil") as opened:
        install(opened, "stories/everything")
        yield opened


@pytest.fixture
def interview(workspace: Workspace) -> Interviewing:
    return held(workspace, "everything")


def on_disk(workspace: Workspace, interview: Interviewing) -> Interviewing:
    """The same interview as another program would find it."""
    return Interviewing(workspace, interview.state.interview.id)


def test_a_practice_answered_for_the_first_time_is_declared(interview: Interviewing) -> None:
    assert interview.answer("plan", 2).interview.answer("plan") == Answer(
        2, evidence=Evidence.DECLARED
    )
    interview.evidence("plan", Evidence.SEEN)
    assert interview.answer("plan", 3).interview.answer("plan").evidence is Evidence.SEEN
    assert interview.answer("size", 12).interview.answer("size").evidence is None


def test_a_state_tells_what_changed_and_when(workspace: Workspace, interview: Interviewing) -> None:
    before = interview.state
    after = interview.answer("plan", 2)
    assert after.changed == {"plan"}
    assert after.saved_at > before.saved_at
    assert before.interview.answer("plan") == UNANSWERED, "a state never changes"
    assert interview.set_extent(Extent.SHORT).changed == frozenset()
    assert on_disk(workspace, interview).state.saved_at == interview.state.saved_at


@pytest.mark.parametrize(
    ("item", "value", "said"),
    [
        ("plan", 7, "pas sur l’échelle"),
        ("plan", True, "pas sur l’échelle"),
        ("plan", float("nan"), "pas sur l’échelle"),
        ("size", 12.5, "nombre entier"),
        ("size", -1, "hors des bornes"),
        ("rate", float("nan"), "pas un nombre"),
        ("exports", "ailleurs", "pas un choix"),
        ("brakes", ["money", "people", "time"], "2 choix au plus"),
        ("brakes", ["money", "money"], "deux fois"),
        ("markets", "local", "liste de choix"),
        ("words", " \x00 ", "texte est vide"),
        ("met_on", "2026-02-30", "pas une date"),
        ("years", [{"year": 2024}, {"year": 2024}], "même année"),
        ("years", [{"turnover": 3}], "année de clôture"),
        ("years", [{"year": 2024, "profit": 3}], "colonnes inconnues"),
    ],
)
def test_a_value_that_a_question_cannot_hold_changes_nothing(
    workspace: Workspace, interview: Interviewing, item: str, value: Value, said: str
) -> None:
    interview.answer("plan", 2)
    before, events = interview.state, workspace.events.all_of(interview.state.interview.id)
    with pytest.raises(BadAnswerError, match=said):
        interview.answer(item, value)
    assert interview.state == before
    assert on_disk(workspace, interview).state.interview == before.interview
    assert workspace.events.all_of(before.interview.id) == events


@pytest.mark.parametrize(
    "act",
    [
        lambda i: i.answer("nulle_part", 1),
        lambda i: i.missing("nulle_part", Missing.REFUSED),
        lambda i: i.note("nulle_part", "texte"),
        lambda i: i.visit("nulle_part"),
        lambda i: i.deepen("nulle_part"),
    ],
)
def test_what_is_not_in_the_questionnaire_is_refused(
    workspace: Workspace, interview: Interviewing, act: Callable[[Interviewing], object]
) -> None:
    before = interview.state
    with pytest.raises(UnknownIdError, match="nulle_part"):
        act(interview)
    assert interview.state == before
    assert on_disk(workspace, interview).state.interview == before.interview


@pytest.mark.parametrize(
    "act",
    [
        lambda i: i.note("words", "long " * 200_000),
        lambda i: i.set_conditions(Conditions(place="ici " * 200_000)),
    ],
    ids=["an answer's note", "the interview's place"],
)
def test_a_full_disk_changes_nothing_in_memory_nor_on_disk(
    workspace: Workspace, interview: Interviewing, act: Callable[[Interviewing], object]
) -> None:
    interview.answer("plan", 2)
    interview.answer("words", "avant")
    before = interview.state
    pages = workspace.db.rows("PRAGMA page_count")[0][0]
    workspace.db.rows(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(DiskFullError, match="pas enregistré"):
        act(interview)
    assert interview.state == before
    assert on_disk(workspace, interview).state.interview == before.interview
    workspace.db.rows("PRAGMA max_page_count = 1000000")
    after = interview.note("words", "après")
    assert after.interview.answer("words").note == "après"
    assert on_disk(workspace, interview).state.interview == after.interview
    assert interview.undo().interview.answer("words").note == ""


def test_the_list_shows_right_counts_after_each_act(
    workspace: Workspace, interview: Interviewing
) -> None:
    def line() -> tuple[int, int, int]:
        row = workspace.interviews.summary(interview.state.interview.id)
        return row.answered, row.relevant, row.flagged

    assert line() == (0, 2, 0), "two practices of five are asked at first"
    steps: list[tuple[Callable[[], object], tuple[int, int, int]]] = [
        (lambda: interview.answer("plan", 2), (1, 2, 0)),
        (lambda: interview.missing("measure", Missing.DONT_KNOW), (2, 2, 0)),
        (lambda: interview.answer("size", 30), (2, 3, 0)),
        (lambda: interview.answer("exports", "oui"), (2, 5, 0)),
        (lambda: interview.flag("deliver", flagged=True), (2, 5, 1)),
        (lambda: interview.answer("deliver", 1), (3, 5, 1)),
        (lambda: interview.set_extent(Extent.SHORT), (1, 2, 0)),
        (lambda: interview.deepen("home"), (2, 4, 0)),
        (lambda: interview.set_extent(Extent.FULL), (3, 5, 1)),
        (lambda: interview.answer("exports", "non"), (2, 3, 0)),
        (interview.undo, (3, 5, 1)),
        (lambda: interview.clear("plan"), (2, 5, 1)),
        (interview.undo, (3, 5, 1)),
        (interview.redo, (2, 5, 1)),
    ]
    for act, wanted in steps:
        act()
        assert line() == wanted


def test_hidden_answers_are_kept_and_come_back(interview: Interviewing) -> None:
    interview.answer("exports", "oui")
    interview.answer("share", 40)
    hidden = interview.answer("exports", "non")
    assert "share" not in hidden.outcome.asked
    assert hidden.interview.answer("share").value == 40
    assert "share" in interview.answer("exports", "oui").outcome.asked


def test_one_answer_re_evaluates_only_what_reads_it(interview: Interviewing) -> None:
    assert interview.note("plan", "rien à voir").outcome.reevaluated <= 2
    assert interview.answer("words", "rien à voir").outcome.reevaluated == 0
    assert interview.answer("size", 12).outcome.reevaluated == 3


def test_undo_goes_back_through_the_whole_interview_even_after_reopening(
    workspace: Workspace, interview: Interviewing
) -> None:
    states = [dict(interview.state.interview.answers)]
    interview.answer("plan", 1)
    states.append(dict(interview.state.interview.answers))
    interview.note("plan", "parole")
    states.append(dict(interview.state.interview.answers))
    interview.missing("plan", Missing.REFUSED)
    for wanted in reversed(states):
        interview = on_disk(workspace, interview)
        after = interview.undo()
        assert after.changed == {"plan"}
        assert {i: a for i, a in after.interview.answers.items() if a != UNANSWERED} == wanted
    assert not after.can_undo
    assert interview.undo() == after, "nothing left to undo is no fault"
    interview.redo()
    assert on_disk(workspace, interview).redo().interview.answer("plan").note == "parole"
    assert not interview.answer("measure", 0).can_redo


def test_history_tells_every_past_state_of_an_answer(interview: Interviewing) -> None:
    interview.answer("plan", 1)
    interview.answer("measure", 4)
    interview.answer("plan", 3)
    interview.undo()
    told = [(entry.kind, entry.answer.value) for entry in interview.history("plan")]
    assert told == [("answer", 1), ("answer", 3), ("undo", 1)]
    times = [entry.at for entry in interview.history("plan")]
    assert times == sorted(times)


def test_time_is_counted_between_acts_but_not_during_pauses(tmp_path: Path) -> None:
    with working(tmp_path / "profil", clock=TickingClock()) as workspace:
        install(workspace, "stories/everything")
        interview = held(workspace, "everything")
        interview.visit("plan")
        interview.answer("plan", 2)
        interview.visit("measure")
        interview.pause()
        interview.answer("measure", 2)
        assert interview.durations() == {"plan": 20.0, "measure": 0.0}
        interview.answer("size", 3, seconds=41.5)
        assert interview.durations()["size"] == 41.5


def test_a_jumping_clock_never_counts_hours_nor_less_than_nothing(tmp_path: Path) -> None:
    class Jumping(TickingClock):
        jumps = iter((0, 0, 0, 0, 36_000, -90_000, 0))

        def now(self) -> datetime:
            return super().now() + timedelta(seconds=next(self.jumps, 0))

    with working(tmp_path / "profil", clock=Jumping()) as workspace:
        install(workspace, "stories/everything")
        interview = held(workspace, "everything")
        for level in range(5):
            interview.answer("plan", level)
        counted = [e.seconds for e in workspace.events.all_of(interview.state.interview.id)]
        assert all(0 <= seconds <= 15 * 60 for seconds in counted)


def test_reopening_resumes_exactly_where_it_stopped(tmp_path: Path) -> None:
    with working(tmp_path / "profil") as workspace:
        install(workspace, "stories/everything")
        interview = held(workspace, "everything")
        for item in ("size", "plan", "measure"):
            interview.visit(item)
        before = interview.state
    with working(tmp_path / "profil") as again:
        state = Interviewing(again, before.interview.id).state
        assert state.interview.position == "measure"
        assert state.visited == before.visited == ("size", "plan")
        assert state.interview == before.interview


def test_what_another_service_decided_meanwhile_is_not_undone(
    workspace: Workspace, interview: Interviewing
) -> None:
    interview.answer("plan", 0)
    plan = (PlanItem("plan", who="Paul"),)
    Closing(workspace).decide_plan(interview.state.interview.id, plan)
    Closing(workspace).decide_actions(interview.state.interview.id, (ActionItem("essai"),))
    company = workspace.companies.get(interview.state.interview.company_id)
    Dossiers(workspace).save_company(replace(company, facts=replace(company.facts, staff=99)))
    after = interview.set_conditions(Conditions(place="À l’atelier"))
    assert after.interview.plan == plan
    assert after.interview.actions == (ActionItem("essai"),)
    assert after.interview.facts.staff == 99
    assert on_disk(workspace, interview).state.interview == after.interview


def test_a_screen_left_open_cannot_change_what_was_closed_elsewhere(
    workspace: Workspace, interview: Interviewing
) -> None:
    interview.answer("plan", 2)
    Closing(workspace).close(interview.state.interview.id)
    acts: list[Callable[[], object]] = [
        lambda: interview.answer("plan", 4),
        lambda: interview.set_extent(Extent.SHORT),
        interview.undo,
    ]
    for act in acts:
        with pytest.raises(ClosedInterviewError, match="ailleurs"):
            act()
    assert on_disk(workspace, interview).state.interview.answer("plan").value == 2
    state = interview.refresh()
    with pytest.raises(ClosedInterviewError, match="clos"):
        interview.answer("plan", 4)
    assert interview.visit("measure").interview.position == "measure", "one may still read it"
    assert workspace.interviews.get(state.interview.id).updated_at == state.interview.updated_at


def test_u_plus_0000_never_reaches_the_store(workspace: Workspace, interview: Interviewing) -> None:
    interview.note("plan", "a\x00b")
    interview.answer("words", "\x00c\x00 ")
    state = on_disk(workspace, interview).state.interview
    assert state.answer("plan").note == "ab"
    assert state.answer("words").value == "c"
    assert interview.state.interview == state


def test_an_unknown_interview_is_said_so(workspace: Workspace) -> None:
    with pytest.raises(UnknownIdError, match="identifiant"):
        Interviewing(workspace, "rien")


def test_the_sheet_shown_is_dated_and_starts_the_interview_once(interview: Interviewing) -> None:
    first = interview.information_shown().interview
    again = interview.information_shown().interview
    assert first.information_shown_at is not None
    assert again.information_shown_at is not None
    assert again.information_shown_at > first.information_shown_at
    assert again.conditions.started_at == first.conditions.started_at


def test_two_programs_cannot_hold_the_same_profile(tmp_path: Path, workspace: Workspace) -> None:
    from consultant_app.storage.errors import AlreadyOpenError

    with pytest.raises(AlreadyOpenError):
        open_workspace(tmp_path / "profil")
