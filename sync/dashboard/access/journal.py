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
    "account": "compte ouvert",
    "invite": "code pour un mot de passe",
    "password": "mot de passe choisi",
    "close": "compte fermé",
    "campaign": "campagne ouverte",
    "freeze": "campagne gelée",
    "release": "fichier des chercheurs préparé",
    "give": "fichier donné aux chercheurs",
    "take_back": "fichier repris aux chercheurs",
    "package": "paquet publié",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``at`` in UTC."""

    id: int
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


async def latest(connection: AsyncConnection, before: int = 0) -> list[Line]:
    """The last lines, or the last before the line of this number, newest first."""
    cursor = await connection.execute(
        "SELECT id, at, account, act, detail FROM pages.journal WHERE id < %s OR %s = 0"
        " ORDER BY id DESC LIMIT %s",
        (before, before, LINES),
    )
    rows = await cursor.fetchall()
    return [
        Line(number, at, account, ACTS.get(act) or act, detail)
        for number, at, account, act, detail in rows
    ]
