"""What a worker keeps in hand: its settings, its connections, and the codebooks, read now and then."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from psycopg import AsyncConnection

from sync.server import published
from sync.server.codebook_checks import Codes, Key
from sync.server.database import Pool
from sync.server.settings import Settings

_FRESH_SECONDS = 30.0


@dataclass(slots=True)
class State:
    """One worker's. Nothing here would be missed if it were lost."""

    settings: Settings
    pool: Pool
    _codes: dict[Key, Codes] = field(default_factory=dict)
    _read_at: float = float("-inf")

    async def codebooks(self, connection: AsyncConnection) -> Mapping[Key, Codes]:
        """Return the closed lists of the codebooks, at most half a minute old."""
        if time.monotonic() - self._read_at > _FRESH_SECONDS:
            self._codes = await published.codes(connection)
            self._read_at = time.monotonic()
        return self._codes
