"""A network that misbehaves: stands between laptop and centre, and does as the plan says."""

from __future__ import annotations

import http.client
import threading
import time
from collections import deque
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal, Protocol, get_args
from urllib.parse import urlsplit

Trouble = Literal[
    "none",
    "lose_request",
    "lose_reply",
    "duplicate",
    "delay",
    "corrupt_request",
    "corrupt_reply",
    "cut_reply",
    "cut_database",
    "kill_centre",
]
TROUBLES: tuple[Trouble, ...] = get_args(Trouble)
#: Field of a request that tells the service after how many steps to die of it.
DIE_AFTER = "x-die-after"


@dataclass(frozen=True)
class Fault:
    """What happens to one request; ``steps``: how far the service comes before it is killed."""

    trouble: Trouble
    steps: int = 0


class Site(Protocol):
    """Where requests go."""

    def address(self) -> str | None:
        """The service's address now, None when nobody is there."""
        ...

    def cut_database(self) -> None:
        """Cut the service from its database, in the middle of whatever it does."""
        ...

    def bury(self) -> None:
        """Wait for the end of a service that was killed."""
        ...


@dataclass(frozen=True)
class Steady:
    """A place where nothing ever happens to the service."""

    url: str

    def address(self) -> str:
        return self.url

    def cut_database(self) -> None:
        raise AssertionError("nobody should want that here")

    bury = cut_database


@dataclass(frozen=True)
class Asked:
    """One request, as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Answered:
    status: int
    headers: list[tuple[str, str]]
    body: bytes


def corrupt(body: bytes) -> bytes:
    """Change one digit (the worst kind of damage: it still reads well), else one byte."""
    places = [i for i, byte in enumerate(body) if chr(byte).isdigit()]
    place = places[len(places) // 2] if places else len(body) // 2
    old = body[place]
    new = ord("0") + (old - ord("0") + 1) % 10 if places else old ^ 1
    return body[:place] + bytes([new]) + body[place + 1 :]


class FaultyNetwork:
    """A proxy; use it in a ``with`` block. ``plan``: what happens to the next requests, in order."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.plan: deque[Fault] = deque()
        self.late: list[Asked] = []
        self.sent = bytearray()
        network = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Else each answer would wait for a delayed acknowledgement: 40 ms.
            disable_nagle_algorithm = True
            wbufsize = -1

            def do_GET(self) -> None:
                network.serve(self)

            def do_POST(self) -> None:
                network.serve(self)

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )

    def __enter__(self) -> FaultyNetwork:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def deliver_late(self) -> None:
        """What was held back arrives now, long after the sender gave up."""
        late, self.late = self.late, []
        for asked in late:
            self._forward(asked)

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length", 0))
        asked = Asked(
            handler.command, handler.path, dict(handler.headers), handler.rfile.read(length)
        )
        self.sent += asked.body
        fault = self.plan.popleft() if self.plan else Fault("none")
        answered = self._pass(asked, fault)
        if answered is None:
            handler.close_connection = True
            return
        self._reply(handler, answered, fault.trouble)

    def _pass(self, asked: Asked, fault: Fault) -> Answered | None:
        trouble = fault.trouble
        if trouble == "lose_request":
            return None
        if trouble == "delay":
            self.late.append(asked)
            return None
        if trouble == "corrupt_request" and asked.body:
            asked = replace(asked, body=corrupt(asked.body))
        if trouble == "duplicate":
            self._forward(asked)
        if trouble == "cut_database":
            threading.Thread(target=self._cut_soon, daemon=True).start()
        if trouble == "kill_centre":
            asked = replace(asked, headers={**asked.headers, DIE_AFTER: str(fault.steps)})
        answered = self._forward(asked)
        if trouble == "kill_centre" and answered is None:
            self._site.bury()
        return None if trouble == "lose_reply" else answered

    def _cut_soon(self) -> None:
        time.sleep(0.003)
        self._site.cut_database()

    def _forward(self, asked: Asked) -> Answered | None:
        address = self._site.address()
        if address is None:
            return None
        target = urlsplit(address)
        connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=20)
        try:
            connection.request(asked.method, asked.path, asked.body or None, asked.headers)
            response = connection.getresponse()
            return Answered(response.status, response.getheaders(), response.read())
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def _reply(self, handler: BaseHTTPRequestHandler, answered: Answered, trouble: Trouble) -> None:
        body = corrupt(answered.body) if trouble == "corrupt_reply" else answered.body
        try:
            handler.send_response_only(answered.status)
            for name, value in answered.headers:
                if name.lower() not in ("transfer-encoding", "connection"):
                    handler.send_header(name, value)
            handler.end_headers()
            if trouble == "cut_reply":
                body = body[: len(body) // 2]
                handler.close_connection = True
            handler.wfile.write(body)
            handler.wfile.flush()
        except OSError:
            handler.close_connection = True
