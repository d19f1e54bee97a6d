"""Companies and their interviews: create, find, start, follow up, delete."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from consultant_app.domain.company import Company, CompanyFacts, is_siren, is_siret
from consultant_app.domain.errors import KnownError
from consultant_app.domain.states import Extent, Occasion, State
from consultant_app.services.positions import Positions
from consultant_app.services.workspace import Workspace
from consultant_app.storage.summaries import InterviewSummary, SyncState, summaries

if TYPE_CHECKING:
    from consultant_app.domain.interview import Interview
    from consultant_app.services.retention import Deletion

STATE_WORDS = {State.DRAFT: "Brouillon", State.CLOSED: "Clos"}


class BadCompanyError(KnownError):
    """A company's sheet that cannot be kept as it is."""


@dataclass(frozen=True, slots=True)
class DossierRow:
    """One line of the list of dossiers: a company and one interview, if any.

    ``answered`` of ``relevant`` counts practices only. ``position`` names where a draft stopped
    (« 6.2 Données »). ``agreed`` is None until the question was put.
    """

    company_id: str
    company: str
    activity: str
    commune: str
    staff: int | None
    updated_at: datetime | None
    interview_id: str | None = None
    questionnaire: str = ""
    version: int = 0
    state: State | None = None
    revision: int = 0
    occasion: Occasion = Occasion.FIRST
    held_on: date | None = None
    answered: int = 0
    relevant: int = 0
    position: str = ""
    flagged: int = 0
    agreed: bool | None = None
    sync: SyncState = "none"
    handed_over: bool = False

    @property
    def state_in_words(self) -> str:
        """The state as people say it."""
        return "À commencer" if self.state is None else STATE_WORDS[self.state]

    @property
    def progress_in_words(self) -> str:
        """How far the interview is: « 31 sur 60 »."""
        return f"{self.answered} sur {self.relevant}" if self.relevant else ""

    def as_json(self) -> dict[str, object]:
        """The line as the command line prints it."""
        return {
            "id": self.interview_id,
            "company_id": self.company_id,
            "company": self.company,
            "questionnaire": self.questionnaire,
            "version": self.version,
            "state": self.state.value if self.state else None,
            "revision": self.revision,
            "answered": self.answered,
            "relevant": self.relevant,
            "agreed": bool(self.agreed),
            "sync": self.sync,
            "updated_at": self.updated_at.isoformat() if self.updated_at else None,
        }


class Dossiers:
    """The list of dossiers and what one may do with a whole dossier."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._positions = Positions(workspace)

    def interviews(self) -> list[DossierRow]:
        """Every interview, latest touched first."""
        return [self._row(line) for line in summaries(self._workspace.db)]

    def rows(self) -> list[DossierRow]:
        """Every company with its latest touched interview; untouched companies come first."""
        latest: dict[str, DossierRow] = {}
        for row in self.interviews():
            latest.setdefault(row.company_id, row)
        waiting = [
            DossierRow(c.id, c.name, c.activity_label, c.commune, c.facts.staff, None)
            for c in self._workspace.companies.without_interview()
        ]
        return waiting + list(latest.values())

    def interviews_of(self, company_id: str) -> list[Interview]:
        """All interviews of a company, latest first (answers included)."""
        return self._workspace.interviews.all_of(company_id)

    def company(self, company_id: str) -> Company:
        """Return a company's sheet; UnknownIdError when there is none."""
        return self._workspace.companies.get(company_id)

    def add_company(self, name: str, facts: CompanyFacts | None = None, **fields: str) -> Company:
        """Create a company's sheet. `BadCompanyError` for an empty name or a wrong SIREN."""
        workspace = self._workspace
        company = Company(workspace.ids.new(), name, facts or CompanyFacts(), **fields)  # type: ignore[arg-type]
        company = self._checked(company)
        workspace.companies.add(company)
        return company

    def save_company(self, company: Company) -> Company:
        """Change a sheet; its drafts take the new facts, closed interviews keep theirs."""
        from consultant_app.services.counting import store

        company = self._checked(company)
        workspace = self._workspace
        with workspace.db.transaction():
            workspace.companies.update(company)
            for interview in workspace.interviews.all_of(company.id):
                if interview.state is State.DRAFT:
                    now = workspace.clock.now()
                    interview = replace(interview, facts=company.facts, updated_at=now)
                    store(workspace, interview, now)
        return company

    def delete_company(self, company_id: str) -> Deletion:
        """Delete a company with everything derived from it; say what still holds it."""
        from consultant_app.services.retention import Retention

        return Retention(self._workspace).delete_company(company_id)

    def delete_interview(self, interview_id: str) -> Deletion:
        """Delete one interview and everything derived from it; say what still holds it."""
        from consultant_app.services.retention import Retention

        return Retention(self._workspace).delete_interview(interview_id)

    def start(
        self,
        company_id: str,
        *,
        questionnaire_id: str | None = None,
        extent: Extent = Extent.FULL,
        held_on: date | None = None,
        follow_up_of: str | None = None,
    ) -> Interview:
        """Open a new draft (of the general diagnostic, unless another is named).

        With ``follow_up_of``, one that comes back to that interview.
        """
        from consultant_app.domain.interview import Interview
        from consultant_app.services.counting import counts_of
        from consultant_app.services.library import GENERAL

        workspace = self._workspace
        company = workspace.companies.get(company_id)
        questionnaire = workspace.library.questionnaire(questionnaire_id or GENERAL)
        now = workspace.clock.now()
        interview = Interview(
            id=workspace.ids.new(),
            company_id=company.id,
            questionnaire_id=questionnaire.id,
            questionnaire_version=questionnaire.version,
            created_at=now,
            updated_at=now,
            held_on=held_on or now.astimezone().date(),
            facts=company.facts,
            extent=extent,
        )
        if follow_up_of is not None:
            interview = self._following(interview, workspace.interviews.get(follow_up_of))
        with workspace.db.transaction():
            workspace.interviews.add(interview)
            workspace.interviews.touch(interview.id, now, **counts_of(workspace, interview))
        return interview

    def _following(self, interview: Interview, previous: Interview) -> Interview:
        """Return ``interview`` as the follow-up of ``previous``: what was kept is asked about."""
        from consultant_app.domain.version_change import followed_as

        if previous.company_id != interview.company_id:
            raise BadCompanyError(
                "Un entretien de suivi revient vers la même entreprise\u202f; choisissez-en un des "
                "siens."
            )
        library, kept = self._workspace.library, tuple(i for i in previous.plan if i.kept)
        same = previous.questionnaire_id == interview.questionnaire_id
        then, now = (
            library.questionnaire(i.questionnaire_id, i.questionnaire_version)
            for i in (previous, interview)
        )
        return replace(
            interview,
            occasion=Occasion.FOLLOW_UP,
            previous_id=previous.id,
            follow_up_code=previous.follow_up_code,
            followed=followed_as(kept, then, now) if same else (),
            followed_actions=tuple(item for item in previous.actions if item.kept),
        )

    def find(self, id_or_prefix: str) -> Interview:
        """Return the interview whose id is, or begins with (6 characters or more), the given text.

        Raises `UnknownIdError` when none does, or more than one.
        """
        return self._workspace.interviews.get(self._workspace.interviews.find(id_or_prefix))

    def _checked(self, company: Company) -> Company:
        name = " ".join(company.name.replace("\x00", "").split())
        siren = company.siren.replace(" ", "").replace("\u202f", "").replace("\u00a0", "")
        siret = company.siret.replace(" ", "").replace("\u202f", "").replace("\u00a0", "")
        if not name:
            raise BadCompanyError(
                "Il manque le nom de l’entreprise\u202f; écrivez-le pour continuer."
            )
        if siren and not is_siren(siren):
            raise BadCompanyError(
                "Ce numéro SIREN n’existe pas\u00a0: il compte 9 chiffres\u202f; vérifiez-le ou laissez "
                "la case vide."
            )
        if siret and not is_siret(siret):
            raise BadCompanyError(
                "Ce numéro SIRET n’existe pas\u00a0: il compte 14 chiffres\u202f; vérifiez-le ou laissez "
                "la case vide."
            )
        facts = company.facts
        activity = self._workspace.library.nomenclatures.activity_group(
            facts.naf, facts.naf_version
        )
        return replace(
            company, name=name, siren=siren, siret=siret, facts=replace(facts, activity=activity)
        )

    def _row(self, line: InterviewSummary) -> DossierRow:
        return DossierRow(
            company_id=line.company_id,
            company=line.company,
            activity=line.activity,
            commune=line.commune,
            staff=line.staff,
            updated_at=line.updated_at,
            interview_id=line.id,
            questionnaire=line.questionnaire_id,
            version=line.questionnaire_version,
            state=line.state,
            revision=line.revision,
            occasion=line.occasion,
            held_on=line.held_on,
            answered=line.answered,
            relevant=line.relevant,
            position=self._position(line),
            flagged=line.flagged,
            agreed=line.agreed,
            sync=line.sync,
            handed_over=line.handed_over,
        )

    def _position(self, line: InterviewSummary) -> str:
        if line.position is None or line.state is not State.DRAFT:
            return ""
        return self._positions.name(
            line.questionnaire_id, line.questionnaire_version, line.position
        )
