"""Reading an interview: its diagnosis, and the paper made from it."""

from __future__ import annotations

from pathlib import Path

from consultant_app.domain.diagnosis import Diagnosis
from consultant_app.restitution.model import Restitution
from consultant_app.services.workspace import Workspace


class Results:
    """Diagnoses and restitutions. Nothing here writes a clear file but `save_copy`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def diagnosis(self, interview_id: str) -> Diagnosis:
        """Read an interview as it stands now."""

    def restitution(
        self, interview_id: str, *, edition: str = "full", verbatims: tuple[str, ...] = ()
    ) -> Restitution:
        """Return the view model of the paper; ``verbatims``: practices whose notes are printed."""

    def pdf(
        self,
        interview_id: str,
        *,
        edition: str = "full",
        verbatims: tuple[str, ...] = (),
        password: str | None = None,
    ) -> bytes:
        """Return the paper as PDF bytes, made in memory."""

    def html(self, interview_id: str, *, edition: str = "full") -> str:
        """Return the paper as one standalone accessible HTML page."""

    def save_copy(
        self, interview_id: str, target: Path, content: bytes, *, protected: bool
    ) -> None:
        """Write a readable copy chosen by the user, and remember that it exists."""

    def copies(self, interview_id: str) -> list[Path]:
        """Where readable copies of this interview's paper were saved."""
