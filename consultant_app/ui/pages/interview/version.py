"""A newer version of the questionnaire is installed: say so, show what it changes, move the draft."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from consultant_app.domain.version_change import VersionChange
from consultant_app.services.updates import Updates
from consultant_app.ui.dialogs.version import VersionDialog
from consultant_app.ui.messages import Kind
from consultant_app.ui.navigation import Route
from consultant_app.ui.pages.interview.session import Session
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.saved import Band


class VersionNotice(QObject):
    """The band above the question, and what its link does."""

    def __init__(self, shell: Shell, page: QWidget) -> None:
        super().__init__(page)
        self._shell, self._page = shell, page
        self._session: Session | None = None
        self._newest: int | None = None
        self.band = Band(Kind.INFO, action="Voir ce qui change")
        self.band.acted.connect(self.ask)
        self.band.hide()

    def follow(self, session: Session, newest: int | None) -> None:
        """Say that ``session``'s draft could move to version ``newest`` (None: nothing to say)."""
        self._session, self._newest = session, newest
        self.band.setVisible(newest is not None)
        if newest is not None:
            now = session.state.questionnaire.version
            self.band.set_text(
                f"La version {newest} du questionnaire est installée\u202f; cet entretien suit la "
                f"version {now}."
            )

    def ask(self) -> None:
        """Show what the newer version changes, once all that was given is durable."""
        if self._session is not None:
            self._session.when_settled(self._preview)

    def _preview(self) -> None:
        session, newest = self._session, self._newest
        if session is None or newest is None:
            return
        updates, interview_id = Updates(self._shell.unlocked), session.state.interview.id
        self._shell.tasks.database(
            lambda: updates.preview(interview_id, newest),
            lambda change: VersionDialog(change, lambda: self._apply(change), self._page).open(),
            owner=self,
        )

    def _apply(self, change: VersionChange) -> None:
        session = self._session
        if session is None:
            return
        interview, version = session.state.interview, change.questionnaire.version
        updates = Updates(self._shell.unlocked)

        def done(_change: VersionChange) -> None:
            names = {"company_id": interview.company_id, "interview_id": interview.id}
            if self._shell.go(Route.INTERVIEW, **names):
                self._shell.messages.say(f"L’entretien suit maintenant la version {version}.")

        self._shell.tasks.database(lambda: updates.apply(interview.id, version), done, owner=self)
