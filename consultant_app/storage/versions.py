"""The versions of what keeps the dossiers, as the open connection tells them."""

from __future__ import annotations

from dataclasses import dataclass

from consultant_app.storage.database import Database


@dataclass(frozen=True, slots=True)
class Versions:
    """Of SQLite, and of SQLCipher with its provider of cryptography."""

    sqlite: str
    sqlcipher: str
    provider: str


def versions_of(db: Database) -> Versions:
    """Ask the connection; `LockedError` once it is closed."""

    def told(query: str) -> str:
        return str(db.rows(query)[0][0])

    return Versions(
        sqlite=told("SELECT sqlite_version()"),
        sqlcipher=told("PRAGMA cipher_version"),
        provider=f"{told('PRAGMA cipher_provider')} {told('PRAGMA cipher_provider_version')}",
    )
