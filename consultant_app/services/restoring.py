"""What bringing a backup back would change, and what it did, as people read it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consultant_app.domain.typography import plural

if TYPE_CHECKING:
    from consultant_app.storage import restore
    from consultant_app.storage.backup import BackupInfo

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
