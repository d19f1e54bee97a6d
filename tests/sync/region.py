"""The région's pages for tests: a published campaign, an account of each role, readers with a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import httpx
import psycopg

from sync.dashboard.access import accounts
from sync.dashboard.access.accounts import ROLES, Role
from sync.dashboard.app import create_app
from sync.server.database import administration
from sync.server.publication import freeze
from sync.server.release.make import release
from sync.server.release.shelf import shelve
from sync.server.simulate import simulate
from tests.sync.centre import Centre

PASSWORD = "quatre mots sans rapport"
NAMES: dict[Role, str] = {
    "analyst": "paule",
    "holder": "henri",
    "researcher": "rene",
    "admin": "alma",
}
ACTION = "tresorerie_marges"


class Pages(Centre):
    """A running service with its pages."""

    make = staticmethod(create_app)

    @contextmanager
    def reader(self, role: Role | None = None) -> Iterator[httpx.Client]:
        """Someone with a browser, signed in when a role is given."""
        with httpx.Client(base_url=self.url, timeout=30) as client:
            if role:
                answer = sign_in(client, NAMES[role])
                assert answer.status_code == 303, answer.text
            yield client


def sign_in(
    client: httpx.Client, name: str, password: str = PASSWORD, to: str = "/"
) -> httpx.Response:
    """Fill the form in and send it."""
    form = client.get("/connexion", params={"vers": to})
    told = {"nom": name, "passe": password, "vers": to, "csrf": csrf_of(form.text)}
    return client.post("/connexion", data=told)


def csrf_of(page: str) -> str:
    """The token of the first form of a page."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found, "no form here"
    return found[1]


def publish(database_url: str, firms: int = 500) -> None:
    """Two published campaigns of invented firms, one open, files given, an account of each role."""
    simulate(database_url, firms, 5)
    for name, first, last in (("2026-1", "2026Q1", "2026Q2"), ("2026-2", "2026Q3", "2026Q4")):
        freeze.create(database_url, name, first, last)
        freeze.freeze(database_url, name, Random(1))
    freeze.create(database_url, "2027-1", "2027Q1", "2027Q2")
    with TemporaryDirectory() as folder:
        prepare(database_url, "2026-2", Path(folder) / "fichiers")
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE release.microdata SET given_on = current_date")
    open_accounts(database_url)


def prepare(database_url: str, campaign: str, folder: Path) -> None:
    """Prepare the researchers' files of a campaign, and put them on the shelf."""
    shelve(database_url, campaign, release(database_url, campaign, folder))


def open_accounts(database_url: str) -> None:
    """An account of each role."""
    with administration(database_url) as connection:
        for role in ROLES:
            action = ACTION if role == "holder" else None
            accounts.add(connection, NAMES[role], role, PASSWORD, action)
