"""Giving dossiers out, whole: for another profile, for a colleague, for the person concerned."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from consultant_app.domain.interview import Interview
from consultant_app.services.dossier_files import (
    Dossier,
    DossierFile,
    QuestionnaireText,
    StoredEvent,
)
from consultant_app.services.files import write_text
from consultant_app.services.workspace import Workspace
from consultant_app.storage.events import Event


class Exporting:
    """Exports."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def everything(self, id_or_prefix: str) -> dict[str, object]:
        """Return everything about one interview as plain JSON values."""
        content = self._dossier(self._find(id_or_prefix)).model_dump_json()
        loaded: dict[str, object] = json.loads(content)
        return loaded

    def to_file(self, id_or_prefix: str | None, path: Path) -> int:
        """Write one interview (None: all) to ``path``; return how many were written."""
        content = self.content(id_or_prefix)
        write_text(path, content.to_json())
        return len(content.dossiers)

    def content(self, id_or_prefix: str | None) -> DossierFile:
        """Return the dossier file of one interview, or of all."""
        store = self._workspace.interviews
        return self.of(store.ids() if id_or_prefix is None else [store.find(id_or_prefix)])

    def of(self, interview_ids: Sequence[str]) -> DossierFile:
        """Return the dossier file of these interviews, in this order."""
        found = [self._workspace.interviews.get(interview_id) for interview_id in interview_ids]
        versions = sorted({(i.questionnaire_id, i.questionnaire_version) for i in found})
        library = self._workspace.library
        return DossierFile(
            dossiers=tuple(self._dossier(interview) for interview in found),
            questionnaires=tuple(
                QuestionnaireText(id=name, version=version, text=library.text_of(name, version))
                for name, version in versions
            ),
        )

    def _find(self, id_or_prefix: str) -> Interview:
        store = self._workspace.interviews
        return store.get(store.find(id_or_prefix))

    def _dossier(self, interview: Interview) -> Dossier:
        workspace = self._workspace
        return Dossier(
            company=workspace.companies.get(interview.company_id),
            interview=interview,
            events=_stored(workspace.events.all_of(interview.id)),
        )


def _stored(events: Sequence[Event]) -> tuple[StoredEvent, ...]:
    rank = {event.seq: number for number, event in enumerate(events)}
    return tuple(
        StoredEvent(
            kind=event.kind,
            question_id=event.question_id,
            before=event.before,
            after=event.after,
            at=event.at,
            seconds=event.seconds,
            refers_to=None if event.refers_to is None else rank.get(event.refers_to),
        )
        for event in events
    )
