"""The band of a newer version in the interview: once all that was given is durable."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from consultant_app.ui.navigation import Route
from consultant_app.ui.pages.interview.session import Session
from consultant_app.ui.pages.newer_version import NewerVersion
from consultant_app.ui.shell import Shell


class VersionNotice(QObject):
    """The band above the question, and what its link does."""

    def __init__(self, shell: Shell, page: QWidget) -> None:
        super().__init__(page)
        self._shell = shell
        self._session: Session | None = None
        self._newer = NewerVersion(shell, page, self._once_settled)
        self._newer.moved.connect(self._reopen)
        self.band = self._newer.band

    def follow(self, session: Session, newest: int | None) -> None:
        """Say that ``session``'s draft could move to version ``newest`` (None: nothing to say)."""
        self._session = session
        self._newer.follow(session.state.interview, newest)

    def _once_settled(self, act: Callable[[], None]) -> None:
        if self._session is not None:
            self._session.when_settled(act)

    def _reopen(self) -> None:
        if self._session is not None:
            interview = self._session.state.interview
            names = {"company_id": interview.company_id, "interview_id": interview.id}
            self._shell.go(Route.INTERVIEW, **names)
