"""Invitations: a code that lets its bearer choose a password, so that nobody else ever knows it."""

from __future__ import annotations

import secrets
from hashlib import sha256

from psycopg import AsyncConnection

from sync.dashboard.access import accounts
from sync.protocol.enrolment import ALPHABET, CODE_SIGNS, read_code, show_code

CODE_HOURS = 72


async def invite(connection: AsyncConnection, account: str) -> str | None:
    """Make a code for an account, in the place of any before; None when there is no such account."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_SIGNS))
    cursor = await connection.execute(
        """INSERT INTO pages.invitations (account, code_sha256, expires_at)
        SELECT name, %(code)s, now() + make_interval(hours => %(hours)s)
        FROM pages.accounts WHERE name = %(name)s
        ON CONFLICT (account) DO UPDATE
        SET code_sha256 = EXCLUDED.code_sha256, expires_at = EXCLUDED.expires_at
        RETURNING account""",
        {"code": _digest(code), "hours": CODE_HOURS, "name": account},
    )
    return show_code(code) if await cursor.fetchone() else None


async def accept(connection: AsyncConnection, account: str, code: str, hashed: str) -> bool:
    """Spend a code: set the password, open the account, end its sessions. False: nothing done."""
    async with connection.transaction():
        cursor = await connection.execute(
            "DELETE FROM pages.invitations WHERE account = %s AND code_sha256 = %s"
            " AND expires_at > now() RETURNING account",
            (account, _digest(read_code(code))),
        )
        if await cursor.fetchone() is None:
            return False
        await connection.execute(
            "UPDATE pages.accounts SET password = %s, closed_on = NULL WHERE name = %s",
            (hashed, account),
        )
        await connection.execute("DELETE FROM pages.sessions WHERE account = %s", (account,))
        await accounts.forget_failures(connection, account)
    return True


def _digest(code: str) -> bytes:
    return sha256(code.encode()).digest()
