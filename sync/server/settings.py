"""How the service is set; handed to its workers through the environment."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass

from sync.protocol.batch import MAX_BYTES, MAX_LINE_BYTES, MAX_LINES

_VARIABLE = "REGION_CENTRAL_SETTINGS"


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of the service.

    ``requests_a_minute``: per device; ``enrolments_a_minute``: for everybody together.
    ``retention_days``: how long it is known which device sent what. ``connections``: to
    PostgreSQL, per worker. ``shutdown_seconds``: given to requests under way at a stop.
    """

    database_url: str
    max_lines: int = MAX_LINES
    max_bytes: int = MAX_BYTES
    max_line_bytes: int = MAX_LINE_BYTES
    requests_a_minute: int = 1200
    enrolments_a_minute: int = 60
    retention_days: int = 90
    connections: int = 8
    shutdown_seconds: int = 10

    def to_environment(self) -> None:
        """Leave the settings where `from_environment` finds them, for workers."""
        os.environ[_VARIABLE] = json.dumps(asdict(self))

    def environment(self) -> dict[str, str]:
        """The environment of a process that is to find these settings."""
        return {**os.environ, _VARIABLE: json.dumps(asdict(self))}

    @classmethod
    def from_environment(cls) -> Settings:
        """Return the settings that the parent process left."""
        return cls(**json.loads(os.environ[_VARIABLE]))
