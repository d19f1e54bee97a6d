"""The journal: who signed in, downloaded or changed what. Read by administrators only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from psycopg import AsyncConnection

LINES = 200
ACTS = {
    "sign_in": "connexion",
    "sign_out": "déconnexion",
    "locked": "compte verrouillé",
    "download": "téléchargement",
    "code": "code de raccordement",
    "revoke": "poste fermé",
    "close": "compte fermé",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``at`` in UTC."""

    at: datetime
    account: str
    act: str
    detail: str


async def note(connection: AsyncConnection, account: str, act: str, detail: str = "") -> None:
    """Write a line."""
    await connection.execute(
        "INSERT INTO pages.journal (account, act, detail) VALUES (%s, %s, %s)",
        (account, act, detail[:500]),
    )


async def latest(connection: AsyncConnection) -> list[Line]:
    """The last lines, newest first."""
    cursor = await connection.execute(
        "SELECT at, account, act, detail FROM pages.journal ORDER BY at DESC, id DESC LIMIT %s",
        (LINES,),
    )
    rows = await cursor.fetchall()
    return [Line(at, account, ACTS.get(act) or act, detail) for at, account, act, detail in rows]
