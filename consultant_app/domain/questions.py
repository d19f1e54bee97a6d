"""What a question is made of: its kind, its choices, the scale that practices are placed on."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, StringConstraints

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
