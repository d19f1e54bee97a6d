"""When to try sending again by oneself: pure arithmetic, no timer, no network."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from consultant_app.services.sync_report import SyncReport
    from consultant_app.services.workspace import Workspace

_AUTOMATIC = "sync_automatic"
#: Reasons that waiting mends; any other is for people to settle.
_PASSING = {"unreachable", "busy", "fault"}


class Outcome(StrEnum):
    """How an attempt ended, as far as the next one is concerned."""

    DONE = "done"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to wait, in seconds.

    ``act``: after something was put in the outbox; ``opened``: after unlocking; ``back``: after the
    network came back; ``first`` to ``longest``: between attempts that fail; ``regular``: between
    exchanges that succeed (packages may have been published).
    """

    act: float = 1.0
    opened: float = 5.0
    back: float = 3.0
    first: float = 60.0
    longest: float = 3600.0
    regular: float = 3600.0


@dataclass(slots=True)
class Schedule:
    """``draw``: between 0 and 1; laptops that lost the network together do not return together."""

    pace: Pace = field(default_factory=Pace)
    draw: Callable[[], float] = random.random
    failures: int = 0

    def after(self, outcome: Outcome) -> float:
        """Return the seconds until the next attempt, between half and the whole of what is due."""
        self.failures = self.failures + 1 if outcome is Outcome.UNREACHABLE else 0
        due = {
            Outcome.DONE: self.pace.regular,
            Outcome.UNREACHABLE: min(
                self.pace.longest, self.pace.first * 2.0 ** min(self.failures - 1, 30)
            ),
            Outcome.REFUSED: self.pace.longest,
            Outcome.STOPPED: self.pace.regular,
        }[outcome]
        return due * (0.5 + self.draw() / 2)


def outcome_of(report: SyncReport) -> Outcome:
    """Return how an exchange ended."""
    if not report.trouble:
        return Outcome.DONE
    if report.reason == "cancelled":
        return Outcome.STOPPED
    return Outcome.UNREACHABLE if report.reason in _PASSING else Outcome.REFUSED


def is_automatic(workspace: Workspace) -> bool:
    """Whether this laptop sends by itself when there is a network."""
    return bool(workspace.settings.get(_AUTOMATIC, True))


def set_automatic(workspace: Workspace, *, on: bool) -> None:
    """Choose whether this laptop sends by itself."""
    workspace.settings.set(_AUTOMATIC, on)
