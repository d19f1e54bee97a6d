"""The outbox as the exchange sees it, and what each verdict changes here, durable at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from consultant_app.domain.errors import UnknownIdError
from consultant_app.services.workspace import Workspace
from consultant_app.sharing.push import Difference, Held, Parcel, Verdict, in_words, with_revision
from consultant_app.storage.outbox import OutboxEntry, OutboxState

_RETRACTED = "retirée à la région"


class Outgoing:
    """Structurally the exchange's `Outbox`; every call is one transaction."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace, self._outbox = workspace, workspace.outbox

    def waiting(self, after: int, limit: int) -> Sequence[OutboxEntry]:
        """Rows still to send, in their order, from beyond row ``after``."""
        return self._outbox.waiting(limit, after=after)

    def mark_tried(self, parcels: Sequence[Parcel]) -> None:
        """Note, before they leave, that these rows may have left."""
        now = self._workspace.clock.now()
        with self._workspace.db.transaction():
            for parcel in parcels:
                self._outbox.tried(parcel.seq, now)

    def settle(self, judged: Sequence[tuple[Parcel, Verdict]]) -> None:
        """Note the centre's verdicts on rows, and what follows from them."""
        with self._workspace.db.transaction():
            for parcel, verdict in judged:
                entry = self._outbox.get(parcel.seq)
                # Withdrawn here while it was on its way: the retraction follows it.
                if entry is not None and entry.state is OutboxState.WAITING:
                    self._settle(entry, verdict)

    def _settle(self, entry: OutboxEntry, verdict: Verdict) -> None:
        if verdict.status == "refused":
            self._mark(entry, OutboxState.REFUSED, in_words(verdict))
        elif entry.kind == "retraction":
            self._mark(entry, OutboxState.ACKNOWLEDGED)
        elif verdict.status == "retracted":
            self._mark(entry, OutboxState.RETRACTED, _RETRACTED)
            self.turn_off(entry.record_id)
        elif verdict.status == "conflict":
            self._renumber(entry, verdict.highest or entry.revision)
        else:
            self._mark(entry, OutboxState.ACKNOWLEDGED)

    def held(self) -> Sequence[Held]:
        """The last acknowledged revision of each record that is not withdrawn."""
        latest = {
            entry.record_id: entry
            for entry in sorted(
                self._outbox.set_aside(OutboxState.ACKNOWLEDGED), key=lambda e: e.revision
            )
            if entry.kind == "record"
        }
        gone = self._outbox.buried()
        return [
            Held(record_id=e.record_id, revision=e.revision, sha256=e.sha256)
            for e in latest.values()
            if e.record_id not in gone
        ]

    def known(self) -> Sequence[str]:
        """Every record that there is a trace of here, withdrawn ones included."""
        return [*{entry.record_id for entry in self._outbox.all()}, *self._outbox.buried()]

    def settle_difference(self, difference: Difference) -> bool:
        """Act on a difference; True when rows were put back in the queue to mend it."""
        with self._workspace.db.transaction():
            if difference.kind == "retracted_there":
                self.turn_off(difference.record_id)
            elif difference.kind == "newer_there" and difference.there is not None:
                self._catch_up(difference.record_id, difference.there)
            elif difference.kind == "missing_there":
                return self._send_again(difference)
        return False

    def turn_off(self, record_id: str) -> None:
        """The dirigeant took the record back, here or elsewhere: the agreement is off."""
        workspace, now = self._workspace, self._workspace.clock.now()
        self._outbox.bury(record_id, _RETRACTED, now)
        for entry in self._outbox.of_record(record_id):
            if entry.kind == "record" and entry.state in (
                OutboxState.WAITING,
                OutboxState.ACKNOWLEDGED,
            ):
                self._outbox.settle(entry.seq, OutboxState.RETRACTED, now, _RETRACTED)
        interview_id = workspace.interviews.by_record(record_id)
        if interview_id is None:
            return
        interview = workspace.interviews.get(interview_id)
        if interview.agreement is not None and interview.agreement.given:
            withdrawn = replace(interview.agreement, given=False)
            workspace.interviews.update(replace(interview, agreement=withdrawn))
            workspace.events.append(interview_id, "withdrawn", now)

    def _mark(self, entry: OutboxEntry, state: OutboxState, reason: str = "") -> None:
        self._outbox.settle(entry.seq, state, self._workspace.clock.now(), reason)

    def _renumber(self, entry: OutboxEntry, there: int) -> None:
        """Other bytes bear this revision (a backup was restored): go one above both sides.

        A revision that was corrected since is not sent again: it would come after its correction.
        """
        latest = self._latest(entry.record_id) or entry
        if latest.seq != entry.seq:
            reason = f"révision {entry.revision} déjà prise à la région, corrigée depuis"
            self._mark(entry, OutboxState.CONFLICT, reason)
            if latest.state is OutboxState.WAITING and latest.revision < there:
                self._move_above(latest, there)
        else:
            self._move_above(entry, there)

    def _latest(self, record_id: str) -> OutboxEntry | None:
        rows = [row for row in self._outbox.of_record(record_id) if row.kind == "record"]
        return max(rows, key=lambda row: row.revision, default=None)

    def _move_above(self, entry: OutboxEntry, there: int) -> None:
        revision = max(there, self._outbox.highest_revision(entry.record_id)) + 1
        reason = f"révision {entry.revision} déjà prise à la région, renvoyée en {revision}"
        self._mark(entry, OutboxState.CONFLICT, reason)
        self._outbox.add(
            entry.record_id,
            revision,
            with_revision(entry.body, revision),
            self._workspace.clock.now(),
            interview_id=entry.interview_id,
        )
        self._raise_revision(entry.record_id, entry.revision, revision)

    def _catch_up(self, record_id: str, there: int) -> None:
        """The next correction must be numbered above what the centre already has."""
        interview_id = self._workspace.interviews.by_record(record_id)
        if interview_id is not None:
            interview = self._workspace.interviews.get(interview_id)
            if interview.revision < there:
                self._workspace.interviews.update(replace(interview, revision=there))

    def _raise_revision(self, record_id: str, before: int, after: int) -> None:
        try:
            interview_id = self._workspace.interviews.by_record(record_id) or ""
            interview = self._workspace.interviews.get(interview_id)
        except UnknownIdError:  # the dossier was deleted here since
            return
        if interview.revision <= after:
            # A draft that is being corrected comes after what was closed.
            revision = after if interview.revision == before else after + 1
            self._workspace.interviews.update(replace(interview, revision=revision))

    def _send_again(self, difference: Difference) -> bool:
        found = [
            entry
            for entry in self._outbox.of_record(difference.record_id)
            if entry.kind == "record"
            and entry.revision == difference.here
            and entry.state is OutboxState.ACKNOWLEDGED
        ]
        for entry in found:
            self._outbox.requeue(entry.seq)
        return bool(found)
