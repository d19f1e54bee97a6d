"""Sending by itself: after unlocking, after an act, then now and then, while nobody is disturbed.

The exchange has its own thread. It never begins while an interview is on screen, and what came from
the région is announced elsewhere than in front of the dirigeant.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from consultant_app.services.pulse import Pulse, pulse_of
from consultant_app.services.sync_schedule import Outcome, Pace, Schedule, is_automatic, outcome_of
from consultant_app.services.workspace import Workspace
from consultant_app.storage.errors import LockedError
from consultant_app.ui import sync_words
from consultant_app.ui.access import Access
from consultant_app.ui.messages import Kind
from consultant_app.ui.navigation import Page, Route
from consultant_app.ui.reachability import Reachability
from consultant_app.ui.shell import Shell
from consultant_app.ui.tasks import Job

if TYPE_CHECKING:
    from consultant_app.services.sync_report import SyncReport

log = logging.getLogger(__name__)
#: An interview is on screen: nothing begins by itself.
_HELD = {Route.INFORMATION, Route.INTERVIEW, Route.REVIEW, Route.RESULT}
#: The dirigeant may be reading: nothing is announced.
_READ_BY_BOTH = _HELD | {Route.SHARING}


class Phase(StrEnum):
    """What is under way."""

    OFF = "off"
    IDLE = "idle"
    RUNNING = "running"
    STOPPING = "stopping"


@dataclass(frozen=True, slots=True)
class SyncState:
    """How sending stands, for whoever shows it.

    ``sent`` of ``total``: rows of the exchange under way. ``trouble``: what kept the last one from
    its end, "" when nothing did; ``tried``: when it ended, None when none was made since unlocking.
    """

    pulse: Pulse = field(default_factory=Pulse)
    phase: Phase = Phase.OFF
    sent: int = 0
    total: int = 0
    trouble: str = ""
    tried: datetime | None = None

    @property
    def is_running(self) -> bool:
        """Whether an exchange is under way."""
        return self.phase in (Phase.RUNNING, Phase.STOPPING)


class Syncing(QObject):
    """Lives as long as the window; ``changed`` when `state` did, ``ended`` with each report."""

    changed = Signal()
    ended = Signal(object)

    def __init__(self, shell: Shell, access: Access, pace: Pace | None = None) -> None:
        super().__init__(access)
        self._shell, self._pace = shell, pace or Pace()
        self.state = SyncState()
        self._schedule = Schedule(self._pace)
        self._automatic = True
        self._held = 0
        self._owed = self._again = self._known = False
        self._news: list[str] = []
        self._stop: Event | None = None
        self._job: Job | None = None
        self._due = QTimer(self, singleShot=True)
        self._due.timeout.connect(self._attempt)
        self._reach = Reachability(self)
        self._reach.came_back.connect(self._network_is_back)
        access.opened.connect(self._begin)
        access.entered.connect(self.look)
        access.closing.connect(self._end)
        shell.navigator.shown.connect(self._page_shown)

    def look(self) -> None:
        """Read how things stand; what was put in the outbox since leaves soon."""
        workspace = self._shell.workspace
        if workspace is not None:
            self._shell.tasks.database(
                lambda: (pulse_of(workspace), is_automatic(workspace)),
                lambda told: self._seen(workspace, *told),
                owner=self,
            )

    def soon(self) -> None:
        """Something was asked that should leave now."""
        self._held, self._again = -1, self.state.is_running
        self.look()

    def send_now(self) -> None:
        """Begin at once, and say how it went."""
        if self.state.phase is Phase.IDLE and self.state.pulse.enrolled:
            self._run(by_hand=True)

    def cancel(self) -> None:
        """Ask the exchange under way to stop; what was acknowledged stays so."""
        if self._stop is not None:
            self._stop.set()
            self._set(phase=Phase.STOPPING)

    def _begin(self) -> None:
        self._schedule = Schedule(self._pace)
        self._held, self._news = 0, []
        self._owed = self._again = self._known = False
        self.state = SyncState(phase=Phase.IDLE)

    def _end(self) -> None:
        """The profile is being closed: nothing may be asked of it any more."""
        self._due.stop()
        if self._stop is not None:
            self._stop.set()
        if self._job is not None:
            self._job.cancel()
        self._stop = self._job = None
        self._news = []
        self._set(replace_all=SyncState())

    def _seen(self, workspace: Workspace, pulse: Pulse, automatic: bool) -> None:
        if self._shell.workspace is not workspace:
            return
        self._automatic = automatic
        first, self._known = not self._known, True
        self._set(pulse=pulse)
        if not (pulse.enrolled and automatic):
            self._due.stop()
        elif first:
            self._reach.begin()
            self._held = pulse.waiting
            self._arm(self._pace.opened)
        elif pulse.waiting > self._held or not self._due.isActive():
            self._reach.begin()
            self._arm(self._pace.act)

    def _arm(self, seconds: float) -> None:
        """Try again in ``seconds`` at the latest."""
        wait = round(seconds * 1000)
        if self.state.is_running or (self._due.isActive() and self._due.remainingTime() <= wait):
            return
        self._due.start(wait)

    def _attempt(self) -> None:
        page = self._shell.navigator.current
        if self._shell.workspace is None or self.state.phase is not Phase.IDLE:
            return
        cut = self._reach.is_cut and not self.state.pulse.is_here
        if cut or (page is not None and page.route in _HELD):
            self._owed = True
            # Asked again later all the same: what the system says of the network is only a hint.
            self._arm(self._schedule.pace.first)
            return
        self._run(by_hand=False)

    def _network_is_back(self) -> None:
        if self._owed or self._schedule.failures:
            self._owed = False
            self._arm(self._pace.back)

    def _page_shown(self, page: Page) -> None:
        if self._shell.workspace is None or page.route in _READ_BY_BOTH:
            return
        if self._owed and not self._reach.is_cut:
            self._owed = False
            self._arm(self._pace.act)
        self._announce()
        if self._known:
            self.look()

    def _run(self, *, by_hand: bool) -> None:
        from consultant_app.services.sending import Sending, hurried

        workspace = self._shell.unlocked
        self._due.stop()
        self._owed = False
        self._stop = stop = Event()
        total = self.state.pulse.waiting
        self._set(phase=Phase.RUNNING, sent=0, total=total)
        sending = Sending(workspace, patience=hurried)

        def work(job: Job) -> SyncReport:
            return sending.sync(cancelled=stop, progress=lambda sent: job.progress(sent, total))

        self._job = self._shell.tasks.network(
            work,
            lambda report: self._ended(workspace, report, by_hand=by_hand),
            lambda error: self._failed(workspace, error),
            owner=self,
        ).on_progress(self._progress)

    def _progress(self, sent: int, total: int) -> None:
        if self.state.is_running:
            self._set(sent=sent, total=max(total, sent))

    def _ended(self, workspace: Workspace, report: SyncReport, *, by_hand: bool) -> None:
        if self._shell.workspace is not workspace:
            return
        outcome = outcome_of(report)
        # What was put in the outbox meanwhile is new: it does not wait for the next time.
        held = report.postponed if outcome is Outcome.DONE else report.retry
        self._held, self._again = -1 if self._again else held, False
        left, refused = report.retry, len(report.refused)
        log.info("exchange: %d sent, %d refused, %d left", report.sent, refused, left)
        self._settle(workspace, report.trouble, outcome)
        self._news += report.announcements
        if by_hand:
            kind = Kind.ATTENTION if report.trouble or report.refused else Kind.INFO
            self._shell.messages.say(sync_words.told(report), kind)
        self._announce()
        self.ended.emit(report)

    def _failed(self, workspace: Workspace, error: Exception) -> None:
        if self._shell.workspace is not workspace or isinstance(error, LockedError):
            return
        self._held = self.state.pulse.waiting
        self._settle(workspace, sync_words.BROKEN, Outcome.REFUSED)
        self._shell.messages.failure(error)

    def _settle(self, workspace: Workspace, trouble: str, outcome: Outcome) -> None:
        self._stop = self._job = None
        self._set(phase=Phase.IDLE, trouble=trouble, tried=workspace.clock.now())
        wait = self._schedule.after(outcome)
        if self._automatic:
            self._arm(wait)
        self.look()

    def _announce(self) -> None:
        page = self._shell.navigator.current
        if self._news and page is not None and page.route not in _READ_BY_BOTH:
            self._shell.messages.say(" ".join(self._news))
            self._news = []

    def _set(self, *, replace_all: SyncState | None = None, **changes: object) -> None:
        state = replace_all or replace(self.state, **changes)  # type: ignore[arg-type]
        if state != self.state:
            self.state = state
            self.changed.emit()
