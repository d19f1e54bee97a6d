"""The record of an interview, frozen in the outbox in the transaction of the act that closes it."""

from __future__ import annotations

from dataclasses import replace

from consultant_app.domain.diagnosis import Diagnosis
from consultant_app.domain.interview import Interview
from consultant_app.services.reading import diagnosis_of
from consultant_app.services.workspace import Workspace
from consultant_app.sharing.anonymise import record_of, to_bytes
from consultant_app.sharing.formats import Record
from consultant_app.sharing.push import retraction
from consultant_app.storage.outbox import OutboxState

#: Setting of a profile that holds nothing but the sample: its records go to a centre of trial.
DEMO = "demo"


def freeze_record(workspace: Workspace, interview: Interview) -> Interview:
    """Put the record's exact bytes in the outbox, if its sending was agreed to.

    Returns the interview with its record's id. Nothing is frozen without agreement, and what an
    earlier revision left waiting is dropped. Call it inside the transaction that closes the
    interview.
    """
    cancel_waiting(workspace, interview)
    if _is_only_for_show(workspace, interview):
        return interview
    if interview.agreement is None or not interview.agreement.given:
        retract_record(workspace, interview, "accord retiré")
        return interview
    record_id = interview.record_id
    if record_id is None or workspace.outbox.is_buried(record_id):
        # What was retracted must not come back: a new agreement makes a new record.
        record_id = workspace.ids.new()
    interview = replace(interview, record_id=record_id)
    body = record_bytes(diagnosis_of(workspace, interview))
    workspace.outbox.add(
        record_id,
        interview.revision,
        body,
        workspace.clock.now(),
        interview_id=interview.id,
    )
    return interview


def _is_only_for_show(workspace: Workspace, interview: Interview) -> bool:
    """Whether nothing may leave: a fictitious firm among real ones would count as a real one."""
    company = workspace.companies.get(interview.company_id)
    return company.fictitious and not workspace.settings.get(DEMO, False)


def retract_record(workspace: Workspace, interview: Interview, why: str) -> None:
    """Queue the retraction of an interview's record, if it may have left; once is enough.

    It is queued even where nothing seems to have left: a restored backup may have forgotten it.
    Call it inside the transaction of the act.
    """
    record_id, outbox = interview.record_id, workspace.outbox
    if record_id is None or outbox.is_buried(record_id):
        return
    now = workspace.clock.now()
    outbox.cancel(record_id)
    for entry in outbox.of_record(record_id):
        if entry.kind == "record" and entry.state is OutboxState.WAITING:
            outbox.settle(entry.seq, OutboxState.RETRACTED, now, why)
    outbox.add(
        record_id,
        max(interview.revision, outbox.highest_revision(record_id)),
        retraction(record_id),
        now,
        interview_id=interview.id,
        kind="retraction",
    )
    outbox.bury(record_id, why, now)


def cancel_waiting(workspace: Workspace, interview: Interview) -> None:
    """Drop what waits to be sent of this interview and has never been tried."""
    if interview.record_id is not None:
        workspace.outbox.cancel(interview.record_id)


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


def preview_bytes(diagnosis: Diagnosis) -> bytes:
    """Return the exact bytes that would leave as the interview stands, agreed to or not."""
    return to_bytes(record_for_preview(diagnosis))
