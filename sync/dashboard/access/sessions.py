"""Sessions: a random token in a cookie, its SHA-256 in the database, two clocks that end it."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256

from psycopg import AsyncConnection

from sync.dashboard.access.accounts import Role

IDLE_MINUTES, LONGEST_HOURS = 30, 10
REQUESTS_A_MINUTE = 300
SIGN_INS_A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Session:
    """Who is here. ``requests``: how many in this minute, this one included."""

    token: str
    account: str
    role: Role
    action: str | None
    requests: int

    @property
    def csrf(self) -> str:
        """What every form of this session must send back."""
        return hmac.new(self.token.encode(), b"forms", "sha256").hexdigest()


async def open_session(connection: AsyncConnection, account: str) -> str:
    """Begin a session; return its token, which is kept nowhere here."""
    token = secrets.token_urlsafe(32)
    await connection.execute(
        "INSERT INTO pages.sessions (token_sha256, account) VALUES (%s, %s)",
        (token_hash(token), account),
    )
    return token


async def recognise(connection: AsyncConnection, token: str) -> Session | None:
    """Return the living session of this token and count the request; None when there is none."""
    cursor = await connection.execute(
        """WITH found AS (
            SELECT s.token_sha256, s.seen_at, a.name, a.role, a.action
            FROM pages.sessions s JOIN pages.accounts a ON a.name = s.account
            WHERE s.token_sha256 = %(token)s AND a.closed_on IS NULL
                AND s.seen_at > now() - make_interval(mins => %(idle)s)
                AND s.opened_at > now() - make_interval(hours => %(longest)s)
        ), counted AS (
            INSERT INTO pages.rates (caller, minute, requests)
            SELECT token_sha256, date_trunc('minute', now()), 1 FROM found
            ON CONFLICT (caller, minute) DO UPDATE SET requests = rates.requests + 1
            RETURNING requests
        ), touched AS (
            UPDATE pages.sessions SET seen_at = now() FROM found
            WHERE sessions.token_sha256 = found.token_sha256
                AND found.seen_at < now() - interval '30 seconds'
        )
        SELECT name, role, action, (SELECT requests FROM counted) FROM found""",
        {"token": token_hash(token), "idle": IDLE_MINUTES, "longest": LONGEST_HOURS},
    )
    row = await cursor.fetchone()
    return None if row is None else Session(token, *row)


async def end_session(connection: AsyncConnection, token: str) -> None:
    """End a session now."""
    await connection.execute(
        "DELETE FROM pages.sessions WHERE token_sha256 = %s", (token_hash(token),)
    )


async def count_sign_ins(connection: AsyncConnection) -> int:
    """Count an attempt to sign in, whoever makes it; return how many in this minute."""
    cursor = await connection.execute(
        """INSERT INTO pages.rates (caller, minute, requests)
        VALUES ('sign-in', date_trunc('minute', now()), 1)
        ON CONFLICT (caller, minute) DO UPDATE SET requests = rates.requests + 1
        RETURNING requests"""
    )
    row = await cursor.fetchone()
    assert row is not None
    return int(row[0])


async def tidy(connection: AsyncConnection) -> None:
    """Forget sessions that are over, and counts that are past."""
    await connection.execute(
        "DELETE FROM pages.sessions WHERE seen_at < now() - make_interval(mins => %s)"
        " OR opened_at < now() - make_interval(hours => %s)",
        (IDLE_MINUTES, LONGEST_HOURS),
    )
    await connection.execute("DELETE FROM pages.rates WHERE minute < now() - interval '10 minutes'")
    await connection.execute("DELETE FROM pages.failures WHERE last_at < now() - interval '1 day'")


def token_hash(token: str) -> bytes:
    """How a token is known here."""
    return sha256(token.encode()).digest()
