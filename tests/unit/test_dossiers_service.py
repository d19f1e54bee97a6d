"""Companies and their interviews: created, found, followed up, deleted, listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.errors import KnownError, UnknownIdError
from consultant_app.domain.interview import (
    ActionItem,
    Agreement,
    Extent,
    Occasion,
    PlanItem,
    State,
)
from consultant_app.services.closing import Closing
from consultant_app.services.dossiers import BadCompanyError, Dossiers
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.workspace import Workspace
from tests.storing import NOW
from tests.working import held, install, started, working

SIREN = "732829320"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with working(tmp_path / "profil") as opened:
        install(opened, "stories/everything")
        yield opened


@pytest.fixture
def dossiers(workspace: Workspace) -> Dossiers:
    return Dossiers(workspace)


def test_a_company_is_tidied_and_classed_as_it_is_written_down(dossiers: Dossiers) -> None:
    company = dossiers.add_company(
        "  Éts\x00  Bœuf \n & Fils ",
        CompanyFacts(naf="43.32A", staff=7),
        siren="732 829\u202f320",
        commune="Lyon",
    )
    assert company.name == "Éts Bœuf & Fils"
    assert company.siren == SIREN
    assert company.facts.activity == "FZ"
    assert dossiers.company(company.id) == company


@pytest.mark.parametrize(
    ("name", "fields", "said"),
    [
        (" \x00 ", {}, "manque le nom"),
        ("Menuiserie", {"siren": "732829321"}, "SIREN n’existe pas"),
        ("Menuiserie", {"siren": "73282932"}, "9 chiffres"),
        ("Menuiserie", {"siret": "73282932000075"}, "SIRET n’existe pas"),
    ],
)
def test_a_wrong_sheet_is_refused_and_leaves_the_former_one(
    dossiers: Dossiers, name: str, fields: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadCompanyError, match=said):
        dossiers.add_company(name, **fields)
    assert dossiers.rows() == []
    company = dossiers.add_company("Menuiserie Fictive")
    with pytest.raises(BadCompanyError, match=said):
        dossiers.save_company(replace(company, name=name, **fields))
    assert dossiers.company(company.id) == company


def test_new_facts_reach_drafts_but_not_what_was_signed(
    workspace: Workspace, dossiers: Dossiers
) -> None:
    closed = started(workspace, questionnaire_id="everything")
    Closing(workspace).close(closed.id)
    draft = dossiers.start(closed.company_id, questionnaire_id="everything")
    company = dossiers.company(closed.company_id)
    dossiers.save_company(replace(company, facts=replace(company.facts, staff=120)))
    assert workspace.interviews.get(draft.id).facts.staff == 120
    assert workspace.interviews.get(closed.id).facts.staff == 7
    assert workspace.interviews.get(draft.id).updated_at > draft.updated_at


def test_a_draft_starts_on_the_newest_version_at_the_local_day(
    workspace: Workspace, dossiers: Dossiers
) -> None:
    draft = started(workspace, extent=Extent.SHORT, held_on=date(2026, 3, 2))
    assert draft.questionnaire_id == "diagnostic-general"
    assert (draft.extent, draft.held_on) == (Extent.SHORT, date(2026, 3, 2))
    row = workspace.interviews.summary(draft.id)
    assert (row.answered, row.relevant) == (0, 30), "the socle: three practices a theme"
    later = dossiers.start(draft.company_id)
    assert later.held_on == later.created_at.astimezone().date()
    with pytest.raises(UnknownIdError):
        dossiers.start("nulle part")
    with pytest.raises(UnknownIdError, match="choisissez parmi"):
        dossiers.start(draft.company_id, questionnaire_id="inconnu")


def test_a_follow_up_asks_about_what_was_kept(workspace: Workspace, dossiers: Dossiers) -> None:
    first = started(workspace, questionnaire_id="everything")
    closing = Closing(workspace)
    plan = (PlanItem("plan", who="Paul"), PlanItem("measure", kept=False))
    closing.decide_plan(first.id, plan)
    closing.decide_actions(first.id, (ActionItem("a"), ActionItem("b", kept=False)))
    agreement = Agreement(given=True, on=NOW.date(), text_version="1")
    code = closing.agree(first.id, agreement, code=True).follow_up_code
    closing.close(first.id)
    later = dossiers.start(first.company_id, questionnaire_id="everything", follow_up_of=first.id)
    assert later.occasion is Occasion.FOLLOW_UP
    assert later.previous_id == first.id
    assert later.followed == (PlanItem("plan", who="Paul"),)
    assert later.followed_actions == (ActionItem("a"),)
    assert later.follow_up_code == code
    assert (later.plan, later.plan_decided, later.agreement, later.answers) == ((), False, None, {})
    told = replace(later.followed[0], outcome="done")
    closing.tell_outcomes(later.id, (told,), later.followed_actions)
    assert workspace.interviews.get(later.id).followed == (told,)


def test_a_follow_up_stays_within_its_company(workspace: Workspace, dossiers: Dossiers) -> None:
    first = started(workspace, "Menuiserie Fictive")
    other = dossiers.add_company("Boulangerie Fictive")
    with pytest.raises(BadCompanyError, match="même entreprise"):
        dossiers.start(other.id, follow_up_of=first.id)
    assert len(workspace.interviews.ids()) == 1


def test_the_list_shows_each_company_once_and_untouched_ones_first(
    workspace: Workspace, dossiers: Dossiers
) -> None:
    interview = held(workspace, "everything", name="Menuiserie Fictive")
    interview.answer("plan", 3)
    interview.visit("measure")
    dossiers.start(interview.state.interview.company_id, questionnaire_id="everything")
    interview.refresh()
    interview.flag("plan", flagged=True)
    dossiers.add_company("Zinguerie Fictive", CompanyFacts(staff=3), commune="Roanne")
    dossiers.add_company("Atelier Fictif")
    rows = dossiers.rows()
    assert [row.company for row in rows] == [
        "Atelier Fictif",
        "Zinguerie Fictive",
        "Menuiserie Fictive",
    ]
    assert rows[1].state_in_words == "À commencer"
    assert (rows[1].commune, rows[1].staff, rows[1].progress_in_words) == ("Roanne", 3, "")
    line = rows[2]
    assert line.interview_id == interview.state.interview.id, "the latest touched"
    assert line.state_in_words == "Brouillon"
    assert line.progress_in_words == "1 sur 2"
    assert line.position == "1.2 Mesurer"
    assert line.flagged == 1
    assert len(dossiers.interviews()) == 2


def test_a_line_follows_its_interview_to_the_end(workspace: Workspace, dossiers: Dossiers) -> None:
    draft = started(workspace, questionnaire_id="everything")
    Interviewing(workspace, draft.id).visit("plan")
    closing = Closing(workspace)
    assert dossiers.rows()[0].agreed is None
    closing.agree(draft.id, Agreement(given=True, on=NOW.date(), text_version="1"), code=False)
    closing.close(draft.id)
    line = dossiers.rows()[0]
    assert (line.state, line.agreed, line.sync, line.position) == (
        State.CLOSED,
        True,
        "waiting",
        "",
    )
    assert line.as_json()["state"] == "closed"
    closing.reopen(draft.id, "une précision")
    assert dossiers.rows()[0].revision == 2


def test_deleting_takes_all_that_was_derived(workspace: Workspace, dossiers: Dossiers) -> None:
    interview = held(workspace, "everything")
    interview.answer("plan", 3)
    interview_id = interview.state.interview.id
    later = dossiers.start(
        interview.state.interview.company_id,
        questionnaire_id="everything",
        follow_up_of=interview_id,
    )
    dossiers.delete_interview(interview_id)
    assert workspace.interviews.get(later.id).previous_id is None
    for table in ("answers", "events", "pdf_copies"):
        query = f"SELECT count(*) FROM {table} WHERE interview_id = ?"
        assert workspace.db.rows(query, (interview_id,))[0][0] == 0
    dossiers.delete_company(later.company_id)
    assert dossiers.rows() == []
    assert workspace.interviews.ids() == []
    with pytest.raises(KnownError):
        dossiers.delete_company(later.company_id)


def test_an_interview_is_found_by_the_beginning_of_its_id(
    workspace: Workspace, dossiers: Dossiers
) -> None:
    draft = started(workspace)
    assert dossiers.find(draft.id[:8]).id == draft.id
    for text in (draft.id[:5], "", "ffffffff-nulle-part"):
        with pytest.raises(UnknownIdError):
            dossiers.find(text)


def test_all_interviews_of_a_company_come_latest_first(
    workspace: Workspace, dossiers: Dossiers
) -> None:
    first = started(workspace, held_on=date(2025, 1, 15))
    later = dossiers.start(first.company_id, held_on=date(2026, 1, 15))
    assert [i.id for i in dossiers.interviews_of(first.company_id)] == [later.id, first.id]
