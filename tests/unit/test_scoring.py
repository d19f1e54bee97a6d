"""Theme scores: the mean of what is known, how much is known, and what ignorance is worth."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultant_app.domain.answers import Answer, Missing, Value
from consultant_app.domain.questionnaire import Overall, Questionnaire
from consultant_app.domain.scoring import Scores, ThemeScore, score, weighted_mean
from tests.builders import answers, practice, questionnaire, scale, theme

GIVEN = Mapping[str, Value | Missing | Answer]


def scores_of(given_answers: GIVEN, form: Questionnaire | None = None) -> Scores:
    form = form or questionnaire("a")
    return score(form, answers(given_answers), frozenset(form.items))


def theme_score(given_answers: GIVEN, form: Questionnaire | None = None) -> ThemeScore:
    return scores_of(given_answers, form).themes["a"]


def test_a_theme_is_the_mean_of_its_levels() -> None:
    found = theme_score({"a_1": 1, "a_2": 4})
    assert (found.score, found.lower_bound, found.coverage) == (2.5, 2.5, 1.0)


def test_weights_count() -> None:
    form = questionnaire(theme("a", practice("a_1", weight=3), practice("a_2", weight=1)))
    assert theme_score({"a_1": 4, "a_2": 0}, form).score == 3.0


def test_a_single_level_is_its_own_mean_to_the_last_digit() -> None:
    """0.1 × 1.5 / 0.1 is 1.5000000000000002 in binary."""
    assert weighted_mean([(0.1, 1.5)]) == 1.5


def test_ignorance_leaves_the_mean_but_not_the_lower_bound() -> None:
    found = theme_score({"a_1": Missing.DONT_KNOW, "a_2": 4})
    assert (found.score, found.lower_bound, found.coverage) == (4.0, 2.0, 0.5)
    assert (found.answered, found.asked, found.to_verify) == (1, 2, 1)


def test_a_refusal_counts_like_ignorance_but_there_is_nothing_to_verify() -> None:
    found = theme_score({"a_1": Missing.REFUSED, "a_2": 4})
    assert (found.score, found.lower_bound, found.coverage) == (4.0, 2.0, 0.5)
    assert found.to_verify == 0


def test_ignorance_counts_as_the_scale_s_own_minimum() -> None:
    form = questionnaire("a", scale=scale(1, 5))
    assert theme_score({"a_1": Missing.DONT_KNOW, "a_2": 5}, form).lower_bound == 3.0


def test_what_does_not_apply_leaves_both_counts() -> None:
    found = theme_score({"a_1": Missing.NOT_APPLICABLE, "a_2": 3})
    assert (found.score, found.lower_bound, found.coverage) == (3.0, 3.0, 1.0)
    assert (found.asked, found.not_applicable) == (1, 1)


def test_what_was_not_asked_leaves_both_counts() -> None:
    found = theme_score({"a_1": Missing.NOT_ASKED, "a_2": 3})
    assert (found.asked, found.coverage, found.lower_bound) == (1, 1.0, 3.0)


def test_an_unanswered_practice_lowers_the_coverage_only() -> None:
    found = theme_score({"a_2": 4})
    assert (found.score, found.lower_bound, found.coverage) == (4.0, 4.0, 0.5)


def test_a_note_alone_is_no_answer() -> None:
    found = theme_score({"a_1": Answer(note="à revoir", flagged=True), "a_2": 4})
    assert (found.answered, found.asked, found.lower_bound) == (1, 2, 4.0)


@pytest.mark.parametrize(
    "nothing",
    [
        {},
        {"a_1": Missing.DONT_KNOW, "a_2": Missing.DONT_KNOW},
        {"a_1": Missing.NOT_APPLICABLE, "a_2": Missing.NOT_APPLICABLE},
        {"a_1": Missing.REFUSED},
    ],
)
def test_a_theme_without_a_level_has_no_score(nothing: GIVEN) -> None:
    found = theme_score(nothing)
    assert (found.score, found.lower_bound, found.coverage) == (None, None, 0.0)
    assert not found.is_shown


def test_two_thirds_of_the_practices_are_enough_to_show_a_level() -> None:
    form = questionnaire(theme("a", "p1", "p2", "p3"))
    assert theme_score({"p1": 2, "p2": 2}, form).is_shown
    assert not theme_score({"p1": 2}, form).is_shown


def test_practices_that_were_not_asked_change_nothing() -> None:
    form = questionnaire("a")
    both = answers({"a_1": 0, "a_2": 4})
    assert score(form, both, frozenset({"a_2"})).themes["a"].score == 4.0
    assert score(form, both, frozenset()).themes["a"].asked == 0


def test_no_overall_score_unless_the_questionnaire_asks_for_one() -> None:
    assert scores_of({"a_1": 2}).overall is None


def test_the_overall_score_of_practices_weighs_them_all_alike() -> None:
    form = questionnaire(theme("a", "p1"), theme("b", "p2", "p3"), overall=overall("practices"))
    assert scores_of({"p1": 4, "p2": 1, "p3": 1}, form).overall == 2.0


def test_the_overall_score_of_themes_weighs_the_themes_that_have_one() -> None:
    form = questionnaire(theme("a", "p1"), theme("b", "p2", "p3"), "c", overall=overall("themes"))
    assert scores_of({"p1": 4, "p2": 1, "p3": 1}, form).overall == 2.5


def test_no_answer_at_all_gives_no_overall_score() -> None:
    for method in ("practices", "themes"):
        assert scores_of({}, questionnaire("a", overall=overall(method))).overall is None


def overall(of: str) -> Overall:
    return Overall.model_validate({"id": "total", "title": "Total", "method": f"mean_of_{of}"})


PRACTICES = ("p1", "p2", "p3", "p4", "p5")
levels = st.sampled_from([0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4])
states = st.one_of(levels, st.sampled_from(list(Missing)), st.just(Answer()))
some_answers = st.dictionaries(st.sampled_from(PRACTICES), states)
weights = st.lists(st.floats(0.1, 10), min_size=len(PRACTICES), max_size=len(PRACTICES))


def weighted(of: list[float]) -> Questionnaire:
    built = (practice(p, weight=w) for p, w in zip(PRACTICES, of, strict=True))
    return questionnaire(theme("a", *built), scale=scale(half_steps=True))


@given(some_answers, weights)
def test_a_score_lies_within_the_levels_it_is_made_of(
    given_answers: GIVEN, of: list[float]
) -> None:
    found = theme_score(given_answers, weighted(of))
    placed = [v for v in given_answers.values() if isinstance(v, int | float)]
    assert (found.score is None) == (not placed)
    if found.score is not None and found.lower_bound is not None:
        assert min(placed) <= found.score <= max(placed)
        assert 0 <= found.lower_bound <= found.score + 1e-12


@given(some_answers, weights, st.data())
def test_saying_one_does_not_know_never_raises_the_lower_bound(
    given_answers: GIVEN, of: list[float], data: st.DataObject
) -> None:
    placed = sorted(k for k, v in given_answers.items() if isinstance(v, int | float))
    if not placed:
        return
    forgotten = {**given_answers, data.draw(st.sampled_from(placed)): Missing.DONT_KNOW}
    before = theme_score(given_answers, weighted(of)).lower_bound
    after = theme_score(forgotten, weighted(of)).lower_bound
    assert before is not None
    assert after is None or after <= before


@given(some_answers, some_answers, weights)
def test_hidden_answers_change_nothing(seen: GIVEN, hidden: GIVEN, of: list[float]) -> None:
    form, asked = weighted(of), frozenset(PRACTICES[:3])
    shown = {k: v for k, v in seen.items() if k in asked}
    masked = {k: v for k, v in hidden.items() if k not in asked}
    assert score(form, answers(shown), asked) == score(form, answers({**masked, **shown}), asked)


@given(st.lists(st.tuples(st.floats(1e-3, 1e3), st.floats(0, 10)), min_size=1), st.randoms())
def test_a_mean_does_not_depend_on_the_order_of_its_levels(
    pairs: list[tuple[float, float]], chance: object
) -> None:
    shuffled = list(pairs)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert weighted_mean(pairs) == weighted_mean(shuffled)
