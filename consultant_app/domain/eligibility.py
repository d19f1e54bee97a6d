"""Which collective actions a firm may take: their rules, read from the firm's own answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from consultant_app.domain import expressions
from consultant_app.domain.catalogue import Action
from consultant_app.domain.growth import growth_facts, year_rows
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.domain.rule_names import GROWTH_NAMES, RESERVED, fact_values, item_type
from consultant_app.domain.rule_steps import Found
from consultant_app.domain.rules import Inputs, Outcome


def eligibility(
    questionnaire: Questionnaire, inputs: Inputs, outcome: Outcome
) -> Callable[[Action], bool]:
    """Return what says whether the firm may take an action.

    No rule: everybody may. A rule may read the firm's facts, its growth, and any item that is
    shown; one that reads a question this questionnaire does not ask tells nothing about the firm,
    and the action is then not proposed. Raises `ExpressionError` on a rule that a catalogue's
    check would have refused.
    """
    names = _names(questionnaire)
    values = _values(questionnaire, inputs, outcome)

    def may_take(action: Action) -> bool:
        if action.eligible is None:
            return True
        try:
            rule = expressions.compile(action.eligible, names)
        except expressions.UnknownNameError:
            return False
        return rule.holds(values.get)

    return may_take


def _names(questionnaire: Questionnaire) -> dict[str, expressions.Type]:
    return {**RESERVED, **{i.id: item_type(i) for i in questionnaire.items.values()}}


def _values(questionnaire: Questionnaire, inputs: Inputs, outcome: Outcome) -> dict[str, Found]:
    """What each name yields; hidden answers yield nothing."""
    values: dict[str, Found] = {}
    for item_id, answer in inputs.answers.items():
        if outcome.relevant.get(item_id):
            values[item_id] = answer.missing if answer.value is None else answer.value
    facts: Mapping[str, Found] = fact_values(inputs.facts, inputs.facts.age_on(inputs.held_on))
    return {**values, **facts, **_growth(questionnaire, values)}


def _growth(questionnaire: Questionnaire, values: Mapping[str, Found]) -> Mapping[str, Found]:
    series = questionnaire.growth.series if questionnaire.growth else None
    rows = year_rows(values.get(series)) if series else ()
    return growth_facts(rows) if rows else dict.fromkeys(GROWTH_NAMES)
