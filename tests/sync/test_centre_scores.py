"""One table of cases, two programs: the centre scores as the laptop does."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path
from typing import Any

import pytest

from consultant_app.assets import resource
from consultant_app.domain.answers import Answer, Missing
from consultant_app.domain.loading import load_questionnaire
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.domain.scoring import score as laptop_score
from consultant_app.sharing.codebooks import codebook_of
from sync.protocol.codebook import Codebook
from sync.server.publication.scores import levels_of
from sync.server.publication.scores import score as centre_score
from tests.builders import questionnaire, theme

DATA = Path(__file__).resolve().parents[1] / "data"
CASES: list[dict[str, Any]] = json.loads((DATA / "score-cases.json").read_text(encoding="utf-8"))
_TYPED = {
    "nsp": Missing.DONT_KNOW,
    "so": Missing.NOT_APPLICABLE,
    "refused": Missing.REFUSED,
}


def on_the_laptop(form: Questionnaire, answers: dict[str, Any]) -> Any:
    asked = frozenset(p for p, a in answers.items() if a not in {"hidden", "not_asked"})
    given = {
        p: Answer(missing=_TYPED[a]) if isinstance(a, str) else Answer(value=a)
        for p, a in answers.items()
        if a not in {"hidden", "not_asked", "unanswered"}
    }
    return laptop_score(form, given, asked)


def at_the_centre(book: Codebook, answers: list[dict[str, Any]]) -> Any:
    return centre_score(
        book,
        levels_of(
            book,
            [
                {p: {"missing": a} if isinstance(a, str) else {"level": a} for p, a in one.items()}
                for one in answers
            ],
        ),
    )


def _form(case: dict[str, Any]) -> Questionnaire:
    plain = questionnaire(theme("t1", *case["weights"]))
    low, high = case["scale"]
    own = plain.themes[0]
    practices = tuple(
        p.model_copy(update={"weight": float(case["weights"][p.id])}) for p in own.practices
    )
    scale = plain.scale.model_copy(update={"min": low, "max": high})
    return plain.model_copy(
        update={"themes": (own.model_copy(update={"practices": practices}),), "scale": scale}
    )


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_both_score_each_case_alike(case: dict[str, Any]) -> None:
    form = _form(case)
    laptop = on_the_laptop(form, case["answers"]).themes["t1"]
    centre = at_the_centre(codebook_of(form), [case["answers"]]).themes["t1"]
    for name in ("score", "lower_bound", "coverage"):
        expected = case[name]
        own, theirs = getattr(laptop, name), float(getattr(centre, name)[0])
        if expected is None:
            assert own is None
            assert math.isnan(theirs)
        else:
            assert own == pytest.approx(expected, abs=1e-12)
            assert theirs == pytest.approx(expected, abs=1e-12)
    assert bool(centre.is_shown[0]) == laptop.is_shown


@pytest.mark.parametrize("name", ["diagnostic-general", "wms-manufacturing"])
def test_both_score_hundreds_of_random_interviews_alike(name: str) -> None:
    form = load_questionnaire(
        resource("questionnaires", f"{name}.yaml").read_text(encoding="utf-8"), name
    )
    chance = random.Random(7)
    states = [*range(int(form.scale.min), int(form.scale.max) + 1), "nsp", "so", "refused"]
    states += ["hidden", "not_asked", "unanswered"]
    answers = [{p: chance.choice(states) for p in form.practices} for _ in range(200)]
    centre = at_the_centre(codebook_of(form), answers)
    for i, one in enumerate(answers):
        laptop = on_the_laptop(form, one)
        for theme_id, scores in laptop.themes.items():
            theirs = centre.themes[theme_id]
            same(scores.score, theirs.score[i])
            same(scores.lower_bound, theirs.lower_bound[i])
            assert scores.coverage == pytest.approx(float(theirs.coverage[i]))
            counts = (scores.answered, scores.asked, scores.to_verify, scores.not_applicable)
            told = (theirs.answered, theirs.asked, theirs.to_verify, theirs.not_applicable)
            assert counts == tuple(int(t[i]) for t in told)
        if centre.overall is not None:
            same(laptop.overall, centre.overall[i])


def same(own: float | None, theirs: float) -> None:
    if own is None:
        assert math.isnan(theirs)
    else:
        assert theirs == pytest.approx(own, abs=1e-12)
