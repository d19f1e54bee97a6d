"""Questionnaires, catalogues, nomenclatures and texts: shipped ones and installed ones."""

from __future__ import annotations

from consultant_app.domain.catalogue import Catalogue
from consultant_app.domain.clock import Clock
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.domain.rules import RuleSet
from consultant_app.storage.database import Database

GENERAL = "diagnostic-general"
WMS = "wms-manufacturing"


class Library:
    """What interviews are held with. Loaded once, kept in memory, full text in the database."""

    def __init__(self, db: Database, clock: Clock) -> None: ...

    def questionnaire(self, questionnaire_id: str, version: int | None = None) -> Questionnaire:
        """Return a questionnaire at ``version`` (None: the newest); UnknownIdError if none."""

    def ruleset(self, questionnaire: Questionnaire) -> RuleSet:
        """Return its compiled rules (cached)."""

    def catalogue(self, questionnaire_id: str) -> Catalogue | None:
        """Return the newest catalogue that serves this questionnaire, None when there is none."""

    def install(self, text: str, name: str) -> Questionnaire:
        """Check, then store a questionnaire file's full text; BadQuestionnaireError if it fails."""
