"""A report for whoever helps from afar: versions, a self-test, the program's own log.

Nothing private goes in: no name, no answer, no path of a user's folder. The log is already written
without any text that it was given (`journal`), crash reports without any value (`crash_reports`).
"""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata
from pathlib import Path

from consultant_app.assets import resource
from consultant_app.domain.legal_texts import load_information_sheet
from consultant_app.services import journal
from consultant_app.services.library import shipped_questionnaires
from consultant_app.services.licences import libraries
from consultant_app.services.workspace import Workspace
from consultant_app.storage.vault import Vault
from consultant_app.storage.versions import versions_of

#: Less free space than this is worth saying.
ENOUGH_BYTES = 500_000_000
_LOG_LINES, _REPORTS = 200, 5
_SHEET = "information-sheet.yaml"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing tried. ``words``: what was found, in French."""

    title: str
    passed: bool
    words: str


@dataclass(frozen=True, slots=True)
class SupportReport:
    """All that is told to whoever helps."""

    made_at: datetime
    versions: Mapping[str, str]
    checks: tuple[Check, ...]
    log: tuple[str, ...]
    crashes: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether every check passed."""
        return all(check.passed for check in self.checks)

    def as_text(self) -> str:
        """The report as the user reads it before giving it away."""
        marks = {True: "bon", False: "À VOIR"}
        parts = [
            f"Rapport de Diagnostic PME, {self.made_at:%Y-%m-%d %H:%M:%S} UTC",
            "Aucun nom, aucune réponse, aucun chemin de fichier n’y figure.",
            "",
            "Versions",
            *(f"  {name}\u00a0: {told}" for name, told in self.versions.items()),
            "",
            "Essais",
            *(f"  [{marks[c.passed]}] {c.title}\u00a0: {c.words}" for c in self.checks),
            "",
            f"Journal ({len(self.log)} dernières lignes)",
            *(f"  {line}" for line in self.log),
        ]
        for text in self.crashes:
            parts += ["", *text.splitlines()]
        return "\n".join(parts) + "\n"


class Support:
    """Prepares the report. ``workspace``: None while the profile is locked."""

    def __init__(self, folder: Path, workspace: Workspace | None, now: datetime) -> None:
        self._folder, self._workspace, self._now = folder, workspace, now

    def prepare(self, more_versions: Mapping[str, str] | None = None) -> SupportReport:
        """Try everything and gather what is there (seconds: call it in the background).

        ``more_versions``: of what only the caller knows (Qt, the screen).
        """
        return SupportReport(
            self._now,
            {**self._versions(), **(more_versions or {})},
            tuple(self._checks()),
            self._last_lines(),
            self._last_crashes(),
        )

    def _versions(self) -> dict[str, str]:
        told = {
            "Programme": metadata.version("diagnostic-pme"),
            "Installé": "par l’installateur" if getattr(sys, "frozen", False) else "par Python",
            "Python": platform.python_version(),
            "Système": platform.platform(),
        }
        if self._workspace is not None:
            kept = versions_of(self._workspace.db)
            told |= {"SQLite": kept.sqlite, "SQLCipher": kept.sqlcipher, "Clés": kept.provider}
        return told | {library.name: library.version for library in libraries()}

    def _checks(self) -> list[Check]:
        tries: list[tuple[str, Callable[[], str]]] = [
            ("Questionnaires livrés", _questionnaires),
            ("Chiffrement", _encryption),
            ("Écriture dans le profil", self._writing),
            ("Place libre", self._room),
            ("Document PDF", self._paper),
        ]
        if self._workspace is not None:
            tries += [
                ("Fichier des dossiers", self._integrity),
                ("Sauvegardes", self._backups),
            ]
        return [_tried(title, attempt) for title, attempt in tries]

    def _writing(self) -> str:
        with tempfile.NamedTemporaryFile(dir=self._folder, prefix="essai-") as file:
            file.write(b"essai")
            file.flush()
        return "possible"

    def _room(self) -> str:
        free = shutil.disk_usage(self._folder).free
        words = f"{free / 1e9:.1f}\u00a0Go".replace(".", ",")
        if free < ENOUGH_BYTES:
            raise _ToSeeError(f"{words} seulement\u202f; faites de la place.")
        return words

    def _integrity(self) -> str:
        assert self._workspace is not None
        with self._workspace.beside() as connection:
            faults = connection.faults()
        if faults:
            raise _ToSeeError(f"{len(faults)} anomalies\u202f; reprenez une sauvegarde.")
        return "lu en entier, sans anomalie"

    def _backups(self) -> str:
        assert self._workspace is not None
        last = self._workspace.backups.last()
        if last is None:
            raise _ToSeeError("aucune sauvegarde n’a encore été faite")
        return f"la dernière a {max((self._now - last.at).days, 0)} jour(s)"

    def _paper(self) -> str:
        from consultant_app.restitution.sheets import information_sheet

        text = resource("texts", _SHEET).read_text(encoding="utf-8")
        sheet = information_sheet(load_information_sheet(text, _SHEET), created=self._now)
        return f"composé, {len(sheet) // 1000}\u00a0ko"

    def _last_lines(self) -> tuple[str, ...]:
        lines: list[str] = []
        for file in sorted((self._folder / journal.FOLDER).glob("*.log")):
            lines += file.read_text(encoding="utf-8", errors="replace").splitlines()
        return tuple(lines[-_LOG_LINES:])

    def _last_crashes(self) -> tuple[str, ...]:
        files = sorted((self._folder / "rapports").glob("erreur-*.txt"))[-_REPORTS:]
        return tuple(file.read_text(encoding="utf-8", errors="replace") for file in files)


class _ToSeeError(Exception):
    """A check found something; ``str()`` is what to show."""


def _tried(title: str, attempt: Callable[[], str]) -> Check:
    try:
        return Check(title, passed=True, words=attempt())
    except _ToSeeError as found:
        return Check(title, passed=False, words=str(found))
    except Exception as error:  # noqa: BLE001 - whatever fails is what the report is for
        return Check(title, passed=False, words=f"échec ({type(error).__qualname__})")


def _questionnaires() -> str:
    return f"{len(list(shipped_questionnaires()))} lus sans faute"


def _encryption() -> str:
    """Make a key file and open it again, cheaply: the libraries are there and agree."""
    key = bytes(range(32))
    with tempfile.TemporaryDirectory() as folder:
        vault = Vault(Path(folder))
        vault.create("un essai de chiffrement", key)
        if vault.unlock("un essai de chiffrement") != key:
            raise _ToSeeError("la clé relue n’est pas la bonne")
    return "clé faite et relue"
