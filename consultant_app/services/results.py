"""Reading an interview: its diagnosis, and the paper made from it."""

from __future__ import annotations

from consultant_app.domain.diagnosis import Diagnosis
from consultant_app.services.reading import diagnosis_of
from consultant_app.services.workspace import Workspace


class Results:
    """Diagnoses and restitutions. Nothing here writes a clear file but `save_copy`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def diagnosis(self, interview_id: str) -> Diagnosis:
        """Read an interview as it stands now."""
        return diagnosis_of(self._workspace, self._workspace.interviews.get(interview_id))
