"""The dossier file: what is exported is taken back identically, and nothing else is taken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultant_app.domain.answers import Answer, Evidence, Missing, YearRow
from consultant_app.domain.company import Company, CompanyFacts
from consultant_app.domain.interview import (
    ActionItem,
    Agreement,
    Conditions,
    Extent,
    Interview,
    Occasion,
    PlanItem,
    Signature,
    State,
)
from consultant_app.services.closing import Closing
from consultant_app.services.dossier_files import BadDossierFileError, Dossier, DossierFile, parse
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.exporting import Exporting
from consultant_app.services.importing import Importing
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.workspace import Workspace
from tests.storing import NOW
from tests.working import held, install, working

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=9)
INSTANTS = st.integers(0, 10**15).map(lambda n: NOW + timedelta(microseconds=n))
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXTS,
    st.lists(TEXTS).map(tuple),
    st.lists(
        st.dictionaries(TEXTS, st.none() | st.integers() | st.floats(-1e9, 1e9)), max_size=3
    ).map(tuple),
)
ANSWERS = st.builds(
    Answer, VALUES, st.none(), st.sampled_from([None, *Evidence]), TEXTS, st.booleans()
) | st.builds(Answer, st.none(), st.sampled_from(list(Missing)))
COMPANIES = st.builds(Company, TEXTS, TEXTS, st.builds(CompanyFacts, staff=st.integers(0, 999)))
INTERVIEWS = st.builds(
    Interview,
    TEXTS,
    TEXTS,
    st.just("essai"),
    st.just(1),
    INSTANTS,
    INSTANTS,
    DAYS,
    st.builds(CompanyFacts, staff=st.integers(0, 999)),
    extent=st.sampled_from(list(Extent)),
    deepened=st.frozensets(TEXTS),
    occasion=st.sampled_from(list(Occasion)),
    state=st.sampled_from(list(State)),
    closed_at=st.none() | INSTANTS,
    answers=st.dictionaries(TEXTS, ANSWERS),
    conditions=st.builds(Conditions, st.lists(TEXTS).map(tuple), TEXTS),
    plan=st.lists(st.builds(PlanItem, TEXTS, st.booleans(), TEXTS)).map(tuple),
    actions=st.lists(st.builds(ActionItem, TEXTS)).map(tuple),
    agreement=st.none() | st.builds(Agreement, st.booleans(), DAYS, TEXTS),
    signatures=st.lists(st.builds(Signature, TEXTS, DAYS)).map(tuple),
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with working(tmp_path / "mien") as opened:
        install(opened, "stories/everything")
        yield opened


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Workspace]:
    with working(tmp_path / "autre") as opened:
        yield opened


@pytest.fixture
def interview(workspace: Workspace) -> Interviewing:
    """A closed interview with something of everything."""
    interview = held(workspace, "everything")
    years: list[YearRow] = [{"year": 2024, "turnover": 1.5}, {"year": 2025, "turnover": None}]
    interview.answer("years", years)
    interview.answer("brakes", ["time", "money"])
    interview.answer("plan", 3)
    interview.note("plan", "« vu »\u202f!")
    interview.undo()
    interview.missing("measure", Missing.DONT_KNOW)
    interview.visit("plan")
    closing, interview_id = Closing(workspace), interview.state.interview.id
    closing.decide_plan(interview_id, (PlanItem("plan", who="Paul"),))
    agreement = Agreement(given=True, on=date(2026, 9, 14), text_version="1")
    closing.agree(interview_id, agreement, code=True)
    closing.close(interview_id, (Signature("Camille Fictive", date(2026, 9, 14)),))
    interview.refresh()
    return interview


def changed(workspace: Workspace, change: Any) -> DossierFile:
    """The export of everything, with its JSON edited by hand."""
    content = json.loads(Exporting(workspace).content(None).to_json())
    change(content["dossiers"][0])
    return parse(json.dumps(content))


@given(company=COMPANIES, interview=INTERVIEWS)
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_any_dossier_reads_back_as_it_was(company: Company, interview: Interview) -> None:
    content = DossierFile(dossiers=(Dossier(company=company, interview=interview),))
    again = parse(content.to_json())
    assert again.to_json() == content.to_json()
    assert again.dossiers[0].company == company
    assert _plain(again.dossiers[0].interview) == _plain(interview)


def _plain(interview: Interview) -> Interview:
    """JSON has lists where tuples were given."""

    def listed(answer: Answer) -> Answer:
        value = answer.value
        return replace(answer, value=list(value)) if isinstance(value, list | tuple) else answer

    return replace(interview, answers={i: listed(a) for i, a in interview.answers.items()})


def test_what_is_exported_is_taken_back_identically_with_its_history(
    workspace: Workspace, other: Workspace, interview: Interviewing, tmp_path: Path
) -> None:
    file = tmp_path / "dossiers.json"
    assert Exporting(workspace).to_file(None, file) == 1
    assert Importing(other).file(file).imported == 1
    there = Interviewing(other, interview.state.interview.id)
    assert there.state.interview == interview.state.interview
    assert [e.answer for e in there.history("plan")] == [
        e.answer for e in interview.history("plan")
    ]
    assert Exporting(other).content(None).to_json() == file.read_text(encoding="utf-8")
    assert other.companies.all() == workspace.companies.all()
    assert other.library.text_of("everything", 1) == workspace.library.text_of("everything", 1)
    assert other.outbox.all() == [], "what leaves, leaves from where it was agreed to"
    line, here = Dossiers(other).rows()[0], Dossiers(workspace).rows()[0]
    assert (line.answered, line.relevant) == (here.answered, here.relevant)


def test_taking_the_same_file_twice_changes_nothing(
    workspace: Workspace, other: Workspace, interview: Interviewing
) -> None:
    content = Exporting(workspace).content(None)
    for _ in range(2):
        report = Importing(other).dossiers(content)
        assert (report.imported, report.rejected) == (1, [])
    assert len(other.interviews.ids()) == 1
    events = other.events.all_of(interview.state.interview.id)
    assert len(events) == len(workspace.events.all_of(interview.state.interview.id))


def test_another_state_of_the_same_interview_is_refused_and_overwrites_nothing(
    workspace: Workspace, other: Workspace, interview: Interviewing
) -> None:
    Importing(other).dossiers(Exporting(workspace).content(None))
    Closing(workspace).reopen(interview.state.interview.id, "une précision")
    report = Importing(other).dossiers(Exporting(workspace).content(None))
    assert report.imported == 0
    assert "déjà ici" in report.rejected[0].message
    assert other.interviews.get(interview.state.interview.id) == interview.state.interview


def test_a_follow_up_given_without_its_first_interview_stands_alone(
    workspace: Workspace, other: Workspace, interview: Interviewing
) -> None:
    first = interview.state.interview
    later = Dossiers(workspace).start(
        first.company_id, questionnaire_id="everything", follow_up_of=first.id
    )
    content = Exporting(workspace).content(later.id)
    assert Importing(other).dossiers(content).imported == 1
    taken = other.interviews.get(later.id)
    assert taken == replace(later, previous_id=None)
    assert Importing(other).dossiers(content).imported == 1
    both = Importing(workspace).dossiers(Exporting(workspace).content(None))
    assert (both.imported, both.rejected) == (2, [])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d["interview"]["answers"].update(plan={"value": 9}), "pas sur l’échelle"),
        (lambda d: d["interview"]["answers"].update(size={"value": "x"}), "pas un nombre"),
        (lambda d: d["interview"]["answers"].update(inconnue={"value": 1}), "inconnue"),
        (lambda d: d["interview"].update(questionnaire_version=9), "installé"),
    ],
)
def test_an_answer_that_its_question_cannot_hold_is_refused_with_its_dossier(
    workspace: Workspace, other: Workspace, interview: Interviewing, change: Any, said: str
) -> None:
    report = Importing(other).dossiers(changed(workspace, change))
    assert report.imported == 0
    assert said in report.rejected[0].message
    assert other.interviews.ids() == []
    assert other.companies.all() == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"format": "autre", "dossiers": []}',
        '{"format": "diagnostic-pme/dossiers", "version": 2, "dossiers": []}',
        '{"dossiers": [{"company": {}}]}',
        '{"dossiers": [], "surprise": 1}',
    ],
)
def test_a_file_of_another_shape_is_refused_whole(text: str) -> None:
    with pytest.raises(BadDossierFileError, match="pas lisible"):
        parse(text)


def test_a_faulty_questionnaire_in_the_file_leaves_nothing_behind(
    workspace: Workspace, other: Workspace, interview: Interviewing
) -> None:
    from consultant_app.domain.errors import BadQuestionnaireError, UnknownIdError

    content = Exporting(workspace).content(None)
    good = content.questionnaires[0]
    bad = good.model_copy(update={"id": "autre", "text": "id: autre\n"})
    faulty = content.model_copy(update={"questionnaires": (good, bad)})
    with pytest.raises(BadQuestionnaireError):
        Importing(other).dossiers(faulty)
    assert other.interviews.ids() == []
    with pytest.raises(UnknownIdError):
        other.library.questionnaire("everything", 1)


def test_duration_of_an_act_is_kept(interview: Interviewing, workspace: Workspace) -> None:
    events = Exporting(workspace).content(None).dossiers[0].events
    assert sum(e.seconds for e in events) > 0
    assert events[0].at + timedelta(seconds=1) < events[-1].at
    undone = next(e for e in events if e.kind == "undo")
    assert undone.refers_to is not None
    assert events[undone.refers_to].kind == "note"
