"""Rules kept live: what an answer shows, hides, computes and contradicts, and at what price."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultant_app.domain.answers import Answer, Missing, Value
from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.expressions import ExpressionError
from consultant_app.domain.interview import Extent
from consultant_app.domain.loading import load_questionnaire
from consultant_app.domain.questionnaire import Calculation, Check, Questionnaire
from consultant_app.domain.rule_graph import RuleCycleError
from consultant_app.domain.rules import Inputs, Outcome, RuleSet
from tests.builders import answers, big_questionnaire, practice, question, questionnaire, theme

FOLDER = Path(__file__).parents[1] / "data" / "questionnaires"
DAY = date(2026, 6, 1)
GIVEN = Mapping[str, Value | Missing | Answer]


@cache
def fixture(name: str) -> Questionnaire:
    return load_questionnaire((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), name)


@cache
def rules_of(name: str) -> RuleSet:
    return RuleSet(fixture(name))


def inputs(given_answers: GIVEN | None = None, **changes: object) -> Inputs:
    made = Inputs(CompanyFacts(staff=9), answers(given_answers or {}), DAY)
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def outcome(name: str, given_answers: GIVEN | None = None, **changes: object) -> Outcome:
    return rules_of(name).evaluate(inputs(given_answers, **changes))


def visible(found: Outcome) -> object:
    """Everything an outcome says, without how it was computed."""
    return (found.relevant, found.asked, found.calculated, found.conditions, found.failures,
            found.bound)  # fmt: skip


# --- what rules do ------------------------------------------------------------------------------


def test_a_question_shows_when_its_rule_holds() -> None:
    assert not outcome("rules").relevant["pays"]
    assert outcome("rules", {"exporte": "oui"}).relevant["pays"]
    assert not outcome("rules", {"exporte": Missing.DONT_KNOW}).relevant["pays"]


def test_a_theme_s_rule_hides_all_its_items() -> None:
    found = outcome("rules", {"exporte": "non"})
    assert not found.relevant["e1"]
    assert {"e1", "e2"}.isdisjoint(found.asked)
    assert outcome("rules", {"exporte": "oui"}).relevant["e1"]


def test_a_hidden_answer_reads_as_empty_and_comes_back_with_its_question() -> None:
    kept = {"pays": ["it"], "exporte": "oui"}
    assert outcome("rules", kept).relevant["e2"]
    form = questionnaire(
        theme("a", practice("a1"), practice("a2", relevant="${a1} > 0"),
              practice("a3", relevant="${a2} = 4")),
    )  # fmt: skip
    rules = RuleSet(form)
    shown = rules.evaluate(inputs({"a1": 1, "a2": 4}))
    hidden = rules.update(shown, inputs({"a1": 0, "a2": 4}), {"a1"})
    back = rules.update(hidden, inputs({"a1": 2, "a2": 4}), {"a1"})
    assert [o.relevant["a3"] for o in (shown, hidden, back)] == [True, False, True]


def test_calculations_chain_and_feed_relevance() -> None:
    found = outcome("rules", {"ventes": 2_000, "a1": 2})
    assert found.calculated == {"par_tete": 200.0, "riche": True}
    assert found.relevant["a2"]
    assert outcome("rules", {"a1": 2}).calculated == {"par_tete": None, "riche": False}


def test_growth_is_read_from_the_series_alone() -> None:
    rows = [{"year": 2023, "turnover": 100.0}, {"year": 2024, "turnover": 120.0}]
    assert not outcome("growth").relevant["a1"]
    assert outcome("growth", {"exercices": rows}).relevant["a1"]
    assert not outcome("growth", {"exercices": Missing.REFUSED}).relevant["a1"]


def test_wording_conditions_read_the_firm_s_sheet() -> None:
    alone = outcome("variants", facts=CompanyFacts(staff=0, activity="BE"))
    assert alone.conditions == {"solo", "industrie"}
    assert outcome("variants", facts=CompanyFacts()).conditions == frozenset()


def test_age_is_counted_at_the_day_of_the_interview() -> None:
    form = questionnaire("a", conditions={"jeune": "${age} < 3"})
    facts = CompanyFacts(creation_year=2024)
    rules = RuleSet(form)
    young = rules.evaluate(inputs(facts=facts))
    later = rules.update(young, inputs(facts=facts, held_on=date(2028, 1, 1)), ())
    assert [sorted(o.conditions) for o in (young, later)] == [["jeune"], []]


def test_a_duty_binds_only_the_firms_of_its_rule() -> None:
    assert outcome("vigilance").bound == {"a1", "a2"}
    assert outcome("vigilance", facts=CompanyFacts(staff=0)).bound == {"a1"}


def test_checks_speak_when_their_condition_holds() -> None:
    found = outcome("checks", {"a1": 4, "a2": 0})
    (failure,) = found.failures
    assert (failure.check_id, failure.severity, failure.critical) == ("ecart", "warning", False)
    assert failure.about == ("a1", "a2")
    assert outcome("checks", {"a1": 4, "a2": 1}).failures == ()


def test_a_missing_code_answers_a_check_that_asks_for_an_answer() -> None:
    assert [f.check_id for f in outcome("checks").failures] == ["manque"]
    assert outcome("checks", {"a1": Missing.DONT_KNOW}).failures == ()


def test_a_check_about_nothing_that_is_asked_is_silent() -> None:
    assert "muet" not in {f.check_id for f in outcome("checks", {"a1": 0}).failures}
    assert "muet" in {f.check_id for f in outcome("checks", {"a1": 1}).failures}


def test_importance_and_wish_are_names_like_others() -> None:
    assert outcome("importance", {"importance_a": 2, "wish_a": "oui"}).relevant["b1"]
    assert not outcome("importance", {"importance_a": 2, "wish_a": "non"}).relevant["b1"]


def test_a_short_interview_asks_the_socle_the_questions_and_the_deepened_themes() -> None:
    short = outcome("socle", extent=Extent.SHORT)
    assert short.asked == {"a1", "b1", "bq"}
    deepened = outcome("socle", extent=Extent.SHORT, deepened=frozenset({"b"}))
    assert deepened.asked == {"a1", "b1", "b2", "bq"}
    assert all(short.relevant.values())


def test_without_any_socle_the_short_interview_is_the_full_one() -> None:
    assert outcome("minimal", extent=Extent.SHORT).asked == {"a1"}


def test_deepening_a_theme_recomputes_no_rule() -> None:
    rules = rules_of("socle")
    short = rules.evaluate(inputs(extent=Extent.SHORT))
    deeper = rules.update(short, inputs(extent=Extent.SHORT, deepened=frozenset({"a"})), ())
    assert deeper.asked == {"a1", "a2", "b1", "bq"}
    assert deeper.reevaluated == 0


def test_rules_that_loading_would_refuse_are_refused_here_too() -> None:
    circle = (Calculation(id="x", value="${y} + 1"), Calculation(id="y", value="${x} + 1"))
    with pytest.raises((RuleCycleError, ExpressionError)):
        RuleSet(questionnaire("a", calculations=circle))
    with pytest.raises(RuleCycleError):
        RuleSet(questionnaire(theme("a", "a1", relevant="${a1} > 0")))


# --- what an update costs -----------------------------------------------------------------------


def test_an_answer_recomputes_only_its_dependants_among_200_rules() -> None:
    rules = RuleSet(big_questionnaire())
    assert (len(big_questionnaire().items), rules.rule_count) == (500, 200)
    before = rules.evaluate(inputs())
    after = rules.update(before, inputs({"q1": 60}), {"q1"})
    reached = rules.dependants({"q1"})
    assert 0 < after.reevaluated <= len(reached) < 20
    assert after.calculated["sum1"] == 60
    assert before.calculated["sum1"] == 0


def test_an_answer_that_no_rule_reads_recomputes_nothing() -> None:
    rules = RuleSet(big_questionnaire())
    before = rules.evaluate(inputs())
    after = rules.update(before, inputs({"p3_5": 2}), {"p3_5"})
    assert after.reevaluated == 0
    assert after.relevant is before.relevant


def test_what_does_not_change_stops_the_wave() -> None:
    rules = RuleSet(big_questionnaire())
    before = rules.evaluate(inputs({"q1": 60}))
    same = rules.update(before, inputs({"q1": 60.0}), {"q1"})
    direct = {key for key in rules.dependants({"q1"}) if key.endswith((":sum1", ":p1_1"))}
    assert same.reevaluated == len(direct) == 2


def test_an_outcome_that_rules_did_not_make_is_computed_anew() -> None:
    blank = Outcome({}, frozenset(), {}, frozenset(), ())
    given_answers = inputs({"exporte": "oui"})
    updated = rules_of("rules").update(blank, given_answers, {"a1"})
    assert visible(updated) == visible(rules_of("rules").evaluate(given_answers))


# --- incremental equals full --------------------------------------------------------------------

_LEVEL = st.sampled_from([0, 1, 2, 3, 4, *Missing])
_VALUES: dict[str, st.SearchStrategy[Value | Missing]] = {
    "ventes": st.sampled_from([0, 500, 5_000, Missing.REFUSED]),
    "exporte": st.sampled_from(["oui", "non", Missing.DONT_KNOW]),
    "pays": st.sampled_from([["it"], ["de"], ["it", "de"], []]),
    "nb": st.sampled_from([0, 1, 7, Missing.NOT_APPLICABLE]),
    "exercices": st.sampled_from(
        [
            [{"year": 2023, "turnover": 100.0}, {"year": 2024, "turnover": 150.0}],
            [{"year": 2024, "turnover": 90.0, "cash": -5.0}],
            [],
        ]
    ),
    **{f"{t}{n}": _LEVEL for t in "abc" for n in (1, 2, 3)},
}


@cache
def tangled() -> RuleSet:
    """Rules of every sort that reach across themes, several deep."""
    oui_non = ("oui", "non")
    growth = {
        "title": "Croissance",
        "series": "exercices",
        "questions": (
            question(
                "exercices", "yearly_series", relevant="${nb} != 7",
                columns=({"id": "turnover", "title": "Ventes"},),
            ),
        ),
    }  # fmt: skip
    return RuleSet(
        questionnaire(
            theme("a", practice("a1", socle=True), practice("a2", relevant="${riche}"),
                  practice("a3", relevant="${a2} > 1 or answered(${c1})")),
            theme("b", practice("b1", socle=True), practice("b2", relevant="selected(${pays}, 'it')"),
                  practice("b3", relevant="${growth_last} > 0.2"), relevant="${exporte} = 'oui'"),
            theme("c", practice("c1", socle=True, vigilance={
                "floor": 2, "duty": "Registre", "text": "La loi.", "relevant": "${b2} >= 1"}),
                  practice("c2", relevant="${total} > 4"), practice("c3"),
                  questions=(question("nb", relevant="${a1} != 0"),)),
            profile=[
                question("ventes", "money"),
                question("exporte", "single_choice", choices=oui_non),
                question("pays", "multiple_choice", choices=("it", "de"),
                         relevant="${exporte} = 'oui'"),
            ],
            growth=growth,
            calculations=(
                Calculation(id="total", value="coalesce(${a1}, 0) + coalesce(${b1}, 0) + ${nb}"),
                Calculation(id="riche", value="${par_tete} > 100"),
                Calculation(id="par_tete", value="${ventes} div (${staff} + 1)"),
            ),
            conditions={"solo": "${staff} = 0", "loin": "count-selected(${pays}) > 1"},
            checks=(
                Check(id="k1", when="${c2} = 4 and ${b3} < 2", message="m", about=("c2", "b3")),
                Check(id="k2", when="not(answered(${nb}))", message="m", about=("nb",)),
                Check(id="k3", when="${cash_last} < 0", message="m", about=("exercices",)),
            ),
        )
    )  # fmt: skip


_FACTS = st.builds(CompanyFacts, staff=st.sampled_from([None, 0, 9]))
_EDITS = st.lists(
    st.one_of(
        st.sampled_from(sorted(_VALUES)).flatmap(
            lambda item: st.tuples(st.just(item), st.one_of(st.none(), _VALUES[item]))
        ),
        st.tuples(st.just("*facts"), _FACTS),
        st.tuples(st.just("*extent"), st.sampled_from(Extent)),
        st.tuples(st.just("*deepened"), st.frozensets(st.sampled_from("abc"))),
    ),
    max_size=25,
)


def edited(before: Inputs, what: str, value: object) -> Inputs:
    if what.startswith("*"):
        return dataclasses.replace(before, **{what[1:]: value})  # type: ignore[arg-type]
    kept = {item: answer for item, answer in before.answers.items() if item != what}
    given_answers = {what: value} if value is not None else {}
    return dataclasses.replace(before, answers=kept | answers(given_answers))  # type: ignore[arg-type]


@given(_EDITS)
@settings(max_examples=150, deadline=None)
def test_a_wave_of_updates_ends_where_a_full_evaluation_does(
    edits: list[tuple[str, object]],
) -> None:
    rules = tangled()
    now = inputs()
    found = rules.evaluate(now)
    history = [(found, visible(found))]
    for what, value in edits:
        now = edited(now, what, value)
        changed = set() if what.startswith("*") else {what}
        found = rules.update(found, now, changed)
        history.append((found, visible(found)))
        assert visible(found) == visible(rules.evaluate(now))
        names = changed or {"staff", "size_class"}
        assert found.reevaluated <= len(rules.dependants(names))
    for past, said in history:
        assert visible(past) == said
