"""The région as this laptop knows it: where it is, who answers for the data, its own texts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from consultant_app.services.packages import REGION
from consultant_app.services.workspace import Workspace
from consultant_app.storage.enrolment import Enrolments


@dataclass(frozen=True, slots=True)
class RegionCard:
    """What is known of the région; "" where it has not said.

    ``server``: the centre's address, "" before enrolment; ``label``: this laptop's name there;
    ``since``: when it was enrolled. ``agreement`` and ``information``: the région's own texts.
    ``has_keys``: whether its packages can be verified.
    """

    server: str = ""
    label: str = ""
    since: datetime | None = None
    name: str = ""
    controller: str = ""
    dpo: str = ""
    contact: str = ""
    campaign: str = ""
    agreement: str = ""
    information: str = ""
    has_keys: bool = False

    @property
    def is_enrolled(self) -> bool:
        """Whether this laptop has a place at a centre."""
        return bool(self.server)

    @property
    def host(self) -> str:
        """The centre's address as it is read out."""
        return urlsplit(self.server).netloc

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Who answers, label by label; what the région has not said is said to be missing."""
        missing = "la région ne l’a pas encore dit"
        found = [
            ("Région", self.name),
            ("Responsable du traitement", self.controller or missing),
            ("Délégué à la protection des données", self.dpo or missing),
            ("Pour une question", self.contact),
            ("Campagne", self.campaign),
        ]
        return [(label, value) for label, value in found if value]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """The région's own texts, by title."""
        found = [("Accord", self.agreement), ("Feuille d’information", self.information)]
        return [(title, text) for title, text in found if text.strip()]


def region_card(workspace: Workspace) -> RegionCard:
    """Return what is known of the région."""
    place = Enrolments(workspace.db).get()
    told: dict[str, Any] = workspace.settings.get(REGION, {})
    names = ("name", "controller", "dpo", "contact", "campaign", "agreement", "information")
    return RegionCard(
        server=place.server if place else "",
        label=place.label if place else "",
        since=place.enrolled_at if place else None,
        has_keys=bool(told.get("keys")),
        **{name: told.get(name) or "" for name in names},
    )


def pasted_code(text: str) -> str:
    """Return a one-time code, also out of the whole line that `region-central` prints."""
    text = text.strip()
    if not text.startswith("{"):
        return text
    try:
        return str(json.loads(text).get("code", text))
    except ValueError:
        return text
