"""The questionnaire as data: pydantic models of the YAML files in ``resources/questionnaires``.

Its questions: `questions.py`; its practices and themes: `practices.py`; both are named from here.
Loading, checking with file and line: `loading.py`. Rules: `expressions.py` and `rules.py`.
Texts chosen for a firm's size and trade: `wording.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from consultant_app.domain.practices import Practice, Theme, Vigilance, Wording, WordingVariant
from consultant_app.domain.questions import (
    Choice,
    Column,
    Id,
    Model,
    Question,
    QuestionType,
    Rule,
    Scale,
    ScaleLevel,
    Text,
)

__all__ = [
    "IMPORTANCE_LEVELS",
    "Calculation",
    "Check",
    "Choice",
    "Column",
    "GrowthBlock",
    "Id",
    "ImportMap",
    "Item",
    "Model",
    "Overall",
    "Practice",
    "Question",
    "QuestionType",
    "Questionnaire",
    "Rule",
    "Scale",
    "ScaleLevel",
    "Section",
    "Text",
    "Theme",
    "Vigilance",
    "Wording",
    "WordingVariant",
    "importance_id",
    "wish_id",
]


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
