"""What the paper needs beside the diagnosis: who held it, which edition, what was agreed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from consultant_app.domain.catalogue import Catalogue
from consultant_app.domain.diagnosis import Diagnosis
from consultant_app.domain.references import NoPeers, PeerGroup

Edition: TypeAlias = Literal["full", "short"]
#: Where the record is: nothing agreed, waiting to leave, received by the centre, withdrawn.
Sending: TypeAlias = Literal["unanswered", "refused", "waiting", "sent", "withdrawn"]


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

    ``place``: where it was held, as said (« à l’atelier »). ``territory``: the département's name.
    ``verbatims``: ids of the practices whose note was chosen to be printed, in order of choice.
    ``peers_activity``: the peers' activity in words. ``follow_up_code``: canonical, "" for none.
    ``controller`` and ``officer``: who answers for the data (from the région's configuration), ""
    leaves room to write.
    """

    consultant: str = ""
    consultant_role: str = ""
    organisation: str = ""
    place: str = ""
    territory: str = ""
    held_on: date | None = None
    edition: Edition = "full"
    verbatims: tuple[str, ...] = ()
    peers: PeerGroup | NoPeers = NoPeers.NOT_INSTALLED
    peers_activity: str = ""
    previous: Diagnosis | None = None
    catalogue: Catalogue | None = None
    sending: Sending = "unanswered"
    sent: SentClasses = field(default_factory=SentClasses)
    follow_up_code: str = ""
    controller: str = ""
    officer: str = ""
    draft: bool = False
