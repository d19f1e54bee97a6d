"""What « Ce qui est parti » reads, at once, in the database thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from consultant_app.services.news import News, news
from consultant_app.services.region import RegionCard, region_card
from consultant_app.services.sending import Sending
from consultant_app.services.sent_lines import SendingLine, SendingStatus
from consultant_app.services.workspace import Workspace
from consultant_app.storage.outbox import OutboxState

_ORDER = {OutboxState.REFUSED: 0, OutboxState.WAITING: 1}


@dataclass(frozen=True, slots=True)
class Sent:
    """The page's content."""

    lines: tuple[SendingLine, ...]
    status: SendingStatus
    region: RegionCard
    news: tuple[News, ...]
    now: datetime

    @property
    def aside(self) -> tuple[SendingLine, ...]:
        """The rows that were refused and could be sent again."""
        return tuple(line for line in self.lines if line.can_send_again)


def read(workspace: Workspace) -> Sent:
    """Read the outbox: what asks for somebody first, then what waits, then the latest."""
    status = Sending(workspace).status()
    lines = sorted(status.lines, key=_place)
    return Sent(
        lines=tuple(lines),
        status=status,
        region=region_card(workspace),
        news=tuple(news(workspace)),
        now=workspace.clock.now(),
    )


def _place(line: SendingLine) -> tuple[int, float]:
    at = line.settled_at or line.created_at
    return _ORDER.get(line.state, 2), -at.timestamp()
