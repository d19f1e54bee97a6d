"""Loads, while the list is looked at, what opening a dossier will need: nobody waits for it then.

Only what knows no widget, and beside the window's own thread: its modules import one another in
one direction, so that two threads never wait for each other, and the window goes on answering.
"""

from __future__ import annotations

from importlib import import_module

from PySide6.QtCore import QObject

from consultant_app.ui.access import Access
from consultant_app.ui.shell import Shell
from consultant_app.ui.tasks import Job

#: From what a dossier is read with to what it is judged by; the models of the questionnaire are
#: most of it.
MODULES = (
    "consultant_app.storage.interviews",
    "consultant_app.storage.events",
    "consultant_app.services.counting",
    "consultant_app.domain.questionnaire",
    "consultant_app.services.library",
    "consultant_app.domain.diagnosis",
    "consultant_app.services.interviewing",
    "consultant_app.services.results",
)


class Warming(QObject):
    """Begins once the first page after unlocking is drawn; given up when the profile is closed."""

    def __init__(self, shell: Shell, access: Access) -> None:
        super().__init__(access)
        self._shell, self._begun = shell, False
        access.entered.connect(self._begin)

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            self._shell.tasks.long(self._load, owner=self)

    def _load(self, _job: Job) -> None:
        for name in MODULES:
            if self._shell.workspace is None:
                return
            import_module(name)
