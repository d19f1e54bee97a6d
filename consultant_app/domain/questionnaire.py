"""The questionnaire as data: pydantic models of the YAML files in ``resources/questionnaires``.

Loading, checking with file and line: `loading.py`. Rules: `expressions.py` and `rules.py`.
Texts chosen for a firm's size and trade: `wording.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Text: TypeAlias = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
#: A rule in XLSForm expression syntax, e.g. ``${staff} >= 10 and selected(${marches}, 'export')``.
Rule: TypeAlias = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Model(BaseModel):
    """Base of all questionnaire models: closed and frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class QuestionType(StrEnum):
    """The kinds of question an interview can hold; practices are answered on the scale."""

    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    PERCENTAGE = "percentage"
    YEAR = "year"
    DATE = "date"
    TEXT = "text"
    RANKED_CHOICE = "ranked_choice"
    YEARLY_SERIES = "yearly_series"


class ScaleLevel(Model):
    """One named step of the scale; ``meaning`` explains it in a few words."""

    value: float
    name: Text
    meaning: str = ""


class Scale(Model):
    """The scale practices are placed on. With ``half_steps``, values between two steps too."""

    min: float
    max: float
    half_steps: bool = False
    levels: tuple[ScaleLevel, ...]

    def allows(self, value: float) -> bool:
        """Whether a practice may be placed at ``value``."""
        step = 2 if self.half_steps else 1
        return self.min <= value <= self.max and float(value * step).is_integer()

    def name_of(self, value: float) -> str:
        """The name of the highest named level reached at ``value``."""
        return next(
            (x.name for x in reversed(self.levels) if x.value <= value), self.levels[0].name
        )


class Choice(Model):
    """One entry of a closed list; ``code`` is what is stored and sent."""

    code: Id
    label: Text
    hint: str = ""


class Column(Model):
    """One column of a yearly series, e.g. turnover in current euros."""

    id: Id
    title: Text
    type: Literal["integer", "decimal", "money"] = "money"
    hint: str = ""


class Question(Model):
    """A question that is not a practice: profile, growth, brakes, intentions.

    ``private``: never sent nor printed. ``show``: may appear on the dirigeant's screen.
    ``min`` and ``max`` bound numbers (percentages are 0–100); ``most`` bounds a ranked choice.
    ``renamed_from``: ids it bore in earlier versions, latest last, so that drafts follow it.
    """

    id: Id
    renamed_from: tuple[Id, ...] = ()
    type: QuestionType
    title: Text
    question: Text
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    columns: tuple[Column, ...] = ()
    min: float | None = None
    max: float | None = None
    most: int | None = None
    unit: str = ""
    relevant: Rule | None = None
    required: bool = False
    private: bool = False
    show: bool = True


class Vigilance(Model):
    """A legal duty: below ``floor`` it is listed apart, whatever the priorities.

    ``duty`` names it (« Document unique des risques ») and ``text`` says why in one sentence.
    ``relevant`` restricts it to the firms the law binds.
    """

    floor: float
    duty: Text
    text: Text
    relevant: Rule | None = None


class Wording(Model):
    """The texts of a practice. All address the reader as « vous », in the present tense.

    ``question``: open lead-in. ``levels``: described fact per anchored value. ``priority``: short
    infinitive (« Prévoir la trésorerie »). ``why``: one sentence; with ``priority`` ≤ 135 chars.
    ``first_step``: ≤ 100 chars, infinitive. ``strength``: ≤ 60 chars, full sentence without full
    stop. ``verify``: what to ask and whom when the answer is not known. ``keep``: how to keep the
    top level.
    """

    question: Text
    levels: dict[float, Text]
    why: Text
    first_step: Text
    priority: Text
    strength: Text
    verify: Text
    keep: Text


class WordingVariant(Model):
    """Overrides of a wording for the firms for which the named condition ``when`` holds."""

    when: Id
    question: Text | None = None
    levels: dict[float, Text] = Field(default_factory=dict)
    why: Text | None = None
    first_step: Text | None = None
    priority: Text | None = None
    strength: Text | None = None
    verify: Text | None = None
    keep: Text | None = None


class Practice(Wording):
    """A management practice, placed on the scale by its described facts.

    ``renamed_from``: ids it bore in earlier versions, latest last, so that drafts follow it.
    """

    id: Id
    renamed_from: tuple[Id, ...] = ()
    title: Text
    weight: float = Field(default=1.0, gt=0)
    socle: bool = False
    vigilance: Vigilance | None = None
    relevant: Rule | None = None
    variants: tuple[WordingVariant, ...] = ()
    show: bool = True


class Theme(Model):
    """A group of practices with one score.

    ``place``: where its strengths are, as said (« à l’atelier »). ``topic``: what its priorities
    touch (« la gestion »). ``not_applicable``: the sentence printed when the whole theme is SO.
    ``renamed_from``: ids it bore in earlier versions, latest last.
    """

    id: Id
    renamed_from: tuple[Id, ...] = ()
    title: Text
    short_title: str = ""
    why: Text
    place: Text
    topic: Text
    not_applicable: str = ""
    relevant: Rule | None = None
    questions: tuple[Question, ...] = ()
    practices: tuple[Practice, ...] = Field(min_length=1)


class GrowthBlock(Model):
    """The growth questions, and which of them plays which part (ids of its ``questions``)."""

    title: Text
    questions: tuple[Question, ...]
    series: Id | None = None
    phase: Id | None = None
    attitude: Id | None = None
    discontinuity: Id | None = None
    brakes: Id | None = None
    levers: Id | None = None
    threshold: float = 0.15


class Section(Model):
    """A titled list of questions (the profile)."""

    title: Text
    questions: tuple[Question, ...]


class Calculation(Model):
    """A named value that rules may read as ``${id}``."""

    id: Id
    value: Rule


class Check(Model):
    """A check across answers: when ``when`` is true, ``message`` is shown.

    ``about``: ids of the items beside which it is shown. ``critical``: blocks closing.
    """

    id: Id
    when: Rule
    message: Text
    severity: Literal["warning", "error"] = "warning"
    critical: bool = False
    about: tuple[Id, ...] = Field(min_length=1)


class Overall(Model):
    """An overall score, for questionnaires that ask for one."""

    id: Id
    title: Text
    method: Literal["mean_of_practices", "mean_of_themes"]


class ImportMap(Model):
    """How foreign CSV columns map to reserved names (e.g. ``firmid: company``)."""

    columns: dict[
        str, Literal["company", "siren", "naf", "staff", "departement", "creation_year", "date"]
    ] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One answerable thing in questionnaire order: a practice or a question, with its place.

    ``code`` is how people name it (« 5.2 » for practices, empty otherwise). ``role`` is
    "importance" or "wish" for the two generated per theme, else "question" or "practice".
    """

    id: str
    section: str
    theme_id: str | None
    role: Literal["importance", "wish", "question", "practice"]
    code: str
    title: str
    question: Question | None = None
    practice: Practice | None = None

    @property
    def text(self) -> str:
        """The question as asked, before any wording variant."""
        source = self.question or self.practice
        return source.question if source else self.title


class Questionnaire(Model):
    """A whole questionnaire, at one version.

    ``conditions`` are the named wording conditions (e.g. ``micro: ${staff} < 10``).
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=64)]
    version: int = Field(ge=1)
    title: Text
    description: str = ""
    source: str = ""
    scale: Scale
    ask_importance: bool = False
    overall: Overall | None = None
    conditions: dict[Id, Rule] = Field(default_factory=dict)
    calculations: tuple[Calculation, ...] = ()
    profile: Section | None = None
    themes: tuple[Theme, ...] = Field(min_length=1)
    growth: GrowthBlock | None = None
    checks: tuple[Check, ...] = ()
    import_: ImportMap = Field(default_factory=ImportMap, alias="import")

    @cached_property
    def items(self) -> dict[str, Item]:
        """Every answerable item by id, in the order an interview meets them."""
        return {item.id: item for item in self._walk()}

    @cached_property
    def practices(self) -> dict[str, Practice]:
        """Every practice by id, in questionnaire order."""
        return {p.id: p for theme in self.themes for p in theme.practices}

    def theme(self, theme_id: str) -> Theme:
        """Return the theme named ``theme_id`` (KeyError when there is none)."""
        return next((t for t in self.themes if t.id == theme_id), None) or self._no_theme(theme_id)

    def _no_theme(self, theme_id: str) -> Theme:
        raise KeyError(theme_id)

    def theme_number(self, theme_id: str) -> int:
        """The theme's number as people say it, from 1."""
        return 1 + next(i for i, t in enumerate(self.themes) if t.id == theme_id)

    def _walk(self) -> Iterator[Item]:
        if self.profile:
            for q in self.profile.questions:
                yield Item(q.id, "profile", None, "question", "", q.title, question=q)
        for number, theme in enumerate(self.themes, start=1):
            if self.ask_importance:
                for q, role in (_importance(theme), "importance"), (_wish(theme), "wish"):
                    yield Item(q.id, theme.id, theme.id, role, "", q.title, question=q)  # type: ignore[arg-type]
            for q in theme.questions:
                yield Item(q.id, theme.id, theme.id, "question", "", q.title, question=q)
            for rank, p in enumerate(theme.practices, start=1):
                yield Item(
                    p.id, theme.id, theme.id, "practice", f"{number}.{rank}", p.title, practice=p
                )
        if self.growth:
            for q in self.growth.questions:
                yield Item(q.id, "growth", None, "question", "", q.title, question=q)


def importance_id(theme_id: str) -> str:
    """The id of the generated question on a theme's importance (answered 0–3)."""
    return f"importance_{theme_id}"


def wish_id(theme_id: str) -> str:
    """The id of the generated question on the wish to work on a theme (answered oui/non)."""
    return f"wish_{theme_id}"


#: The dirigeant's importance of a theme: code → (number, label).
IMPORTANCE_LEVELS = {0: "Secondaire", 1: "Utile", 2: "Important", 3: "Essentiel"}


def _importance(theme: Theme) -> Question:
    return Question(
        id=importance_id(theme.id),
        type=QuestionType.INTEGER,
        title="Importance",
        question=f"Quelle importance a ce thème pour vous aujourd’hui\u00a0: {theme.title}\u202f?",
        min=0,
        max=3,
    )


def _wish(theme: Theme) -> Question:
    return Question(
        id=wish_id(theme.id),
        type=QuestionType.SINGLE_CHOICE,
        title="Envie d’y travailler",
        question="Souhaitez-vous y travailler dans l’année qui vient\u202f?",
        choices=(Choice(code="oui", label="Oui"), Choice(code="non", label="Pas pour l’instant")),
    )
