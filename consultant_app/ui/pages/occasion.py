"""What the top bar says of an interview's page."""

from __future__ import annotations

from consultant_app.domain.interview import Interview, Occasion, State
from consultant_app.ui.navigation import Heading


def heading_of(company: str, interview: Interview) -> Heading:
    """The company and the occasion."""
    words = "1ᵉʳ entretien" if interview.occasion is Occasion.FIRST else "entretien de suivi"
    if interview.state is State.CLOSED:
        words += ", clos"
    return Heading(company, words, steps=True)


def names_of(interview: Interview | None) -> dict[str, str]:
    """The ids that the dossier's tabs hand on."""
    if interview is None:
        return {}
    return {"company_id": interview.company_id, "interview_id": interview.id}
