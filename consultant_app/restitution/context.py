"""What the paper needs beside the diagnosis: who held it, which edition, what was agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from consultant_app.domain.catalogue import Catalogue
from consultant_app.domain.diagnosis import Diagnosis

Edition: TypeAlias = Literal["full", "short"]
#: Where the record is: nothing agreed, waiting to leave, received by the centre, withdrawn.
Sending: TypeAlias = Literal["unanswered", "refused", "waiting", "sent", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Quartiles:
    """Reference values of a theme in the scale's units."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Peers:
    """Reference values published by the centre for one group of firms.

    ``group``: in words (« construction, 1 à 9 salariés »); ``firms``: their number, as published;
    ``period``: « 2025 et 2026 »; ``extent``: the extent of the interviews they were read from.
    """

    group: str
    firms: int
    period: str
    themes: Mapping[str, Quartiles]


@dataclass(frozen=True, slots=True)
class SentClasses:
    """The classes that stand in the record, in words, as the sheet shows them ("" = not sent)."""

    activity: str = ""
    size: str = ""
    territory: str = ""
    age: str = ""
    quarter: str = ""
    growth: str = ""
    duration: str = ""


@dataclass(frozen=True, slots=True)
class RestitutionContext:
    """Everything else on the paper.

    ``place``: where it was held, as said (« à l’atelier »). ``verbatims``: ids of the practices
    whose note was chosen to be printed, in order of choice. ``controller`` and ``officer``: who
    answers for the data (from the région's configuration), "" leaves room to write.
    """

    consultant: str = ""
    consultant_role: str = ""
    organisation: str = ""
    place: str = ""
    held_on: date | None = None
    edition: Edition = "full"
    verbatims: tuple[str, ...] = ()
    peers: Peers | None = None
    no_peers_reason: str = ""
    previous: Diagnosis | None = None
    catalogue: Catalogue | None = None
    sending: Sending = "unanswered"
    sent: SentClasses = field(default_factory=SentClasses)
    agreement_text: str = ""
    follow_up_code: str = ""
    controller: str = ""
    officer: str = ""
    draft: bool = False
