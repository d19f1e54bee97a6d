"""Scoring against bare loops over the same levels: what the objects around the sums cost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import fsum
from typing import TypeAlias

from consultant_app.domain.answers import Answer, Missing
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.domain.scoring import score
from tests.benchmarks.harness import Budget, Pair, benchmark
from tests.builders import questionnaire, theme

INTERVIEWS = 10_000
THEMES = 10
PRACTICES = 6

Rows: TypeAlias = list[list[list[tuple[float, float]]]]


@benchmark("scoring of 10,000 interviews", budget=Budget(ratio=20, value=2))
@contextmanager
def scoring() -> Iterator[Pair]:
    form = _form()
    asked = frozenset(form.practices)
    interviews = _interviews(form)
    rows = _rows(form, interviews)

    def measured() -> None:
        for answers in interviews:
            score(form, answers, asked)

    def floor() -> None:
        for themes in rows:
            for pairs in themes:
                fsum([weight * level for weight, level in pairs]) / fsum([w for w, _ in pairs])

    yield Pair(measured, floor)


def _form() -> Questionnaire:
    return questionnaire(
        *(theme(f"t{t}", *(f"t{t}_{p}" for p in range(PRACTICES))) for t in range(THEMES))
    )


def _interviews(form: Questionnaire) -> list[dict[str, Answer]]:
    """Varied interviews without chance: every seventh practice or so is not known."""
    states = _states()
    return [{p: next(states) for p in form.practices} for _ in range(INTERVIEWS)]


def _states() -> Iterator[Answer]:
    number = 1
    while True:
        number = number * 48271 % 2147483647
        kind = number // 1000 % 7
        yield Answer(missing=Missing.DONT_KNOW) if kind == 6 else Answer(value=min(kind, 4))


def _rows(form: Questionnaire, interviews: list[dict[str, Answer]]) -> Rows:
    themes = [[(p.id, p.weight) for p in t.practices] for t in form.themes]
    return [[list(_pairs(theme, answers)) for theme in themes] for answers in interviews]


def _pairs(
    practices: list[tuple[str, float]], answers: dict[str, Answer]
) -> Iterator[tuple[float, float]]:
    for practice_id, weight in practices:
        level = answers[practice_id].level
        yield weight, 0.0 if level is None else level
