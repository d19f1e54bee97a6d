"""Everything read from one interview, in one immutable object for the screen and the paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from consultant_app.domain.growth import Growth
from consultant_app.domain.interview import ActionItem, Interview, PlanItem
from consultant_app.domain.questionnaire import Questionnaire, Wording
from consultant_app.domain.recommendations import ActionProposal, Proposal
from consultant_app.domain.rules import Outcome
from consultant_app.domain.scoring import Scores


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A traced reading of ``interview``: every figure in it can be found again in the answers.

    ``asked``: ids of relevant items within the interview's extent. ``wordings``: texts of each
    practice as this firm reads them. ``importance``: stated ones by theme (0–3); ``wished``: the
    stated wishes. ``plan`` and ``parcours``: what was decided, or else what is proposed.
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
