"""What the dirigeant may see, decided apart from how it is drawn. Pure.

Scope: a question's lead-in first; once the answer is placed, the level reached and the next one;
never the levels before, never a note, a code, an amount, or another firm. A question that the
questionnaire keeps to the consultant (``show: false`` or ``private``) shows the theme alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from consultant_app.domain.answers import Answer, Missing
from consultant_app.domain.questionnaire import Item, Questionnaire, Scale, Wording
from consultant_app.domain.rules import Outcome
from consultant_app.domain.wording import wording_of
from consultant_app.restitution.drawing import Chart


class Scene(StrEnum):
    """The kinds of picture."""

    BLANK = "blank"
    THEME = "theme"
    QUESTION = "question"
    LEVEL = "level"
    IN_PLACE = "in_place"
    VERIFY = "verify"
    PROFILE = "profile"


#: How the consultant's top bar names what is shown.
SCENE_WORDS = {
    Scene.BLANK: "rien",
    Scene.THEME: "titre du thème",
    Scene.QUESTION: "question",
    Scene.LEVEL: "niveau placé",
    Scene.IN_PLACE: "niveau placé",
    Scene.VERIFY: "à vérifier",
    Scene.PROFILE: "profil",
}


@dataclass(frozen=True, slots=True)
class SecondView:
    """One picture of the second screen. ``reached`` of ``steps`` bars are filled."""

    scene: Scene
    heading: str = ""
    question: str = ""
    today: str = ""
    next_step: str = ""
    steps: int = 0
    reached: int = 0
    theme_number: int = 0
    theme_count: int = 0
    chart: Chart | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """All the words shown."""
        return tuple(w for w in (self.heading, self.question, self.today, self.next_step) if w)


BLANK = SecondView(Scene.BLANK)


def view_of(
    item: Item, answer: Answer, questionnaire: Questionnaire, outcome: Outcome
) -> SecondView:
    """Return what the dirigeant sees of ``item`` answered by ``answer``."""
    place = _Place.of(item, questionnaire)
    if not _may_show(item):
        return place.scene(Scene.THEME)
    if item.practice is None:
        text = item.question.question if item.question else ""
        return place.scene(Scene.QUESTION, question=text)
    wording = wording_of(item.practice, outcome.conditions)
    if answer.missing is Missing.DONT_KNOW:
        return place.scene(Scene.VERIFY, question=wording.question)
    if answer.missing is not None:
        return place.scene(Scene.THEME)
    if answer.level is None:
        return place.scene(Scene.QUESTION, question=wording.question)
    return _placed(place, wording, answer.level, questionnaire.scale)


def profile_view(heading: str, chart: Chart) -> SecondView:
    """Return the profile, shown when a theme ends."""
    return SecondView(Scene.PROFILE, heading=heading, chart=chart)


@dataclass(frozen=True, slots=True)
class _Place:
    heading: str
    number: int
    count: int

    @classmethod
    def of(cls, item: Item, questionnaire: Questionnaire) -> _Place:
        count = len(questionnaire.themes)
        if item.theme_id is None:
            section = questionnaire.profile if item.section == "profile" else questionnaire.growth
            return cls(section.title if section else "", 0, count)
        theme = questionnaire.theme(item.theme_id)
        return cls(theme.title, questionnaire.theme_number(item.theme_id), count)

    def scene(self, scene: Scene, *, question: str = "") -> SecondView:
        return SecondView(
            scene,
            self.heading,
            question,
            theme_number=self.number,
            theme_count=self.count,
        )


def _may_show(item: Item) -> bool:
    if item.practice:
        return item.practice.show
    question = item.question
    return question is not None and question.show and not question.private


def _placed(place: _Place, wording: Wording, level: float, scale: Scale) -> SecondView:
    levels = sorted(wording.levels)
    reached = max((v for v in levels if v <= level), default=levels[0])
    later = [v for v in levels if v > level]
    return SecondView(
        Scene.LEVEL if later else Scene.IN_PLACE,
        place.heading,
        wording.question,
        today=wording.levels[reached],
        next_step=wording.levels[later[0]] if later else "",
        steps=len(scale.levels),
        reached=sum(x.value <= level for x in scale.levels),
        theme_number=place.number,
        theme_count=place.count,
    )
