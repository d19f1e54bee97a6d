"""The diagnosis as the paper reads it: numbers of priorities, state of each theme and practice."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from consultant_app.domain.answers import Answer, Missing
from consultant_app.domain.company import Company
from consultant_app.domain.diagnosis import Diagnosis
from consultant_app.domain.interview import PlanItem
from consultant_app.domain.questionnaire import Practice, Scale, Theme, Wording
from consultant_app.domain.recommendations import VigilancePoint
from consultant_app.domain.scoring import ThemeScore
from consultant_app.restitution.chart_profile import TOO_FEW
from consultant_app.restitution.columns import Columns
from consultant_app.restitution.context import RestitutionContext
from consultant_app.restitution.metrics import text_width
from consultant_app.restitution.model import Mark

#: Above this importance a theme is in the matrix's zone.
IMPORTANT = 2
#: Room for a theme's name beside its number in charts, in mm.
_NAME_ROOM = 50.0
UNKNOWN = (Missing.DONT_KNOW, Missing.REFUSED)


class ThemeState(Enum):
    """What can be said of a theme as a whole."""

    LEVEL = "level"
    TOO_FEW = TOO_FEW
    NOTHING = "à vérifier"
    NOT_APPLICABLE = "sans objet"
    NOT_ASKED = "non abordé"


@dataclass(frozen=True)
class Reading:
    """One interview read for its paper; every section is composed from it."""

    diagnosis: Diagnosis
    company: Company
    context: RestitutionContext

    @property
    def scale(self) -> Scale:
        """The scale of the questionnaire."""
        return self.diagnosis.questionnaire.scale

    @cached_property
    def columns(self) -> Columns:
        """The columns that all charts of levels share."""
        return Columns.of(self.scale)

    @property
    def themes(self) -> tuple[Theme, ...]:
        """All themes, in questionnaire order."""
        return self.diagnosis.questionnaire.themes

    @property
    def middle(self) -> float:
        """The level under which something is called fragile: the scale's middle."""
        return (self.scale.min + self.scale.max) / 2

    @cached_property
    def kept(self) -> tuple[PlanItem, ...]:
        """The priorities decided, or else proposed; their rank gives their number everywhere."""
        return tuple(item for item in self.diagnosis.plan if item.kept)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Practice id → number of its priority, from 1."""
        return {item.practice_id: rank for rank, item in enumerate(self.kept, start=1)}

    @cached_property
    def vigilance(self) -> dict[str, VigilancePoint]:
        """The points of vigilance by practice id."""
        return {point.practice_id: point for point in self.diagnosis.proposal.vigilance}

    @cached_property
    def theme_of(self) -> dict[str, Theme]:
        """Practice id → its theme."""
        return {practice.id: theme for theme in self.themes for practice in theme.practices}

    def practice(self, practice_id: str) -> Practice:
        """Return the practice with that id."""
        return self.diagnosis.questionnaire.practices[practice_id]

    def wording(self, practice_id: str) -> Wording:
        """Return the practice's texts as this firm reads them."""
        return self.diagnosis.wordings.get(practice_id) or self.practice(practice_id)

    def answer(self, practice_id: str) -> Answer:
        """Return the answer to a practice."""
        return self.diagnosis.interview.answer(practice_id)

    def asked(self, theme: Theme) -> tuple[Practice, ...]:
        """The practices of a theme that stand on the paper: relevant and asked."""
        return tuple(
            practice
            for practice in theme.practices
            if practice.id in self.diagnosis.asked
            and self.answer(practice.id).missing is not Missing.NOT_ASKED
        )

    @cached_property
    def has_levels(self) -> bool:
        """Whether at least one practice was placed."""
        return any(self.answer(p.id).level is not None for t in self.themes for p in self.asked(t))

    @cached_property
    def quoted(self) -> tuple[str, ...]:
        """The practices whose note was chosen, among those that stand on the paper."""
        shown = {p.id for theme in self.themes for p in self.asked(theme)}
        return tuple(p for p in self.context.verbatims if p in shown and self.answer(p).note)

    def score(self, theme: Theme) -> ThemeScore:
        """Return the theme's score."""
        return self.diagnosis.scores.themes[theme.id]

    def bound(self, theme: Theme) -> float | None:
        """The lower bound where coverage allows to show a level, else None."""
        score = self.score(theme)
        return score.lower_bound if score.is_shown else None

    def state(self, theme: Theme) -> ThemeState:
        """Say what can be told of the theme."""
        score = self.score(theme)
        if score.is_shown:
            return ThemeState.LEVEL
        if not self.asked(theme):
            hidden = not any(self.diagnosis.outcome.relevant.get(p.id) for p in theme.practices)
            return ThemeState.NOT_APPLICABLE if hidden else ThemeState.NOT_ASKED
        if score.asked == 0:
            return ThemeState.NOT_APPLICABLE
        return ThemeState.TOO_FEW if score.answered else ThemeState.NOTHING

    def chart_title(self, theme: Theme) -> str:
        """The theme's title as charts have room for it: its short one when it is long."""
        if text_width(theme.title, 10.5) <= _NAME_ROOM:
            return theme.title
        return theme.short_title or theme.title

    def marks(self, practice_id: str) -> tuple[Mark, ...]:
        """The signs a practice carries: its number as a priority, its point of vigilance."""
        title = self.practice(practice_id).title
        marks = []
        if number := self.numbers.get(practice_id):
            marks.append(Mark("priority", str(number), f"priorité {number}, {title}"))
        if practice_id in self.vigilance:
            marks.append(Mark("vigilance", "!", f"point de vigilance, {title}"))
        return tuple(marks)

    def level_name(self, level: float) -> str:
        """The step reached, in words; a half step stands between two names."""
        below = level - (level - self.scale.min) % 1
        name = self.scale.name_of(below)
        if below == level:
            return name
        return f"entre {name} et {self.scale.name_of(below + 1)}"

    def rank_name(self, bound: float) -> str:
        """The name of the column where a band that ends at ``bound`` ends."""
        return self.scale.name_of(self.columns.rank(bound) + self.scale.min)
