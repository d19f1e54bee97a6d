"""Interviews, and the cheap lines of their list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, cast

from consultant_app.domain.answers import Answer
from consultant_app.domain.errors import UnknownIdError
from consultant_app.domain.interview import Extent, Interview, Occasion, State
from consultant_app.storage import codec
from consultant_app.storage.answers import Answers
from consultant_app.storage.companies import facts_from
from consultant_app.storage.database import Database
from consultant_app.storage.plain import from_json, instant, to_instant, to_json
from consultant_app.storage.summaries import InterviewSummary, summaries, summary
from consultant_app.storage.text import clean

#: Length from which the beginning of an id is enough to name an interview.
MIN_PREFIX = 6
_TOUCH = """
UPDATE interviews SET updated_at = ?, position = coalesce(?, position),
    answered = coalesce(?, answered), relevant = coalesce(?, relevant),
    flagged = coalesce(?, flagged)
WHERE id = ?
"""
_KEEP_ACT = """
UPDATE interviews SET updated_at = ?, answered = ?, relevant = ?, flagged = ?
WHERE id = ? AND state = 'draft' AND questionnaire_version = ?
"""


class Interviews:
    """The table of interviews."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._answers = Answers(db)

    def add(self, interview: Interview) -> None:
        """Store a new interview with its answers (its company and questionnaire come first)."""
        with self._db.transaction():
            self._db.save("interviews", _row(interview))
            self._answers.put_all(interview.id, interview.answers, interview.updated_at)

    def update(self, interview: Interview) -> None:
        """Store everything but the answers; UnknownIdError when there is no such interview."""
        self._require(interview.id)
        self._db.save("interviews", _row(interview))

    def touch(
        self,
        interview_id: str,
        at: datetime,
        *,
        position: str | None = None,
        answered: int | None = None,
        relevant: int | None = None,
        flagged: int | None = None,
    ) -> None:
        """Note an act on an interview, with its place and counts where they changed."""
        row = (instant(at), position, answered, relevant, flagged, interview_id)
        self._db.execute(_TOUCH, row)

    def keep_act(
        self, interview: Interview, at: datetime, *, answered: int, relevant: int, flagged: int
    ) -> bool:
        """Note an act on an answer; False when there is no such draft of that version (any more)."""
        row = (instant(at), answered, relevant, flagged)
        key = (interview.id, interview.questionnaire_version)
        return self._db.execute(_KEEP_ACT, (*row, *key)) == 1

    def move(self, interview_id: str, position: str) -> None:
        """Note where an interview was left, which is no change of it."""
        self._db.execute(
            "UPDATE interviews SET position = ? WHERE id = ?", (position, interview_id)
        )

    def get(self, interview_id: str) -> Interview:
        """Return an interview with its answers; UnknownIdError when there is none."""
        row = self._require(interview_id)
        return _interview(row, self._answers.all_of(interview_id))

    def all_of(self, company_id: str) -> list[Interview]:
        """The interviews of a company with their answers, latest held first."""
        query = (
            "SELECT * FROM interviews WHERE company_id = ? ORDER BY held_on DESC, created_at DESC"
        )
        rows = self._db.rows(query, (company_id,))
        return [_interview(row, self._answers.all_of(row["id"])) for row in rows]

    def ids(self) -> list[str]:
        """The ids of all interviews, oldest first."""
        return [
            row[0] for row in self._db.rows("SELECT id FROM interviews ORDER BY created_at, rowid")
        ]

    def find(self, id_or_prefix: str) -> str:
        """Return the id that is, or begins with, the text; UnknownIdError when none or several."""
        text = id_or_prefix.strip().lower()
        low = text if len(text) >= MIN_PREFIX else "\x7f"
        query = "SELECT id FROM interviews WHERE id = ? OR (id >= ? AND id < ? || 'g') LIMIT 2"
        found = self._db.rows(query, (id_or_prefix, low, low))
        if len(found) != 1:
            raise _unknown()
        return str(found[0][0])

    def by_record(self, record_id: str) -> str | None:
        """The id of the interview whose record this is, None when it is not here."""
        row = self._db.row("SELECT id FROM interviews WHERE record_id = ?", (record_id,))
        return None if row is None else str(row[0])

    def summaries(self) -> list[InterviewSummary]:
        """The lines of the list, latest touched first; no answer is loaded."""
        return summaries(self._db)

    def summary(self, interview_id: str) -> InterviewSummary:
        """One line of the list; UnknownIdError when there is no such interview."""
        found = summary(self._db, interview_id)
        if found is None:
            raise _unknown()
        return found

    def delete(self, interview_id: str) -> None:
        """Delete an interview with its answers and its history."""
        self._db.execute("DELETE FROM interviews WHERE id = ?", (interview_id,))

    def count(self) -> int:
        """How many interviews there are."""
        return int(self._db.rows("SELECT count(*) FROM interviews")[0][0])

    def _require(self, interview_id: str) -> Any:
        row = self._db.row("SELECT * FROM interviews WHERE id = ?", (interview_id,))
        if row is None:
            raise _unknown()
        return row


def _unknown() -> UnknownIdError:
    return UnknownIdError(
        "Aucun entretien, ou plusieurs, ne répondent à cet identifiant\u00a0: reprenez-le dans la "
        "liste."
    )


def _row(interview: Interview) -> dict[str, Any]:
    agreement = interview.agreement
    return {
        "id": interview.id,
        "company_id": interview.company_id,
        "questionnaire_id": interview.questionnaire_id,
        "questionnaire_version": interview.questionnaire_version,
        "created_at": instant(interview.created_at),
        "updated_at": instant(interview.updated_at),
        "held_on": interview.held_on.isoformat(),
        "facts": to_json(asdict(interview.facts)),
        "extent": interview.extent.value,
        "deepened": to_json(sorted(interview.deepened)),
        "occasion": interview.occasion.value,
        "previous_id": interview.previous_id,
        "state": interview.state.value,
        "revision": interview.revision,
        "reopen_reason": clean(interview.reopen_reason),
        "closed_at": instant(interview.closed_at),
        "information_shown_at": instant(interview.information_shown_at),
        "position": interview.position,
        "conditions": to_json(asdict(interview.conditions)),
        "plan": to_json([asdict(item) for item in interview.plan]),
        "plan_decided": int(interview.plan_decided),
        "actions": to_json([asdict(item) for item in interview.actions]),
        "followed": to_json([asdict(item) for item in interview.followed]),
        "followed_actions": to_json([asdict(item) for item in interview.followed_actions]),
        "agreement": None if agreement is None else to_json(asdict(agreement)),
        "signatures": to_json([asdict(item) for item in interview.signatures]),
        "follow_up_code": interview.follow_up_code,
        "record_id": interview.record_id,
    }


def _interview(row: Any, answers: Mapping[str, Answer]) -> Interview:
    return Interview(
        id=row["id"],
        company_id=row["company_id"],
        questionnaire_id=row["questionnaire_id"],
        questionnaire_version=row["questionnaire_version"],
        created_at=cast("datetime", to_instant(row["created_at"])),
        updated_at=cast("datetime", to_instant(row["updated_at"])),
        held_on=date.fromisoformat(row["held_on"]),
        facts=facts_from(row["facts"]),
        extent=Extent(row["extent"]),
        deepened=frozenset(from_json(row["deepened"])),
        occasion=Occasion(row["occasion"]),
        previous_id=row["previous_id"],
        state=State(row["state"]),
        revision=row["revision"],
        reopen_reason=row["reopen_reason"],
        closed_at=to_instant(row["closed_at"]),
        information_shown_at=to_instant(row["information_shown_at"]),
        position=row["position"],
        answers=answers,
        conditions=codec.conditions_from(row["conditions"]),
        plan=codec.plan_from(row["plan"]),
        plan_decided=bool(row["plan_decided"]),
        actions=codec.actions_from(row["actions"]),
        followed=codec.plan_from(row["followed"]),
        followed_actions=codec.actions_from(row["followed_actions"]),
        agreement=codec.agreement_from(row["agreement"]),
        signatures=codec.signatures_from(row["signatures"]),
        follow_up_code=row["follow_up_code"],
        record_id=row["record_id"],
    )
