"""Today's backup is asked for again every hour, until it is made: nobody has to think of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from consultant_app.ui.access import Access
from consultant_app.ui.messages import Kind
from consultant_app.ui.shell import Shell

if TYPE_CHECKING:
    from consultant_app.services.backup_routine import BackupState

HOUR_MS = 3_600_000


class DailyBackup(QObject):
    """Begins an hour after unlocking (which makes the first one) and ends with it.

    What goes wrong is said once, not every hour; that it went well again is said too.
    """

    def __init__(self, shell: Shell, access: Access) -> None:
        super().__init__(access)
        self._shell = shell
        self._problem = ""
        self._hour = QTimer(self, singleShot=True, interval=HOUR_MS)
        self._hour.timeout.connect(self.look)
        access.opened.connect(self._hour.start)
        access.backed_up.connect(self._know)
        access.locked.connect(self._hour.stop)

    def look(self) -> None:
        """Make today's backup if it is still to be made, and come back in an hour."""
        from consultant_app.services.backup_routine import BackupRoutine

        workspace = self._shell.workspace
        if workspace is not None:
            self._hour.start()
            routine = BackupRoutine(workspace)
            self._shell.tasks.database(routine.run, self._tell, owner=self)

    def _know(self, state: BackupState) -> None:
        """What unlocking made of it was told with the rest."""
        self._problem = state.problem or ""

    def _tell(self, state: BackupState) -> None:
        former, self._problem = self._problem, state.problem or ""
        if self._problem and self._problem != former:
            self._shell.messages.say(self._problem, Kind.ATTENTION)
        elif former and not self._problem:
            self._shell.messages.say("La sauvegarde du jour est faite.")
