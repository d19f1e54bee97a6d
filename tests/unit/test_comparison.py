"""A follow-up beside the diagnostic before it: like with like, and what was done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from consultant_app.domain.answers import Answer, Missing, Value
from consultant_app.domain.comparison import Comparison, Move, compare
from consultant_app.domain.diagnosis import Diagnosis, diagnose
from consultant_app.domain.interview import ActionItem, Extent, PlanItem
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.domain.rules import RuleSet
from tests.builders import interview, practice, questionnaire, scale, theme

GIVEN = Mapping[str, Value | Missing | Answer]
FORM = questionnaire(theme("a", practice("a_1", socle=True), "a_2"), theme("b", "b_1", "b_2"))


def read(given: GIVEN, form: Questionnaire = FORM, **changes: Any) -> Diagnosis:
    return diagnose(form, RuleSet(form), interview(given, **changes))


def moves(found: Comparison) -> dict[str, Move]:
    return {change.practice_id: change.move for change in found.practices}


def test_each_practice_says_how_it_moved() -> None:
    before = read({"a_1": 1, "a_2": 3, "b_1": 2})
    now = read({"a_1": 2, "a_2": 1, "b_1": 2, "b_2": 0})
    found = compare(before, now)
    assert moves(found) == {
        "a_1": Move.UP,
        "a_2": Move.DOWN,
        "b_1": Move.SAME,
        "b_2": Move.NEW,
    }
    assert [c.practice_id for c in found.moved(Move.UP)] == ["a_1"]


def test_what_is_not_known_any_more_is_gone_not_fallen() -> None:
    found = compare(read({"a_1": 3}), read({"a_1": Missing.DONT_KNOW}))
    assert moves(found) == {"a_1": Move.GONE}


def test_themes_are_compared_by_their_lower_bounds() -> None:
    before = read({"a_1": 4, "a_2": Missing.DONT_KNOW})
    now = read({"a_1": 4, "a_2": 1})
    theme_a = compare(before, now).themes["a"]
    assert (theme_a.previous, theme_a.current, theme_a.change) == (2.0, 2.5, 0.5)
    assert theme_a.same_practices


def test_a_theme_without_a_level_has_no_change() -> None:
    theme_b = compare(read({"b_1": 2}), read({})).themes["b"]
    assert (theme_b.previous, theme_b.current, theme_b.change) == (2.0, None, None)


def test_a_practice_that_stopped_applying_does_not_move_its_theme() -> None:
    before = read({"a_1": 0, "a_2": 3})
    now = read({"a_1": Missing.NOT_APPLICABLE, "a_2": 3})
    theme_a = compare(before, now).themes["a"]
    assert (theme_a.previous, theme_a.current, theme_a.common) == (3.0, 3.0, 1)
    assert not theme_a.same_practices


def test_a_short_interview_is_compared_on_what_it_asked() -> None:
    form = questionnaire(theme("a", practice("a_1", socle=True), "a_2"))
    before = read({"a_1": 2, "a_2": 0}, form)
    now = read({"a_1": 3}, form, extent=Extent.SHORT)
    theme_a = compare(before, now).themes["a"]
    assert (theme_a.previous, theme_a.current, theme_a.common) == (2.0, 3.0, 1)


def test_levels_on_another_scale_are_not_compared() -> None:
    other = questionnaire(theme("a", "a_1"), scale=scale(1, 5))
    found = compare(read({"a_1": 4}, other), read({"a_1": 2}))
    assert moves(found) == {"a_1": Move.NEW}
    assert found.themes["a"].previous is None


def test_the_follow_up_says_what_became_of_what_was_kept() -> None:
    decided = (PlanItem("a_1", who="Mme Essai"), PlanItem("b_1", kept=False))
    before = read({"a_1": 1}, plan=decided, plan_decided=True, actions=(ActionItem("atelier"),))
    told = (PlanItem("a_1", who="Mme Essai", outcome="done"),)
    now = read(
        {"a_1": 3}, followed=told, followed_actions=(ActionItem("atelier", outcome="dropped"),)
    )
    found = compare(before, now)
    assert found.needs == told
    assert found.actions == (ActionItem("atelier", outcome="dropped"),)


def test_before_anything_was_told_the_needs_kept_are_still_there() -> None:
    decided = (PlanItem("a_1"), PlanItem("b_1", kept=False))
    before = read({"a_1": 1}, plan=decided, plan_decided=True)
    assert compare(before, read({"a_1": 1})).needs == (PlanItem("a_1"),)


@pytest.mark.parametrize("level", [0, 2, 4])
def test_nothing_moves_between_a_diagnostic_and_itself(level: int) -> None:
    same = read(dict.fromkeys(FORM.practices, level))
    found = compare(same, same)
    assert set(moves(found).values()) == {Move.SAME}
    assert {t.change for t in found.themes.values()} == {0.0}
