"""The service's log: one JSON object a line, closed fields, nothing private.

No address, no token, no label, no record id, no path as it was asked for (its template only).
"""

from __future__ import annotations

import json
import logging
import sys
import time
from datetime import UTC, datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("region_central")


class JsonLines(logging.Formatter):
    """Formats what this program logs itself; of others, only where it came from."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {"at": at, "level": record.levelname.lower()}
        if record.name == log.name:
            line |= {"event": record.getMessage(), **getattr(record, "facts", {})}
        else:
            line |= {"event": "library", "name": record.name, "place": record.lineno}
        if record.exc_info and record.exc_info[0]:
            # The message of an exception may quote what was sent: its type says enough.
            line["error"] = record.exc_info[0].__qualname__
        return json.dumps(line, ensure_ascii=False)


def to_standard_error() -> None:
    """Send the whole process's log to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    log.setLevel(logging.INFO)


class AccessLog:
    """Logs each request once it is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, status = time.perf_counter(), 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            route = getattr(scope.get("route"), "path", "?")
            facts = {
                "method": scope["method"] if route != "?" else "?",
                "route": route,
                "status": status,
                "ms": round((time.perf_counter() - start) * 1000, 1),
                **scope.get("state", {}).get("facts", {}),
            }
            log.info("request", extra={"facts": facts})
