"""What waits to leave the laptop: exact bytes, frozen in the transaction of the act itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Literal, cast

from consultant_app.storage.database import Database
from consultant_app.storage.plain import instant, to_instant

Kind = Literal["record", "retraction"]


class OutboxState(StrEnum):
    """Where a row stands. Only WAITING rows are sent."""

    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    CONFLICT = "conflict"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """One revision of a record, or its retraction, as it leaves. ``sha256`` is of ``body``."""

    seq: int
    record_id: str
    revision: int
    kind: Kind
    interview_id: str | None
    body: bytes
    sha256: str
    state: OutboxState
    reason: str
    attempts: int
    created_at: datetime
    tried_at: datetime | None
    settled_at: datetime | None


class Outbox:
    """The table of what leaves, and the tombstones of what must not come back."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(
        self,
        record_id: str,
        revision: int,
        body: bytes,
        at: datetime,
        *,
        interview_id: str | None = None,
        kind: Kind = "record",
    ) -> int:
        """Freeze bytes to be sent; call it in the transaction of the act. Returns the ``seq``."""
        digest = sha256(body).hexdigest()
        return self._db.insert(
            "INSERT INTO outbox (record_id, revision, kind, interview_id, bytes, sha256, state,"
            " created_at) VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?)",
            (record_id, revision, kind, interview_id, body, digest, instant(at)),
        )

    def waiting(self, limit: int | None = None, *, after: int = 0) -> list[OutboxEntry]:
        """What is to be sent, oldest first, from beyond row ``after``."""
        query = "SELECT * FROM outbox WHERE state = 'waiting' AND seq > ? ORDER BY seq LIMIT ?"
        bounds = (after, -1 if limit is None else limit)
        return [_entry(row) for row in self._db.rows(query, bounds)]

    def get(self, seq: int) -> OutboxEntry | None:
        """One row, None when it is gone."""
        row = self._db.row("SELECT * FROM outbox WHERE seq = ?", (seq,))
        return None if row is None else _entry(row)

    def all(self) -> list[OutboxEntry]:
        """Every row, oldest first."""
        return [_entry(row) for row in self._db.rows("SELECT * FROM outbox ORDER BY seq")]

    def of_record(self, record_id: str) -> list[OutboxEntry]:
        """The rows of one record, oldest first."""
        query = "SELECT * FROM outbox WHERE record_id = ? ORDER BY seq"
        return [_entry(row) for row in self._db.rows(query, (record_id,))]

    def set_aside(self, state: OutboxState) -> list[OutboxEntry]:
        """The rows in a given state, oldest first (e.g. those refused, with the reason)."""
        query = "SELECT * FROM outbox WHERE state = ? ORDER BY seq"
        return [_entry(row) for row in self._db.rows(query, (state.value,))]

    def counts(self) -> dict[OutboxState, int]:
        """How many rows are in each state; states with none are left out."""
        query = "SELECT state, count(*) FROM outbox GROUP BY state"
        return {OutboxState(row[0]): int(row[1]) for row in self._db.rows(query)}

    def settle(self, seq: int, state: OutboxState, at: datetime, reason: str = "") -> None:
        """Note the server's verdict on a row."""
        self._db.execute(
            "UPDATE outbox SET state = ?, reason = ?, settled_at = ? WHERE seq = ?",
            (state.value, reason, instant(at), seq),
        )

    def tried(self, seq: int, at: datetime, reason: str = "") -> None:
        """Count an attempt that got no verdict; the row goes on waiting."""
        self._db.execute(
            "UPDATE outbox SET attempts = attempts + 1, tried_at = ?, reason = ? WHERE seq = ?",
            (instant(at), reason, seq),
        )

    def cancel(self, record_id: str) -> int:
        """Drop a record's revisions that wait and were never sent; return how many went.

        A retraction is never dropped: what was promised to the dirigeant leaves in the end.
        """
        query = (
            "DELETE FROM outbox WHERE record_id = ? AND kind = 'record'"
            " AND state = 'waiting' AND attempts = 0"
        )
        return self._db.execute(query, (record_id,))

    def forget(self, record_id: str) -> bool:
        """Drop what waits to be sent of a record, and the content of what was sent.

        Returns whether any of it may have left. Rows that were sent keep number and digest, so
        that the centre's answers still find them; a retraction goes on waiting.
        """
        mine = "record_id = ? AND kind = 'record'"
        sent = f"SELECT 1 FROM outbox WHERE {mine} AND (attempts > 0 OR state <> 'waiting')"  # noqa: S608
        may_have_left = self._db.row(sent, (record_id,)) is not None
        with self._db.transaction():
            self._db.execute(
                f"DELETE FROM outbox WHERE {mine} AND state = 'waiting'",  # noqa: S608
                (record_id,),
            )
            self._db.execute(f"UPDATE outbox SET bytes = x'' WHERE {mine}", (record_id,))  # noqa: S608
            query = "UPDATE outbox SET interview_id = NULL WHERE record_id = ?"
            self._db.execute(query, (record_id,))
        return may_have_left

    def requeue(self, seq: int) -> None:
        """Send a row again, e.g. one that was refused by mistake."""
        query = "UPDATE outbox SET state = 'waiting', reason = '', settled_at = NULL WHERE seq = ?"
        self._db.execute(query, (seq,))

    def highest_revision(self, record_id: str) -> int:
        """The highest revision known here of a record, 0 when none."""
        query = "SELECT coalesce(max(revision), 0) FROM outbox WHERE record_id = ?"
        return int(self._db.rows(query, (record_id,))[0][0])

    def bury(self, record_id: str, reason: str, at: datetime) -> None:
        """Remember that a record was retracted or deleted: it must not leave again."""
        row = {"record_id": record_id, "reason": reason, "at": instant(at)}
        self._db.save("tombstones", row, pk="record_id")

    def is_buried(self, record_id: str) -> bool:
        """Whether a record was retracted or deleted."""
        query = "SELECT 1 FROM tombstones WHERE record_id = ?"
        return self._db.row(query, (record_id,)) is not None

    def buried(self) -> dict[str, str]:
        """Record id → reason, for every tombstone."""
        return {row[0]: row[1] for row in self._db.rows("SELECT record_id, reason FROM tombstones")}


def _entry(row: Any) -> OutboxEntry:
    return OutboxEntry(
        seq=row["seq"],
        record_id=row["record_id"],
        revision=row["revision"],
        kind=row["kind"],
        interview_id=row["interview_id"],
        body=row["bytes"],
        sha256=row["sha256"],
        state=OutboxState(row["state"]),
        reason=row["reason"],
        attempts=row["attempts"],
        created_at=cast("datetime", to_instant(row["created_at"])),
        tried_at=to_instant(row["tried_at"]),
        settled_at=to_instant(row["settled_at"]),
    )
