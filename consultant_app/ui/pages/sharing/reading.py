"""What « Ce qui part » reads, at once, in the database thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from consultant_app.domain.interview import Interview
from consultant_app.domain.legal_texts import AgreementText
from consultant_app.services.closing import Closing
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.legal import agreement_text
from consultant_app.services.record_words import SentPractice, SentRow
from consultant_app.services.results import Results
from consultant_app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Leaving:
    """What would leave, the agreement asked for, what keeps the interview from being closed."""

    interview: Interview
    company: str
    dirigeant: str
    consultant: str
    rows: tuple[SentRow, ...]
    practices: tuple[SentPractice, ...]
    content: bytes
    text: AgreementText
    blocking: str
    today: date


def read(workspace: Workspace, interview_id: str) -> Leaving:
    """Read the record of an interview as it stands, in words and in bytes."""
    results, dossiers = Results(workspace), Dossiers(workspace)
    interview = dossiers.find(interview_id)
    company = dossiers.company(interview.company_id)
    words = results.sent_words(interview_id)
    blocking = Closing(workspace).review(interview_id).blocking
    return Leaving(
        interview=interview,
        company=company.name,
        dirigeant=company.dirigeant,
        consultant=workspace.consultant,
        rows=tuple(words.rows()),
        practices=tuple(words.practices()),
        content=results.sent_bytes(interview_id),
        text=agreement_text(workspace),
        blocking=blocking[0].message if blocking else "",
        today=workspace.clock.now().astimezone().date(),
    )
