"""« Ce qui part »: each line says what stays here and what would leave, in plain French."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from consultant_app.domain.answers import Evidence, Missing
from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.interview import Conditions, PlanItem
from consultant_app.services.closing import Closing
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.record_words import RecordWords, SentRow
from consultant_app.services.results import Results
from consultant_app.services.workspace import Workspace
from tests.working import install, started, working


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with working(tmp_path / "profil") as opened:
        install(opened, "stories/everything")
        yield opened


def words(workspace: Workspace, interview_id: str) -> RecordWords:
    return Results(workspace).sent_words(interview_id)


def line(told: RecordWords, label: str) -> SentRow:
    return next(row for row in told.rows() if row.label == label)


def held(workspace: Workspace, facts: CompanyFacts, **sheet: str) -> Interviewing:
    company = Dossiers(workspace).add_company("Menuiserie Fictive", facts, **sheet)
    draft = Dossiers(workspace).start(company.id, questionnaire_id="everything")
    return Interviewing(workspace, draft.id)


def test_each_fact_is_shown_beside_its_class(workspace: Workspace) -> None:
    facts = CompanyFacts(naf="43.32A", staff=7, departement="69", creation_year=2011)
    interview = held(workspace, facts, activity_label="Menuiserie", commune="Villeneuve")
    told = words(workspace, interview.state.interview.id)
    assert line(told, "Activité").here == "Menuiserie, 43.32A"
    assert line(told, "Activité").sent == "Construction"
    assert line(told, "Effectif") == SentRow(
        "Votre entreprise", "Effectif", "7 salariés", "1 à 9 salariés"
    )
    assert (line(told, "Lieu").here, line(told, "Lieu").sent) == (
        "Villeneuve",
        "Rhône et métropole de Lyon",
    )
    assert (line(told, "Âge").here, line(told, "Âge").sent) == ("créée en 2011", "10 à 24 ans")
    assert line(told, "Date").sent == "3ᵉ trimestre 2026"


def test_what_is_not_known_is_said_not_known_and_nothing_leaves(workspace: Workspace) -> None:
    interview = held(workspace, CompanyFacts())
    told = words(workspace, interview.state.interview.id)
    for label in ("Activité", "Effectif", "Lieu", "Âge", "Croissance"):
        assert line(told, label).here == "non renseigné"
        assert line(told, label).sent == "rien"


@pytest.mark.parametrize(
    ("staff", "wanted"), [(0, "0 salarié"), (1, "1 salarié"), (2, "2 salariés")]
)
def test_french_counts_from_two_for_the_plural(
    workspace: Workspace, staff: int, wanted: str
) -> None:
    interview = held(workspace, CompanyFacts(staff=staff))
    assert line(words(workspace, interview.state.interview.id), "Effectif").here == wanted


def test_needs_are_counted_without_who_and_when(workspace: Workspace) -> None:
    interview = held(workspace, CompanyFacts(staff=7))
    interview.answer("plan", 1)
    interview_id = interview.state.interview.id
    told = words(workspace, interview_id)
    assert line(told, "Priorités retenues").sent == "rien"
    assert line(told, "Pratiques").sent == "1 niveau, 4 sans niveau"
    Closing(workspace).decide_plan(interview_id, (PlanItem("plan", who="Paul"),))
    told = words(workspace, interview_id)
    assert line(told, "Priorités retenues").here == "1, avec qui et quand"
    assert line(told, "Priorités retenues").sent == "1 besoin, sans qui ni quand"
    both = (PlanItem("plan"), PlanItem("measure"))
    Closing(workspace).decide_plan(interview_id, both)
    assert line(words(workspace, interview_id), "Priorités retenues").sent.startswith("2 besoins")


def test_each_practice_is_told_as_it_would_leave(workspace: Workspace) -> None:
    interview = held(workspace, CompanyFacts(staff=7))
    interview.answer("plan", 4)
    interview.evidence("plan", Evidence.SEEN)
    interview.missing("measure", Missing.DONT_KNOW)
    told = {p.code: p.sent for p in words(workspace, interview.state.interview.id).practices()}
    assert told == {
        "1.1": "tout, constaté",
        "1.2": "ne sait pas",
        "1.3": "ne vous concerne pas",
        "2.1": "ne vous concerne pas",
        "2.2": "ne vous concerne pas",
    }


def test_no_line_of_what_leaves_repeats_what_stays(workspace: Workspace) -> None:
    secret = "Canari-7c1f"
    facts = CompanyFacts(naf="43.32A", staff=7, departement="69", creation_year=2011)
    interview = held(workspace, facts, activity_label=secret, commune=secret)
    interview.note("plan", secret)
    interview.set_conditions(Conditions((secret,), secret, 3))
    told = words(workspace, interview.state.interview.id)
    assert any(secret in row.here for row in told.rows())
    for row in told.rows():
        assert secret not in row.sent
        assert "43.32A" not in row.sent
        assert "2011" not in row.sent
    assert line(told, "Fiabilité").sent == "3 sur 3"


def test_the_shipped_diagnostic_says_every_class_in_words(workspace: Workspace) -> None:
    draft = started(workspace)
    told = words(workspace, draft.id)
    assert len(told.practices()) == 60
    assert told.size == "1 à 9 salariés"
    assert told.territory == "Rhône et métropole de Lyon"
    assert told.activity == "Construction"
    assert all(row.here and row.sent for row in told.rows())
