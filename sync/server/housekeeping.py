"""Forgetting what need not be known any longer, every hour, by whichever worker comes first."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, LiteralString

import psycopg
from psycopg import AsyncConnection
from psycopg_pool import PoolTimeout

from sync.server.logs import log

if TYPE_CHECKING:
    from sync.server.state import State

_EVERY_SECONDS = 3600.0
_STATEMENTS: Final[tuple[LiteralString, ...]] = (
    "DELETE FROM transport.deliveries WHERE on_day < current_date - %(days)s::int",
    # After the deliveries: taking these away takes them off the tallies.
    "DELETE FROM transport.tallies WHERE on_day < current_date - %(days)s::int",
    "DELETE FROM transport.set_aside WHERE on_day < current_date - %(days)s::int",
    "DELETE FROM transport.rates WHERE minute < now() - interval '10 minutes'",
    "DELETE FROM transport.enrolment_codes WHERE expires_at < now() - interval '1 day'",
)


async def keep_house(state: State) -> None:
    """Forget, then sleep an hour; until cancelled."""
    while True:
        try:
            async with state.pool.connection() as connection:
                await forget(connection, state.settings.retention_days)
        except (psycopg.OperationalError, PoolTimeout) as error:
            log.warning("housekeeping", extra={"facts": {"error": type(error).__qualname__}})
        await asyncio.sleep(_EVERY_SECONDS)


async def forget(connection: AsyncConnection, retention_days: int) -> None:
    """Delete what is past its retention."""
    for statement in _STATEMENTS:
        await connection.execute(statement, {"days": retention_days})
