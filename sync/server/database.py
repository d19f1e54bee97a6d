"""Connections to PostgreSQL, with no more rights than the work at hand needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from sync.server.errors import sentences
from sync.server.settings import Settings

Pool = AsyncConnectionPool[AsyncConnection]


def service_pool(settings: Settings) -> Pool:
    """Return the (closed) pool of the service that faces the network."""
    return AsyncConnectionPool(
        settings.database_url,
        connection_class=AsyncConnection,
        kwargs={"autocommit": True},
        min_size=1,
        max_size=settings.connections,
        timeout=5,
        open=False,
        configure=_least_rights,
        check=AsyncConnectionPool.check_connection,
    )


async def _least_rights(connection: AsyncConnection) -> None:
    await connection.execute("SET ROLE region_ingestion")


async def ingestion_connection(url: str) -> AsyncConnection:
    """Return one connection with the service's rights, e.g. to take invented records in."""
    with sentences():
        connection = await AsyncConnection.connect(url, autocommit=True)
        await _least_rights(connection)
    return connection


@contextmanager
def administration(url: str) -> Iterator[psycopg.Connection]:
    """Give a connection with the owner's rights, in one transaction: for the command line."""
    with sentences(), psycopg.connect(url) as connection:
        yield connection


@contextmanager
def pages_connection(url: str) -> Iterator[psycopg.Connection]:
    """Give a connection with the pages' rights, in one transaction: for what is not asynchronous."""
    with sentences(), psycopg.connect(url) as connection:
        connection.execute("SET ROLE region_pages")
        yield connection
