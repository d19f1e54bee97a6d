"""How long dossiers are kept, how one is deleted, and what still holds it afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from consultant_app.domain.interview import Interview
from consultant_app.services.workspace import Workspace
from consultant_app.storage import retention
from consultant_app.storage.copies import PdfCopy
from consultant_app.storage.outbox import OutboxState
from consultant_app.storage.retention import DueForPurge, Remains

BURIED_BECAUSE = "dossier supprimé"


@dataclass(frozen=True, slots=True)
class Deletion:
    """What a deletion did, or would do.

    ``left``: anonymous records of this dossier that the région may hold; deleting takes none of
    them back (withdrawing does). ``waiting``: records that were to be sent and never will be.
    """

    interviews: int
    waiting: int
    left: int
    remains: Remains

    @property
    def sentences(self) -> tuple[str, ...]:
        """What still holds the dossier, one sentence each, to show before and after deleting."""
        return tuple(
            [f"Un PDF lisible est dans {c.path}\u202f; effacez-le vous-même." for c in self._clear]
            + [_backup_sentence(b.path, b.gone_by) for b in self.remains.backups]
            + [f"D’anciens fichiers sont dans {path}." for path in self.remains.set_aside]
            + ([_LEFT] if self.left else [])
        )

    @property
    def _clear(self) -> list[PdfCopy]:
        return [copy for copy in self.remains.copies if not copy.protected]


class Retention:
    """The reminder to purge, and deletions."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def due(self) -> list[DueForPurge]:
        """The companies whose last interview (usually the follow-up) is three years old or more."""
        today = self._workspace.clock.now().astimezone().date()
        return retention.due_for_purge(self._workspace.db, today)

    def reminder(self) -> str | None:
        """The sentence to show when dossiers have been kept long enough, else None."""
        due = self.due()
        if not due:
            return None
        if len(due) == 1:
            return (
                f"Le dossier de «\u00a0{due[0].company}\u00a0» a plus de trois ans\u00a0: il est temps "
                "de l’effacer."
            )
        return f"{len(due)} dossiers ont plus de trois ans\u00a0: il est temps de les effacer."

    def preview(self, company_id: str) -> Deletion:
        """Say what deleting a company's dossier would do; nothing is touched."""
        interviews = self._workspace.interviews.all_of(company_id)
        return self._told(company_id, interviews)

    def delete_company(self, company_id: str) -> Deletion:
        """Delete a company with everything derived from it; `UnknownIdError` when there is none.

        Its content is overwritten in the file (``secure_delete``), not only let go.
        """
        workspace = self._workspace
        workspace.companies.get(company_id)
        interviews = workspace.interviews.all_of(company_id)
        told = self._told(company_id, interviews)
        with workspace.db.transaction():
            for interview in interviews:
                self._forget(interview)
            workspace.companies.delete(company_id)
        workspace.db.checkpoint()
        return told

    def delete_interview(self, interview_id: str) -> Deletion:
        """Delete one interview and everything derived from it; its company stays."""
        workspace = self._workspace
        interview = workspace.interviews.get(interview_id)
        told = self._told(interview.company_id, [interview])
        with workspace.db.transaction():
            self._forget(interview)
        workspace.db.checkpoint()
        return told

    def _told(self, company_id: str, interviews: list[Interview]) -> Deletion:
        workspace = self._workspace
        records = [i.record_id for i in interviews if i.record_id is not None]
        rows = [row for record_id in records for row in workspace.outbox.of_record(record_id)]
        records_rows = [row for row in rows if row.kind == "record"]
        waiting = [r for r in records_rows if r.state is OutboxState.WAITING and not r.attempts]
        return Deletion(
            interviews=len(interviews),
            waiting=len(waiting),
            left=len({r.record_id for r in records_rows if r not in waiting}),
            remains=retention.remains_of(workspace.db, company_id, workspace.folder),
        )

    def _forget(self, interview: Interview) -> None:
        workspace = self._workspace
        if interview.record_id is not None:
            may_have_left = workspace.outbox.forget(interview.record_id)
            if may_have_left:
                # An older backup, once restored, must not send it again as if it were new.
                workspace.outbox.bury(interview.record_id, BURIED_BECAUSE, workspace.clock.now())
        for name in workspace.settings.all():
            if interview.id in name:
                workspace.settings.delete(name)
        workspace.interviews.delete(interview.id)


_LEFT = (
    "La région garde la fiche anonyme qui lui a été envoyée\u00a0: pour la reprendre, retirez-la avant "
    "d’effacer le dossier, ou plus tard par le code de suivi du dirigeant."
)


def _backup_sentence(path: str, gone_by: datetime | None) -> str:
    if gone_by is None:
        return f"La sauvegarde {path} le contient encore, jusqu’à ce que vous l’effaciez."
    return (
        f"La sauvegarde automatique {path} le contient encore\u202f; elle s’effacera d’elle-même au "
        f"plus tard le {gone_by.astimezone():%d/%m/%Y}."
    )
