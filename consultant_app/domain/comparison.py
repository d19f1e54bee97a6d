"""Two diagnostics of one firm side by side: what moved, and what became of what was kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from consultant_app.domain.answers import Missing
from consultant_app.domain.diagnosis import Diagnosis
from consultant_app.domain.interview import ActionItem, PlanItem
from consultant_app.domain.scoring import score

T = TypeVar("T", PlanItem, ActionItem)


class Move(StrEnum):
    """Where a practice stands, seen from last time."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """A theme's lower bounds, in the scale's units, over the practices ``common`` to both times.

    Like is compared with like: a practice asked only once, or that did not apply one of the two
    times, is in neither bound. ``same_practices`` says whether none had to be left out, so that
    the bounds are those of the two diagnostics themselves. None: no level was placed.
    """

    theme_id: str
    previous: float | None
    current: float | None
    common: int
    same_practices: bool

    @property
    def change(self) -> float | None:
        """How much the lower bound moved; None when one of the two is unknown."""
        if self.previous is None or self.current is None:
            return None
        return self.current - self.previous


@dataclass(frozen=True, slots=True)
class PracticeChange:
    """A practice placed at least once; a level is None where it was not placed that time."""

    practice_id: str
    theme_id: str
    previous: float | None
    current: float | None
    move: Move


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two diagnostics say together, in the current questionnaire's order.

    ``needs`` and ``actions``: what was kept last time, in the order decided then, each with the
    ``outcome`` told at the follow-up ("" when it was not told).
    """

    themes: Mapping[str, ThemeChange]
    practices: tuple[PracticeChange, ...]
    needs: tuple[PlanItem, ...]
    actions: tuple[ActionItem, ...]

    def moved(self, move: Move) -> tuple[PracticeChange, ...]:
        """The practices that moved that way, in questionnaire order."""
        return tuple(change for change in self.practices if change.move is move)


def compare(previous: Diagnosis, current: Diagnosis) -> Comparison:
    """Compare a follow-up with the diagnostic before it.

    Practices are matched by id and weighed as in the current questionnaire. When the scale changed
    between the two, levels cannot be compared: every practice is then new.
    """
    common = _common(previous, current)
    return Comparison(
        themes=_themes(previous, current, common),
        practices=tuple(_practices(previous, current)),
        needs=_kept(current.interview.followed or previous.plan),
        actions=_kept(current.interview.followed_actions or previous.actions),
    )


def _common(previous: Diagnosis, current: Diagnosis) -> frozenset[str]:
    """Practices asked and applicable both times, on the same scale."""
    if not _same_scale(previous, current):
        return frozenset()
    return _applicable(previous) & _applicable(current)


def _same_scale(previous: Diagnosis, current: Diagnosis) -> bool:
    before, now = previous.questionnaire.scale, current.questionnaire.scale
    return (before.min, before.max) == (now.min, now.max)


def _applicable(diagnosis: Diagnosis) -> frozenset[str]:
    left_out = (Missing.NOT_APPLICABLE, Missing.NOT_ASKED)
    return frozenset(
        practice_id
        for practice_id in diagnosis.questionnaire.practices
        if practice_id in diagnosis.asked
        and diagnosis.interview.answer(practice_id).missing not in left_out
    )


def _themes(
    previous: Diagnosis, current: Diagnosis, common: frozenset[str]
) -> dict[str, ThemeChange]:
    form = current.questionnaire
    before = score(form, previous.interview.answers, common).themes
    now = score(form, current.interview.answers, common).themes
    whole = _applicable(previous) | _applicable(current)
    changes = {}
    for theme in form.themes:
        practices = {practice.id for practice in theme.practices}
        changes[theme.id] = ThemeChange(
            theme_id=theme.id,
            previous=before[theme.id].lower_bound,
            current=now[theme.id].lower_bound,
            common=len(practices & common),
            same_practices=practices & common == practices & whole,
        )
    return changes


def _practices(previous: Diagnosis, current: Diagnosis) -> Iterable[PracticeChange]:
    comparable = _same_scale(previous, current)
    for theme in current.questionnaire.themes:
        for practice in theme.practices:
            before = _level(previous, practice.id) if comparable else None
            now = _level(current, practice.id)
            if before is not None or now is not None:
                yield PracticeChange(practice.id, theme.id, before, now, _move(before, now))


def _level(diagnosis: Diagnosis, practice_id: str) -> float | None:
    if practice_id not in diagnosis.asked:
        return None
    return diagnosis.interview.answer(practice_id).level


def _move(before: float | None, now: float | None) -> Move:
    if before is None:
        return Move.NEW
    if now is None:
        return Move.GONE
    if now == before:
        return Move.SAME
    return Move.UP if now > before else Move.DOWN


def _kept(items: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(item for item in items if item.kept)
