"""The profile's door: make one, unlock it, lock it, take a backup back. Knows no widget.

Everything runs in the database thread, so that locking waits for what was being saved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from consultant_app import bootstrap
from consultant_app.domain.clock import Clock
from consultant_app.services.workspace import Workspace
from consultant_app.storage.vault import RECOMMENDED, Argon2Cost
from consultant_app.ui.messages import Kind
from consultant_app.ui.navigation import Route
from consultant_app.ui.shell import Shell
from consultant_app.ui.tasks import Failed

if TYPE_CHECKING:
    from consultant_app.services.backup_routine import BackupState
    from consultant_app.services.disk_encryption import Encryption


@dataclass(frozen=True, slots=True)
class Place:
    """Where one was when the profile was locked."""

    route: Route = Route.HOME
    params: dict[str, str] = field(default_factory=dict)


class Access(QObject):
    """Opens and closes the profile of ``folder`` for the window."""

    opened = Signal()
    #: The page that comes up then was read and drawn.
    entered = Signal()
    #: The profile is about to be closed, whether it is locked or the program ends.
    closing = Signal()
    locked = Signal()
    #: What became of today's backup at unlocking, a `BackupState`.
    backed_up = Signal(object)
    #: Another time before locking, a `timedelta`.
    idle_wished = Signal(object)

    def __init__(
        self,
        shell: Shell,
        folder: Path,
        *,
        cost: Argon2Cost = RECOMMENDED,
        clock: Clock | None = None,
        ask_disk: Callable[[Path], Encryption] | None = None,
    ) -> None:
        super().__init__()
        self._shell, self.folder = shell, folder
        self._cost, self._clock, self._ask_disk = cost, clock, ask_disk
        self._place = Place()

    @property
    def first_route(self) -> Route:
        """Where the program begins: the first run, or the passphrase."""
        exists = bootstrap.profile_exists(self.folder)
        return Route.UNLOCK if exists else Route.FIRST_RUN

    def create(
        self,
        passphrase: str,
        consultant: str,
        organisation: str,
        done: Callable[[str], None],
        failed: Failed,
    ) -> None:
        """Make the profile; ``done`` gets the recovery code. The window stays where it is."""

        def work() -> tuple[Workspace, str]:
            return bootstrap.create_profile(
                self.folder,
                passphrase,
                consultant,
                organisation,
                clock=self._clock,
                cost=self._cost,
            )

        def made(result: tuple[Workspace, str]) -> None:
            self._shell.open_workspace(result[0])
            done(result[1])

        self._shell.tasks.database(work, made, failed, owner=self)

    def unlock(self, passphrase: str, failed: Failed) -> None:
        """Open the profile and go back to where one was."""
        self._shell.tasks.database(
            lambda: bootstrap.open_profile(
                self.folder, passphrase, clock=self._clock, cost=self._cost
            ),
            self.take,
            failed,
            owner=self,
        )

    def recover(self, code: str, passphrase: str, failed: Failed) -> None:
        """Put a new passphrase in place of a forgotten one, by the printed code, and open."""

        def work() -> Workspace:
            bootstrap.recover_passphrase(self.folder, code, passphrase)
            return bootstrap.open_profile(
                self.folder, passphrase, clock=self._clock, cost=self._cost
            )

        self._shell.tasks.database(work, self.take, failed, owner=self)

    def restore(self, file: Path, *, passphrase: str, code: str, failed: Failed) -> None:
        """Take a backup back and open it.

        With ``code`` (the printed one), ``passphrase`` is the new one; else it is the backup's.
        """

        def work() -> Workspace:
            bootstrap.restore(self.folder, file, "" if code else passphrase, code=code)
            if code:
                bootstrap.recover_passphrase(self.folder, code, passphrase)
            return bootstrap.open_profile(
                self.folder, passphrase, clock=self._clock, cost=self._cost
            )

        self._shell.tasks.database(work, self.take, failed, owner=self)

    def take_back(self, file: Path, passphrase: str, code: str = "") -> None:
        """Put a backup in the place of what is open, all of it or nothing, and open it.

        With ``code`` (the printed one) its passphrase is still to be typed, or replaced by the code.
        """
        if not self.lock():
            return
        self._place = Place()

        def work() -> tuple[str, Workspace | None]:
            key = {"passphrase": passphrase, "code": code}
            told = bootstrap.restore(self.folder, file, cost=self._cost, **key).as_text()
            if code:
                return told, None
            opened = bootstrap.open_profile(
                self.folder, passphrase, clock=self._clock, cost=self._cost
            )
            return told, opened

        def done(result: tuple[str, Workspace | None]) -> None:
            told, workspace = result
            if workspace is not None:
                self.take(workspace)
            self._shell.messages.say(told)

        self._shell.tasks.database(work, done, owner=self)

    def take(self, workspace: Workspace) -> None:
        """Show an unlocked profile, where one was."""
        self._shell.open_workspace(workspace)
        self.enter()

    def enter(self) -> None:
        """Go to where one was when the profile was locked: home, the first time."""
        place, self._place = self._place, Place()
        self.opened.emit()
        self._shell.go(place.route, **place.params)
        # The list first: what else there is to look at would slow down its reading and drawing.
        self._shell.tasks.once_drawn(self._look_round, owner=self)

    def lock(self, *, force: bool = False) -> bool:
        """Close the profile and blank the window; False when the page cannot be left.

        ``force``: nobody is there to be asked.
        """
        shell, page = self._shell, self._shell.navigator.current
        if shell.workspace is None or page is None:
            return False
        if not page.may_leave() and not force:
            return False
        self._place = Place(page.route, page.dossier())
        page.leave()
        self.close()
        shell.navigator.forget()
        self.locked.emit()
        return shell.go(Route.UNLOCK)

    def close(self) -> None:
        """Close the database once all that was asked of it is done, and drop the key."""
        workspace = self._shell.workspace
        if workspace is None:
            return
        self.closing.emit()
        self._shell.close_workspace()
        self._shell.tasks.database(workspace.close)

    def _look_round(self) -> None:
        """What is done and looked at after unlocking, in the background, then told in one message.

        Backup of the day, reminders, then the checks that take seconds.
        """
        workspace = self._shell.workspace
        if workspace is None:
            return
        self.entered.emit()

        def reminders() -> tuple[BackupState, list[str]]:
            from consultant_app.services.backup_routine import BackupRoutine
            from consultant_app.services.retention import Retention

            state = BackupRoutine(workspace).run()
            told = (state.problem, state.reminder, Retention(workspace).reminder())
            return state, [sentence for sentence in told if sentence]

        def check(found: tuple[BackupState, list[str]]) -> None:
            state, told = found
            self.backed_up.emit(state)
            self._shell.tasks.long(
                lambda _job: [*self._warnings(workspace), *told],
                self._tell,
                lambda _error: self._tell(told),
                owner=self,
            )

        self._shell.tasks.database(reminders, check, owner=self)

    def _warnings(self, workspace: Workspace) -> tuple[str, ...]:
        from consultant_app.services.startup_checks import StartupChecks

        return StartupChecks(workspace, self._ask_disk).run().warnings

    def _tell(self, sentences: list[str]) -> None:
        if sentences and self._shell.workspace is not None:
            self._shell.messages.say(" ".join(sentences), Kind.ATTENTION)
