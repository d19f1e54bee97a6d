"""« Sauvegardes »: where the last ones are, one more elsewhere, and taking one back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from consultant_app.services.backup_routine import BackupRoutine, BackupState
from consultant_app.services.workspace import Workspace
from consultant_app.storage.backup_log import BackupRecord
from consultant_app.ui.dialogs.places import BACKUPS, ask_file, ask_folder
from consultant_app.ui.dialogs.take_back import TakeBackDialog
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import LinkButton, SecondaryButton
from consultant_app.ui.widgets.column import Column
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.words import ago

_FIRST = "Sauvegarder sur une clé ou un dossier…"
_ELSEWHERE = "Choisir une autre clé ou un autre dossier…"


class BackupsPart(QWidget):
    """A section of the settings. The folder once chosen is kept: the next time is one press."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.setProperty("roomy", "yes")
        self.last = label("", tone="2", wrap=True)
        self.problem = label("", tone="attention", wrap=True)
        self.problem.hide()
        self.again = SecondaryButton("Sauvegarder", leading="save")
        self.again.hide()
        self.choose = SecondaryButton(_FIRST, leading="save")
        self.take_back = LinkButton("Reprendre une sauvegarde…")
        column = Column(self, spacing=10)
        column.put(self.last, self.problem)
        column.put(self.again, self.choose, self.take_back, at_left=True)
        self.again.clicked.connect(self.write)
        self.choose.clicked.connect(
            lambda: ask_folder(self, "Où mettre la sauvegarde", self.write_in)
        )
        self.take_back.clicked.connect(
            lambda: ask_file(self, "Choisir une sauvegarde", BACKUPS, self.ask_back)
        )

    @property
    def first(self) -> QWidget:
        """What takes the focus: the shortest way to a backup elsewhere."""
        return self.choose if self.again.isHidden() else self.again

    def read(self) -> None:
        """Read how the backups stand."""
        workspace = self.shell.unlocked
        self.shell.tasks.database(lambda: _standing(workspace), self._show, owner=self)

    def write_in(self, folder: Path) -> None:
        """Keep ``folder`` for the backups to come, and make one there."""
        routine = BackupRoutine(self.shell.unlocked)

        def work() -> BackupRecord:
            routine.choose_folder(folder)
            return routine.write_outside()

        self._run(work)

    def write(self) -> None:
        """Make one in the folder that is kept."""
        self._run(BackupRoutine(self.shell.unlocked).write_outside)

    def ask_back(self, file: Path) -> None:
        """Ask for the key of a backup, show what it would change, then take it back."""
        access = self.shell.access
        assert access is not None, "settings are only shown in a whole program"
        TakeBackDialog(self.shell, file, access.take_back, self).open()

    def _run(self, work: Callable[[], BackupRecord]) -> None:
        self._wait(waiting=True)
        self.shell.tasks.database(work, self._made, self._failed, owner=self)

    def _made(self, made: BackupRecord) -> None:
        self._wait(waiting=False)
        self.read()
        self.shell.messages.say(
            f"Sauvegarde vérifiée\u00a0: {made.companies} entreprises et {made.interviews} "
            f"entretiens dans {made.path}."
        )

    def _failed(self, error: Exception) -> None:
        self._wait(waiting=False)
        self.read()
        self.shell.messages.failure(error)

    def _wait(self, *, waiting: bool) -> None:
        for button in (self.again, self.choose):
            button.setEnabled(not waiting)

    def _show(self, standing: tuple[BackupState, str]) -> None:
        state, words = standing
        self.last.setText(words)
        self.problem.setText(state.reminder or "")
        self.problem.setVisible(bool(state.reminder))
        kept = state.folder is not None
        if state.folder is not None:
            self.again.set_label(f"Sauvegarder dans {state.folder.name or state.folder}", limit=400)
        self.again.setVisible(kept)
        self.choose.set_label(_ELSEWHERE if kept else _FIRST, limit=400)


def _standing(workspace: Workspace) -> tuple[BackupState, str]:
    now, state = workspace.clock.now(), BackupRoutine(workspace).state()
    here, away = state.last_inside, state.last_outside
    inside = ago(here.at, now) if here else "aucune"
    outside = f"{ago(away.at, now)}, {Path(away.path).name}" if away else "aucune"
    return state, f"Sur cet ordinateur\u00a0: {inside}. Ailleurs\u00a0: {outside}."
