"""A network that misbehaves: stands between laptop and centre, and does as the plan says."""

from __future__ import annotations

import http.client
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import urlsplit

Fault = Literal[
    "none",
    "lose_request",
    "lose_reply",
    "duplicate",
    "delay",
    "corrupt_request",
    "corrupt_reply",
    "cut_reply",
    "cut_database",
]
FAULTS: tuple[Fault, ...] = (
    "none",
    "lose_request",
    "lose_reply",
    "duplicate",
    "delay",
    "corrupt_request",
    "corrupt_reply",
    "cut_reply",
    "cut_database",
)


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
    """A proxy; use it in a ``with`` block. ``plan``: what happens to the next requests, in order.

    ``cut_database``: what to do for the fault of that name, while a request is under way.
    """

    def __init__(self, target: str, cut_database: Callable[[], None]) -> None:
        self._target, self._cut_database = urlsplit(target), cut_database
        self.plan: deque[Fault] = deque()
        self.late: list[Asked] = []
        self.sent = bytearray()
        network = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

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
        fault = self.plan.popleft() if self.plan else "none"
        answered = self._pass(asked, fault)
        if answered is None:
            handler.close_connection = True
            return
        self._reply(handler, answered, fault)

    def _pass(self, asked: Asked, fault: Fault) -> Answered | None:
        if fault == "lose_request":
            return None
        if fault == "delay":
            self.late.append(asked)
            return None
        if fault == "corrupt_request" and asked.body:
            asked = Asked(asked.method, asked.path, asked.headers, corrupt(asked.body))
        if fault == "duplicate":
            self._forward(asked)
        if fault == "cut_database":
            threading.Thread(target=self._cut_soon, daemon=True).start()
        answered = self._forward(asked)
        return None if fault == "lose_reply" else answered

    def _cut_soon(self) -> None:
        time.sleep(0.003)
        self._cut_database()

    def _forward(self, asked: Asked) -> Answered | None:
        connection = http.client.HTTPConnection(
            self._target.hostname or "", self._target.port, timeout=20
        )
        try:
            connection.request(asked.method, asked.path, asked.body or None, asked.headers)
            response = connection.getresponse()
            return Answered(response.status, response.getheaders(), response.read())
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def _reply(self, handler: BaseHTTPRequestHandler, answered: Answered, fault: Fault) -> None:
        body = corrupt(answered.body) if fault == "corrupt_reply" else answered.body
        try:
            handler.send_response_only(answered.status)
            for name, value in answered.headers:
                if name.lower() not in ("transfer-encoding", "connection"):
                    handler.send_header(name, value)
            handler.end_headers()
            if fault == "cut_reply":
                handler.wfile.write(body[: len(body) // 2])
                handler.close_connection = True
            else:
                handler.wfile.write(body)
        except OSError:
            handler.close_connection = True
