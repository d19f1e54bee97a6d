"""Backups that nobody has to think of: when, where to, and what to say when one fails.

A backup that fails never stops the work: it becomes a sentence, and is tried again.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from consultant_app.domain.errors import KnownError
from consultant_app.services.workspace import Workspace
from consultant_app.storage.backup import SUFFIX
from consultant_app.storage.backup_log import BackupRecord

log = logging.getLogger(__name__)
_FOLDER = "backup_folder"


class NoBackupFolderError(KnownError):
    """The folder or USB stick for backups is not there."""


@dataclass(frozen=True, slots=True)
class BackupState:
    """What the screens tell. ``problem`` and ``reminder`` are sentences, None when all is well."""

    last_inside: BackupRecord | None
    last_outside: BackupRecord | None
    folder: Path | None
    problem: str | None = None
    reminder: str | None = None


class BackupRoutine:
    """The daily backup, and the one outside the laptop."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace, self._backups = workspace, workspace.backups

    @property
    def folder(self) -> Path | None:
        """The folder or USB stick chosen for backups outside the laptop, None until chosen."""
        chosen = self._workspace.settings.get(_FOLDER)
        return Path(chosen) if chosen else None

    def choose_folder(self, folder: Path | None) -> None:
        """Remember where backups outside the laptop go (None: nowhere)."""
        chosen = str(folder.expanduser().absolute()) if folder else None
        self._workspace.settings.set(_FOLDER, chosen)

    def run(self) -> BackupState:
        """Make today's automatic backup if it is due; never raises a `KnownError`.

        Call it after unlocking and every hour: what failed is tried again.
        """
        try:
            if self._backups.due():
                made = self._backups.write_automatic()
                log.info("automatic backup of %d interviews", made.interviews)
        except KnownError as error:
            log.info("automatic backup not made: %s", type(error))
            return self.state(problem=_not_made(error))
        return self.state()

    def write_outside(self) -> BackupRecord:
        """Write a verified backup in the chosen folder.

        Raises `NoBackupFolderError` when none was chosen or the stick is out, or what the disk
        says.
        """
        folder = self.folder
        if folder is None:
            raise NoBackupFolderError(
                "Choisissez d’abord où garder vos sauvegardes\u00a0: une clé USB ou un disque qui "
                "ne quitte pas le bureau."
            )
        # Never made here: an absent mount point would fill the laptop's own disk.
        if not folder.is_dir():
            raise NoBackupFolderError(
                f"Le dossier «\u00a0{folder}\u00a0» n’est pas là\u00a0: branchez la clé USB ou le "
                "disque, puis recommencez."
            )
        now = self._workspace.clock.now().astimezone()
        return self._backups.write(folder / f"diagnostics-{now:%Y-%m-%d-%H%M%S}{SUFFIX}")

    def state(self, *, problem: str | None = None) -> BackupState:
        """Say how the backups stand, without making any."""
        return BackupState(
            last_inside=self._backups.last(outside=False),
            last_outside=self._backups.last(outside=True),
            folder=self.folder,
            problem=problem,
            reminder=self.reminder(),
        )

    def reminder(self) -> str | None:
        """The sentence to show when nothing outside this laptop is recent enough, else None."""
        if not self._backups.reminder_is_due(self._created_at()):
            return None
        last = self._backups.last(outside=True)
        if last is None:
            return (
                "Aucune sauvegarde hors de cet ordinateur\u00a0: s’il était volé, vos dossiers "
                "seraient perdus. Faites-en une sur une clé USB."
            )
        return (
            f"Votre dernière sauvegarde hors de cet ordinateur date du "
            f"{last.at.astimezone():%d/%m/%Y}\u00a0: branchez votre clé USB et faites-en une."
        )

    def _created_at(self) -> datetime:
        made = self._workspace.settings.get("created_at")
        return datetime.fromisoformat(made) if made else self._workspace.clock.now()


def _not_made(error: KnownError) -> str:
    return f"La sauvegarde du jour n’a pas été faite\u202f; vos dossiers sont intacts. {error.sentence}"
