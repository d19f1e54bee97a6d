"""The dossier file: everything about some interviews, as JSON taken back identically."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from consultant_app.domain.answers import Answer
from consultant_app.domain.company import Company
from consultant_app.domain.errors import KnownError
from consultant_app.domain.interview import Interview

FORMAT: Literal["diagnostic-pme/dossiers"] = "diagnostic-pme/dossiers"


class BadDossierFileError(KnownError):
    """A dossier file that cannot be read."""


class StoredEvent(BaseModel):
    """One past act on an answer (paradata): kept with the dossier, never sent.

    ``refers_to``: the rank in the list, from 0, of the act that was undone or done again.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    question_id: str | None = None
    before: Answer | None = None
    after: Answer | None = None
    at: datetime
    seconds: float = 0.0
    refers_to: int | None = None


class QuestionnaireText(BaseModel):
    """The full text of a questionnaire version that an interview is pinned to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    version: int
    text: Annotated[str, StringConstraints(max_length=5_000_000)]


class Dossier(BaseModel):
    """A company with one of its interviews and that interview's history."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    company: Company
    interview: Interview
    events: tuple[StoredEvent, ...] = ()


class DossierFile(BaseModel):
    """The file as a whole."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["diagnostic-pme/dossiers"] = FORMAT
    version: Literal[1] = 1
    dossiers: tuple[Dossier, ...]
    questionnaires: tuple[QuestionnaireText, ...] = Field(default=())

    def to_json(self) -> str:
        """Return the file's text: UTF-8 JSON, indented, stable order."""
        plain = self.model_dump(mode="json")
        for dossier in plain["dossiers"]:
            dossier["interview"]["deepened"].sort()  # a set has no order of its own
        return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def parse(text: str) -> DossierFile:
    """Read a dossier file; `BadDossierFileError` says where the first fault is."""
    try:
        return DossierFile.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = " › ".join(str(part) for part in first["loc"]) or "tout le fichier"
        raise BadDossierFileError(
            f"Ce fichier de dossiers n’est pas lisible (voir\u00a0: {where})\u202f; demandez un "
            "nouvel export à la personne qui vous l’a remis."
        ) from error
