"""What was done in an interview, in order: history, undo and redo, time spent (paradata)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from consultant_app.domain.answers import Answer
from consultant_app.storage.codec import answer_from_json, answer_to_json
from consultant_app.storage.database import Database
from consultant_app.storage.plain import instant, to_instant

_APPEND = """
INSERT INTO events (interview_id, question_id, kind, before, after, at, seconds, refers_to)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""


@dataclass(frozen=True, slots=True)
class Event:
    """One act. ``seq`` rises and is never used twice; ``refers_to``: the act undone or redone."""

    seq: int
    interview_id: str
    question_id: str | None
    kind: str
    before: Answer | None
    after: Answer | None
    at: datetime
    seconds: float
    refers_to: int | None


class Events:
    """The append-only table of acts."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def append(
        self,
        interview_id: str,
        kind: str,
        at: datetime,
        *,
        question_id: str | None = None,
        before: Answer | None = None,
        after: Answer | None = None,
        seconds: float = 0.0,
        refers_to: int | None = None,
    ) -> int:
        """Add an act and return its number (``seq``)."""
        states = (answer_to_json(before), answer_to_json(after))
        row = (interview_id, question_id, kind, *states, instant(at), seconds, refers_to)
        return self._db.insert(_APPEND, row)

    def all_of(
        self,
        interview_id: str,
        *,
        question_id: str | None = None,
        kinds: Sequence[str] | None = None,
    ) -> list[Event]:
        """The acts of an interview, oldest first; of one question or of some kinds if asked."""
        where, values = ["interview_id = ?"], [interview_id]
        if question_id is not None:
            where.append("question_id = ?")
            values.append(question_id)
        if kinds is not None:
            where.append(f"kind IN ({','.join('?' * len(kinds))})")
            values.extend(kinds)
        query = f"SELECT * FROM events WHERE {' AND '.join(where)} ORDER BY seq"  # noqa: S608
        return [_event(row) for row in self._db.rows(query, values)]

    def last(self, interview_id: str, kind: str) -> Event | None:
        """The latest act of a kind, None when there was none."""
        query = "SELECT * FROM events WHERE interview_id = ? AND kind = ? ORDER BY seq DESC LIMIT 1"
        row = self._db.row(query, (interview_id, kind))
        return None if row is None else _event(row)

    def seconds_by_question(self, interview_id: str) -> dict[str, float]:
        """Seconds spent on each question."""
        rows = self._db.rows(
            "SELECT question_id, sum(seconds) FROM events"
            " WHERE interview_id = ? AND question_id IS NOT NULL GROUP BY question_id",
            (interview_id,),
        )
        return {row[0]: float(row[1]) for row in rows}


def _event(row: Any) -> Event:
    return Event(
        seq=row["seq"],
        interview_id=row["interview_id"],
        question_id=row["question_id"],
        kind=row["kind"],
        before=answer_from_json(row["before"]),
        after=answer_from_json(row["after"]),
        at=cast("datetime", to_instant(row["at"])),
        seconds=row["seconds"],
        refers_to=row["refers_to"],
    )
