"""What a worker keeps in hand for the pages: two pools, each with no more rights than it needs."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import LiteralString

from fastapi import Request
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from sync.dashboard.catalogue import Catalogue, PackageKey
from sync.dashboard.cube import Publication
from sync.server.database import Pool
from sync.server.settings import Settings

_CONNECTIONS = 4


@dataclass(slots=True)
class PagesState:
    """``cube``: reads the publications and nothing else; ``desk``: accounts, journal, devices.

    ``settings``: the service's own.
    ``publications``, ``catalogues``: those read before; they never change.
    ``checking``: a password's check takes 64 MB for a moment; two at a time, whoever asks.
    """

    settings: Settings
    cube: Pool
    desk: Pool
    publications: dict[int, Publication] = field(default_factory=dict)
    catalogues: dict[PackageKey, Catalogue | None] = field(default_factory=dict)
    checking: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))

    @classmethod
    def of(cls, settings: Settings) -> PagesState:
        """Return the state, its pools closed."""
        url = settings.database_url
        return cls(settings, _pool(url, "region_reader"), _pool(url, "region_pages"))


def pages_state(request: Request) -> PagesState:
    """Return what the worker keeps in hand."""
    state: PagesState = request.app.state.pages
    return state


def _pool(url: str, role: LiteralString) -> Pool:
    async def least_rights(connection: AsyncConnection) -> None:
        await connection.execute(b"SET ROLE " + role.encode())

    return AsyncConnectionPool(
        url,
        connection_class=AsyncConnection,
        kwargs={"autocommit": True},
        min_size=1,
        max_size=_CONNECTIONS,
        timeout=5,
        open=False,
        configure=least_rights,
        check=AsyncConnectionPool.check_connection,
    )
