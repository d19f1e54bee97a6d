"""Relevance, calculated values, wording conditions and checks of one interview, kept live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from consultant_app.domain.answers import Answer, Value
from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.interview import Extent


@dataclass(frozen=True, slots=True)
class Inputs:
    """What rules are read from. ``held_on`` gives the firm's age."""

    facts: CompanyFacts
    answers: Mapping[str, Answer]
    held_on: date
    extent: Extent = Extent.FULL
    deepened: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CheckFailure:
    """A check whose condition holds: its message, and the items it is shown beside."""

    check_id: str
    message: str
    severity: Literal["warning", "error"]
    critical: bool
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state of all rules for given inputs.

    ``relevant``: item id → shown by its rules (its theme's included). ``asked``: relevant and
    within the extent. ``conditions``: names of the wording conditions that hold. ``reevaluated``:
    how many rules the last update computed.
    """

    relevant: Mapping[str, bool]
    asked: frozenset[str]
    calculated: Mapping[str, Value | None]
    conditions: frozenset[str]
    failures: tuple[CheckFailure, ...]
    reevaluated: int = 0
    internals: Mapping[str, object] = field(default_factory=dict, repr=False)
