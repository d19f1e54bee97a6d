"""The lines of the list of dossiers, read without loading a single answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, cast

from consultant_app.domain.states import Occasion, State
from consultant_app.storage.database import Database
from consultant_app.storage.plain import to_instant

SyncState = Literal["none", "waiting", "acknowledged", "refused", "retracted"]

# The outbox row that counts is the latest one of the record: SQLite takes the other columns from
# the row that holds the maximum.
_SUMMARIES = """
SELECT i.id, i.company_id, c.name AS company, c.activity_label, c.commune,
    i.questionnaire_id, i.questionnaire_version, i.state, i.revision, i.occasion, i.held_on,
    i.answered, i.relevant, i.flagged, i.position, i.updated_at,
    json_extract(i.agreement, '$.given') AS agreed, json_extract(i.facts, '$.staff') AS staff,
    o.state AS sync, o.kind AS sync_kind,
    EXISTS (SELECT 1 FROM pdf_copies p WHERE p.interview_id = i.id) AS handed_over
FROM interviews i
JOIN companies c ON c.id = i.company_id
LEFT JOIN (SELECT record_id, state, kind, max(seq) FROM outbox GROUP BY record_id) o
    ON o.record_id = i.record_id
"""


@dataclass(frozen=True, slots=True)
class InterviewSummary:
    """One interview as the list shows it.

    ``answered``, ``relevant`` and ``flagged`` are the counts last given to `Interviews.touch`;
    ``agreed`` is None until the question was put; ``staff`` the head count at the interview.
    """

    id: str
    company_id: str
    company: str
    activity: str
    commune: str
    staff: int | None
    questionnaire_id: str
    questionnaire_version: int
    state: State
    revision: int
    occasion: Occasion
    held_on: date
    answered: int
    relevant: int
    flagged: int
    position: str | None
    agreed: bool | None
    sync: SyncState
    handed_over: bool
    updated_at: datetime


def summaries(db: Database) -> list[InterviewSummary]:
    """Every interview, latest touched first."""
    rows = db.rows(_SUMMARIES + " ORDER BY i.updated_at DESC, i.id")
    return [_summary(row) for row in rows]


def summary(db: Database, interview_id: str) -> InterviewSummary | None:
    """One interview's line, None when there is no such interview."""
    row = db.row(_SUMMARIES + " WHERE i.id = ?", (interview_id,))
    return None if row is None else _summary(row)


def _summary(row: Any) -> InterviewSummary:
    return InterviewSummary(
        id=row["id"],
        company_id=row["company_id"],
        company=row["company"],
        activity=row["activity_label"],
        commune=row["commune"],
        staff=row["staff"],
        questionnaire_id=row["questionnaire_id"],
        questionnaire_version=row["questionnaire_version"],
        state=State(row["state"]),
        revision=row["revision"],
        occasion=Occasion(row["occasion"]),
        held_on=date.fromisoformat(row["held_on"]),
        answered=row["answered"],
        relevant=row["relevant"],
        flagged=row["flagged"],
        position=row["position"],
        agreed=None if row["agreed"] is None else bool(row["agreed"]),
        sync=_sync(row["sync"], row["sync_kind"]),
        handed_over=bool(row["handed_over"]),
        updated_at=cast("datetime", to_instant(row["updated_at"])),
    )


def _sync(state: str | None, kind: str | None) -> SyncState:
    if state is None:
        return "none"
    if kind == "retraction" and state == "acknowledged":
        return "retracted"
    return cast("SyncState", "refused" if state == "conflict" else state)
