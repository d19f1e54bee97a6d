"""Devices: one-time codes, tokens, revocation. Secrets are kept as SHA-256 only."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final, LiteralString
from uuid import UUID, uuid4

import psycopg
from psycopg import AsyncConnection
from psycopg.rows import dict_row

from sync.protocol.enrolment import ALPHABET, CODE_SIGNS, show_code
from sync.server.errors import UnknownDeviceError

CODE_MINUTES = 10
_NEW_CODE: Final[LiteralString] = (
    "INSERT INTO transport.enrolment_codes (code_sha256, label, expires_at)"
    " VALUES (%s, %s, now() + make_interval(mins => %s))"
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. ``requests``: how many in this minute, this one included."""

    id: UUID
    revoked: bool
    requests: int


def new_code(connection: psycopg.Connection, label: str) -> str:
    """Make a one-time code for a device called ``label``; return it as it is read out."""
    code = _draw()
    connection.execute(_NEW_CODE, (_hash(code), label, CODE_MINUTES))
    return show_code(code)


async def fresh_code(connection: AsyncConnection, label: str) -> str:
    """The same, for the pages."""
    code = _draw()
    await connection.execute(_NEW_CODE, (_hash(code), label, CODE_MINUTES))
    return show_code(code)


def _draw() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_SIGNS))


async def enrol(connection: AsyncConnection, code: str, token: str) -> tuple[UUID, str] | None:
    """Spend a code; return the device's id and label, None when the code is not valid.

    The same code with the same token is answered alike as long as the code lives: the first
    answer may have been lost.
    """
    async with connection.transaction():
        cursor = await connection.execute(
            "SELECT label, device_id FROM transport.enrolment_codes"
            " WHERE code_sha256 = %s AND expires_at > now() FOR UPDATE",
            (_hash(code),),
        )
        found = await cursor.fetchone()
        if found is None:
            return None
        label, device_id = found
        if device_id is not None:
            return await _same_device(connection, device_id, token)
        return await _new_device(connection, code, label, token)


async def _same_device(
    connection: AsyncConnection, device_id: UUID, token: str
) -> tuple[UUID, str] | None:
    cursor = await connection.execute(
        "SELECT id, label FROM transport.devices"
        " WHERE id = %s AND token_sha256 = %s AND revoked_at IS NULL",
        (device_id, _hash(token)),
    )
    return await cursor.fetchone()


async def _new_device(
    connection: AsyncConnection, code: str, label: str, token: str
) -> tuple[UUID, str] | None:
    device_id = uuid4()
    cursor = await connection.execute(
        "INSERT INTO transport.devices (id, label, token_sha256) VALUES (%s, %s, %s)"
        " ON CONFLICT DO NOTHING RETURNING id",
        (device_id, label, _hash(token)),
    )
    if await cursor.fetchone() is None:
        return None
    await connection.execute(
        "UPDATE transport.enrolment_codes SET device_id = %s WHERE code_sha256 = %s",
        (device_id, _hash(code)),
    )
    return device_id, label


async def recognise(connection: AsyncConnection, token: str) -> Caller | None:
    """Return who bears this token and count the request; None when nobody does."""
    cursor = await connection.execute(
        """WITH device AS (
            SELECT id, revoked_at IS NOT NULL AS revoked, last_seen_on
            FROM transport.devices WHERE token_sha256 = %s
        ), counted AS (
            INSERT INTO transport.rates (caller, minute, requests)
            SELECT id::text, date_trunc('minute', now()), 1 FROM device WHERE NOT revoked
            ON CONFLICT (caller, minute) DO UPDATE SET requests = rates.requests + 1
            RETURNING requests
        ), seen AS (
            UPDATE transport.devices SET last_seen_on = current_date FROM device
            WHERE devices.id = device.id AND NOT device.revoked
                AND device.last_seen_on IS DISTINCT FROM current_date
        )
        SELECT id, revoked, coalesce((SELECT requests FROM counted), 0) FROM device""",
        (_hash(token),),
    )
    found = await cursor.fetchone()
    return None if found is None else Caller(*found)


async def count_enrolments(connection: AsyncConnection) -> int:
    """Count an attempt to enrol, whoever makes it; return how many in this minute."""
    cursor = await connection.execute(
        """INSERT INTO transport.rates (caller, minute, requests)
        VALUES ('enrolment', date_trunc('minute', now()), 1)
        ON CONFLICT (caller, minute) DO UPDATE SET requests = rates.requests + 1
        RETURNING requests"""
    )
    found = await cursor.fetchone()
    assert found is not None
    return int(found[0])


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A device as the région sees it. ``sent``: records within the retention."""

    id: str
    label: str
    enrolled_on: date
    last_seen_on: date | None
    revoked: bool
    sent: int
    set_aside: int


def devices(connection: psycopg.Connection) -> list[DeviceLine]:
    """Every device, oldest first."""
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(
            """SELECT d.id::text, d.label, d.enrolled_at::date AS enrolled_on, d.last_seen_on,
                d.revoked_at IS NOT NULL AS revoked,
                (SELECT coalesce(sum(t.records), 0) FROM transport.tallies t
                    WHERE t.device_id = d.id)::int AS sent,
                (SELECT count(*) FROM transport.set_aside s WHERE s.device_id = d.id) AS set_aside
            FROM transport.devices d ORDER BY d.enrolled_at, d.id"""
        )
        return [DeviceLine(**row) for row in cursor]


def find(connection: psycopg.Connection, id_or_prefix: str) -> UUID:
    """Return the one device whose id is, or begins with, this text; `UnknownDeviceError`."""
    rows = connection.execute(
        "SELECT id FROM transport.devices WHERE starts_with(id::text, %s) LIMIT 2",
        (id_or_prefix.strip().lower(),),
    ).fetchall()
    if len(rows) != 1:
        raise UnknownDeviceError(
            f"Aucun poste, ou plus d’un, ne répond à «\u00a0{id_or_prefix}\u00a0»\u202f; voyez "
            "«\u00a0devices list\u00a0»."
        )
    found: UUID = rows[0][0]
    return found


def revoke(connection: psycopg.Connection, device_id: UUID) -> None:
    """Refuse this device from its next request on."""
    connection.execute(
        "UPDATE transport.devices SET revoked_at = coalesce(revoked_at, now()) WHERE id = %s",
        (device_id,),
    )


def records_of(connection: psycopg.Connection, device_id: UUID) -> list[str]:
    """Return the records that this device sent within the retention."""
    rows = connection.execute(
        "SELECT record_id::text FROM transport.deliveries WHERE device_id = %s ORDER BY 1",
        (device_id,),
    ).fetchall()
    return [row[0] for row in rows]


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
