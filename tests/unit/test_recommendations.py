"""What the diagnostic proposes to work on, what it praises, and what the law asks first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultant_app.domain.answers import Answer, Missing, Value
from consultant_app.domain.questionnaire import Practice, Questionnaire, Vigilance
from consultant_app.domain.recommendations import Proposal, propose
from tests.builders import answers, practice, questionnaire, scale, theme

GIVEN = Mapping[str, Value | Missing | Answer]


def proposal(given_answers: GIVEN, form: Questionnaire, **more: Any) -> Proposal:
    options = {"importance": {}, "wished": {}, **more}
    return propose(form, answers(given_answers), frozenset(form.items), **options)


def priorities(given_answers: GIVEN, form: Questionnaire, **more: Any) -> list[str]:
    return [p.practice_id for p in proposal(given_answers, form, **more).priorities]


def strengths(given_answers: GIVEN, form: Questionnaire, **more: Any) -> list[str]:
    return [s.practice_id for s in proposal(given_answers, form, **more).strengths]


def duty(practice_id: str = "a_1", floor: float = 2) -> Practice:
    vigilance = Vigilance(floor=floor, duty="Document unique", text="La loi le demande.")
    return practice(practice_id, vigilance=vigilance)


def test_a_priority_is_weight_by_gap_by_importance() -> None:
    form = questionnaire(theme("a", practice("a_1", weight=2)))
    (found,) = proposal({"a_1": 1}, form, importance={"a": 3}, wished={"a": True}).priorities
    assert (found.level, found.gap, found.importance, found.value) == (1, 0.75, 3, 1.5)
    assert found.importance_stated
    assert found.wished


def test_an_unstated_importance_counts_two_and_says_so() -> None:
    (found,) = proposal({"a_1": 1}, questionnaire(theme("a", "a_1"))).priorities
    assert (found.importance, found.importance_stated, found.value) == (2, False, 0.5)


def test_the_gap_is_read_on_the_questionnaire_s_own_scale() -> None:
    form = questionnaire(theme("a", "a_1"), scale=scale(1, 5))
    (found,) = proposal({"a_1": 2}, form).priorities
    assert found.gap == 0.75


def test_at_most_six_priorities_and_two_a_theme() -> None:
    form = questionnaire(*(theme(t, *(f"{t}{i}" for i in range(4))) for t in "abcde"))
    found = priorities(dict.fromkeys(form.practices, 0), form)
    assert found == ["a0", "a1", "b0", "b1", "c0", "c1"]


def test_the_greatest_value_comes_first() -> None:
    form = questionnaire(theme("a", "a_1"), theme("b", "b_1"))
    assert priorities({"a_1": 1, "b_1": 0}, form) == ["b_1", "a_1"]
    assert priorities({"a_1": 1, "b_1": 0}, form, importance={"a": 3, "b": 2}) == ["a_1", "b_1"]


def test_ties_are_broken_by_gap_then_importance_then_wish_then_order() -> None:
    by_gap = questionnaire(theme("a", practice("a_1", weight=2)), theme("b", "b_1"))
    assert priorities({"a_1": 2, "b_1": 0}, by_gap) == ["b_1", "a_1"]
    form = questionnaire(theme("a", "a_1"), theme("b", practice("b_1", weight=2 / 3)))
    assert priorities({"a_1": 0, "b_1": 0}, form, importance={"a": 2, "b": 3}) == ["b_1", "a_1"]
    form = questionnaire(theme("a", "a_1"), theme("b", "b_1"))
    assert priorities({"a_1": 0, "b_1": 0}, form, wished={"b": True}) == ["b_1", "a_1"]
    assert priorities({"b_1": 0, "a_1": 0}, form) == ["a_1", "b_1"]


def test_a_theme_of_no_importance_or_at_the_top_gives_no_priority() -> None:
    form = questionnaire(theme("a", "a_1"), theme("b", "b_1"))
    assert priorities({"a_1": 0, "b_1": 4}, form, importance={"a": 0}) == []


def test_what_is_not_known_is_to_verify_and_no_priority() -> None:
    form = questionnaire(theme("a", "a_1", "a_2"), theme("b", "b_1", "b_2"))
    given_answers = {
        "b_1": Missing.DONT_KNOW,
        "a_2": Missing.DONT_KNOW,
        "a_1": Missing.REFUSED,
        "b_2": Missing.NOT_APPLICABLE,
    }
    found = proposal(given_answers, form)
    assert found.to_verify == ("a_2", "b_1")
    assert found.priorities == ()


def test_a_legal_duty_below_its_floor_stands_apart_whatever_the_importance() -> None:
    form = questionnaire(theme("a", duty(), "a_2"))
    found = proposal({"a_1": 1, "a_2": 1}, form, importance={"a": 0})
    assert [(v.practice_id, v.theme_id, v.level) for v in found.vigilance] == [("a_1", "a", 1)]


def test_a_legal_duty_is_said_once() -> None:
    form = questionnaire(theme("a", duty(), "a_2"))
    assert priorities({"a_1": 0, "a_2": 1}, form) == ["a_2"]


def test_a_legal_duty_at_its_floor_is_a_practice_like_any_other() -> None:
    form = questionnaire(theme("a", duty()))
    found = proposal({"a_1": 2}, form)
    assert found.vigilance == ()
    assert [p.practice_id for p in found.priorities] == ["a_1"]


@pytest.mark.parametrize("unknown", [Missing.DONT_KNOW, Missing.REFUSED])
def test_an_unknown_legal_duty_stands_apart_too(unknown: Missing) -> None:
    (point,) = proposal({"a_1": unknown}, questionnaire(theme("a", duty()))).vigilance
    assert point.level is None


@pytest.mark.parametrize("given_answers", [{}, {"a_1": Missing.NOT_APPLICABLE}])
def test_a_duty_not_answered_or_not_applicable_is_not_held_against_the_firm(
    given_answers: GIVEN,
) -> None:
    assert proposal(given_answers, questionnaire(theme("a", duty()))).vigilance == ()


def test_a_duty_that_does_not_bind_the_firm_is_a_practice_like_any_other() -> None:
    form = questionnaire(theme("a", duty()))
    found = proposal({"a_1": 0}, form, bound=frozenset())
    assert found.vigilance == ()
    assert [p.practice_id for p in found.priorities] == ["a_1"]


def test_strengths_are_in_the_upper_quarter_of_the_scale() -> None:
    form = questionnaire(theme("a", *(f"p{i}" for i in range(5))), scale=scale(1, 5))
    levels = {f"p{i}": i + 1 for i in range(5)}
    assert strengths(levels, form, importance={"a": 0}) == ["p4", "p3"]


def test_a_firm_without_strengths_is_told_none() -> None:
    form = questionnaire("a", "b")
    assert strengths(dict.fromkeys(form.practices, 2), form) == []


def test_five_strengths_at_most_the_best_first_and_spread_over_themes() -> None:
    form = questionnaire(*(theme(t, *(f"{t}{i}" for i in range(3))) for t in "abcd"))
    levels = {**dict.fromkeys(form.practices, 4), "b0": 3, "b1": 3, "b2": 3}
    found = strengths(levels, form, importance=dict.fromkeys("abcd", 0))
    assert found == ["a0", "c0", "d0", "a1", "c1"]


def test_at_an_equal_level_themes_take_turns() -> None:
    form = questionnaire(*(theme(t, f"{t}0", f"{t}1") for t in "abcdef"))
    found = strengths(dict.fromkeys(form.practices, 4), form)
    assert found == ["a0", "b0", "c0", "d0", "e0"]


def test_a_single_strong_theme_fills_the_places_left() -> None:
    form = questionnaire(theme("a", *(f"a{i}" for i in range(6))), "b")
    levels = {f"a{i}": 4 for i in range(6)} | {"b_1": 3}
    found = strengths(levels, form, importance={"a": 0, "b": 0})
    assert found == ["a0", "a1", "a2", "a3", "b_1"]


def test_a_practice_is_never_both_praised_and_proposed() -> None:
    form = questionnaire("a", "b", "c", "d", "e")
    found = proposal(dict.fromkeys(form.practices, 3), form)
    assert len(found.priorities) == 6
    said = {p.practice_id for p in found.priorities} & {s.practice_id for s in found.strengths}
    assert said == set()


def test_hidden_answers_are_not_proposed() -> None:
    form = questionnaire(theme("a", duty(), "a_2", "a_3"))
    given_answers = answers({"a_1": 0, "a_2": 0, "a_3": Missing.DONT_KNOW})
    found = propose(form, given_answers, frozenset(), importance={}, wished={})
    assert found == Proposal((), (), (), ())


FORM = questionnaire(*(theme(t, *(f"{t}{i}" for i in range(4))) for t in "abcd"))
states = st.one_of(st.sampled_from(range(5)), st.sampled_from(list(Missing)))
some_answers = st.dictionaries(st.sampled_from(list(FORM.practices)), states)


@given(some_answers, st.randoms(), st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3)))
def test_the_order_in_which_answers_were_given_changes_nothing(
    given_answers: GIVEN, chance: Any, importance: dict[str, int]
) -> None:
    keys = list(given_answers)
    chance.shuffle(keys)
    shuffled = {key: given_answers[key] for key in keys}
    again = proposal(shuffled, FORM, importance=importance)
    assert proposal(given_answers, FORM, importance=importance) == again


@given(some_answers)
def test_a_proposal_keeps_its_limits(given_answers: GIVEN) -> None:
    found = proposal(given_answers, FORM)
    themes = [p.theme_id for p in found.priorities]
    assert len(themes) <= 6
    assert all(themes.count(t) <= 2 for t in themes)
    assert len(found.strengths) <= 5
    values = [p.value for p in found.priorities]
    assert values == sorted(values, reverse=True)
