"""How sending stands, in a few counts. Loads nothing of the network: it is asked at every start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from consultant_app.services.workspace import Workspace

#: Setting: when the last complete exchange ended.
LAST_SYNC = "last_sync"


@dataclass(frozen=True, slots=True)
class Pulse:
    """How sending stands. ``is_here``: the centre is this very machine (a trial).

    ``waiting``, ``refused`` and ``settled`` count rows; ``last``: the last complete exchange.
    """

    enrolled: bool = False
    is_here: bool = False
    waiting: int = 0
    refused: int = 0
    settled: int = 0
    last: datetime | None = None


def pulse_of(workspace: Workspace) -> Pulse:
    """Return how things stand: cheap enough to be asked at each page."""
    from consultant_app.sharing.addresses import is_here
    from consultant_app.storage.enrolment import Enrolments
    from consultant_app.storage.outbox import OutboxState

    counts = workspace.outbox.counts()
    waiting, refused = counts.get(OutboxState.WAITING, 0), counts.get(OutboxState.REFUSED, 0)
    place = Enrolments(workspace.db).get()
    return Pulse(
        enrolled=place is not None,
        is_here=place is not None and is_here(place.server),
        waiting=waiting,
        refused=refused,
        settled=sum(counts.values()) - waiting - refused,
        last=last_sync(workspace),
    )


def last_sync(workspace: Workspace) -> datetime | None:
    """Return when the last complete exchange ended, None before there was one."""
    told = workspace.settings.get(LAST_SYNC)
    return datetime.fromisoformat(told) if told else None
