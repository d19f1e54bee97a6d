"""Companies and their interviews: create, find, start, follow up, delete."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from consultant_app.domain.company import Company, CompanyFacts
from consultant_app.domain.interview import Extent, Interview, State
from consultant_app.services.library import GENERAL
from consultant_app.services.workspace import Workspace

SyncState = Literal["none", "waiting", "acknowledged", "refused", "retracted"]


@dataclass(frozen=True, slots=True)
class DossierRow:
    """One line of the list of dossiers: a company and its latest interview, if any.

    ``answered`` of ``relevant`` counts practices only. ``position`` names where a draft stopped
    (« 6.2 Données »). ``agreed`` is None until the question was put.
    """

    company_id: str
    company: str
    activity: str
    commune: str
    staff: int | None
    interview_id: str | None
    questionnaire: str
    version: int
    state: State | None
    revision: int
    occasion: str
    answered: int
    relevant: int
    position: str
    flagged: int
    agreed: bool | None
    sync: SyncState
    handed_over: bool
    updated_at: datetime


class Dossiers:
    """The list of dossiers and what one may do with a whole dossier."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def rows(self) -> list[DossierRow]:
        """Every dossier, latest touched first."""

    def interviews_of(self, company_id: str) -> list[Interview]:
        """All interviews of a company, latest first (answers included)."""

    def company(self, company_id: str) -> Company:
        """Return a company's sheet; UnknownIdError when there is none."""

    def add_company(self, name: str, facts: CompanyFacts | None = None, **fields: str) -> Company:
        """Create a company's sheet. `BadCompanyError` for an empty name or a wrong SIREN."""

    def save_company(self, company: Company) -> Company:
        """Change a sheet; its drafts take the new facts, closed interviews keep theirs."""

    def delete_company(self, company_id: str) -> None:
        """Delete a company with everything derived from it."""

    def start(
        self,
        company_id: str,
        *,
        questionnaire_id: str = GENERAL,
        extent: Extent = Extent.FULL,
        held_on: date | None = None,
        follow_up_of: str | None = None,
    ) -> Interview:
        """Open a new draft; with ``follow_up_of``, one that comes back to that interview."""

    def find(self, id_or_prefix: str) -> Interview:
        """Return the interview whose id is, or begins with (6 characters or more), the given text.

        Raises `UnknownIdError` when none does, or more than one.
        """

    def delete_interview(self, interview_id: str) -> None:
        """Delete one interview and everything derived from it."""
