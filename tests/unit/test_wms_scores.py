"""Real interviews: 300 firms of the World Management Survey, against their published scores.

The file, its source and its licence are told in ``tests/data/README.md``. The published themes are
the plain means of their practices, and ``management`` the plain mean of the 18.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from consultant_app.assets import resource
from consultant_app.domain.answers import Answer
from consultant_app.domain.loading import load_questionnaire
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.domain.scoring import score

DATA = Path(__file__).parents[1] / "data" / "wms-mexico-2013.csv"
TOLERANCE = 1e-5


@pytest.fixture(scope="module")
def firms() -> list[dict[str, str]]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def form() -> Questionnaire:
    file = resource("questionnaires", "wms-manufacturing.yaml")
    return load_questionnaire(file.read_text(encoding="utf-8"), file.name)


def computed(form: Questionnaire, firm: dict[str, str]) -> dict[str, float | None]:
    """Theme scores and the overall one, each under the name it was published under."""
    given = {p: Answer(value=float(firm[p])) for p in form.practices if firm[p]}
    scores = score(form, given, frozenset(form.items))
    assert form.overall is not None
    return {name: t.score for name, t in scores.themes.items()} | {form.overall.id: scores.overall}


def test_every_published_score_is_found_again(
    form: Questionnaire, firms: list[dict[str, str]]
) -> None:
    cells = wrong = 0
    for firm in firms:
        for name, value in computed(form, firm).items():
            cells += 1
            wrong += value is None or abs(value - float(firm[name])) > TOLERANCE
    assert (cells, wrong) == (1500, 0)


def test_the_themes_are_those_published(form: Questionnaire) -> None:
    sizes = {theme.id: len(theme.practices) for theme in form.themes}
    assert sizes == {"operations": 2, "monitor": 5, "target": 5, "people": 6}


def test_larger_firms_are_better_managed(form: Questionnaire, firms: list[dict[str, str]]) -> None:
    """A known fact of the field, as a check that levels are read the right way round."""
    sized = sorted((f for f in firms if f["emp_firm"]), key=lambda f: float(f["emp_firm"]))
    half = len(sized) // 2
    small, large = (
        [score_ for f in part if (score_ := computed(form, f)["management"]) is not None]
        for part in (sized[:half], sized[half:])
    )
    assert sum(large) / len(large) > sum(small) / len(small)
