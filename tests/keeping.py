"""What the tests of safekeeping share: a clock set by hand, and firms with something to hide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from consultant_app.domain.answers import Missing
from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.interview import Agreement, Interview
from consultant_app.services.closing import Closing
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.workspace import Workspace

NOON = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
CANARY = "Canari Confidentiel"


@dataclass
class StillClock:
    """Shows the instant it was set to."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def ahead(self, **by: float) -> datetime:
        self.at += timedelta(**by)
        return self.at


def answered(workspace: Workspace, name: str = "Menuiserie Fictive") -> Interview:
    """A draft with an answer, a note and a history, each with the canary in it."""
    facts = CompanyFacts(naf="43.32A", staff=7, departement="69", creation_year=2011)
    company = Dossiers(workspace).add_company(
        f"{name} {CANARY}", facts, dirigeant=CANARY, note=CANARY
    )
    draft = Dossiers(workspace).start(company.id)
    interviewing = Interviewing(workspace, draft.id)
    practice = next(iter(interviewing.state.questionnaire.practices))
    interviewing.answer(practice, 2)
    interviewing.note(practice, f"Une note {CANARY}")
    return workspace.interviews.get(draft.id)


def closed(workspace: Workspace, name: str = "Menuiserie Fictive") -> Interview:
    """A closed interview whose record waits to be sent."""
    draft = answered(workspace, name)
    closing = Closing(workspace)
    for failure in closing.review(draft.id).blocking:
        for item in failure.about:
            Interviewing(workspace, draft.id).missing(item, Missing.DONT_KNOW)
    agreement = Agreement(given=True, on=date(2026, 9, 14), text_version="2026-06-01", by=CANARY)
    closing.agree(draft.id, agreement, code=True)
    return closing.close(draft.id)
