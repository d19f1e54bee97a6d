"""Answers: one row a question and interview, written the moment they are given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from consultant_app.domain.answers import UNANSWERED, Answer
from consultant_app.storage.codec import answer_columns, answer_from
from consultant_app.storage.database import Database
from consultant_app.storage.plain import instant

# Plain SQL on purpose: this is the hottest write of the program (budget in tests/benchmarks).
_PUT = """
INSERT INTO answers (interview_id, question_id, value, missing, evidence, note, flagged, updated_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (interview_id, question_id) DO UPDATE SET
    value = excluded.value, missing = excluded.missing, evidence = excluded.evidence,
    note = excluded.note, flagged = excluded.flagged, updated_at = excluded.updated_at
"""


class Answers:
    """The table of answers."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, interview_id: str, question_id: str, answer: Answer, at: datetime) -> None:
        """Store the state of a question; an untouched answer leaves no row."""
        if answer == UNANSWERED:
            self.delete(interview_id, question_id)
            return
        columns = answer_columns(answer)
        self._db.execute(_PUT, (interview_id, question_id, *columns, instant(at)))

    def put_all(self, interview_id: str, answers: Mapping[str, Answer], at: datetime) -> None:
        """Store many questions' states at once."""
        with self._db.transaction():
            for question_id, answer in answers.items():
                if answer == UNANSWERED:
                    self.delete(interview_id, question_id)
            self._db.execute_many(
                _PUT,
                [
                    (interview_id, question_id, *answer_columns(answer), instant(at))
                    for question_id, answer in answers.items()
                    if answer != UNANSWERED
                ],
            )

    def get(self, interview_id: str, question_id: str) -> Answer:
        """Return the state of a question, `UNANSWERED` when nobody touched it."""
        query = "SELECT * FROM answers WHERE interview_id = ? AND question_id = ?"
        row = self._db.row(query, (interview_id, question_id))
        return UNANSWERED if row is None else answer_from(row)

    def all_of(self, interview_id: str) -> dict[str, Answer]:
        """Every touched question of an interview, by question id."""
        rows = self._db.rows("SELECT * FROM answers WHERE interview_id = ?", (interview_id,))
        return {row["question_id"]: answer_from(row) for row in rows}

    def delete(self, interview_id: str, question_id: str) -> None:
        """Forget a question's state."""
        query = "DELETE FROM answers WHERE interview_id = ? AND question_id = ?"
        self._db.execute(query, (interview_id, question_id))
