"""What is looked at after unlocking, in the background: nothing here ever stops the work."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from consultant_app.services import disk_encryption
from consultant_app.services.disk_encryption import Encryption
from consultant_app.services.workspace import Workspace
from consultant_app.storage.versions import Versions, versions_of

log = logging.getLogger(__name__)
INTEGRITY_EVERY = timedelta(days=7)
_CHECKED_AT = "integrity_checked_at"


@dataclass(frozen=True, slots=True)
class Findings:
    """``warnings``: sentences to show, worst first. ``integrity``: None when it was not due."""

    encryption: Encryption
    versions: Versions
    integrity: bool | None
    warnings: tuple[str, ...]


class StartupChecks:
    """Disk encryption, versions, and the weekly reading of the whole file."""

    def __init__(
        self,
        workspace: Workspace,
        ask_disk: Callable[[Path], Encryption] | None = None,
    ) -> None:
        self._workspace, self._ask_disk = workspace, ask_disk or disk_encryption.of_disk

    def run(self) -> Findings:
        """Make every check that is due. Takes seconds on a large file: call it in the background.

        Raises `LockedError` only, when the profile is locked meanwhile.
        """
        workspace = self._workspace
        encryption = self._ask_disk(workspace.folder)
        versions = versions_of(workspace.db)
        integrity = self.check_integrity() if self.integrity_is_due() else None
        sentences = (
            _DAMAGED if integrity is False else None,
            disk_encryption.warning(encryption),
        )
        log.info("disk encryption: %d, sound: %s", encryption.value, integrity)
        return Findings(encryption, versions, integrity, tuple(s for s in sentences if s))

    def integrity_is_due(self) -> bool:
        """Whether a week has passed (a clock set back counts as due)."""
        told = self._workspace.settings.get(_CHECKED_AT)
        if told is None:
            return True
        return abs(self._workspace.clock.now() - datetime.fromisoformat(told)) >= INTEGRITY_EVERY

    def check_integrity(self) -> bool:
        """Read the whole file on a connection of its own; remember the day when it is sound.

        Raises `LockedError` when the profile is locked meanwhile: the reading stops at once.
        """
        workspace = self._workspace
        # A second connection: answers go on being saved meanwhile.
        with workspace.beside() as connection:
            sound = not connection.faults()
        if sound:
            workspace.settings.set(_CHECKED_AT, workspace.clock.now().isoformat())
        return sound


_DAMAGED = (
    "Le contrôle hebdomadaire a trouvé une anomalie dans le fichier des dossiers\u00a0: reprenez "
    "votre dernière sauvegarde dès que possible\u202f; ce qui est ici sera mis de côté, rien ne sera "
    "effacé."
)
