"""Backups: on demand, automatic, verified; restored after a preview of what would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consultant_app.domain.clock import Clock
from consultant_app.domain.typography import plural
from consultant_app.storage.copies import BackupLog, BackupRecord

if TYPE_CHECKING:
    from consultant_app.storage import restore
    from consultant_app.storage.backup import BackupInfo
    from consultant_app.storage.database import Database
    from consultant_app.storage.profile import Profile

#: After this long without a backup outside the laptop, the consultant is reminded.
OUTSIDE_REMINDER = timedelta(days=7)
_VERDICTS = {
    "only_in_backup": "seulement dans la sauvegarde",
    "only_here": "seulement ici, serait mis de côté",
    "newer_in_backup": "plus récent dans la sauvegarde",
    "newer_here": "plus récent ici, serait mis de côté",
    "same": "identique",
}


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """What restoring would change, for people and for programs."""

    preview: restore.RestorePreview

    @property
    def made(self) -> str:
        """What the backup is, as one sentence."""
        info = self.preview.info
        count = info.counts.get("interviews", 0)
        made = f"{info.made_at.astimezone():%d/%m/%Y à %H h %M}"
        return f"Sauvegarde du {made}\u00a0: {count} {plural(count, 'entretien')}."

    @property
    def changes(self) -> tuple[tuple[str, str], ...]:
        """Company and what restoring would make of its dossier, where anything would change."""
        return tuple(
            (d.company, _VERDICTS[d.verdict])
            for d in self.preview.differences
            if d.verdict != "same"
        )

    @property
    def lost(self) -> int:
        """How many dossiers are newer here, or only here: restoring would set them aside."""
        return len(self.preview.lost)

    def as_json(self) -> dict[str, Any]:
        """The preview as plain values."""
        return {
            "made_at": self.preview.info.made_at.isoformat(),
            "counts": self.preview.info.counts,
            "dossiers": [
                {
                    "interview_id": d.interview_id,
                    "company": d.company,
                    "verdict": d.verdict,
                    "in_backup": d.in_backup.isoformat() if d.in_backup else None,
                    "here": d.here.isoformat() if d.here else None,
                }
                for d in self.preview.differences
            ],
        }

    def as_text(self) -> str:
        """The preview as lines to read."""
        changes = (f"  {company}\u00a0: {verdict}" for company, verdict in self.changes)
        return "\n".join((self.made, *changes))


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and where the former files were set aside."""

    info: BackupInfo
    former: Path | None

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "restored": self.info.counts.get("interviews", 0),
            "counts": self.info.counts,
            "made_at": self.info.made_at.isoformat(),
            "former": str(self.former) if self.former else None,
        }

    def as_text(self) -> str:
        """The report as one sentence."""
        count = self.info.counts.get("interviews", 0)
        kept = f" Ce qui était ici est gardé dans {self.former}." if self.former else ""
        return f"{count} entretiens repris de la sauvegarde.{kept}"


def unlocking(passphrase: str, code: str = "") -> restore.Unlock:
    """Return what opens a key file: the printed recovery ``code`` if given, else the passphrase."""
    if code:
        return lambda vault: vault.unlock_by_code(code)
    return lambda vault: vault.unlock(passphrase)


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
