"""Backups: on demand, automatic, verified; restored after a preview of what would change."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from consultant_app.domain.clock import Clock
from consultant_app.storage.backup_log import BackupLog, BackupRecord

if TYPE_CHECKING:
    from consultant_app.services.restoring import RestorePreview
    from consultant_app.storage.database import Database
    from consultant_app.storage.profile import Profile

#: After this long without a backup outside the laptop, the consultant is reminded.
OUTSIDE_REMINDER = timedelta(days=7)


class Backups:
    """Backups of an open profile."""

    def __init__(self, profile: Profile, db: Database, clock: Clock) -> None:
        self._profile, self._db, self._clock = profile, db, clock
        self._log = BackupLog(db)

    def write(self, target: Path, *, reason: str = "demande") -> BackupRecord:
        """Write a verified backup to ``target`` and remember it; return what was counted."""
        from consultant_app.storage import backup

        now = self._clock.now()
        target = target.expanduser().absolute()
        info = backup.write_backup(
            self._db, self._profile.vault.files, self._profile.key, target, now
        )
        self._log.add(
            str(target),
            now,
            reason=reason,
            outside=not target.is_relative_to(self._profile.folder.absolute()),
            companies=info.counts["companies"],
            interviews=info.counts["interviews"],
            sha256=info.sha256,
        )
        last = self._log.last()
        assert last is not None
        return last

    def write_automatic(self, reason: str = "jour") -> BackupRecord:
        """Write a backup in the profile's own folder, and let older ones go by the rotation."""
        from consultant_app.storage import rotation

        folder = self._profile.paths.backups
        target = folder / rotation.name_of(self._clock.now(), reason)
        made = self.write(target, reason=reason)
        for gone in rotation.prune(folder, spare=target):
            self._log.forget(str(gone.absolute()))
        return made

    def compare(self, file: Path, *, passphrase: str = "", code: str = "") -> RestorePreview:
        """Say what restoring ``file`` would change here; nothing is touched.

        The backup is opened by its ``passphrase``, or by its printed recovery ``code``. Raises what
        the file or the key say (`StorageError`).
        """
        from consultant_app.services.restoring import RestorePreview, unlocking
        from consultant_app.storage import restore

        unlock = unlocking(passphrase, code)
        return RestorePreview(restore.preview(file, unlock, self._db, self._profile.cost))

    def due(self) -> bool:
        """Whether today's automatic backup is still to be made (a clock set back counts as due)."""
        last = self._log.last(outside=False)
        return last is None or last.at.astimezone().date() != self._clock.now().astimezone().date()

    def last(self, *, outside: bool | None = None) -> BackupRecord | None:
        """The latest backup; only outside (or inside) the laptop if asked."""
        return self._log.last(outside=outside)

    def reminder_is_due(self, created_at: datetime) -> bool:
        """Whether to remind that nothing outside this laptop is recent enough."""
        last = self._log.last(outside=True)
        since = last.at if last else created_at
        return abs(self._clock.now() - since) > OUTSIDE_REMINDER

    def all(self) -> list[BackupRecord]:
        """Every backup still remembered, oldest first."""
        return self._log.all()
