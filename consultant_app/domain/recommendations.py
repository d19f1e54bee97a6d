"""Priorities, strengths and points of vigilance (design §4); the parcours: `parcours.py`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from consultant_app.domain.answers import UNANSWERED, Answer, Missing
from consultant_app.domain.questionnaire import Practice, Questionnaire, Scale, Theme

T = TypeVar("T")

MAX_PRIORITIES = 6
MAX_PRIORITIES_PER_THEME = 2
MAX_STRENGTHS = 5
MAX_STRENGTHS_PER_THEME = 2
MAX_ACTIONS = 5
MAX_IMPORTANCE = 3
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


#: Two needs closer than this are tied; also the least need an action must cover.
_HAIR = 1e-9


def propose(
    questionnaire: Questionnaire,
    answers: Mapping[str, Answer],
    asked: frozenset[str],
    *,
    importance: Mapping[str, int],
    wished: Mapping[str, bool],
    bound: Container[str] | None = None,
) -> Proposal:
    """Propose priorities, strengths, points of vigilance and what to check (design §4).

    ``asked``: ids of the relevant items within the interview's extent; other answers change
    nothing. ``importance`` and ``wished``: what was stated, by theme. ``bound``: ids of the
    practices whose legal duty binds this firm (None: all of them).

    A practice is said once: under its vigilance floor it is no priority, and what is proposed as a
    priority is no strength. All ties end in questionnaire order.
    """
    placed = _placed(questionnaire, answers, asked)
    vigilance = _vigilance(questionnaire, answers, placed, asked, bound)
    apart = {point.practice_id for point in vigilance}
    candidates = [
        priority_of(questionnaire, theme, practice, level, importance, wished)
        for theme, practice, level in placed
        if practice.id not in apart
    ]
    priorities = _choose_priorities(candidates)
    taken = apart | {priority.practice_id for priority in priorities}
    return Proposal(
        priorities=priorities,
        strengths=_strengths(questionnaire.scale, placed, taken),
        vigilance=vigilance,
        to_verify=tuple(
            practice_id
            for practice_id in questionnaire.practices
            if practice_id in asked and _missing(answers, practice_id) is Missing.DONT_KNOW
        ),
    )


_Placed = tuple[Theme, Practice, float]


def _placed(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], asked: frozenset[str]
) -> list[_Placed]:
    """The practices with a level, in questionnaire order."""
    found = []
    for theme in questionnaire.themes:
        for practice in theme.practices:
            level = answers.get(practice.id, UNANSWERED).level
            if practice.id in asked and level is not None:
                found.append((theme, practice, level))
    return found


def _missing(answers: Mapping[str, Answer], practice_id: str) -> Missing | None:
    return answers.get(practice_id, UNANSWERED).missing


def priority_of(
    questionnaire: Questionnaire,
    theme: Theme,
    practice: Practice,
    level: float,
    importance: Mapping[str, int],
    wished: Mapping[str, bool],
) -> Priority:
    """Weigh one practice: weight × gap × importance / 3, gap = (max − level) / (max − min)."""
    scale = questionnaire.scale
    gap = (scale.max - level) / (scale.max - scale.min)
    stated = importance.get(theme.id)
    weight_of_theme = UNSTATED_IMPORTANCE if stated is None else stated
    return Priority(
        practice_id=practice.id,
        theme_id=theme.id,
        level=level,
        gap=gap,
        importance=weight_of_theme,
        importance_stated=stated is not None,
        wished=wished.get(theme.id, False),
        value=practice.weight * gap * weight_of_theme / MAX_IMPORTANCE,
    )


def need_value(
    questionnaire: Questionnaire,
    practice_id: str,
    answers: Mapping[str, Answer],
    importance: Mapping[str, int],
) -> float:
    """What a practice weighs that people keep without its being proposed.

    As a priority's value, with the whole gap when its level is not known, and an importance of 1
    at least: who keeps a need finds some importance in it.
    """
    theme, practice = next(
        (t, p) for t in questionnaire.themes for p in t.practices if p.id == practice_id
    )
    level = answers.get(practice_id, UNANSWERED).level
    stated = {theme.id: max(1, importance.get(theme.id, UNSTATED_IMPORTANCE))}
    known = questionnaire.scale.min if level is None else level
    return priority_of(questionnaire, theme, practice, known, stated, {}).value


def _choose_priorities(candidates: Sequence[Priority]) -> tuple[Priority, ...]:
    """The greatest values, at most 6 and 2 a theme; a stable sort keeps questionnaire order."""
    ranked = sorted(
        (c for c in candidates if c.value > 0),
        key=lambda c: (-round(c.value, 9), -round(c.gap, 9), -c.importance, not c.wished),
    )
    return tuple(_at_most(ranked, lambda c: c.theme_id, MAX_PRIORITIES_PER_THEME)[:MAX_PRIORITIES])


def _at_most(ranked: Iterable[T], theme_of: Callable[[T], str], most: int) -> list[T]:
    """The first ``most`` of each theme, in the order given."""
    seen: Counter[str] = Counter()
    kept = []
    for one in ranked:
        seen[theme_of(one)] += 1
        if seen[theme_of(one)] <= most:
            kept.append(one)
    return kept


def _vigilance(
    questionnaire: Questionnaire,
    answers: Mapping[str, Answer],
    placed: Sequence[_Placed],
    asked: frozenset[str],
    bound: Container[str] | None,
) -> tuple[VigilancePoint, ...]:
    levels = {practice.id: level for _, practice, level in placed}
    points = []
    for theme in questionnaire.themes:
        for practice in theme.practices:
            duty = practice.vigilance
            if duty is None or practice.id not in asked:
                continue
            if bound is not None and practice.id not in bound:
                continue
            level = levels.get(practice.id)
            unknown = _missing(answers, practice.id) in (Missing.DONT_KNOW, Missing.REFUSED)
            if unknown or (level is not None and level < duty.floor):
                points.append(VigilancePoint(practice.id, theme.id, level))
    return tuple(points)


def _strengths(
    scale: Scale, placed: Sequence[_Placed], taken: Container[str]
) -> tuple[Strength, ...]:
    """At most 5 practices in the scale's upper quarter, the best first.

    At an equal level themes take turns; a theme gives more than 2 only if places are left.
    """
    upper = scale.max - (scale.max - scale.min) / 4
    best = sorted(
        (
            Strength(practice.id, theme.id, level)
            for theme, practice, level in placed
            if level >= upper - _HAIR and practice.id not in taken
        ),
        key=lambda s: -s.level,
    )
    turns = _turns(best)
    order = sorted(
        range(len(best)),
        key=lambda i: (turns[i] >= MAX_STRENGTHS_PER_THEME, -best[i].level, turns[i], i),
    )
    chosen = sorted(order[:MAX_STRENGTHS], key=lambda i: (-best[i].level, turns[i], i))
    return tuple(best[i] for i in chosen)


def _turns(strengths: Sequence[Strength]) -> list[int]:
    """For each strength, how many of the same theme stand before it."""
    seen: Counter[str] = Counter()
    turns = []
    for strength in strengths:
        turns.append(seen[strength.theme_id])
        seen[strength.theme_id] += 1
    return turns
