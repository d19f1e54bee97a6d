"""The codebook: what the centre needs of a questionnaire to name and score its records.

Published with each questionnaire version; it is not the questionnaire (no rule, no variant).
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from sync.protocol.wire import Code, Name, Wire


class _Book(Wire):
    """Also read back from the database, where what was a tuple has become a list."""

    model_config = ConfigDict(strict=False)


class CodeLabel(_Book):
    """A code and what it means."""

    code: Code
    label: str


class LevelLabel(_Book):
    """A step of the scale, or a practice's described fact at it."""

    value: float
    label: str


class PracticeCode(_Book):
    """A practice: id, number as people say it, texts, weight in its theme's mean."""

    id: Code
    number: str
    title: str
    question: str
    weight: float = Field(gt=0)
    socle: bool = False
    levels: tuple[LevelLabel, ...]


class ThemeCode(_Book):
    """A theme and its practices, in order."""

    id: Code
    number: int
    title: str
    practices: tuple[PracticeCode, ...]


class OverallCode(_Book):
    """How the overall score is computed, where there is one."""

    id: Code
    title: str
    method: Literal["mean_of_practices", "mean_of_themes"]


class Codebook(_Book):
    """Everything needed to read records of one questionnaire version."""

    questionnaire: Name
    version: int = Field(ge=1)
    title: str
    scale_min: float
    scale_max: float
    scale: tuple[LevelLabel, ...]
    overall: OverallCode | None = None
    themes: tuple[ThemeCode, ...]
    phases: tuple[CodeLabel, ...] = ()
    attitudes: tuple[CodeLabel, ...] = ()
    brakes: tuple[CodeLabel, ...] = ()
    levers: tuple[CodeLabel, ...] = ()
    actions: tuple[CodeLabel, ...] = ()
