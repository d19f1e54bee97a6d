"""Real interviews: 300 firms of the World Management Survey, against their published scores.

The file, its source and its licence are told in ``tests/data/README.md``. The published themes are
the plain means of their practices, and ``management`` the plain mean of the 18.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from consultant_app.domain.answers import Answer
from consultant_app.domain.questionnaire import Overall, Questionnaire
from consultant_app.domain.scoring import score
from tests.builders import questionnaire, scale, theme

DATA = Path(__file__).parents[1] / "data" / "wms-mexico-2013.csv"
#: Theme → its practices, as published.
THEMES = {
    "operations": ("lean1", "lean2"),
    "monitor": tuple(f"perf{i}" for i in range(1, 6)),
    "target": tuple(f"perf{i}" for i in range(6, 11)),
    "people": tuple(f"talent{i}" for i in range(1, 7)),
}
TOLERANCE = 1e-5


@pytest.fixture(scope="module")
def firms() -> list[dict[str, str]]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def form() -> Questionnaire:
    overall = Overall(id="management", title="Management", method="mean_of_practices")
    themes = (theme(name, *practices) for name, practices in THEMES.items())
    return questionnaire(*themes, scale=scale(1, 5), overall=overall)


def computed(form: Questionnaire, firm: dict[str, str]) -> dict[str, float | None]:
    given = {p: Answer(value=float(firm[p])) for p in form.practices if firm[p]}
    scores = score(form, given, frozenset(form.items))
    return {name: t.score for name, t in scores.themes.items()} | {"management": scores.overall}


def test_every_published_score_is_found_again(
    form: Questionnaire, firms: list[dict[str, str]]
) -> None:
    cells = wrong = 0
    for firm in firms:
        for name, value in computed(form, firm).items():
            cells += 1
            wrong += value is None or abs(value - float(firm[name])) > TOLERANCE
    assert (cells, wrong) == (1500, 0)


def test_larger_firms_are_better_managed(form: Questionnaire, firms: list[dict[str, str]]) -> None:
    """A known fact of the field, as a check that levels are read the right way round."""
    sized = sorted((f for f in firms if f["emp_firm"]), key=lambda f: float(f["emp_firm"]))
    half = len(sized) // 2
    small, large = (
        [score_ for f in part if (score_ := computed(form, f)["management"]) is not None]
        for part in (sized[:half], sized[half:])
    )
    assert sum(large) / len(large) > sum(small) / len(small)
