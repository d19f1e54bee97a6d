"""Everything read from one interview, put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultant_app.domain.answers import Answer, Missing, Value
from consultant_app.domain.catalogue import Catalogue
from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.diagnosis import Diagnosis, diagnose
from consultant_app.domain.growth import GrowthType
from consultant_app.domain.interview import ActionItem, Extent, Interview, PlanItem
from consultant_app.domain.questionnaire import (
    GrowthBlock,
    Questionnaire,
    Vigilance,
    WordingVariant,
)
from consultant_app.domain.rules import RuleSet
from tests.builders import (
    action,
    catalogue,
    interview,
    practice,
    question,
    questionnaire,
    theme,
)

GIVEN = Mapping[str, Value | Missing | Answer]

SERIES = [
    {"year": 2023, "months": 18, "turnover": 150_000},
    {"year": 2024, "months": 12, "turnover": 120_000},
    {"year": 2025, "months": 12, "turnover": 150_000},
]


def form(**changes: Any) -> Questionnaire:
    """Two themes; the second only for firms that export; growth; three named conditions."""
    duty = Vigilance(
        floor=2, duty="Document unique", text="Une obligation.", relevant="${staff} >= 1"
    )
    fields: dict[str, Any] = {
        "profile": [question("exporte", "single_choice", choices=("oui", "non"))],
        "ask_importance": True,
        "conditions": {"micro": "${staff} < 10"},
        "growth": GrowthBlock(
            title="Croissance",
            series="exercices",
            discontinuity="rupture",
            questions=(
                question("exercices", "yearly_series"),
                question("rupture", "single_choice", choices=("oui", "non")),
            ),
        ),
    }
    small = WordingVariant(when="micro", why="Vous êtes peu nombreux.")
    return questionnaire(
        theme("a", practice("a_1", variants=(small,)), practice("a_2", vigilance=duty), "a_3"),
        theme("b", "b_1", "b_2", relevant="${exporte} = 'oui'"),
        **{**fields, **changes},
    )


FORM = form()
RULES = RuleSet(FORM)
ACTIONS = catalogue(
    action("atelier", {"a_1": 1.0}),
    action("securite", {"a_2": 1.0, "a_1": 0.5}),
    action("export", {"b_1": 1.0}, eligible="${exporte} = 'oui'"),
    action("industrie", {"a_1": 1.0, "a_3": 1.0}, eligible="${activity} = 'BE'"),
    action("surprise", {"a_3": 1.0}, eligible="${b_1} = 0"),
    action("croissance", {"a_3": 0.9}, eligible="${growth_last} > 0.2"),
    action("ailleurs", {"a_1": 1.0, "a_3": 1.0}, eligible="${inconnue} = 'oui'"),
)


def read(held: Interview, actions: Catalogue | None = ACTIONS) -> Diagnosis:
    return diagnose(FORM, RULES, held, actions)


def read_answers(given_answers: GIVEN, **changes: Any) -> Diagnosis:
    return read(interview(given_answers, **changes))


def parcours(found: Diagnosis) -> list[str]:
    return [step.action_id for step in found.parcours]


def test_importance_and_wish_are_read_from_the_answers() -> None:
    found = read_answers({"importance_a": 3, "wish_a": "oui", "a_1": 1})
    assert found.importance == {"a": 3}
    assert found.wished == {"a": True}
    (priority,) = found.proposal.priorities
    assert (priority.value, priority.wished) == (0.75, True)


def test_a_wish_refused_is_not_a_wish() -> None:
    assert read_answers({"wish_a": "non", "importance_a": Missing.DONT_KNOW}).wished == {"a": False}
    assert read_answers({"importance_a": Missing.DONT_KNOW}).importance == {}


def test_before_anything_is_decided_every_priority_is_proposed_as_kept() -> None:
    found = read_answers({"a_1": 1, "a_3": 0})
    assert found.plan == (PlanItem("a_3"), PlanItem("a_1"))


def test_what_was_decided_is_the_plan_in_its_order() -> None:
    decided = (PlanItem("a_1", who="Mme Essai"), PlanItem("a_3", kept=False))
    found = read_answers({"a_1": 1, "a_3": 0}, plan=decided, plan_decided=True)
    assert found.plan == decided


def test_a_plan_written_but_not_decided_is_not_the_plan_yet() -> None:
    found = read_answers({"a_1": 1}, plan=(PlanItem("a_3", outcome="done"),))
    assert found.plan == (PlanItem("a_1"),)


def test_a_parcours_serves_what_was_kept_only() -> None:
    decided = (PlanItem("a_1", kept=False), PlanItem("a_3"))
    assert parcours(read_answers({"a_1": 0, "a_3": 0})) == ["atelier"]
    assert parcours(read_answers({"a_1": 0}, plan=decided, plan_decided=True)) == []


def test_a_parcours_can_serve_a_legal_duty_that_people_kept() -> None:
    held = interview({"a_2": 1}, plan=(PlanItem("a_2"),), plan_decided=True)
    (step,) = read(held).parcours
    assert (step.action_id, step.practice_ids, step.covered) == ("securite", ("a_2",), 0.5)


def test_a_need_kept_in_a_secondary_theme_still_counts() -> None:
    kept = {"plan": (PlanItem("a_1"),), "plan_decided": True}
    assert parcours(read_answers({"a_1": 0, "importance_a": 0}, **kept)) == ["atelier"]


def test_only_actions_that_the_firm_may_take_are_proposed() -> None:
    builder = CompanyFacts(staff=4, activity="BE")
    assert parcours(read_answers({"a_1": 0, "a_3": 0}, facts=builder)) == ["industrie"]
    assert parcours(read_answers({"exporte": "oui", "b_1": 0})) == ["export"]


def test_an_action_never_speaks_from_a_hidden_answer() -> None:
    assert parcours(read_answers({"a_3": 0, "b_1": 0, "exporte": "non"})) == []


def test_an_action_may_be_meant_for_firms_that_grow() -> None:
    assert parcours(read_answers({"a_3": 0, "exercices": SERIES})) == ["croissance"]
    assert parcours(read_answers({"a_3": 0, "exercices": SERIES[:2]})) == []


def test_actions_decided_are_the_parcours() -> None:
    decided = (ActionItem("securite"), ActionItem("atelier", kept=False))
    found = read_answers({"a_1": 0}, actions=decided)
    assert parcours(found) == ["securite"]
    assert found.actions == decided


def test_actions_proposed_are_ready_to_be_decided() -> None:
    assert read_answers({"a_1": 0}).actions == (ActionItem("atelier"),)


def test_no_parcours_without_a_catalogue_for_this_questionnaire() -> None:
    held = interview({"a_1": 0})
    assert read(held, None).parcours == ()
    other = catalogue(action("atelier", {"a_1": 1.0}), questionnaires=("autre",))
    assert read(held, other).parcours == ()


def test_a_legal_duty_that_does_not_bind_the_firm_is_not_held_against_it() -> None:
    assert [v.practice_id for v in read_answers({"a_2": 0}).proposal.vigilance] == ["a_2"]
    alone = CompanyFacts(staff=0)
    assert read_answers({"a_2": 0}, facts=alone).proposal.vigilance == ()


def test_words_are_those_for_the_firm_s_size() -> None:
    assert read_answers({}).wordings["a_1"].why == "Vous êtes peu nombreux."
    large = CompanyFacts(staff=40)
    assert read_answers({}, facts=large).wordings["a_1"].why == "Pourquoi a_1 compte."


def test_growth_is_read_from_the_series() -> None:
    growth = read_answers({"exercices": SERIES, "rupture": "oui"}).growth
    assert growth is not None
    assert growth.years[0].turnover == 100_000
    assert growth.type is GrowthType.STRONG_DISCONTINUOUS
    assert growth.discontinuity


def test_growth_is_named_by_the_questionnaire_s_own_threshold() -> None:
    block = form().growth
    assert block is not None
    prudent = form(growth=block.model_copy(update={"threshold": 0.30}))
    found = diagnose(prudent, RuleSet(prudent), interview({"exercices": SERIES})).growth
    assert found is not None
    assert found.type is GrowthType.MODERATE


def test_a_gazelle_is_known_by_the_firm_s_creation_year() -> None:
    rows = [{"year": 2022 + i, "staff": staff} for i, staff in enumerate((10, 12, 14, 16))]
    young, old = (CompanyFacts(creation_year=year) for year in (2020, 2010))
    for facts, expected in ((young, True), (old, False)):
        growth = read_answers({"exercices": rows}, facts=facts).growth
        assert growth is not None
        assert growth.is_gazelle is expected


@pytest.mark.parametrize("nothing", [{}, {"exercices": Missing.REFUSED}, {"exercices": []}])
def test_without_a_single_year_there_is_no_growth_to_show(nothing: GIVEN) -> None:
    assert read_answers(nothing).growth is None


def test_a_short_interview_scores_what_it_asked() -> None:
    short = questionnaire(theme("a", practice("a_1", socle=True), "a_2"))
    held = interview({"a_1": 4, "a_2": 0}, extent=Extent.SHORT)
    found = diagnose(short, RuleSet(short), held)
    assert (found.scores.themes["a"].score, found.scores.themes["a"].asked) == (4.0, 1)
    assert found.proposal.priorities == ()


def test_a_need_on_a_practice_hidden_since_is_left_out() -> None:
    decided = (PlanItem("b_1"), PlanItem("a_1"))
    found = read_answers({"exporte": "non", "a_1": 1}, plan=decided, plan_decided=True)
    assert found.plan == (PlanItem("a_1"),)


levels = st.one_of(st.sampled_from(range(5)), st.sampled_from(list(Missing)))
shown = st.dictionaries(st.sampled_from(["a_1", "a_2", "a_3"]), levels)
hidden = st.fixed_dictionaries(
    {},
    optional={
        "b_1": levels,
        "b_2": levels,
        "importance_b": st.sampled_from(range(4)),
        "wish_b": st.sampled_from(["oui", "non"]),
    },
)


@given(shown, hidden)
def test_hidden_answers_change_nothing(seen: GIVEN, masked: GIVEN) -> None:
    plain = read(interview({"exporte": "non", **seen}))
    burdened = read(interview({"exporte": "non", **seen, **masked}))
    for found in ("scores", "proposal", "plan", "parcours", "importance", "wished", "growth"):
        assert getattr(plain, found) == getattr(burdened, found)


@given(shown, st.randoms())
def test_the_order_of_answers_changes_nothing(seen: GIVEN, chance: Any) -> None:
    held = interview(seen)
    keys = list(held.answers)
    chance.shuffle(keys)
    shuffled = replace(held, answers={key: held.answers[key] for key in keys})
    first, second = read(held), read(shuffled)
    assert (first.proposal, first.parcours) == (second.proposal, second.parcours)
