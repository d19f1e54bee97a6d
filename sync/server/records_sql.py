"""The statements behind `ingest`: set by set, rows always in the order of their key.

(One order for everybody: two batches that meet wait for one another, and never both ways.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, LiteralString
from uuid import UUID

from psycopg import AsyncConnection

from sync.protocol.record import Record
from sync.protocol.verdicts import Verdict

Key = tuple[str, int]
LOCKS: Final[dict[str, LiteralString]] = {
    "pg_advisory_xact_lock": "SELECT pg_advisory_xact_lock(%s)",
    "pg_advisory_xact_lock_shared": "SELECT pg_advisory_xact_lock_shared(%s)",
}


@dataclass(frozen=True, slots=True)
class Rows:
    """Records with the SHA-256 and the exact bytes that came, sorted by key."""

    rows: tuple[tuple[Record, bytes, bytes], ...]

    @classmethod
    def of(cls, rows: Iterable[tuple[Record, bytes, bytes]]) -> Rows:
        """Return the rows in the order of their key."""
        return cls(tuple(sorted(rows, key=lambda row: (row[0].record_id, row[0].revision))))

    @property
    def record_ids(self) -> list[str]:
        """Every record id once, in order."""
        return sorted({record.record_id for record, _, _ in self.rows})

    def latest_of(self, keys: Mapping[Key, bytes]) -> Rows:
        """Return, of each record, the highest of these new revisions (with those very bytes)."""
        latest = {
            record.record_id: (record, digest, raw)
            for record, digest, raw in self.rows
            if keys.get((record.record_id, record.revision)) == digest
        }
        return Rows(tuple(latest.values()))


async def add_revisions(connection: AsyncConnection, rows: Rows) -> dict[Key, bytes]:
    """Note these keys; return those that nobody had noted before, with their SHA-256."""
    cursor = await connection.execute(
        """INSERT INTO ingestion.revisions (record_id, revision, sha256)
        SELECT * FROM unnest(%s::uuid[], %s::int[], %b::bytea[])
        ON CONFLICT DO NOTHING RETURNING record_id::text, revision, sha256""",
        (
            [r.record_id for r, _, _ in rows.rows],
            [r.revision for r, _, _ in rows.rows],
            [digest for _, digest, _ in rows.rows],
        ),
    )
    return {(row[0], row[1]): bytes(row[2]) for row in await cursor.fetchall()}


_ADD_RECORDS: LiteralString = """
INSERT INTO ingestion.records (record_id, revision, sha256, questionnaire, version, extent,
    occasion, activity, size_class, territory, age_class, quarter, growth_type, body, synthetic)
SELECT record_id, revision, sha256, questionnaire, version, extent, occasion, activity,
    size_class, territory, age_class, quarter, growth_type, body::jsonb, %s
FROM unnest(%s::uuid[], %s::int[], %b::bytea[], %s::text[], %s::int[], %s::text[], %s::text[],
    %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %b::text[])
    AS given (record_id, revision, sha256, questionnaire, version, extent, occasion, activity,
    size_class, territory, age_class, quarter, growth_type, body)
ON CONFLICT (record_id) DO UPDATE SET
    revision = EXCLUDED.revision, sha256 = EXCLUDED.sha256,
    questionnaire = EXCLUDED.questionnaire, version = EXCLUDED.version,
    extent = EXCLUDED.extent, occasion = EXCLUDED.occasion, activity = EXCLUDED.activity,
    size_class = EXCLUDED.size_class, territory = EXCLUDED.territory,
    age_class = EXCLUDED.age_class, quarter = EXCLUDED.quarter,
    growth_type = EXCLUDED.growth_type, body = EXCLUDED.body, synthetic = EXCLUDED.synthetic
WHERE records.revision < EXCLUDED.revision
"""


async def add_records(connection: AsyncConnection, rows: Rows, *, synthetic: bool) -> None:
    """Put these revisions in the place of lower ones."""
    if not rows.rows:
        return
    values = [_columns(*row) for row in rows.rows]
    columns = [list(column) for column in zip(*values, strict=True)]
    # Bodies go in binary form (%b): escaping them as text took more time than all the rest.
    await connection.execute(_ADD_RECORDS, (synthetic, *columns))
    codes = [(bytes.fromhex(r.follow_up), r.record_id) for r, _, _ in rows.rows if r.follow_up]
    if codes:
        await connection.execute(
            """INSERT INTO ingestion.follow_ups (code, record_id)
            SELECT * FROM unnest(%s::bytea[], %s::uuid[]) ORDER BY 1, 2 ON CONFLICT DO NOTHING""",
            ([code for code, _ in codes], [record_id for _, record_id in codes]),
        )


def _columns(record: Record, digest: bytes, raw: bytes) -> tuple[Any, ...]:
    return (
        record.record_id,
        record.revision,
        digest,
        record.questionnaire.id,
        record.questionnaire.version,
        record.extent,
        record.occasion,
        record.activity,
        record.size,
        record.territory,
        record.age,
        record.quarter,
        record.growth.type,
        # jsonb keeps one value a key: nothing can hide behind a key given twice.
        raw.decode(),
    )


async def withdrawn(
    connection: AsyncConnection, ids: Sequence[str], codes: Sequence[bytes]
) -> tuple[set[str], set[bytes]]:
    """Return which of these records, and of these follow-up codes, were withdrawn."""
    cursor = await connection.execute(
        """SELECT record_id::text, NULL FROM ingestion.retractions WHERE record_id = ANY(%s::uuid[])
        UNION ALL
        SELECT NULL, code FROM ingestion.withdrawn_codes WHERE code = ANY(%s::bytea[])""",
        (list(ids), list(codes)),
    )
    found = await cursor.fetchall()
    return {r[0] for r in found if r[0]}, {bytes(r[1]) for r in found if r[1] is not None}


async def known_revisions(
    connection: AsyncConnection, ids: Sequence[str]
) -> dict[str, dict[int, bytes]]:
    """Return record id → revision → SHA-256 for all that is known of these records."""
    cursor = await connection.execute(
        "SELECT record_id::text, revision, sha256 FROM ingestion.revisions"
        " WHERE record_id = ANY(%s::uuid[])",
        (list(ids),),
    )
    known: dict[str, dict[int, bytes]] = {}
    for record_id, revision, digest in await cursor.fetchall():
        known.setdefault(record_id, {})[revision] = bytes(digest)
    return known


async def add_deliveries(connection: AsyncConnection, device: UUID, ids: Sequence[str]) -> None:
    """Remember, for a short time, that this device sent these records."""
    await connection.execute(
        """INSERT INTO transport.deliveries (device_id, record_id)
        SELECT %s, * FROM unnest(%s::uuid[]) ON CONFLICT DO NOTHING""",
        (device, list(ids)),
    )


async def set_aside(connection: AsyncConnection, device: UUID, refused: Sequence[Verdict]) -> None:
    """Remember that lines were refused and why; never what they held."""
    ordered = sorted(refused, key=lambda verdict: verdict.sha256)
    await connection.execute(
        """INSERT INTO transport.set_aside (device_id, sha256, reason, fields)
        SELECT %s, * FROM unnest(%s::bytea[], %s::text[], %s::text[]) ON CONFLICT DO NOTHING""",
        (
            device,
            [bytes.fromhex(v.sha256) for v in ordered],
            [v.reason for v in ordered],
            [" ".join(v.fields) for v in ordered],
        ),
    )


async def retract_records(connection: AsyncConnection, ids: Sequence[str]) -> int:
    """Take records away for good, known or still on their way; return how many were here."""
    await connection.execute(
        """INSERT INTO ingestion.retractions (record_id)
        SELECT * FROM unnest(%s::uuid[]) ON CONFLICT DO NOTHING""",
        (list(ids),),
    )
    cursor = await connection.execute(
        "DELETE FROM ingestion.records WHERE record_id = ANY(%s::uuid[])", (list(ids),)
    )
    for statement in _FORGET:
        await connection.execute(statement, (list(ids),))
    return cursor.rowcount


_FORGET: Final[tuple[LiteralString, ...]] = (
    # The hash goes too: it would confirm a guess of what the record said.
    "DELETE FROM ingestion.revisions WHERE record_id = ANY(%s::uuid[])",
    "DELETE FROM ingestion.follow_ups WHERE record_id = ANY(%s::uuid[])",
    "DELETE FROM transport.deliveries WHERE record_id = ANY(%s::uuid[])",
)


async def withdraw_code(connection: AsyncConnection, code: bytes) -> int:
    """Take away every record that bears a follow-up code, and those yet to come."""
    await connection.execute(
        "INSERT INTO ingestion.withdrawn_codes (code) VALUES (%s) ON CONFLICT DO NOTHING", (code,)
    )
    cursor = await connection.execute(
        "SELECT record_id::text FROM ingestion.follow_ups WHERE code = %s", (code,)
    )
    ids = [row[0] for row in await cursor.fetchall()]
    return await retract_records(connection, ids) if ids else 0
