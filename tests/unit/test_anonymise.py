"""What leaves: an allow-list, in coarse classes; nothing that names anyone, nothing hidden."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from consultant_app.domain.answers import Answer, Evidence, Missing
from consultant_app.domain.company import Company, CompanyFacts
from consultant_app.domain.interview import (
    ActionItem,
    Agreement,
    Conditions,
    Extent,
    Interview,
    PlanItem,
    Signature,
)
from consultant_app.services.closing import Closing
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.library import GENERAL
from consultant_app.services.reading import diagnosis_of
from consultant_app.services.records import preview_bytes
from consultant_app.services.workspace import Workspace
from consultant_app.sharing.anonymise import (
    duration_class,
    follow_up_hash,
    quarter,
    record_of,
    territory,
)
from tests.builders import interview as built
from tests.working import install, started, working

CANARY = "Canari-7c1f"
DAY = date(2026, 8, 31)
FIRST = "horizon"
#: Figures and codes that would single a firm out, unlike any number of a record.
FIGURES = ("43.32A", "4332", "732829320", "98765", "1987", "31", "69007")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with working(tmp_path / "profil") as opened:
        install(opened, "stories/everything")
        yield opened


def confided(workspace: Workspace) -> Interview:
    """A general diagnostic with a canary in every free field of the company and the interview."""
    named = {
        f.name: CANARY
        for f in fields(Company)
        if f.name not in {"id", "name", "facts", "siren", "siret", "fictitious"}
    }
    facts = CompanyFacts(naf="43.32A", staff=31, departement="69", creation_year=1987)
    company = Dossiers(workspace).add_company(CANARY, facts, siren="732829320", **named)
    draft = Dossiers(workspace).start(company.id, questionnaire_id=GENERAL, held_on=DAY)
    interview = Interviewing(workspace, draft.id)
    for level, practice in enumerate(interview.state.questionnaire.practices):
        interview.answer(practice, level % 5)
        interview.note(practice, CANARY)
    for item in interview.state.questionnaire.items.values():
        if item.question and item.question.type == "text":
            interview.answer(item.id, CANARY)
        if item.question and item.question.type == "yearly_series":
            years = [{"year": 2023 + n, "turnover": 98765 + n, "staff": 31} for n in range(3)]
            interview.answer(item.id, years)
    interview.set_conditions(Conditions((CANARY,), CANARY, 2))
    closing = Closing(workspace)
    plan = (PlanItem(FIRST, True, CANARY, CANARY, CANARY, CANARY), PlanItem(CANARY))
    closing.decide_plan(draft.id, plan)
    closing.decide_actions(draft.id, (ActionItem(CANARY, True, CANARY, CANARY),))
    closing.agree(draft.id, Agreement(True, DAY, CANARY, CANARY), code=True)
    closing.close(draft.id, (Signature(CANARY, DAY, CANARY),))
    closing.reopen(draft.id, CANARY)
    return closing.close(draft.id, (Signature(CANARY, DAY, CANARY),))


def record(workspace: Workspace, interview: Interview) -> dict[str, Any]:
    stored = workspace.interviews.get(interview.id)
    loaded: dict[str, Any] = json.loads(preview_bytes(diagnosis_of(workspace, stored)))
    return loaded


def test_no_field_that_names_anyone_nor_any_figure_ever_leaves(workspace: Workspace) -> None:
    closed = confided(workspace)
    entries = workspace.outbox.waiting()
    assert entries
    for entry in entries:
        text = entry.body.decode("utf-8")
        assert CANARY.casefold() not in text.casefold()
        loaded = json.loads(text)
        free = json.dumps({**loaded, "record_id": "", "follow_up": ""})
        for figure in FIGURES:
            assert figure not in free
        for forbidden in (closed.id, closed.company_id, closed.follow_up_code or "?"):
            assert forbidden not in text
        assert DAY.isoformat() not in text


def test_a_record_holds_the_allowed_fields_and_no_other(workspace: Workspace) -> None:
    loaded = record(workspace, confided(workspace))
    assert set(loaded) <= {
        "actions", "activity", "age", "brakes", "catalogue", "confidence", "duration", "extent",
        "follow_up", "growth", "levers", "needs", "nomenclature", "occasion", "practices",
        "protocol", "quarter", "questionnaire", "record_id", "revision", "size", "territory",
        "themes",
    }  # fmt: skip
    assert loaded["activity"] == "FZ"
    assert (loaded["size"], loaded["territory"], loaded["age"]) == ("10-49", "69", ">=25")
    assert loaded["quarter"] == "2026Q3"
    assert len(loaded["practices"]) == 60
    assert loaded["needs"] == [FIRST], "unknown names are no needs"
    assert loaded["actions"] == []


@pytest.mark.parametrize(
    ("staff", "departement", "wanted"),
    [
        (0, "42", "42"),
        (49, "42", "42"),
        (50, "42", "ARA"),
        (None, "42", "ARA"),
        (3, "75", "HR"),
        (300, "75", "HR"),
        (3, None, None),
    ],
)
def test_the_territory_is_as_coarse_as_the_firm_is_large(
    staff: int | None, departement: str | None, wanted: str | None
) -> None:
    assert territory(CompanyFacts(staff=staff, departement=departement)) == wanted


def test_days_and_minutes_leave_as_classes_only() -> None:
    days = [date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 12, 31)]
    assert [quarter(day) for day in days] == ["2026Q1", "2026Q1", "2026Q2", "2026Q4"]
    bounds = [(0, None), (44.9, "<45"), (45, "45-74"), (75, "75-104"), (105, ">=105")]
    for minutes, wanted in bounds:
        held = built(conditions=Conditions(active_seconds=int(minutes * 60)))
        assert duration_class(held) == wanted


def test_the_code_leaves_as_a_digest_that_says_nothing() -> None:
    digest = follow_up_hash("ABCD-EFGH")
    assert digest is not None
    assert len(digest) == 64
    assert "ABCD" not in digest.upper()
    assert follow_up_hash(None) is None


def test_what_a_rule_hides_leaves_no_trace(workspace: Workspace) -> None:
    draft = started(workspace, questionnaire_id="everything")
    interview = Interviewing(workspace, draft.id)
    interview.answer("exports", "oui")
    for item in ("plan", "prospect", "deliver"):
        interview.answer(item, 1)
    interview.answer("importance_abroad", 3)
    Closing(workspace).decide_plan(draft.id, (PlanItem("prospect"), PlanItem("plan")))
    assert record(workspace, draft)["needs"] == ["prospect", "plan"]
    interview.answer("exports", "non")
    loaded = record(workspace, draft)
    assert loaded["practices"]["prospect"] == {"missing": "hidden"}
    assert loaded["practices"]["plan"] == {"level": 1.0, "evidence": "declared"}
    assert loaded["needs"] == ["plan"]
    assert "abroad" not in loaded.get("themes", {})


def test_each_reason_for_no_level_leaves_as_itself(workspace: Workspace) -> None:
    draft = started(workspace, questionnaire_id="everything")
    interview = Interviewing(workspace, draft.id)
    interview.answer("size", 50)
    interview.answer("exports", "oui")
    for item, why in (
        ("plan", Missing.DONT_KNOW),
        ("measure", Missing.NOT_APPLICABLE),
        ("share_out", Missing.REFUSED),
    ):
        interview.missing(item, why)
    told = {p: v["missing"] for p, v in record(workspace, draft)["practices"].items()}
    assert told == {
        "plan": "nsp",
        "measure": "so",
        "share_out": "refused",
        "prospect": "unanswered",
        "deliver": "unanswered",
    }
    interview.set_extent(Extent.SHORT)
    short = record(workspace, draft)
    assert short["extent"] == "short"
    assert short["practices"]["measure"]["missing"] == "not_asked"


def test_a_plan_nobody_decided_is_no_need(workspace: Workspace) -> None:
    draft = started(workspace, questionnaire_id="everything")
    Interviewing(workspace, draft.id).answer("plan", 0)
    diagnosis = diagnosis_of(workspace, workspace.interviews.get(draft.id))
    assert diagnosis.plan, "a priority is proposed"
    assert record(workspace, draft)["needs"] == []


def test_an_action_kept_says_which_catalogue_it_is_of(workspace: Workspace) -> None:
    catalogue = workspace.library.catalogue(GENERAL)
    assert catalogue
    wanted = catalogue.actions[0]
    draft = started(workspace, questionnaire_id=GENERAL)
    practice = next(iter(wanted.covers))
    Interviewing(workspace, draft.id).answer(practice, 0)
    closing = Closing(workspace)
    closing.decide_plan(draft.id, (PlanItem(practice),))
    assert "catalogue" not in record(workspace, draft), "nothing kept, nothing said"
    closing.decide_actions(draft.id, (ActionItem(wanted.id, kept=False),))
    assert "catalogue" not in record(workspace, draft)
    closing.decide_actions(draft.id, (ActionItem(wanted.id),))
    loaded = record(workspace, draft)
    assert loaded["actions"] == [wanted.id]
    assert loaded["catalogue"] == {"id": catalogue.id, "version": catalogue.version}
    closing.agree(draft.id, Agreement(True, DAY, "essai-1", "oui"), code=False)
    shown = record(workspace, draft)
    closed = closing.close(draft.id, ())
    (entry,) = workspace.outbox.waiting()
    assert json.loads(entry.body) == shown | {"record_id": closed.record_id}


def test_a_record_needs_its_random_number(workspace: Workspace) -> None:
    draft = started(workspace, questionnaire_id="everything")
    with pytest.raises(ValueError, match="record id"):
        record_of(diagnosis_of(workspace, workspace.interviews.get(draft.id)))


def test_the_same_interview_always_makes_the_same_bytes(workspace: Workspace) -> None:
    closed = confided(workspace)
    diagnosis = diagnosis_of(workspace, closed)
    mixed = dict(reversed(list(closed.answers.items())))
    again = diagnosis_of(workspace, replace(closed, answers=mixed))
    assert preview_bytes(again) == preview_bytes(diagnosis)
    noted = {**closed.answers, "inconnue": Answer("x", evidence=Evidence.SEEN)}
    assert preview_bytes(diagnosis_of(workspace, replace(closed, answers=noted))) == preview_bytes(
        diagnosis
    )
