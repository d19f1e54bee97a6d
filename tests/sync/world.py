"""What random exchanges take place in: a centre that dies, a bad network, and eyes on the database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import psycopg

from consultant_app.sharing.push import with_revision
from tests.sync.centre import Cluster
from tests.sync.faulty_network import FaultyNetwork
from tests.sync.processes import MortalCentre, unlimited

_STORED = """
SELECT record_id::text, revision, encode(sha256, 'hex'), body FROM ingestion.records
WHERE record_id = ANY(%(shown)s::uuid[])
    OR record_id IN (SELECT record_id FROM transport.deliveries WHERE device_id = %(device)s)
"""
_WITHDRAWN = """
SELECT record_id::text, NULL FROM ingestion.retractions WHERE record_id = ANY(%(shown)s::uuid[])
UNION ALL
SELECT NULL, code FROM ingestion.follow_ups WHERE record_id = ANY(%(shown)s::uuid[])
"""
_CUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True)
class Stored:
    """A record as the centre has it."""

    revision: int
    sha256: str
    content: str


@dataclass(frozen=True)
class There:
    """What the centre has of one laptop; ``codes``: SHA-256 of those that records bear."""

    stored: dict[str, Stored]
    retracted: set[str]
    codes: set[bytes]


@dataclass
class Seen:
    """What was ever seen, to be held against what is there now.

    ``shown``: record → content → the very bytes that were shown. ``refused``: dossiers whose
    dirigeant's last word is no.
    """

    shown: dict[str, dict[str, bytes]] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)
    retracted: set[str] = field(default_factory=set)
    dead_codes: set[bytes] = field(default_factory=set)

    def show(self, record_id: str, body: bytes) -> None:
        """The dirigeant was shown these bytes."""
        self.shown.setdefault(record_id, {})[content_of(body)] = body

    def hold_against(self, there: There) -> None:
        """Nothing came back, nothing is lost, nothing differs from what was shown."""
        stored = there.stored
        assert not stored.keys() & there.retracted, "a record came back after its retraction"
        assert not there.codes & self.dead_codes, "a record came back after its code was withdrawn"
        assert self.retracted <= there.retracted, "a retraction was forgotten"
        for record_id, record in stored.items():
            body = self.shown.get(record_id, {}).get(record.content)
            assert body is not None, "not what was shown to the dirigeant"
            sent = with_revision(body, record.revision)
            assert sha256(sent).hexdigest() == record.sha256, "not the bytes that were shown"
            assert record.revision >= self.revisions.get(record_id, 0), "an old revision came back"
        lost = self.revisions.keys() - stored.keys() - there.retracted
        assert not lost, "a record that was there is gone"
        self.retracted = there.retracted
        self.revisions |= {record_id: record.revision for record_id, record in stored.items()}


def content_of(body: bytes) -> str:
    """What a record says, its number apart (the only thing a restored laptop may change)."""
    content = json.loads(body)
    del content["revision"]
    return json.dumps(content, sort_keys=True)


class World:
    """What a run shares with others. ``mutant``: the mistake that the processes are born with."""

    def __init__(self, centre: MortalCentre, template: Path, mutant: str) -> None:
        self.centre, self.template, self.mutant = centre, template, mutant
        self.network = FaultyNetwork(self)
        self.examples = self.looks = 0
        self._eyes = psycopg.connect(centre.database_url, autocommit=True)

    def address(self) -> str | None:
        """The service's address; who finds it dead has it started again, and must come back."""
        if self.centre.lives:
            return self.centre.url
        self.centre.start()
        return None

    def living_address(self) -> str:
        """The service's address, once it lives."""
        while (address := self.address()) is None:
            pass
        return address

    @property
    def told(self) -> str:
        """What was run, in a few words."""
        dead = self.centre.deaths
        return f"{self.examples} runs, {self.looks} looks, the service killed {dead} times"

    def cut_database(self) -> None:
        """Cut the service from its database."""
        self._eyes.execute(_CUT)

    def bury(self) -> None:
        """Wait for the end of a service that was killed."""
        self.centre.kill()

    def look(self, device_id: str, shown: list[str]) -> There:
        """Look into the database itself."""
        self.looks += 1
        known = {"shown": shown, "device": device_id}
        stored = {
            record_id: Stored(revision, digest, content_of(json.dumps(body).encode()))
            for record_id, revision, digest, body in self._eyes.execute(_STORED, known)
        }
        rows = self._eyes.execute(_WITHDRAWN, known).fetchall()
        retracted = {row[0] for row in rows if row[0] is not None}
        return There(stored, retracted, {bytes(row[1]) for row in rows if row[1] is not None})

    def close(self) -> None:
        """Look no longer."""
        self._eyes.close()


@contextmanager
def world(postgres: Cluster, template: Path, mutant: str = "") -> Iterator[World]:
    """Make a centre over a new database, a network before it, and a profile to copy."""
    with unlimited(postgres.new(), mutant) as centre:
        made = World(centre, template, mutant)
        try:
            with made.network:
                yield made
        finally:
            made.close()
        assert mutant or not centre.bugs(), "the service stumbled"
