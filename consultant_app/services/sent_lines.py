"""What has left this laptop, row by row, as people say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from consultant_app.storage.outbox import OutboxEntry, OutboxState

_DELETED = "Dossier supprimé ici"
_BY_CODE = "Retrait par un code de suivi"
_OPEN = (OutboxState.WAITING, OutboxState.ACKNOWLEDGED, OutboxState.REFUSED)


@dataclass(frozen=True, slots=True)
class SendingLine:
    """One row: which dossier (id None: not, or no longer, here), what, when, why.

    ``content``: the exact bytes, b"" once the dossier was deleted. ``is_last``: no later row is of
    the same record. ``was_tried``: it may have left already.
    """

    seq: int
    interview_id: str | None
    company: str
    revision: int
    is_retraction: bool
    state: OutboxState
    reason: str
    content: bytes
    created_at: datetime
    tried_at: datetime | None
    settled_at: datetime | None
    is_last: bool = True

    @property
    def words(self) -> str:
        """Where it stands, in a few words."""
        if self.is_retraction:
            return {
                OutboxState.ACKNOWLEDGED: "retrait fait",
                OutboxState.REFUSED: "retrait mis de côté",
            }.get(self.state, "retrait en attente")
        if self.state is OutboxState.ACKNOWLEDGED and not self.is_last:
            return "remplacée depuis"
        return {
            OutboxState.WAITING: "en attente",
            OutboxState.ACKNOWLEDGED: "arrivée à la région",
            OutboxState.REFUSED: "mise de côté",
            OutboxState.CONFLICT: "renvoyée sous un autre numéro",
            OutboxState.RETRACTED: "retirée",
        }[self.state]

    @property
    def what(self) -> str:
        """What it is: a record, a correction of it, or its retraction."""
        if self.is_retraction:
            return "Retrait"
        return "Fiche" if self.revision == 1 else f"Fiche corrigée, version {self.revision}"

    @property
    def advice(self) -> str:
        """What to do about it, "" when there is nothing to do."""
        if self.state is not OutboxState.REFUSED:
            return ""
        if not self.content:
            return "Le dossier n’est plus ici\u00a0: il n’y a rien à renvoyer."
        return (
            "Rien n’est perdu\u00a0: la fiche reste ici. Dites-le à la région avec ces mots\u202f; une "
            "fois la cause levée, renvoyez-la."
        )

    @property
    def can_send_again(self) -> bool:
        """Whether sending the same bytes once more makes sense."""
        return self.state is OutboxState.REFUSED and bool(self.content)

    @property
    def can_withdraw(self) -> bool:
        """Whether the dirigeant's « non » can be noted on this row."""
        known = self.interview_id is not None and self.is_last
        return known and not self.is_retraction and self.state in _OPEN


@dataclass(frozen=True, slots=True)
class SendingStatus:
    """What the page « Ce qui est parti » shows. ``last``: the last complete exchange, if any."""

    server: str | None
    last: datetime | None
    lines: tuple[SendingLine, ...]

    @property
    def waiting(self) -> int:
        """How many rows still have to leave."""
        return sum(line.state is OutboxState.WAITING for line in self.lines)


def lines_of(entries: Sequence[OutboxEntry], companies: Mapping[str, str]) -> list[SendingLine]:
    """Return the rows, latest first; ``companies``: interview id → name, of those that are here."""
    last = {entry.record_id: entry.seq for entry in sorted(entries, key=lambda e: e.seq)}
    return [_line(e, companies, is_last=last[e.record_id] == e.seq) for e in reversed(entries)]


def _line(entry: OutboxEntry, companies: Mapping[str, str], *, is_last: bool) -> SendingLine:
    is_here = entry.interview_id in companies
    is_retraction = entry.kind == "retraction"
    elsewhere = _BY_CODE if is_retraction and b'"code"' in entry.body else _DELETED
    return SendingLine(
        seq=entry.seq,
        interview_id=entry.interview_id if is_here else None,
        company=companies.get(entry.interview_id or "", elsewhere),
        revision=entry.revision,
        is_retraction=is_retraction,
        state=entry.state,
        reason=entry.reason,
        content=entry.body,
        created_at=entry.created_at,
        tried_at=entry.tried_at,
        settled_at=entry.settled_at,
        is_last=is_last,
    )
