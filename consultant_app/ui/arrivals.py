"""Files that come from outside: double-clicked, dropped on the icon, handed by a second start."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from consultant_app.ui.dialogs.places import ask_file
from consultant_app.ui.messages import Kind
from consultant_app.ui.shell import Shell

KINDS = "Dossiers et tableaux (*.dossier *.json *.csv)"
SEALED, PLAIN, BACKUP = ".dossier", (".json", ".csv"), ".sauvegarde"


class Arrivals(QObject):
    """Opens what arrives, now or once the profile is unlocked."""

    def __init__(self, shell: Shell, window: QMainWindow) -> None:
        super().__init__(window)
        self._shell, self._window = shell, window
        self._waiting: Path | None = None
        assert shell.access is not None
        shell.access.opened.connect(self._open_waiting)

    def watch(self, app: QApplication) -> None:
        """Hear of the files that macOS, and nobody else, hands to a running program."""
        if sys.platform == "darwin":
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the file of a `QFileOpenEvent`."""
        if isinstance(event, QFileOpenEvent):
            self.arrive(event.file())
            return True
        return super().eventFilter(watched, event)

    def arrive(self, path: str) -> None:
        """Bring the window to the front, and open ``path`` when there is one."""
        window = self._window
        if window.isMinimized():
            window.showNormal()
        window.raise_()
        window.activateWindow()
        if path:
            self._waiting = Path(path)
            self._open_waiting()

    def choose(self) -> None:
        """Ask for a file, and open it."""
        if self._shell.workspace is not None:
            ask_file(self._window, "Ouvrir un dossier reçu", KINDS, lambda p: self.arrive(str(p)))

    def _open_waiting(self) -> None:
        path = self._waiting
        if path is None:
            return
        if self._shell.workspace is None:
            self._shell.messages.say(
                f"Ouvrez d’abord vos dossiers\u202f; «\u00a0{path.name}\u00a0» viendra ensuite."
            )
            return
        self._waiting = None
        self._open(path)

    def _open(self, path: Path) -> None:
        from consultant_app.ui.dialogs.receive import ImportDialog, ReceiveDialog
        from consultant_app.ui.dialogs.take_back import TakeBackDialog

        suffix = path.suffix.lower()
        if not path.is_file():
            self._refuse(f"«\u00a0{path.name}\u00a0» n’est plus là\u202f; vérifiez l’endroit.")
        elif suffix == SEALED:
            ReceiveDialog(self._shell, path, self._window).open()
        elif suffix in PLAIN:
            ImportDialog(self._shell, path, self._window).open()
        elif suffix == BACKUP:
            access = self._shell.access
            assert access is not None, "files are only opened in a whole program"
            TakeBackDialog(self._shell, path, access.take_back, self._window).open()
        else:
            self._refuse(
                f"«\u00a0{path.name}\u00a0» n’est ni un dossier reçu (.dossier), ni un fichier "
                ".json ou .csv\u202f; choisissez-en un autre."
            )

    def _refuse(self, sentence: str) -> None:
        self._shell.messages.say(sentence, Kind.ATTENTION)
