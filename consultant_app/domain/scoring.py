"""Theme scores, with coverage and lower bound (a mean alone lets ignorance raise a score)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from consultant_app.domain.answers import UNANSWERED, Answer, Missing
from consultant_app.domain.questionnaire import Questionnaire, Scale, Theme

#: Below this share of answered practices a theme's score is not shown.
MIN_COVERAGE = 2 / 3


@dataclass(frozen=True, slots=True)
class ThemeScore:
    """A theme's score in the scale's units.

    ``score``: weighted mean of the levels given; ``lower_bound``: the same with NSP and refused
    counted as the scale's minimum. Both None when no level was placed. ``coverage`` = ``answered``
    / ``asked`` (0 when nothing was asked), where ``asked`` counts relevant, asked practices not SO.
    """

    theme_id: str
    score: float | None
    lower_bound: float | None
    coverage: float
    answered: int
    asked: int
    to_verify: int
    not_applicable: int

    @property
    def is_shown(self) -> bool:
        """Whether coverage is enough for the paper to show a level."""
        return self.score is not None and self.coverage >= MIN_COVERAGE - 1e-9


@dataclass(frozen=True, slots=True)
class Scores:
    """All theme scores by theme id, and the overall one where the questionnaire asks for it."""

    themes: Mapping[str, ThemeScore]
    overall: float | None = None


#: A level with the weight of its practice.
_Weighted = tuple[float, float]


def score(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], asked: frozenset[str]
) -> Scores:
    """Score every theme, and the whole where the questionnaire asks for it (design §4).

    ``asked`` holds the ids of the relevant items within the interview's extent: whatever else
    ``answers`` holds (hidden, outside the extent) changes nothing.
    """
    themes: dict[str, ThemeScore] = {}
    placed: list[_Weighted] = []
    for theme in questionnaire.themes:
        tally = _tally(theme, answers, asked)
        themes[theme.id] = _theme_score(theme.id, tally, questionnaire.scale)
        placed += tally.placed
    return Scores(themes, _overall(questionnaire, themes, placed))


@dataclass(slots=True)
class _Tally:
    """What one theme's practices were answered with."""

    placed: list[_Weighted]
    unknown: list[float]
    asked: int = 0
    to_verify: int = 0
    not_applicable: int = 0


def _tally(theme: Theme, answers: Mapping[str, Answer], asked: frozenset[str]) -> _Tally:
    tally = _Tally([], [])
    for practice in theme.practices:
        practice_id = practice.id
        if practice_id not in asked:
            continue
        answer = answers.get(practice_id, UNANSWERED)
        value = answer.value
        if isinstance(value, (int, float)):
            tally.placed.append((practice.weight, float(value)))
        else:
            _count_unplaced(tally, practice.weight, answer.missing)
    tally.asked += len(tally.placed)
    return tally


def _count_unplaced(tally: _Tally, weight: float, missing: Missing | None) -> None:
    if missing is Missing.NOT_APPLICABLE:
        tally.not_applicable += 1
    elif missing is not Missing.NOT_ASKED:
        tally.asked += 1
        if missing is not None:
            tally.unknown.append(weight)
            tally.to_verify += missing is Missing.DONT_KNOW


def _theme_score(theme_id: str, tally: _Tally, scale: Scale) -> ThemeScore:
    answered = len(tally.placed)
    mean = lower = weighted_mean(tally.placed)
    if answered and tally.unknown:
        lower = weighted_mean(tally.placed + [(weight, scale.min) for weight in tally.unknown])
    return ThemeScore(
        theme_id=theme_id,
        score=mean,
        lower_bound=lower,
        coverage=answered / tally.asked if tally.asked else 0.0,
        answered=answered,
        asked=tally.asked,
        to_verify=tally.to_verify,
        not_applicable=tally.not_applicable,
    )


def weighted_mean(levels: Sequence[_Weighted]) -> float | None:
    """Σ weight·level / Σ weight over (weight, level) pairs; None when there are none.

    Held within the levels' own range, which the last digit of a division could leave.
    """
    if not levels:
        return None
    total = fsum([weight * level for weight, level in levels])
    mean = total / fsum([weight for weight, _ in levels])
    values = [level for _, level in levels]
    return min(max(mean, min(values)), max(values))


def _overall(
    questionnaire: Questionnaire, themes: Mapping[str, ThemeScore], placed: Sequence[_Weighted]
) -> float | None:
    if questionnaire.overall is None:
        return None
    if questionnaire.overall.method == "mean_of_practices":
        return weighted_mean(placed)
    return weighted_mean([(1.0, t.score) for t in themes.values() if t.score is not None])
