"""The record of an interview, frozen in the outbox in the transaction of the act that closes it."""

from __future__ import annotations

from dataclasses import replace

from consultant_app.domain.diagnosis import Diagnosis
from consultant_app.domain.interview import Interview
from consultant_app.services.reading import diagnosis_of
from consultant_app.services.workspace import Workspace
from consultant_app.sharing.anonymise import record_of, to_bytes
from consultant_app.sharing.formats import Record


def freeze_record(workspace: Workspace, interview: Interview) -> Interview:
    """Put the record's exact bytes in the outbox, if its sending was agreed to.

    Returns the interview with its record's id. Nothing happens without agreement. Call it inside
    the transaction that closes the interview.
    """
    if interview.agreement is None or not interview.agreement.given:
        return interview
    interview = replace(interview, record_id=interview.record_id or workspace.ids.new())
    body = record_bytes(diagnosis_of(workspace, interview))
    assert interview.record_id is not None
    workspace.outbox.cancel(interview.record_id)
    workspace.outbox.add(
        interview.record_id,
        interview.revision,
        body,
        workspace.clock.now(),
        interview_id=interview.id,
    )
    return interview


#: Stands where the record's own random id will be, until there is one.
_NO_ID_YET = "00000000-0000-4000-8000-000000000000"


def record_for_preview(diagnosis: Diagnosis) -> Record:
    """Return the record as the interview stands, whether or not it was agreed to."""
    interview = diagnosis.interview
    if interview.record_id is None:
        interview = replace(interview, record_id=_NO_ID_YET)
    return record_of(replace(diagnosis, interview=interview))


def record_bytes(diagnosis: Diagnosis) -> bytes:
    """Return the exact bytes that would leave for this interview."""
    return to_bytes(record_of(diagnosis))
