"""Priorities, strengths, points of vigilance and the parcours of actions (design §4)."""

from __future__ import annotations

from dataclasses import dataclass

MAX_PRIORITIES = 6
MAX_PRIORITIES_PER_THEME = 2
MAX_STRENGTHS = 5
MAX_ACTIONS = 5
#: Importance counted for a theme whose importance was not stated.
UNSTATED_IMPORTANCE = 2


@dataclass(frozen=True, slots=True)
class Priority:
    """A practice proposed to work on. ``value`` = weight × gap × importance / 3."""

    practice_id: str
    theme_id: str
    level: float
    gap: float
    importance: int
    importance_stated: bool
    wished: bool
    value: float


@dataclass(frozen=True, slots=True)
class Strength:
    """A practice in the scale's upper quarter."""

    practice_id: str
    theme_id: str
    level: float


@dataclass(frozen=True, slots=True)
class VigilancePoint:
    """A legal duty below its floor; ``level`` None when it is not known (NSP or refused)."""

    practice_id: str
    theme_id: str
    level: float | None


@dataclass(frozen=True, slots=True)
class ActionProposal:
    """An action of the parcours, with the priorities it answers, strongest first.

    ``practice_ids`` is what « parce que … » names; ``covered`` the priority value it newly covers.
    """

    action_id: str
    practice_ids: tuple[str, ...]
    covered: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the diagnostic proposes, before consultant and dirigeant decide."""

    priorities: tuple[Priority, ...]
    strengths: tuple[Strength, ...]
    vigilance: tuple[VigilancePoint, ...]
    to_verify: tuple[str, ...]
