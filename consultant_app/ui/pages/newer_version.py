"""A newer version of the questionnaire is installed: say so, show what it changes, move the draft."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from consultant_app.domain.interview import Interview
from consultant_app.domain.version_change import VersionChange
from consultant_app.services.updates import Updates
from consultant_app.ui.dialogs.version import VersionDialog
from consultant_app.ui.messages import Kind
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.saved import Band

Once = Callable[[Callable[[], None]], None]


def at_once(act: Callable[[], None]) -> None:
    """Where nothing is being saved."""
    act()


class NewerVersion(QObject):
    """A band, and what its link does; ``moved`` says that the draft follows the newer version."""

    moved = Signal(int)

    def __init__(self, shell: Shell, page: QWidget, once: Once = at_once) -> None:
        """``once``: calls what it is given when nothing of the page is still to be saved."""
        super().__init__(page)
        self._shell, self._page = shell, page
        self._draft: Interview | None = None
        self._newest: int | None = None
        self.band = Band(Kind.INFO, action="Voir ce qui change")
        self.band.acted.connect(lambda: once(self.ask))
        self.band.hide()

    def follow(self, draft: Interview | None, newest: int | None) -> None:
        """Say that ``draft`` could move to version ``newest`` (None: nothing to say)."""
        self._draft, self._newest = draft, newest
        self.band.setVisible(draft is not None and newest is not None)
        if draft is not None and newest is not None:
            self.band.set_text(
                f"La version {newest} du questionnaire est installée\u202f; cet entretien suit la "
                f"version {draft.questionnaire_version}."
            )

    def ask(self) -> None:
        """Show what the newer version changes."""
        draft, newest = self._draft, self._newest
        if draft is None or newest is None:
            return
        updates = Updates(self._shell.unlocked)
        self._shell.tasks.database(
            lambda: updates.preview(draft.id, newest),
            lambda change: VersionDialog(change, lambda: self._apply(change), self._page).open(),
            owner=self,
        )

    def _apply(self, change: VersionChange) -> None:
        draft, version = change.interview, change.questionnaire.version
        updates = Updates(self._shell.unlocked)
        self._shell.tasks.database(
            lambda: updates.apply(draft.id, version), lambda _done: self._told(version), owner=self
        )

    def _told(self, version: int) -> None:
        self.moved.emit(version)
        self._shell.messages.say(f"L’entretien suit maintenant la version {version}.")
