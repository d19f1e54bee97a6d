"""Makers of stored things: profiles that open fast, companies, interviews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from consultant_app.domain.answers import Answer
from consultant_app.domain.company import Company, CompanyFacts
from consultant_app.domain.interview import Interview
from consultant_app.storage.answers import Answers
from consultant_app.storage.companies import Companies
from consultant_app.storage.database import Database
from consultant_app.storage.documents import Questionnaires
from consultant_app.storage.events import Events
from consultant_app.storage.interviews import Interviews
from consultant_app.storage.profile import Profile
from consultant_app.storage.vault import Argon2Cost

#: Opens in a millisecond; the program itself never asks for so little.
CHEAP = Argon2Cost(memory_kib=64, passes=1, lanes=1)
PASSPHRASE = "sept mots pour un été tranquille"
KEY = bytes(range(32))
NOW = datetime(2026, 9, 14, 8, 30, tzinfo=UTC)


@contextmanager
def open_profile(folder: Path) -> Iterator[tuple[Profile, Database, str]]:
    """A new profile with its open database and its recovery code."""
    profile = Profile(folder, CHEAP)
    db, code = profile.create(PASSPHRASE)
    try:
        yield profile, db, code
    finally:
        db.close()
        profile.release()


def company(company_id: str = "c1", **changes: Any) -> Company:
    """A clearly fictitious company."""
    fields: dict[str, Any] = {
        "id": company_id,
        "name": "Menuiserie Fictive de l’Exemple",
        "facts": CompanyFacts(naf="43.32A", staff=7, departement="69", creation_year=2011),
        "commune": "Villeneuve-l’Imaginaire",
        **changes,
    }
    return Company(**fields)


def interview(
    interview_id: str = "i1", answers: Mapping[str, Answer] | None = None, **changes: Any
) -> Interview:
    """A draft of that company, pinned to the questionnaire of `put_questionnaire`."""
    fields: dict[str, Any] = {
        "id": interview_id,
        "company_id": "c1",
        "questionnaire_id": "essai",
        "questionnaire_version": 1,
        "created_at": NOW,
        "updated_at": NOW,
        "held_on": date(2026, 9, 14),
        "facts": CompanyFacts(staff=7),
        "answers": dict(answers or {}),
        **changes,
    }
    return Interview(**fields)


def put_questionnaire(db: Database) -> None:
    Questionnaires(db).put("essai", 1, "titre: Essai\n", at=NOW, title="Essai")


def put_dossier(db: Database, number: int = 1, **answers: Answer) -> str:
    """Store a company with one interview; return the interview's id."""
    put_questionnaire(db)
    Companies(db).add(company(f"c{number}", name=f"Entreprise fictive {number}"))
    Interviews(db).add(interview(f"i{number}", answers, company_id=f"c{number}"))
    return f"i{number}"


def give_answer(db: Database, interview_id: str, question_id: str, answer: Answer) -> None:
    """Give an answer as the services do: the answer, its history and the interview, in one act."""
    answers = Answers(db)
    with db.transaction():
        before = answers.get(interview_id, question_id)
        answers.put(interview_id, question_id, answer, NOW)
        Events(db).append(
            interview_id, "answer", NOW, question_id=question_id, before=before, after=answer
        )
        Interviews(db).touch(interview_id, NOW, position=question_id)
