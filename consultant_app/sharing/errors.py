"""The exchange's own failures, as the rest of the laptop knows failures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from consultant_app.domain.errors import KnownError
from sync.protocol.errors import SyncError


class SharingError(KnownError):
    """Something between the laptop and the région went wrong. ``reason``: a closed code."""

    def __init__(self, sentence: str, reason: str) -> None:
        super().__init__(sentence)
        self.reason = reason


@contextmanager
def translated() -> Iterator[None]:
    """Raise `SharingError` in place of what the exchange raises."""
    try:
        yield
    except SyncError as error:
        raise SharingError(error.sentence, error.reason) from error
