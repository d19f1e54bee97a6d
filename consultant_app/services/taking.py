"""Putting into the store an interview that was held elsewhere, with its history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from consultant_app.domain.interview import Interview
from consultant_app.domain.values import BadAnswerError, check_value
from consultant_app.services.counting import counts_of
from consultant_app.services.dossier_files import StoredEvent
from consultant_app.services.workspace import Workspace


def put_interview(
    workspace: Workspace, interview: Interview, events: Iterable[StoredEvent] = ()
) -> Interview:
    """Store an interview whose company is here; call it in a transaction; return it as stored.

    The link to a former interview that is not here is dropped. Raises `UnknownIdError` when its
    questionnaire is not installed, `BadAnswerError` for an answer that it cannot hold.
    """
    check_answers(workspace, interview)
    if interview.previous_id is not None and not _is_here(workspace, interview.previous_id):
        # What it follows up was not given with it: it stands alone.
        interview = replace(interview, previous_id=None)
    workspace.interviews.add(interview)
    workspace.interviews.touch(
        interview.id, interview.updated_at, **counts_of(workspace, interview)
    )
    _put_events(workspace, interview.id, events)
    return interview


def check_answers(workspace: Workspace, interview: Interview) -> None:
    """Refuse answers that the questionnaire cannot hold (the file may have been edited)."""
    questionnaire = workspace.library.questionnaire(
        interview.questionnaire_id, interview.questionnaire_version
    )
    for item_id, answer in interview.answers.items():
        item = questionnaire.items.get(item_id)
        if item is None:
            raise BadAnswerError(f"Ce questionnaire n’a pas de question «\u00a0{item_id}\u00a0».")
        if answer.value is not None:
            check_value(item, answer.value, questionnaire.scale)


def _is_here(workspace: Workspace, interview_id: str) -> bool:
    query = "SELECT 1 FROM interviews WHERE id = ?"
    return workspace.db.row(query, (interview_id,)) is not None


def _put_events(workspace: Workspace, interview_id: str, events: Iterable[StoredEvent]) -> None:
    """Give the history back; acts keep pointing at the acts that they undid or did again."""
    seqs: dict[int, int] = {}
    for number, event in enumerate(events):
        seqs[number] = workspace.events.append(
            interview_id,
            event.kind,
            event.at,
            question_id=event.question_id,
            before=event.before,
            after=event.after,
            seconds=event.seconds,
            refers_to=None if event.refers_to is None else seqs.get(event.refers_to),
        )
