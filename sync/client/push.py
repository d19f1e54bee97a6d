"""Emptying the outbox: batches, verdicts, halving, and the comparison at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import TypeVar

from sync.client.errors import FaultError, TooLargeError, UnreachableError
from sync.client.outbox import Outbox, Parcel
from sync.client.retry import Patience
from sync.client.transport import Transport
from sync.protocol.batch import CLIENT_BYTES, CLIENT_LINES, join
from sync.protocol.errors import SyncError
from sync.protocol.reconciliation import (
    MAX_RECORDS,
    CentreState,
    Difference,
    Held,
    Question,
    SentPage,
    compare,
)
from sync.protocol.verdicts import Reason, Status, Verdict, Verdicts

Answer = TypeVar("Answer")
#: How often the comparison may send rows again before it only reports.
_ROUNDS = 3


@dataclass(slots=True)
class Report:
    """What one exchange did. ``retry``: rows that still wait; ``difference``: what remains."""

    sent: int = 0
    stored: int = 0
    already: int = 0
    conflict: int = 0
    retracted: int = 0
    retry: int = 0
    refused: list[Verdict] = field(default_factory=list)
    difference: list[Difference] = field(default_factory=list)

    def count(self, verdict: Verdict) -> None:
        """Add one verdict."""
        if verdict.status == "refused":
            self.refused.append(verdict)
        else:
            setattr(self, verdict.status, getattr(self, verdict.status) + 1)


class Push:
    """One exchange with the centre. Interrupted anywhere, it can simply be done again."""

    def __init__(
        self,
        transport: Transport,
        outbox: Outbox,
        patience: Patience | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        self._transport, self._outbox = transport, outbox
        self._patience = patience or Patience()
        self._progress = progress
        self._lines = CLIENT_LINES
        self.report = Report()

    def run(self) -> Report:
        """Send what waits, then compare; mend and say any difference.

        Raises the last `UnreachableError` when the centre stays out of reach, `RefusedError` when
        it refuses this laptop, `CancelledError`; `report` tells how far it came.
        """
        for _ in range(_ROUNDS):
            self._drain()
            self.report.difference = self._compare()
            mended = [self._outbox.settle_difference(d) for d in self.report.difference]
            if not any(mended):
                break
        return self.report

    def _drain(self) -> None:
        done = 0
        while batch := self._next_batch(done):
            self._patience.require_going_on()
            self._outbox.mark_tried(batch)
            try:
                answer = self._transport.post_lines(
                    "/v1/records", join(p.body for p in batch), Verdicts
                )
                _require_ours(batch, answer.verdicts)
            except (FaultError, TooLargeError) as error:
                if len(batch) == 1:
                    done = self._pass_over(batch[0], error)
                self._fewer()
                continue
            except UnreachableError as error:
                self._fewer()
                self._patience.failed(error)
                continue
            self._patience.succeeded()
            done = self._settle(batch, answer.verdicts, done)

    def _pass_over(self, parcel: Parcel, error: SyncError) -> int:
        """One row that the centre cannot take must not hold up those behind it."""
        status: Status = "refused" if isinstance(error, TooLargeError) else "retry"
        reason: Reason | None = "too_large" if isinstance(error, TooLargeError) else None
        verdict = Verdict(line=0, status=status, sha256=parcel.sha256, reason=reason)
        return self._settle([parcel], [verdict], parcel.seq)

    def _settle(self, batch: Sequence[Parcel], verdicts: Sequence[Verdict], done: int) -> int:
        judged = list(zip(batch, verdicts, strict=True))
        self._outbox.settle([(p, v) for p, v in judged if v.status != "retry"])
        for parcel, verdict in judged:
            self.report.sent += 1
            self.report.count(verdict)
            done = max(done, parcel.seq)
        if self._progress is not None:
            self._progress(self.report.sent)
        return done

    def _next_batch(self, after: int) -> list[Parcel]:
        batch: list[Parcel] = []
        size = 0
        for parcel in self._outbox.waiting(after, self._lines):
            size += len(parcel.body) + 1
            if batch and size > CLIENT_BYTES:
                break
            batch.append(parcel)
        return batch

    def _fewer(self) -> None:
        self._lines = max(1, self._lines // 2)

    def _compare(self) -> list[Difference]:
        here = list(self._outbox.held())
        there = self._states(here)
        return compare(here, there, self._sent(), self._outbox.known())

    def _states(self, here: Sequence[Held]) -> CentreState:
        held: list[Held] = []
        retracted: list[str] = []
        for ids in _chunks(h.record_id for h in here):
            page = self._patiently(
                partial(
                    self._transport.post,
                    "/v1/reconciliation",
                    Question(records=tuple(ids)),
                    CentreState,
                )
            )
            held += page.held
            retracted += page.retracted
        return CentreState(held=tuple(held), retracted=tuple(retracted))

    def _sent(self) -> list[str]:
        found: list[str] = []
        after = ""
        while True:
            path = f"/v1/records/sent?after={after}"
            page = self._patiently(partial(self._transport.get, path, SentPage))
            found += page.records
            if page.next is None:
                return found
            after = page.next

    def _patiently(self, ask: Callable[[], Answer]) -> Answer:
        while True:
            self._patience.require_going_on()
            try:
                answer = ask()
            except UnreachableError as error:
                self._patience.failed(error)
                continue
            self._patience.succeeded()
            return answer


def _require_ours(batch: Sequence[Parcel], verdicts: Sequence[Verdict]) -> None:
    """The verdicts must be on these very bytes: anything else is no answer."""
    told = [(v.line, v.sha256) for v in verdicts]
    if told != [(line, parcel.sha256) for line, parcel in enumerate(batch)]:
        raise UnreachableError("La réponse de la région ne répond pas à l’envoi\u202f; réessayez.")


def _chunks(ids: Iterator[str]) -> Iterator[list[str]]:
    while chunk := list(islice(ids, MAX_RECORDS)):
        yield chunk
