"""From a stored interview to its diagnosis."""

from __future__ import annotations

from consultant_app.domain.diagnosis import Diagnosis, diagnose
from consultant_app.domain.interview import Interview
from consultant_app.services.workspace import Workspace


def diagnosis_of(workspace: Workspace, interview: Interview) -> Diagnosis:
    """Read ``interview`` with its own questionnaire version and the newest catalogue."""
    library = workspace.library
    questionnaire = library.questionnaire(
        interview.questionnaire_id, interview.questionnaire_version
    )
    return diagnose(
        questionnaire,
        library.ruleset(questionnaire),
        interview,
        library.catalogue(questionnaire.id),
    )
