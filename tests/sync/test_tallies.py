"""The few rows that the pages count from say what the deliveries say, whatever happens to these."""

from __future__ import annotations

import asyncio
import json
from itertools import islice

import psycopg

from sync.protocol.batch import Retraction
from sync.protocol.wire import canonical
from sync.server.database import ingestion_connection
from sync.server.housekeeping import forget
from sync.server.invented import Inventor
from sync.server.published import shipped_codebooks
from tests.sync.centre import Centre, send

BOOK = next(b for b in shipped_codebooks() if b.questionnaire == "diagnostic-general")


def agree(centre: Centre) -> int:
    """Compare both, day by day and device by device; return how many records they tell of."""
    told = centre.rows(
        "SELECT device_id, on_day, sum(records) FROM transport.tallies"
        " GROUP BY 1, 2 HAVING sum(records) <> 0 ORDER BY 1, 2"
    )
    counted = centre.rows(
        "SELECT device_id, on_day, count(*) FROM transport.deliveries GROUP BY 1, 2 ORDER BY 1, 2"
    )
    assert told == counted
    return sum(int(row[2]) for row in told)


def test_what_is_sent_twice_counts_once_and_what_is_withdrawn_no_more(centre: Centre) -> None:
    lines = list(islice(Inventor(BOOK, 5).records(), 30))
    first, second = centre.place("Poste un"), centre.place("Poste deux")
    send(first, lines[:20])
    send(first, lines[:20])
    send(second, lines[10:])
    assert agree(centre) == 40
    gone = Retraction(record_id=json.loads(lines[15])["record_id"])
    send(first, [canonical(gone)])
    assert agree(centre) == 38


def test_what_is_past_its_retention_leaves_no_tally(centre: Centre) -> None:
    place = centre.place()
    send(place, list(islice(Inventor(BOOK, 6).records(), 5)))
    with psycopg.connect(centre.database_url) as connection:
        for table in ("deliveries", "tallies"):
            connection.execute(f"UPDATE transport.{table} SET on_day = on_day - 100")
    send(place, list(islice(Inventor(BOOK, 7).records(), 3)))
    assert agree(centre) == 8

    async def clean() -> None:
        async with await ingestion_connection(centre.database_url) as connection:
            await forget(connection, retention_days=90)

    asyncio.run(clean())
    assert agree(centre) == 3
    assert len(centre.rows("SELECT DISTINCT on_day FROM transport.tallies")) == 1
