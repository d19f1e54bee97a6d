"""Running the service: one port, several workers, one line when ready, a graceful stop."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

import uvicorn

from sync.server.errors import CentreError
from sync.server.logs import to_standard_error
from sync.server.settings import Settings

FACTORY = "sync.server.app:from_environment"
_READY_SECONDS = 60


def serve(
    settings: Settings, *, host: str, port: int, workers: int, factory: str = FACTORY
) -> None:
    """Serve until told to stop (SIGTERM, SIGINT); requests under way are finished first.

    Prints ``{"url": …}`` on standard output once the service answers. ``factory`` names the
    function that makes the application in each worker.
    """
    listener = listen(host, port)
    if workers > 1 and sys.platform == "linux":
        listener = SharedPort.instead_of(listener)
    settings.to_environment()
    to_standard_error()
    # uvicorn raises the signal again once it has stopped: leave by the door, not the window.
    signal.signal(signal.SIGTERM, _leave)
    config = uvicorn.Config(
        factory,
        factory=True,
        workers=workers,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )
    threading.Thread(target=_announce, args=(listener,), daemon=True).start()
    if workers == 1:
        uvicorn.Server(config).run(sockets=[listener])
    else:
        from uvicorn.supervisors import Multiprocess

        Multiprocess(config, [listener]).run()


class SharedPort(socket.socket):
    """A port on which each worker listens by a socket of its own; this one only holds it.

    On a socket that all share, whoever wakes first takes every connection that waits, and the
    others stay idle. With a socket each, the system shares connections out.
    """

    @classmethod
    def instead_of(cls, listener: socket.socket) -> SharedPort:
        """Take over the port of a socket, once that one has shown that nobody else is there."""
        family, address = listener.family, listener.getsockname()
        listener.close()
        return cls.at(family, address)

    @classmethod
    def at(cls, family: int, address: tuple[str, int]) -> SharedPort:
        """Hold a port."""
        shared = cls(family)
        shared.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        shared.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        shared.bind(address)
        return shared

    def __reduce__(self) -> tuple[Callable[..., SharedPort], tuple[int, tuple[str, int]]]:
        """Reach another process as a socket of its own."""
        return SharedPort.at, (int(self.family), self.getsockname())


def listen(host: str, port: int) -> socket.socket:
    """Listen on a free port (0: any); `CentreError` where somebody else does."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except (OSError, OverflowError) as error:
        listener.close()
        raise CentreError(
            f"L’adresse {host}, port {port}, n’est pas libre\u202f; choisissez-en une autre "
            "(--port 0 en trouve une)."
        ) from error
    listener.set_inheritable(True)
    return listener


def _announce(listener: socket.socket) -> None:
    host, port = listener.getsockname()[:2]
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared only
    limit = time.monotonic() + _READY_SECONDS
    while time.monotonic() < limit:
        if _answers(reachable, port):
            shown = f"[{reachable}]" if ":" in reachable else reachable
            print(json.dumps({"url": f"http://{shown}:{port}"}), flush=True)
            return
        time.sleep(0.05)
    print("Le service ne répond pas après une minute.", file=sys.stderr)


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(0)
