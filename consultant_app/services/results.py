"""Reading an interview: its diagnosis, and the paper made from it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from consultant_app.domain.diagnosis import Diagnosis, diagnose
from consultant_app.domain.interview import Interview
from consultant_app.restitution.model import Restitution, RestitutionContext, build
from consultant_app.services.files import write_bytes
from consultant_app.services.workspace import Workspace
from consultant_app.storage.copies import Copies

Edition = Literal["full", "short"]


class Results:
    """Diagnoses and restitutions. Nothing here writes a clear file but `save_copy`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def diagnosis(self, interview_id: str) -> Diagnosis:
        """Read an interview as it stands now."""
        return diagnosis_of(self._workspace, self._workspace.interviews.get(interview_id))
