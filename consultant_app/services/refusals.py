"""Refusals that several use cases share, each with its sentence."""

from __future__ import annotations

from consultant_app.domain.errors import ClosedInterviewError, UnknownIdError
from consultant_app.domain.interview import Interview, State


def require_draft(interview: Interview) -> None:
    """Refuse to change a closed interview (`ClosedInterviewError`)."""
    if interview.state is not State.DRAFT:
        raise ClosedInterviewError(
            "Cet entretien est clos\u202f; rouvrez-le en disant pourquoi pour le changer."
        )


def require_same_draft(stored: Interview, loaded: Interview) -> None:
    """Refuse to go on with an interview that was closed, or changed version, meanwhile."""
    same_version = stored.questionnaire_version == loaded.questionnaire_version
    if stored.state is not State.DRAFT or not same_version:
        raise moved_on()


def moved_on() -> ClosedInterviewError:
    """The loaded interview is no longer what is stored."""
    return ClosedInterviewError(
        "Cet entretien a été clos ou changé ailleurs\u202f; ouvrez-le à nouveau pour continuer."
    )


def unknown_item(item_id: str) -> UnknownIdError:
    """The questionnaire has no such item."""
    return UnknownIdError(
        f"La question «\u00a0{item_id}\u00a0» n’est pas dans ce questionnaire\u202f; "
        "vérifiez son nom."
    )
