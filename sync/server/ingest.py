"""Taking a batch in: each record once, in its last revision, and never after its retraction.

Batches share one advisory lock; a retraction takes it alone. So no record can slip in between the
moment its retraction looks for it and the moment it is noted. Everything else rests on the key:
``INSERT … ON CONFLICT DO NOTHING`` makes a second arrival harmless, whoever sends it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

import psycopg
from psycopg import AsyncConnection

from sync.protocol.batch import MAX_LINE_BYTES, Refusal, Retraction, code_hash, read_line
from sync.protocol.record import Record
from sync.protocol.verdicts import Status, Verdict
from sync.server import records_sql as sql
from sync.server.codebook_checks import Codes, Key

#: Any number will do, the same for every worker.
_LOCK = 7_274_100_002
Codebooks = Mapping[Key, Codes]


@dataclass(slots=True)
class Batch:
    """One batch on its way through.

    ``device``: who sent it, None for invented records. ``verdicts`` fill up line by line.
    """

    lines: Sequence[bytes]
    device: UUID | None
    synthetic: bool = False
    records: dict[int, Record] = field(default_factory=dict)
    retractions: dict[int, Retraction] = field(default_factory=dict)
    hashes: list[bytes] = field(default_factory=list)
    verdicts: dict[int, Verdict] = field(default_factory=dict)

    def say(self, line: int, status: Status, **more: object) -> None:
        """Note the verdict on a line."""
        record = self.records.get(line)
        known: dict[str, object] = {}
        if record is not None:
            known = {"record_id": record.record_id, "revision": record.revision}
        elif line in self.retractions:
            known = {"record_id": self.retractions[line].record_id}
        self.verdicts[line] = Verdict.model_validate(
            {"line": line, "status": status, "sha256": self.hashes[line].hex(), **known, **more}
        )

    def refuse(self, line: int, refusal: Refusal) -> None:
        """Note that a line cannot be taken."""
        self.say(
            line,
            "refused",
            reason=refusal.reason,
            fields=refusal.fields,
            record_id=refusal.record_id,
            revision=refusal.revision,
        )


async def ingest(
    connection: AsyncConnection,
    lines: Sequence[bytes],
    device: UUID | None,
    codebooks: Codebooks,
    *,
    synthetic: bool = False,
    max_line_bytes: int = MAX_LINE_BYTES,
) -> list[Verdict]:
    """Take a batch in, durable on return; one verdict a line, in order.

    Raises `psycopg.OperationalError` when the whole batch should be sent again later.
    """
    batch = Batch(lines, device, synthetic)
    _read(batch, codebooks, max_line_bytes)
    try:
        await _store_all(connection, batch)
    except (psycopg.DataError, psycopg.IntegrityError, psycopg.errors.RaiseException):
        await _store_one_by_one(connection, batch)
    return [batch.verdicts[line] for line in range(len(lines))]


def _read(batch: Batch, codebooks: Codebooks, max_line_bytes: int) -> None:
    for number, raw in enumerate(batch.lines):
        batch.hashes.append(sha256(raw).digest())
        line = read_line(raw, max_line_bytes)
        if isinstance(line, Retraction):
            batch.retractions[number] = line
        elif isinstance(line, Refusal):
            batch.refuse(number, line)
        else:
            _read_record(batch, number, line, codebooks)


def _read_record(batch: Batch, number: int, record: Record, codebooks: Codebooks) -> None:
    codes = codebooks.get((record.questionnaire.id, record.questionnaire.version))
    faults = codes.faults(record) if codes else ()
    if faults:
        key = (record.record_id, record.revision)
        batch.refuse(number, Refusal("unknown_code", faults, *key))
    else:
        batch.records[number] = record


async def _store_all(connection: AsyncConnection, batch: Batch) -> None:
    async with connection.transaction():
        await _lock(connection, alone=bool(batch.retractions))
        # First, so that what the same batch withdraws is never stored, not even for a moment.
        await _retract(connection, batch)
        await _store(connection, batch, list(batch.records))
        await _set_aside(connection, batch)


async def _store_one_by_one(connection: AsyncConnection, batch: Batch) -> None:
    """Store again with a savepoint each, now that one is known to be at fault."""
    for line in batch.records:
        batch.verdicts.pop(line, None)
    async with connection.transaction():
        await _lock(connection, alone=bool(batch.retractions))
        await _retract(connection, batch)
        for line in sorted(batch.records, key=lambda n: batch.records[n].record_id):
            try:
                async with connection.transaction():
                    await _store(connection, batch, [line])
            except (psycopg.DataError, psycopg.IntegrityError, psycopg.errors.RaiseException):
                batch.say(line, "refused", reason="unstorable")
        await _set_aside(connection, batch)


async def _lock(connection: AsyncConnection, *, alone: bool) -> None:
    name = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    await connection.execute(sql.LOCKS[name], (_LOCK,))


async def _store(connection: AsyncConnection, batch: Batch, lines: list[int]) -> None:
    """Store these lines of the batch, in one go."""
    if not lines:
        return
    open_lines = await _without_retracted(connection, batch, lines)
    if not open_lines:
        return
    rows = sql.Rows.of([(batch.records[n], batch.hashes[n], batch.lines[n]) for n in open_lines])
    new = await sql.add_revisions(connection, rows)
    claimed: set[tuple[str, int]] = set()
    for line in open_lines:
        record = batch.records[line]
        key = (record.record_id, record.revision)
        if key in new and key not in claimed and new[key] == batch.hashes[line]:
            claimed.add(key)
            batch.say(line, "stored")
    rest = [n for n in open_lines if n not in batch.verdicts]
    await _compare(connection, batch, rest)
    await sql.add_records(connection, rows.latest_of(new), synthetic=batch.synthetic)
    if batch.device is not None:
        await sql.add_deliveries(connection, batch.device, rows.record_ids)


async def _without_retracted(
    connection: AsyncConnection, batch: Batch, lines: list[int]
) -> list[int]:
    ids = [batch.records[n].record_id for n in lines]
    codes = [bytes.fromhex(c) for n in lines if (c := batch.records[n].follow_up)]
    gone, dead_codes = await sql.withdrawn(connection, ids, codes)
    kept = []
    for line in lines:
        record = batch.records[line]
        by_code = record.follow_up is not None and bytes.fromhex(record.follow_up) in dead_codes
        if record.record_id in gone or by_code:
            batch.say(line, "retracted")
        else:
            kept.append(line)
    return kept


async def _compare(connection: AsyncConnection, batch: Batch, lines: list[int]) -> None:
    """Tell the same bytes sent again from other bytes under the same key."""
    if not lines:
        return
    ids = [batch.records[n].record_id for n in lines]
    known = await sql.known_revisions(connection, ids)
    for line in lines:
        record = batch.records[line]
        revisions = known[record.record_id]
        if revisions.get(record.revision) == batch.hashes[line]:
            batch.say(line, "already")
        else:
            batch.say(line, "conflict", highest=max(revisions))


async def _retract(connection: AsyncConnection, batch: Batch) -> None:
    for line, retraction in batch.retractions.items():
        if retraction.record_id is not None:
            count = await sql.retract_records(connection, [retraction.record_id])
        else:
            assert retraction.code is not None
            count = await sql.withdraw_code(connection, code_hash(retraction.code))
        batch.say(line, "retracted", count=count)


async def _set_aside(connection: AsyncConnection, batch: Batch) -> None:
    refused = [v for v in batch.verdicts.values() if v.status == "refused"]
    if refused and batch.device is not None:
        await sql.set_aside(connection, batch.device, refused)


async def retract_alone(connection: AsyncConnection, *, code: bytes | None, ids: list[str]) -> int:
    """Retract by a follow-up code's SHA-256 or by record ids, from the région's side."""
    async with connection.transaction():
        await _lock(connection, alone=True)
        if code is not None:
            return await sql.withdraw_code(connection, code)
        return await sql.retract_records(connection, ids)
