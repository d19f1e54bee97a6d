"""What the client asks of whoever keeps the rows to send: a shape, not a class to inherit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sync.protocol.reconciliation import Difference, Held
from sync.protocol.verdicts import Verdict


class Parcel(Protocol):
    """One row to send: exact bytes, never changed once they were shown."""

    @property
    def seq(self) -> int:
        """The order in which rows were made."""
        ...

    @property
    def body(self) -> bytes:
        """The exact bytes."""
        ...

    @property
    def sha256(self) -> str:
        """Their SHA-256, hexadecimal."""
        ...


class Outbox(Protocol):
    """The rows to send, and what became of them. Every call is durable on return."""

    def waiting(self, after: int, limit: int) -> Sequence[Parcel]:
        """Rows still to send, in their order, from beyond row ``after``."""
        ...

    def mark_tried(self, parcels: Sequence[Parcel]) -> None:
        """Note, before they leave, that these rows may have left."""
        ...

    def settle(self, judged: Sequence[tuple[Parcel, Verdict]]) -> None:
        """Note the centre's verdicts on rows, all at once (never called with ``retry``)."""
        ...

    def held(self) -> Sequence[Held]:
        """The last acknowledged revision of each record that is not withdrawn."""
        ...

    def known(self) -> Sequence[str]:
        """Every record that there is a trace of here, withdrawn ones included."""
        ...

    def settle_difference(self, difference: Difference) -> bool:
        """Act on a difference; True when rows were put back in the queue to mend it."""
        ...
