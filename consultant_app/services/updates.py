"""« Passer à la version N »: previewed, then done in one transaction, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from consultant_app.domain.answers import UNANSWERED, Answer
from consultant_app.domain.errors import KnownError
from consultant_app.domain.version_change import ItemChange, VersionChange, version_change
from consultant_app.services.counting import store
from consultant_app.services.refusals import require_draft
from consultant_app.services.workspace import Workspace


class NotNewerError(KnownError):
    """A draft only moves to a later version of its questionnaire."""


class Updates:
    """Moves drafts to later versions of their questionnaire."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def newest(self, interview_id: str) -> int | None:
        """Return the newest version that a draft could move to, None when it has it already."""
        interview = self._workspace.interviews.get(interview_id)
        newest = self._workspace.library.questionnaire(interview.questionnaire_id).version
        return newest if newest > interview.questionnaire_version else None

    def preview(self, interview_id: str, version: int) -> VersionChange:
        """Tell what `apply` would do; nothing is written.

        Raises `ClosedInterviewError`, `NotNewerError`, or `UnknownIdError` when that version is
        not installed.
        """
        interview = self._workspace.interviews.get(interview_id)
        require_draft(interview)
        if version <= interview.questionnaire_version:
            raise NotNewerError(
                f"Cet entretien est déjà en version {interview.questionnaire_version}\u202f; "
                "choisissez une version plus récente."
            )
        library = self._workspace.library
        return version_change(
            interview,
            library.questionnaire(interview.questionnaire_id, interview.questionnaire_version),
            library.questionnaire(interview.questionnaire_id, version),
        )

    def apply(self, interview_id: str, version: int) -> VersionChange:
        """Do what `preview` tells, whole or not at all; return what was done.

        Every answer that moves or stops counting is written down in the history first. Undo does
        not reach back beyond it.
        """
        workspace = self._workspace
        now = workspace.clock.now()
        with workspace.db.transaction():
            change = self.preview(interview_id, version)
            self._note_version(interview_id, change, now)
            for item in change.items:
                self._note(interview_id, item, now)
            self._put_answers(interview_id, change, now)
            store(workspace, replace(change.interview, updated_at=now), now)
        return change

    def _note_version(self, interview_id: str, change: VersionChange, now: datetime) -> None:
        self._workspace.events.append(
            interview_id,
            "version",
            now,
            before=Answer(value=change.from_version),
            after=Answer(value=change.questionnaire.version),
        )

    def _note(self, interview_id: str, item: ItemChange, now: datetime) -> None:
        """Write an answer's past under its old name, and where it went under its new one."""
        old, new = item.old, item.new
        if item.before == UNANSWERED or old is None:
            return
        renamed = new is not None and new.id != old.id
        if renamed or item.before != item.after:
            self._workspace.events.append(
                interview_id,
                "set_aside" if new is None or item.is_set_aside else "moved",
                now,
                question_id=new.id if new else old.id,
                before=item.before,
                after=item.after,
            )

    def _put_answers(self, interview_id: str, change: VersionChange, now: datetime) -> None:
        answers = self._workspace.answers
        for item in change.items:
            if item.old is not None and item.old.id not in change.answers:
                answers.delete(interview_id, item.old.id)
        for item in change.items:
            if item.new is not None and _is_other(item):
                answers.put(interview_id, item.new.id, item.after, now)


def _is_other(item: ItemChange) -> bool:
    same_name = item.old is not None and item.new is not None and item.old.id == item.new.id
    return item.before != item.after or not same_name
