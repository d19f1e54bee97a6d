"""Bringing a backup back: first what would change, then all of it or nothing.

The backup is unpacked, opened and counted in a folder of its own. Renaming that folder is the one
moment that decides; what follows is done again at the next opening if it was cut short. The files
that were there are set aside, never deleted.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from consultant_app.storage import backup, failures, files
from consultant_app.storage.backup import DATABASE_NAME, BackupInfo
from consultant_app.storage.database import Database
from consultant_app.storage.interviews import Interviews
from consultant_app.storage.staged import READY, is_staged
from consultant_app.storage.summaries import InterviewSummary
from consultant_app.storage.vault import RECOMMENDED, Argon2Cost, Vault

#: How to open the backup's own key file, e.g. ``lambda vault: vault.unlock_by_code(code)``.
Unlock = Callable[[Vault], bytes]
Verdict = Literal["only_in_backup", "only_here", "newer_in_backup", "newer_here", "same"]
_STAGED = ("dossiers.db", "cle.json", "cle.copie.json")
_COMPANIONS = {"dossiers.db": ("dossiers.db-wal", "dossiers.db-shm")}


@dataclass(frozen=True, slots=True)
class DossierDifference:
    """One interview, in the backup and here; instants of the last change on each side."""

    interview_id: str
    company: str
    in_backup: datetime | None
    here: datetime | None

    @property
    def verdict(self) -> Verdict:
        """Where the newer state is."""
        if self.here is None:
            return "only_in_backup"
        if self.in_backup is None:
            return "only_here"
        if self.in_backup == self.here:
            return "same"
        return "newer_in_backup" if self.in_backup > self.here else "newer_here"


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """What restoring would change. ``lost``: what is newer or only here would go."""

    info: BackupInfo
    differences: tuple[DossierDifference, ...]

    @property
    def lost(self) -> tuple[DossierDifference, ...]:
        """The interviews whose present state the backup does not hold."""
        return tuple(d for d in self.differences if d.verdict in ("only_here", "newer_here"))


def preview(
    path: Path,
    unlock: Unlock,
    current: Database | None = None,
    cost: Argon2Cost = RECOMMENDED,
) -> RestorePreview:
    """Say what restoring ``path`` would change in ``current`` (None: nothing here yet)."""
    with files.working_folder(current.path.parent if current else None) as name:
        folder = Path(name)
        info, key = _unpack_sound(path, folder, unlock, cost)
        db = Database.open(folder / DATABASE_NAME, key)
        try:
            theirs = {line.id: line for line in Interviews(db).summaries()}
        finally:
            db.close()
    ours = {line.id: line for line in Interviews(current).summaries()} if current else {}
    return RestorePreview(info, _differences(theirs, ours))


def stage(path: Path, unlock: Unlock, folder: Path, cost: Argon2Cost = RECOMMENDED) -> BackupInfo:
    """Prepare the restoring of ``path`` in a profile's ``folder``; `finish` then does it.

    Nothing here has changed if this fails. The database must be closed before `finish`.
    """
    working, ready = folder / "restauration.encours", folder / READY
    with failures.translated():
        shutil.rmtree(working, ignore_errors=True)
        working.mkdir(mode=0o700)
        try:
            info, _ = _unpack_sound(path, working, unlock, cost)
        except BaseException:
            shutil.rmtree(working, ignore_errors=True)
            raise
        _keep_only_staged(working)
        files.sync_folder(working)
        working.rename(ready)
        files.sync_folder(folder)
    return info


def finish(folder: Path) -> Path | None:
    """Put a staged restoring in place; return where the former files are, None if none waited.

    Harmless to repeat: each step is skipped when it was done before a crash.
    """
    ready = folder / READY
    if not is_staged(folder):
        return None
    with failures.translated():
        former = ready / "anciens"
        former.mkdir(exist_ok=True)
        for name in _STAGED:
            _swap(name, ready, folder, former)
        files.sync_folder(folder)
        kept = _set_aside(former, folder / "sauvegardes")
        shutil.rmtree(ready)
        files.sync_folder(folder)
    return kept


def _swap(name: str, ready: Path, folder: Path, former: Path) -> None:
    if not (ready / name).exists():
        return
    # The old write-ahead log leaves first: it must never meet the new database.
    for old in (*_COMPANIONS.get(name, ()), name):
        if (folder / old).exists():
            files.replace(folder / old, former / old)
    files.replace(ready / name, folder / name)


def _keep_only_staged(working: Path) -> None:
    """Remove what looking into the backup left behind, if closing it failed."""
    for path in working.iterdir():
        if path.name not in _STAGED:
            path.unlink()


def _set_aside(former: Path, backups: Path) -> Path | None:
    if not any(former.iterdir()):
        former.rmdir()
        return None
    backups.mkdir(exist_ok=True, mode=0o700)
    number = 1
    while (kept := backups / f"avant-restauration-{number}").exists():
        number += 1
    former.rename(kept)
    return kept


def _unpack_sound(
    path: Path, folder: Path, unlock: Unlock, cost: Argon2Cost
) -> tuple[BackupInfo, bytes]:
    info = backup.unpack(path, folder)
    key = unlock(Vault(folder, cost=cost))
    backup.require_counts(folder / DATABASE_NAME, key, info)
    return info, key


def _differences(
    theirs: dict[str, InterviewSummary], ours: dict[str, InterviewSummary]
) -> tuple[DossierDifference, ...]:
    lines = [
        DossierDifference(
            interview_id=interview_id,
            company=(ours.get(interview_id) or theirs[interview_id]).company,
            in_backup=theirs[interview_id].updated_at if interview_id in theirs else None,
            here=ours[interview_id].updated_at if interview_id in ours else None,
        )
        for interview_id in theirs.keys() | ours.keys()
    ]
    return tuple(sorted(lines, key=lambda line: (line.company, line.interview_id)))
