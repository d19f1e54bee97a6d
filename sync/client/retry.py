"""How long to wait before asking again: twice as long each time, never quite the same."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from sync.client.errors import BusyError, CancelledError, UnreachableError

_CANCELLED = "Envoi interrompu\u202f; ce qui est parti est noté, le reste attend."


@dataclass(slots=True)
class Patience:
    """Waits between attempts, and gives up after ``attempts`` failures in a row.

    ``first`` and ``longest``: seconds. The wait is drawn between half and the whole of what is
    due, so that laptops that lost the network together do not come back together.
    """

    attempts: int = 6
    first: float = 0.5
    longest: float = 30.0
    cancelled: Event = field(default_factory=Event)
    sleep: Callable[[float], object] | None = None
    failures: int = 0

    def succeeded(self) -> None:
        """An attempt went through: begin again from the shortest wait."""
        self.failures = 0

    def failed(self, error: UnreachableError) -> None:
        """Wait before the next attempt; raise ``error`` when there have been enough."""
        self.failures += 1
        if self.failures >= self.attempts:
            raise error
        self._wait(max(self.due(), error.seconds if isinstance(error, BusyError) else 0.0))

    def due(self) -> float:
        """Seconds to wait now."""
        whole = min(self.longest, self.first * 2.0 ** (self.failures - 1))
        return whole * random.uniform(0.5, 1.0)  # noqa: S311 - spreads laptops, hides nothing

    def require_going_on(self) -> None:
        """Raise `CancelledError` once the person asked to stop."""
        if self.cancelled.is_set():
            raise CancelledError(_CANCELLED)

    def _wait(self, seconds: float) -> None:
        if self.sleep is not None:
            self.sleep(seconds)
        else:
            self.cancelled.wait(seconds)
        self.require_going_on()
