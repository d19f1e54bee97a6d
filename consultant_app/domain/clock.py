"""Time and chance, handed in from outside so that the domain stays pure and tests stay still."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Gives the present instant."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class Ids(Protocol):
    """Gives fresh identifiers and random bytes."""

    def new(self) -> str:
        """Return a fresh random identifier (uuid4, 36 characters, lower case)."""
        ...

    def random_bytes(self, count: int) -> bytes:
        """Return ``count`` bytes fit for secrets."""
        ...
