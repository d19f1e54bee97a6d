"""Everything read from one interview, in one immutable object for the screen and the paper."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from consultant_app.domain.answers import Answer
from consultant_app.domain.catalogue import Catalogue
from consultant_app.domain.eligibility import eligibility
from consultant_app.domain.growth import Growth, classify, figures, year_rows
from consultant_app.domain.interview import ActionItem, Interview, PlanItem
from consultant_app.domain.parcours import choose_actions, follow_choice
from consultant_app.domain.questionnaire import (
    GrowthBlock,
    Questionnaire,
    Wording,
    importance_id,
    wish_id,
)
from consultant_app.domain.recommendations import ActionProposal, Proposal, need_value, propose
from consultant_app.domain.rules import Inputs, Outcome, RuleSet
from consultant_app.domain.scoring import Scores, score
from consultant_app.domain.wording import wording_of


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A traced reading of ``interview``: every figure in it can be found again in the answers.

    ``asked``: ids of relevant items within the interview's extent. ``wordings``: texts of each
    practice as this firm reads them. ``importance``: stated ones by theme (0–3); ``wished``: the
    stated wishes. ``plan`` and ``parcours``: what was decided, or else what is proposed.
    ``catalogue``: what the actions are read from, None without one for this questionnaire.
    """

    questionnaire: Questionnaire
    interview: Interview
    outcome: Outcome
    asked: frozenset[str]
    wordings: Mapping[str, Wording]
    importance: Mapping[str, int]
    wished: Mapping[str, bool]
    scores: Scores
    proposal: Proposal
    plan: tuple[PlanItem, ...]
    parcours: tuple[ActionProposal, ...]
    actions: tuple[ActionItem, ...]
    growth: Growth | None
    catalogue: Catalogue | None = None


#: The answer that says yes, in every single choice of the growth block.
_YES = "oui"


def diagnose(
    questionnaire: Questionnaire,
    ruleset: RuleSet,
    interview: Interview,
    catalogue: Catalogue | None = None,
) -> Diagnosis:
    """Read ``interview`` as it stands: scores, growth, what is proposed and what was decided.

    Pure: the same interview always reads the same. Answers hidden by a rule, or outside the extent
    of a short interview, change nothing; a need kept on a practice hidden since is left out.
    Without a ``catalogue`` for this questionnaire there is no parcours.
    """
    inputs = inputs_of(interview)
    outcome = ruleset.evaluate(inputs)
    answers = {i: a for i, a in interview.answers.items() if i in outcome.asked}
    importance, wished = _importance(questionnaire, answers), _wished(questionnaire, answers)
    proposal = propose(
        questionnaire,
        answers,
        outcome.asked,
        importance=importance,
        wished=wished,
        bound=outcome.bound,
    )
    plan = _plan(interview, proposal, outcome.asked & questionnaire.practices.keys())
    needs = _needs(questionnaire, answers, importance, proposal, plan)
    if catalogue is not None and questionnaire.id not in catalogue.questionnaires:
        catalogue = None
    parcours = _parcours(questionnaire, inputs, outcome, interview, catalogue, needs)
    return Diagnosis(
        questionnaire=questionnaire,
        interview=interview,
        outcome=outcome,
        asked=outcome.asked,
        wordings={
            practice_id: wording_of(practice, outcome.conditions)
            for practice_id, practice in questionnaire.practices.items()
        },
        importance=importance,
        wished=wished,
        scores=score(questionnaire, answers, outcome.asked),
        proposal=proposal,
        plan=plan,
        parcours=parcours,
        actions=interview.actions or tuple(ActionItem(step.action_id) for step in parcours),
        growth=_growth(questionnaire.growth, interview, answers),
        catalogue=catalogue,
    )


def inputs_of(interview: Interview) -> Inputs:
    """What the rules of ``interview`` are read from."""
    return Inputs(
        interview.facts,
        interview.answers,
        interview.held_on,
        interview.extent,
        interview.deepened,
    )


def _importance(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> dict[str, int]:
    """The importance stated, by theme."""
    stated = {t.id: answers.get(importance_id(t.id)) for t in questionnaire.themes}
    return {
        theme_id: int(answer.level)
        for theme_id, answer in stated.items()
        if answer is not None and answer.level is not None
    }


def _wished(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> dict[str, bool]:
    """The wish to work on a theme, by theme, where it was stated."""
    stated = {t.id: answers.get(wish_id(t.id)) for t in questionnaire.themes}
    return {
        theme_id: answer.value == _YES
        for theme_id, answer in stated.items()
        if answer is not None and answer.value is not None
    }


def _plan(interview: Interview, proposal: Proposal, asked: Collection[str]) -> tuple[PlanItem, ...]:
    """What was decided, or else every proposed priority, kept."""
    if interview.plan_decided:
        return tuple(item for item in interview.plan if item.practice_id in asked)
    return tuple(PlanItem(priority.practice_id) for priority in proposal.priorities)


def _needs(
    questionnaire: Questionnaire,
    answers: Mapping[str, Answer],
    importance: Mapping[str, int],
    proposal: Proposal,
    plan: tuple[PlanItem, ...],
) -> dict[str, float]:
    """The value of each kept practice, in the plan's order.

    People may keep a practice that was not proposed (a legal duty, a theme said secondary): it
    then weighs as `need_value` says.
    """
    proposed = {priority.practice_id: priority.value for priority in proposal.priorities}
    kept = [item.practice_id for item in plan if item.kept]
    return {
        practice_id: proposed.get(practice_id)
        or need_value(questionnaire, practice_id, answers, importance)
        for practice_id in kept
    }


def _parcours(
    questionnaire: Questionnaire,
    inputs: Inputs,
    outcome: Outcome,
    interview: Interview,
    catalogue: Catalogue | None,
    needs: Mapping[str, float],
) -> tuple[ActionProposal, ...]:
    """The actions kept, in the order decided, or else those proposed for what was kept."""
    if catalogue is None:
        return ()
    if interview.actions:
        kept = (item.action_id for item in interview.actions if item.kept)
        return follow_choice(catalogue, needs, kept)
    return choose_actions(catalogue, needs, eligibility(questionnaire, inputs, outcome))


def _growth(
    block: GrowthBlock | None, interview: Interview, answers: Mapping[str, Answer]
) -> Growth | None:
    """The growth read from the series; None when no year was given."""
    series = answers.get(block.series) if block and block.series else None
    years = figures(year_rows(series.value)) if series else ()
    if block is None or not years:
        return None
    broken = answers.get(block.discontinuity) if block.discontinuity else None
    return classify(
        years,
        threshold=block.threshold,
        founded=interview.facts.creation_year,
        discontinuity=broken is not None and broken.value == _YES,
    )
