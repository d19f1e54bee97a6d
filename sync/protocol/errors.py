"""Failures that either side understands: one French sentence for the person, one code for programs."""

from __future__ import annotations


class SyncError(Exception):
    """A failure of the exchange that is understood; ``str(error)`` is the sentence to show.

    ``reason`` is a closed code that programs may rely on.
    """

    reason = "sync"

    def __init__(self, sentence: str, reason: str | None = None) -> None:
        super().__init__(sentence)
        if reason is not None:
            self.reason = reason

    @property
    def sentence(self) -> str:
        """The French sentence shown to the person."""
        return str(self)


class PackageError(SyncError):
    """A package that must not be installed nor published."""

    reason = "package"
