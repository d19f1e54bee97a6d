"""Sending: enrolment, the exchange itself, retractions. Bytes and codes only; no dossier here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from threading import Event

from consultant_app.sharing.errors import translated
from sync.client import pull
from sync.client.enrol import Place
from sync.client.enrol import enrol as ask_for_a_place
from sync.client.outbox import Outbox, Parcel
from sync.client.push import Push, Report
from sync.client.retry import Patience
from sync.client.transport import Transport
from sync.protocol.batch import Retraction
from sync.protocol.enrolment import TOKEN_BYTES, Region
from sync.protocol.reconciliation import Difference, Held
from sync.protocol.record import Record
from sync.protocol.verdicts import Verdict, in_words
from sync.protocol.wire import canonical

__all__ = [
    "TOKEN_BYTES",
    "Difference",
    "Exchange",
    "Held",
    "Outbox",
    "Parcel",
    "Patience",
    "Place",
    "Region",
    "Report",
    "Verdict",
    "code_retraction",
    "enrol",
    "in_words",
    "read_region",
    "retraction",
    "with_revision",
]


def enrol(address: str, code: str, secret: bytes, patience: Patience | None = None) -> Place:
    """Spend a one-time code at a centre; ``secret``: 32 random bytes. Raises `SharingError`."""
    with translated():
        return ask_for_a_place(address, code, secret, patience)


def retraction(record_id: str) -> bytes:
    """Return the exact bytes that take a record back."""
    return canonical(Retraction(record_id=record_id))


def code_retraction(code: str) -> bytes:
    """Return the exact bytes that take back every record with this follow-up code."""
    return canonical(Retraction(code=code))


def with_revision(body: bytes, revision: int) -> bytes:
    """Return a record's bytes under another revision; not a sign else changes."""
    record = Record.model_validate_json(body)
    return canonical(record.model_copy(update={"revision": revision}))


def read_region(raw: bytes) -> Region | None:
    """Return the région's particulars from a file, None when it holds none."""
    try:
        return Region.model_validate_json(raw)
    except ValueError:
        return None


class Exchange:
    """One exchange with the centre: send, compare, fetch packages. Use it in a ``with`` block."""

    def __init__(
        self,
        address: str,
        token: str,
        outbox: Outbox,
        *,
        cancelled: Event | None = None,
        patience: Patience | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        with translated():
            self._transport = Transport(address, token)
        self._patience = patience or Patience()
        if cancelled is not None:
            self._patience.cancelled = cancelled
        self._push = Push(self._transport, outbox, self._patience, progress)

    def __enter__(self) -> Exchange:
        return self

    def __exit__(self, *_error: object) -> None:
        self._transport.__exit__(None, None, None)

    @property
    def report(self) -> Report:
        """What was done so far."""
        return self._push.report

    def run(self) -> Report:
        """Send what waits and compare. Raises `SharingError`; `report` tells how far it came."""
        with translated():
            return self._push.run()

    def region(self) -> Region:
        """Return what the région says of itself now."""
        with translated():
            return self._transport.get("/v1/region", Region)

    def packages(self, installed: Mapping[str, int]) -> Iterator[tuple[str, int, bytes]]:
        """Fetch (id, version, bytes) of packages above the versions given; not verified."""
        with translated():
            for line, raw in pull.newer_packages(self._transport, installed):
                yield line.id, line.version, raw
