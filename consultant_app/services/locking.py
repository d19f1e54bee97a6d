"""When to lock, and what locking does. Pure but for `lock`: the window asks at each beat.

A conversation is never cut: while an interview is open, idleness only blanks the windows. What
the platform tells (sleep, lid, session locked) always locks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from consultant_app.services.workspace import Workspace

IDLE_DEFAULT = timedelta(minutes=10)
#: What the settings page may offer, in minutes.
IDLE_CHOICES = (2, 5, 10, 15, 30)
_SETTING = "lock_after_minutes"


class Screen(Enum):
    """What the windows show."""

    SHOWN = auto()
    BLANK = auto()
    LOCKED = auto()


class Cause(Enum):
    """What the platform told; each locks at once."""

    SLEEP = auto()
    LID = auto()
    SESSION = auto()


@dataclass(slots=True)
class IdleWatch:
    """Follows activity and says what the windows must show.

    ``since``: the last key, click or move. All instants come from one clock; if it jumps back, the
    count starts again from there; if it jumps ahead (or the machine slept), the time counts.
    """

    since: datetime
    idle: timedelta = IDLE_DEFAULT
    screen: Screen = Screen.SHOWN

    def active(self, now: datetime) -> Screen:
        """Somebody is there: blank windows show again; locked ones stay locked."""
        if self.screen is not Screen.LOCKED:
            # Too late is too late: the first key after an idle night must not show a thing.
            self.screen = self._after(now, interview_open=self.screen is Screen.BLANK)
            if self.screen is Screen.BLANK:
                self.screen = Screen.SHOWN
        self.since = now
        return self.screen

    def beat(self, now: datetime, *, interview_open: bool) -> Screen:
        """Call every few seconds; lock or blank the windows when the answer says so."""
        if now < self.since:
            self.since = now
        if self.screen is not Screen.LOCKED:
            self.screen = self._after(now, interview_open=interview_open)
        return self.screen

    def told(self, cause: Cause) -> Screen:
        """The platform sleeps or locks."""
        del cause  # each of them locks
        self.screen = Screen.LOCKED
        return self.screen

    def unlocked(self, now: datetime) -> Screen:
        """The passphrase was given."""
        self.since, self.screen = now, Screen.SHOWN
        return self.screen

    def _after(self, now: datetime, *, interview_open: bool) -> Screen:
        if now - self.since < self.idle:
            return self.screen
        return Screen.BLANK if interview_open else Screen.LOCKED


def idle_time(workspace: Workspace) -> timedelta:
    """After how long without activity the owner wants the windows locked."""
    minutes = workspace.settings.get(_SETTING)
    return timedelta(minutes=minutes) if minutes in IDLE_CHOICES else IDLE_DEFAULT


def set_idle_time(workspace: Workspace, minutes: int) -> None:
    """Remember the owner's wish, one of `IDLE_CHOICES` (ValueError otherwise)."""
    if minutes not in IDLE_CHOICES:
        raise ValueError(f"not one of {IDLE_CHOICES}: {minutes}")
    workspace.settings.set(_SETTING, minutes)


def lock(workspace: Workspace) -> None:
    """Close the connection and drop the key: every later query raises `LockedError`.

    Call it in the database thread, after what was being saved. Unlocking is opening again: it
    gives a new `Workspace`, and the old one stays dead.
    """
    workspace.close()
