"""What the région gives out: its own particulars, its packages, and the codebooks it reads with."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from sync.protocol.codebook import Codebook
from sync.protocol.enrolment import Region
from sync.protocol.errors import PackageError
from sync.protocol.packages import PackageLine, Verified, manifest_of, verify
from sync.server.codebook_checks import Codes, Key

_SHIPPED = Path(__file__).with_name("codebooks")


def shipped_codebooks() -> list[Codebook]:
    """The codebooks of the questionnaires that come with the program."""
    return [
        Codebook.model_validate_json(path.read_bytes()) for path in sorted(_SHIPPED.glob("*.json"))
    ]


def store_shipped(connection: psycopg.Connection) -> None:
    """Bring the shipped codebooks up to date; one published under the same key wins."""
    for codebook in shipped_codebooks():
        _store_codebook(connection, codebook, "shipped")


def _store_codebook(connection: psycopg.Connection, codebook: Codebook, source: str) -> None:
    connection.execute(
        """INSERT INTO published.codebooks (questionnaire, version, source, content)
        VALUES (%s, %s, %s, %s) ON CONFLICT (questionnaire, version) DO UPDATE
        SET source = EXCLUDED.source, content = EXCLUDED.content
        WHERE codebooks.source = 'shipped'""",
        (codebook.questionnaire, codebook.version, source, Jsonb(codebook.model_dump(mode="json"))),
    )


async def codes(connection: AsyncConnection) -> dict[Key, Codes]:
    """Return the closed lists of every codebook that is known."""
    cursor = await connection.execute("SELECT content FROM published.codebooks")
    found = [Codebook.model_validate(row[0]) for row in await cursor.fetchall()]
    return {(book.questionnaire, book.version): Codes.of(book) for book in found}


def region(connection: psycopg.Connection) -> Region:
    """Return the région's particulars, empty ones before they are set."""
    row = connection.execute("SELECT content FROM published.region").fetchone()
    return Region() if row is None else _region(row[0])


async def region_for_laptops(connection: AsyncConnection) -> Region:
    """The same, for the service."""
    cursor = await connection.execute("SELECT content FROM published.region")
    row = await cursor.fetchone()
    return Region() if row is None else _region(row[0])


def _region(content: dict[str, Any]) -> Region:
    return Region.model_validate_json(json.dumps(content))


def set_region(connection: psycopg.Connection, told: Region) -> None:
    """Put the région's particulars in the place of those before."""
    connection.execute(
        "INSERT INTO published.region (only_one, content) VALUES (1, %s)"
        " ON CONFLICT (only_one) DO UPDATE SET content = EXCLUDED.content",
        (Jsonb(told.model_dump(mode="json")),),
    )


def publish(connection: psycopg.Connection, raw: bytes, keys: tuple[str, ...]) -> Verified:
    """Check a package and give it out from now on; its codebooks are used at once.

    ``keys``: the two that must have signed. Raises `PackageError`.
    """
    wanted = manifest_of(raw)
    row = connection.execute(
        "SELECT max(version) FROM published.packages WHERE id = %s", (wanted.id,)
    ).fetchone()
    verified = verify(raw, keys, above=row[0] if row else None)
    codebooks = [_codebook(name, text) for name, text in verified.texts("codebook")]
    connection.execute(
        "INSERT INTO published.packages (id, version, sha256, content) VALUES (%s, %s, %s, %s)",
        (verified.manifest.id, verified.manifest.version, sha256(raw).digest(), raw),
    )
    for codebook in codebooks:
        _store_codebook(connection, codebook, f"{verified.manifest.id} {verified.manifest.version}")
    return verified


def _codebook(name: str, text: str) -> Codebook:
    try:
        return Codebook.model_validate_json(text, strict=True)
    except ValueError as error:
        raise PackageError(
            f"«\u00a0{name}\u00a0» n’est pas un livre de codes\u202f; refaites-le avec "
            "«\u00a0consultant-app codebook\u00a0».",
            "codebook",
        ) from error


async def packages(connection: AsyncConnection) -> list[PackageLine]:
    """Return every package in its latest version."""
    cursor = await connection.execute(
        """SELECT DISTINCT ON (id) id, version, sha256, octet_length(content)
        FROM published.packages ORDER BY id, version DESC"""
    )
    return [
        PackageLine(id=row[0], version=row[1], sha256=bytes(row[2]).hex(), size=row[3])
        for row in await cursor.fetchall()
    ]


async def package(connection: AsyncConnection, package_id: str, version: int) -> bytes | None:
    """Return a package's exact bytes, None when there is no such version."""
    cursor = await connection.execute(
        "SELECT content FROM published.packages WHERE id = %s AND version = %s",
        (package_id, version),
    )
    row = await cursor.fetchone()
    return None if row is None else bytes(row[0])
