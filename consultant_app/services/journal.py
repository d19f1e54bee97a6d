"""The program's own log: what it did and when, never what it was holding.

A message's arguments may quote what a user typed: numbers, truth values and types of errors are
written, any text is not. An exception is told by its type and the places in the code. Only our
own rooms are heard: a library may log an address or a request.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from logging.handlers import RotatingFileHandler
from pathlib import Path

from consultant_app.services.crash_reports import places_of

FOLDER = "journal"
_NAME = "programme.log"
_MOST_BYTES = 500_000
_KEPT = 3
ROOMS = ("consultant_app", "sync")


class DiscreetFormatter(logging.Formatter):
    """Writes a record without any text that it was given."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """One line, then the places in the code if an exception came with it."""
        told = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None})
        told.stack_info = None
        told.msg, told.args = _told(record.msg, record.args), None
        line = super().format(told).replace("\n", " ")
        error = record.exc_info[1] if record.exc_info else None
        return line if error is None else "\n".join((line, *places_of(error)))


def start(folder: Path) -> logging.Handler | None:
    """Write the log of our rooms in ``folder``/journal; None when the disk will not have it.

    Call `stop` with the result at the end.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / FOLDER).mkdir(exist_ok=True, mode=0o700)
        handler = _QuietHandler(
            folder / FOLDER / _NAME, maxBytes=_MOST_BYTES, backupCount=_KEPT, encoding="utf-8"
        )
    except OSError:
        return None
    handler.setFormatter(DiscreetFormatter())
    for room in ROOMS:
        logger = logging.getLogger(room)
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    return handler


def stop(handler: logging.Handler | None) -> None:
    """Write no more to a log that was started."""
    if handler is None:
        return
    for room in ROOMS:
        logger = logging.getLogger(room)
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
    handler.close()


class _QuietHandler(RotatingFileHandler):
    """A full disk stops the log, not the work."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing: the log is the least of the losses."""


def _told(message: object, arguments: object) -> str:
    if not isinstance(message, str):
        return _discreet(message)
    if not arguments:
        return message
    try:
        if isinstance(arguments, Mapping):
            return message % {name: _Shown(value) for name, value in arguments.items()}
        given = arguments if isinstance(arguments, tuple) else (arguments,)
        return message % tuple(_Shown(value) for value in given)
    except (TypeError, ValueError):
        return message


def _discreet(value: object) -> str:
    if isinstance(value, type):
        return value.__qualname__
    if value is None or isinstance(value, bool | int | float):
        return str(value)
    return "…"


class _Shown:
    """A log message's argument, as it may be written, whatever the place asks for."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __str__(self) -> str:
        return _discreet(self._value)

    __repr__ = __str__

    def __int__(self) -> int:
        return self._value if isinstance(self._value, int) else 0

    def __float__(self) -> float:
        return float(self._value) if isinstance(self._value, int | float) else 0.0

    __index__ = __int__
