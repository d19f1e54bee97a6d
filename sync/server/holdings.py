"""What the centre holds, as it tells it to laptops: never a body, never who else sent it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from psycopg import AsyncConnection

PAGE = 1000


async def states(
    connection: AsyncConnection, ids: Sequence[str]
) -> tuple[list[tuple[str, int, str]], list[str]]:
    """Return (id, last revision, SHA-256) of those held, and the ids of those withdrawn."""
    cursor = await connection.execute(
        "SELECT record_id::text, revision, encode(sha256, 'hex') FROM ingestion.records"
        " WHERE record_id = ANY(%s::uuid[]) ORDER BY 1",
        (list(ids),),
    )
    held = await cursor.fetchall()
    cursor = await connection.execute(
        "SELECT record_id::text FROM ingestion.retractions"
        " WHERE record_id = ANY(%s::uuid[]) ORDER BY 1",
        (list(ids),),
    )
    return held, [row[0] for row in await cursor.fetchall()]


async def sent_by(connection: AsyncConnection, device: UUID, after: UUID) -> list[str]:
    """Return a page of the records that a device sent, in the order of their ids."""
    cursor = await connection.execute(
        "SELECT record_id::text FROM transport.deliveries"
        " WHERE device_id = %s AND record_id > %s ORDER BY record_id LIMIT %s",
        (device, after, PAGE),
    )
    return [row[0] for row in await cursor.fetchall()]
