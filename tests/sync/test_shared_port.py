"""Workers that listen on one port: each gets its part, and nobody else can slip in."""

from __future__ import annotations

import pickle
import selectors
import socket
import sys

import pytest

from sync.server.errors import CentreError
from sync.server.serve import SharedPort, listen

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the system shares on Linux only")
CONNECTIONS = 60


def worker(held: SharedPort) -> socket.socket:
    """The socket as another process receives it."""
    own: SharedPort = pickle.loads(pickle.dumps(held))
    own.listen(CONNECTIONS)
    return own


def taken_by(workers: list[socket.socket]) -> list[int]:
    """How many connections each worker was given."""
    found = [0 for _ in workers]
    with selectors.DefaultSelector() as ready:
        for number, own in enumerate(workers):
            ready.register(own, selectors.EVENT_READ, number)
        while sum(found) < CONNECTIONS:
            for key, _ in ready.select(5):
                workers[key.data].accept()[0].close()
                found[key.data] += 1
    return found


def test_connections_that_come_together_are_shared_out() -> None:
    with SharedPort.instead_of(listen("127.0.0.1", 0)) as held:
        workers = [worker(held), worker(held)]
        callers = [socket.create_connection(held.getsockname(), 5) for _ in range(CONNECTIONS)]
        try:
            assert min(taken_by(workers)) >= CONNECTIONS // 10
        finally:
            for opened in (*workers, *callers):
                opened.close()


def test_a_port_that_workers_hold_is_taken_for_anybody_else() -> None:
    with (
        SharedPort.instead_of(listen("127.0.0.1", 0)) as held,
        worker(held),
        pytest.raises(CentreError, match="n’est pas libre"),
    ):
        listen("127.0.0.1", held.getsockname()[1])
