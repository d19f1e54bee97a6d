"""One door for what is said to the user: logged, queued until a window listens, read by tests."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from consultant_app.domain.errors import KnownError

log = logging.getLogger(__name__)

BUG_SENTENCE = (
    "Le programme a rencontré une erreur qu’il ne connaît pas. Vos réponses enregistrées sont"
    " intactes\u202f; vous pouvez continuer ou rouvrir le programme."
)


class Kind(StrEnum):
    """How serious a message is; the window shows each in its own band."""

    INFO = "info"
    ATTENTION = "attention"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Message:
    """One thing said to the user, in one French sentence or two. ``report``: a crash report."""

    text: str
    kind: Kind = Kind.INFO
    report: Path | None = None


class Messages:
    """Takes messages from anywhere in the window's thread and hands them to whoever listens."""

    def __init__(self, reports: Path | None = None) -> None:
        """``reports``: folder of crash reports; None keeps them in the log only."""
        self.history: list[Message] = []
        self._reports = reports
        self._queue: list[Message] = []
        self._listener: Callable[[Message], None] | None = None

    def listen(self, listener: Callable[[Message], None]) -> None:
        """Send every message to ``listener`` from now on, those that waited first."""
        self._listener = listener
        waiting, self._queue = self._queue, []
        for message in waiting:
            listener(message)

    def say(self, text: str, kind: Kind = Kind.INFO) -> None:
        """Tell the user ``text``."""
        self._post(Message(text, kind))

    def failure(self, error: BaseException) -> None:
        """Tell a failure: a known one in its own sentence, a bug with a report."""
        if isinstance(error, KnownError):
            log.info("known failure: %s", type(error).__name__)
            self._post(Message(error.sentence, Kind.ERROR))
            return
        from consultant_app.services.crash_reports import write_report

        report = write_report(error, self._reports) if self._reports else None
        if report is None:
            log.error("bug: %s", type(error).__qualname__)
        self._post(Message(BUG_SENTENCE, Kind.ERROR, report))

    def _post(self, message: Message) -> None:
        self.history.append(message)
        if self._listener:
            self._listener(message)
        else:
            self._queue.append(message)
