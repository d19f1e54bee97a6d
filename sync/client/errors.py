"""What can go wrong between the laptop and the région; each says what to do."""

from __future__ import annotations

from sync.protocol.errors import SyncError


class UnreachableError(SyncError):
    """No answer, or a damaged one: nothing is lost, the same may be sent again."""

    reason = "unreachable"


class BusyError(UnreachableError):
    """The centre asks to wait. ``seconds``: how long, at least."""

    reason = "busy"

    def __init__(self, sentence: str, seconds: float) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class FaultError(UnreachableError):
    """The centre stumbled over this very request; another one may go through."""

    reason = "fault"


class TooLargeError(SyncError):
    """The centre wants less at once."""

    reason = "too_large"


class RefusedError(SyncError):
    """The centre refuses this laptop, this code or this version."""

    reason = "refused"


class InsecureError(SyncError):
    """The address would let others read what is sent."""

    reason = "insecure"


class CancelledError(SyncError):
    """The person stopped the exchange; what was acknowledged stays so."""

    reason = "cancelled"
