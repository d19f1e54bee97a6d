"""How far an interview is, how much it asks, and whether it comes back: what a list of them shows."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """A draft may change; a closed interview is what was signed."""

    DRAFT = "draft"
    CLOSED = "closed"


class Extent(StrEnum):
    """Full: every practice. Short: the socle, plus the themes that were deepened."""

    FULL = "full"
    SHORT = "short"


class Occasion(StrEnum):
    """A first interview, or one that comes back to a firm already seen."""

    FIRST = "first"
    FOLLOW_UP = "follow_up"
