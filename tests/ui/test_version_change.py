"""A newer version of the questionnaire: told, shown, and done whole or not at all."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from consultant_app.domain.interview import Interview
from consultant_app.services.interviewing import Interviewing
from consultant_app.ui.dialogs.version import VersionDialog
from consultant_app.ui.navigation import Route
from consultant_app.ui.pages.interview.page import InterviewPage
from tests.ui.desk import ENTER, ESC, Desk
from tests.ui.test_accessibility import faults
from tests.working import install, started


def page_of(desk: Desk) -> InterviewPage:
    page = desk.page
    assert isinstance(page, InterviewPage)
    return page


def stored(desk: Desk, interview: Interview) -> Interview:
    workspace = desk.shell.unlocked
    return desk.in_database(lambda: workspace.interviews.get(interview.id))


@pytest.fixture
def draft(desk: Desk) -> Interview:
    """A draft of version 1 with three answers; version 2 is installed since."""
    workspace = desk.open_profile()

    def prepare() -> Interview:
        install(workspace, "versions/v1")
        made = started(workspace, questionnaire_id="versions")
        interviewing = Interviewing(workspace, made.id)
        interviewing.answer("kept", 12)
        interviewing.answer("gone", "du texte")
        state = interviewing.answer("retyped", 7)
        install(workspace, "versions/v2")
        return state.interview

    made = desk.in_database(prepare)
    desk.go(Route.INTERVIEW, interview_id=made.id)
    return made


def open_preview(desk: Desk) -> VersionDialog:
    desk.choose("Voir ce qui change")
    dialog = desk.dialog
    assert isinstance(dialog, VersionDialog)
    return dialog


def test_the_draft_stays_where_it_is_until_the_change_was_seen_and_wanted(
    desk: Desk, draft: Interview
) -> None:
    assert "La version 2 du questionnaire est installée" in desk.texts()
    before = stored(desk, draft)
    dialog = open_preview(desk)
    shown = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    for words in ("Changées", "Nouvelles\u00a0: 1", "Abandonnées\u00a0: 2", "ne compteront plus"):
        assert words in shown
    assert faults(dialog) == []
    desk.press(ESC)
    assert stored(desk, draft) == before
    assert before.questionnaire_version == 1
    assert page_of(desk).version.band.isVisible()


def test_one_key_moves_it_and_the_window_asks_the_new_questions(
    desk: Desk, draft: Interview
) -> None:
    open_preview(desk)
    assert desk.focus_name == "Passer à la version 2"
    desk.press(ENTER)
    desk.settle()
    after = stored(desk, draft)
    assert after.questionnaire_version == 2
    assert after.answers["kept"].value == 12
    assert after.answers["retyped"].flagged
    session = page_of(desk).session
    assert session is not None
    assert session.state.questionnaire.version == 2
    assert "added" in session.state.questionnaire.items
    assert not page_of(desk).version.band.isVisible()
    assert "L’entretien suit maintenant la version 2." in desk.said


def test_the_company_s_sheet_says_it_too_and_moves_the_draft_from_there(
    desk: Desk, draft: Interview
) -> None:
    desk.go(Route.COMPANY, company_id=draft.company_id)
    assert "La version 2 du questionnaire est installée" in desk.texts()
    assert faults(desk.window) == []
    open_preview(desk)
    desk.press(ENTER)
    desk.wait(lambda: "L’entretien suit maintenant la version 2." in desk.said)
    desk.settle()
    assert stored(desk, draft).questionnaire_version == 2
    assert desk.is_on(Route.COMPANY)
    assert "La version 2 du questionnaire est installée" not in desk.texts()


def test_a_draft_of_the_newest_version_is_left_in_peace(sample: Desk) -> None:
    workspace = sample.shell.unlocked
    made = sample.in_database(lambda: started(workspace))
    sample.go(Route.INTERVIEW, interview_id=made.id)
    assert not page_of(sample).version.band.isVisible()
