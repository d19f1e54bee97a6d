"""A region to be shown: invented firms, two published campaigns, an account of each role."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

import psycopg

from sync.dashboard.access import accounts
from sync.dashboard.access.accounts import Role
from sync.dashboard.access.passwords import easy_to_type
from sync.server.database import administration
from sync.server.errors import CentreError
from sync.server.publication import freeze
from sync.server.published import store_shipped
from sync.server.simulate import simulate

CAMPAIGNS: Final = (("2026-1", "2026Q1", "2026Q2"), ("2026-2", "2026Q3", "2026Q4"))
#: The holder's action, one of the catalogue's examples.
ACTION: Final = "tresorerie_marges"
ACCOUNTS: Final[tuple[tuple[str, Role], ...]] = (
    ("analyste", "analyst"),
    ("porteur", "holder"),
    ("chercheur", "researcher"),
    ("administration", "admin"),
)


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What was made. ``password``: of every account, shown once and kept nowhere."""

    accounts: tuple[str, ...]
    password: str
    campaigns: tuple[str, ...]


def fill(url: str, firms: int, seed: int) -> Demonstration:
    """Fill a migrated database, or take the demonstration up again with another password.

    Raises `CentreError` for a database that serves for something else.
    """
    with administration(url) as connection:
        store_shipped(connection)
        _require_ours(connection)
        known = _campaigns(connection)
    if not known:
        simulate(url, firms, seed)
    for name, first, last in CAMPAIGNS:
        if name not in known:
            freeze.create(url, name, first, last)
        if known.get(name) != "frozen":
            freeze.freeze(url, name, Random(seed))  # noqa: S311 - to come out the same again
    password = easy_to_type()
    with administration(url) as connection:
        _open_accounts(connection, password)
    return Demonstration(
        tuple(name for name, _ in ACCOUNTS), password, tuple(name for name, *_ in CAMPAIGNS)
    )


def _campaigns(connection: psycopg.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, state FROM release.campaigns").fetchall())


def _require_ours(connection: psycopg.Connection) -> None:
    strangers = {account.name for account in accounts.every(connection)}
    strangers -= {name for name, _ in ACCOUNTS}
    real = connection.execute(
        "SELECT 1 FROM ingestion.records WHERE NOT synthetic LIMIT 1"
    ).fetchone()
    others = _campaigns(connection).keys() - {name for name, *_ in CAMPAIGNS}
    if strangers or real or others:
        raise CentreError(
            "Cette base sert déjà à autre chose\u202f; donnez à la démonstration un dossier ou une base "
            "à elle."
        )


def _open_accounts(connection: psycopg.Connection, password: str) -> None:
    known = {account.name for account in accounts.every(connection)}
    for name, role in ACCOUNTS:
        if name in known:
            accounts.change_password(connection, name, password)
        else:
            action = ACTION if role == "holder" else None
            accounts.add(connection, name, role, password, action)
