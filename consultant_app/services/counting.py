"""The counts that the list of dossiers shows, kept beside each interview at every act."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from consultant_app.domain.answers import Answer
from consultant_app.domain.interview import Interview
from consultant_app.services.workspace import Workspace

if TYPE_CHECKING:
    from consultant_app.domain.questionnaire import Questionnaire
    from consultant_app.domain.rules import Outcome


class Counts(TypedDict):
    """Practices answered and asked, items flagged."""

    answered: int
    relevant: int
    flagged: int


def counts(questionnaire: Questionnaire, interview: Interview, outcome: Outcome) -> Counts:
    """Answered and asked practices, flagged items among those asked."""
    answers = interview.answers
    asked = questionnaire.practices.keys() & outcome.asked
    answered = sum(1 for i, answer in answers.items() if i in asked and answer.is_answered)
    flagged = sum(1 for i, answer in answers.items() if answer.flagged and i in outcome.asked)
    return {"answered": answered, "relevant": len(asked), "flagged": flagged}


def counts_after(
    before: Counts,
    practice: bool,
    old: Answer,
    new: Answer,
) -> Counts:
    """The counts once an answer to an item that is asked went from ``old`` to ``new``."""
    answered = (new.is_answered - old.is_answered) if practice else 0
    return {
        "answered": before["answered"] + answered,
        "relevant": before["relevant"],
        "flagged": before["flagged"] + new.flagged - old.flagged,
    }


def counts_of(workspace: Workspace, interview: Interview) -> Counts:
    """The counts of an interview, its rules evaluated anew."""
    from consultant_app.domain.diagnosis import inputs_of

    library = workspace.library
    questionnaire = library.questionnaire(
        interview.questionnaire_id, interview.questionnaire_version
    )
    outcome = library.ruleset(questionnaire).evaluate(inputs_of(interview))
    return counts(questionnaire, interview, outcome)


def store(workspace: Workspace, interview: Interview, at: datetime) -> None:
    """Store everything of an interview but its answers, and its counts. Within a transaction."""
    workspace.interviews.update(interview)
    workspace.interviews.touch(interview.id, at, **counts_of(workspace, interview))
