"""What came from the région, in words, kept for a while: announced once, read again on its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from consultant_app.services.workspace import Workspace

_NAME = "region_news"
_KEPT = 20


@dataclass(frozen=True, slots=True)
class News:
    """One announcement. ``is_refusal``: something of the région was not installed."""

    at: datetime
    text: str
    is_refusal: bool


def note_news(workspace: Workspace, text: str, *, is_refusal: bool = False) -> None:
    """Keep an announcement, and the few before it."""
    line = {"at": workspace.clock.now().isoformat(), "text": text, "is_refusal": is_refusal}
    kept = [*workspace.settings.get(_NAME, ()), line]
    workspace.settings.set(_NAME, kept[-_KEPT:])


def news(workspace: Workspace) -> list[News]:
    """The announcements kept, latest first."""
    kept = reversed(workspace.settings.get(_NAME, ()))
    return [News(datetime.fromisoformat(n["at"]), n["text"], bool(n["is_refusal"])) for n in kept]
