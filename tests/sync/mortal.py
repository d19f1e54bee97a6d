"""What runs inside the processes that get killed: they die by SIGKILL at the very step chosen.

A step is a statement sent to a database, a request sent or answered; nothing is told beforehand and
nothing is tidied up.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import MutableMapping
from contextvars import ContextVar
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psycopg
import pytest
import uvicorn

from consultant_app.storage.sqlite import dbapi2
from sync.client.transport import Transport
from sync.server.app import create_app
from sync.server.logs import JsonLines
from sync.server.settings import Settings
from tests.sync.deeds import Deed, do
from tests.sync.faulty_network import DIE_AFTER
from tests.sync.laptops import Laptop

#: How a process that had nothing left to do ends.
DONE = 0

_steps_left: ContextVar[list[int] | None] = ContextVar("steps left", default=None)


def step() -> None:
    """Die now, if the last step was reached."""
    left = _steps_left.get()
    if left is None:
        return
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)


def plant(mutant: str) -> None:
    """Plant a mistake into this process, for good."""
    if mutant:
        from tests.sync.mutants import MUTANTS

        MUTANTS[mutant](pytest.MonkeyPatch())


# --- the laptop


class MortalStore(dbapi2.Connection):  # type: ignore[misc]
    """The real encrypted connection; each statement is a step."""

    def execute(self, *statement: Any) -> Any:
        step()
        return super().execute(*statement)


def live(folder: Path, deed: Deed, steps: int, mutant: str) -> None:
    """Open the profile, do one thing, and die after so many steps of it, or at the end."""
    plant(mutant)
    logging.getLogger().addHandler(logging.NullHandler())
    dbapi2.connect = partial(dbapi2.connect, factory=MortalStore)
    ask = Transport._ask

    def mortal_ask(self: Transport, *request: Any) -> bytes:
        step()
        answered = ask(self, *request)
        step()
        return answered

    Transport._ask = mortal_ask  # type: ignore[method-assign, assignment]
    laptop = Laptop(folder)
    _steps_left.set([steps])
    do(laptop, deed)
    os._exit(DONE)


# --- the centre


class MortalService:
    """The service (ASGI); a request that bears `DIE_AFTER` kills its process."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        for name, value in scope.get("headers", ()):
            if name == DIE_AFTER.encode():
                _steps_left.set([int(value)])

        async def mortal_send(message: Any) -> None:
            step()
            await send(message)

        await self._app(scope, receive, mortal_send)


def serve(settings: Settings, journal: Path, ready: Connection, mutant: str) -> None:
    """Serve until killed; the port goes through ``ready``."""
    plant(mutant)
    log = logging.FileHandler(journal)
    log.setFormatter(JsonLines())
    logging.getLogger().addHandler(log)
    execute = psycopg.AsyncConnection.execute

    async def mortal_execute(self: Any, *statement: Any, **more: Any) -> Any:
        step()
        return await execute(self, *statement, **more)

    psycopg.AsyncConnection.execute = mortal_execute  # type: ignore[method-assign]
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    ready.send(listener.getsockname()[1])
    config = uvicorn.Config(
        MortalService(create_app(settings)), log_config=None, access_log=False, lifespan="on"
    )
    uvicorn.Server(config).run(sockets=[listener])
