"""Accounts: names, roles, passwords (Argon2id), and the lock after too many wrong ones."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Final, Literal, TypeAlias, get_args

import psycopg
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from psycopg import AsyncConnection

from sync.server.errors import CentreError

Role: TypeAlias = Literal["analyst", "holder", "researcher", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
ROLE_NAMES: dict[Role, str] = {
    "analyst": "analyste de la région",
    "holder": "porteur d’action",
    "researcher": "chercheur",
    "admin": "administrateur",
}
MIN_PASSWORD, MAX_PASSWORD = 12, 1024
MAX_FAILURES, LOCK_MINUTES = 5, 15

_NAME = re.compile(r"[\w.@-]{2,64}")
_hasher = PasswordHasher()
_ADD: Final = (
    "INSERT INTO pages.accounts (name, role, action, password) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT DO NOTHING RETURNING name"
)


@dataclass(frozen=True, slots=True)
class Account:
    """An account. ``action``: of a holder, the catalogue's action; None for every other role."""

    name: str
    role: Role
    action: str | None
    made_on: date
    closed_on: date | None


def add(
    connection: psycopg.Connection, name: str, role: Role, password: str, action: str | None = None
) -> None:
    """Open an account; `CentreError` when something is not as it must be."""
    _require_sound(name, role, action)
    _require_new(connection.execute(_ADD, (name, role, action, hashed(password))).fetchone(), name)


async def open_without_password(
    connection: AsyncConnection, name: str, role: Role, action: str | None
) -> None:
    """The same for an account whose password its owner will choose; nobody can sign in before."""
    _require_sound(name, role, action)
    unknown = hashed(secrets.token_urlsafe(32))
    cursor = await connection.execute(_ADD, (name, role, action, unknown))
    _require_new(await cursor.fetchone(), name)


def _require_sound(name: str, role: Role, action: str | None) -> None:
    if not _NAME.fullmatch(name):
        raise CentreError(
            "Choisissez un nom de 2 à 64 lettres, chiffres, points, tirets ou arobases."
        )
    if (action is not None) != (role == "holder"):
        raise CentreError("Un porteur a une action\u202f; les autres rôles n’en ont pas.")


def _require_new(row: object, name: str) -> None:
    if row is None:
        raise CentreError(
            f"Le compte «\u00a0{name}\u00a0» existe déjà\u202f; choisissez un autre nom."
        )


def change_password(connection: psycopg.Connection, name: str, password: str) -> None:
    """Give an account another password, open it again, and end its sessions."""
    _require(
        connection.execute(
            "UPDATE pages.accounts SET password = %s, closed_on = NULL WHERE name = %s",
            (hashed(password), name),
        ),
        name,
    )
    connection.execute("DELETE FROM pages.sessions WHERE account = %s", (name,))
    connection.execute("DELETE FROM pages.failures WHERE name_sha256 = %s", (name_hash(name),))


def close(connection: psycopg.Connection, name: str) -> None:
    """Close an account and end its sessions; its name stays in the journal."""
    _require(
        connection.execute(
            "UPDATE pages.accounts SET closed_on = current_date WHERE name = %s", (name,)
        ),
        name,
    )
    connection.execute("DELETE FROM pages.sessions WHERE account = %s", (name,))


def every(connection: psycopg.Connection) -> list[Account]:
    """All accounts, by name."""
    rows = connection.execute(
        "SELECT name, role, action, made_on, closed_on FROM pages.accounts ORDER BY name"
    )
    return [Account(*row) for row in rows]


async def locked_until(connection: AsyncConnection, name: str) -> datetime | None:
    """Until when nobody may try this name, None when it is not locked."""
    cursor = await connection.execute(
        "SELECT locked_until FROM pages.failures WHERE name_sha256 = %s AND locked_until > now()",
        (name_hash(name),),
    )
    row = await cursor.fetchone()
    return None if row is None else row[0]


async def password_hash(connection: AsyncConnection, name: str) -> str | None:
    """The hash to check a password against, None when no open account bears this name."""
    cursor = await connection.execute(
        "SELECT password FROM pages.accounts WHERE name = %s AND closed_on IS NULL", (name,)
    )
    row = await cursor.fetchone()
    return None if row is None else str(row[0])


@cache
def _nobody() -> str:
    """Checked when no account bears the name, so that the answer takes as long."""
    return _hasher.hash("nobody has this password")


def is_right(known: str | None, password: str) -> bool:
    """Whether the password is the right one; slow on purpose, whether or not there is a hash."""
    try:
        _hasher.verify(known or _nobody(), password[:MAX_PASSWORD])
    except VerificationError:
        return False
    return known is not None


async def count_failure(connection: AsyncConnection, name: str) -> None:
    """Note a wrong password; the fifth within the lock's length locks the name."""
    await connection.execute(
        """INSERT INTO pages.failures AS f (name_sha256, failures) VALUES (%(name)s, 1)
        ON CONFLICT (name_sha256) DO UPDATE SET
            failures = CASE WHEN f.last_at < now() - make_interval(mins => %(minutes)s)
                THEN 1 ELSE f.failures + 1 END,
            last_at = now(),
            locked_until = CASE WHEN f.failures + 1 >= %(most)s
                AND f.last_at >= now() - make_interval(mins => %(minutes)s)
                THEN now() + make_interval(mins => %(minutes)s) END""",
        {"name": name_hash(name), "minutes": LOCK_MINUTES, "most": MAX_FAILURES},
    )


async def forget_failures(connection: AsyncConnection, name: str) -> None:
    """Start counting again: the right password was given."""
    await connection.execute(
        "DELETE FROM pages.failures WHERE name_sha256 = %s", (name_hash(name),)
    )


def name_hash(name: str) -> bytes:
    """What is kept of a name that was typed."""
    return sha256(name.encode()).digest()


def hashed(password: str) -> str:
    """What is kept of a password; `CentreError` for one that is too short or too long."""
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise CentreError(
            f"Le mot de passe doit avoir au moins {MIN_PASSWORD} signes\u202f; quatre mots sans "
            "rapport font l’affaire."
        )
    return _hasher.hash(password)


def _require(cursor: psycopg.Cursor, name: str) -> None:
    if cursor.rowcount != 1:
        raise CentreError(
            f"Aucun compte ne s’appelle «\u00a0{name}\u00a0»\u202f; voyez «\u00a0user list\u00a0»."
        )
