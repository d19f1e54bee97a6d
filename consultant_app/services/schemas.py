"""The JSON Schema of each format that other programs may read or write."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.services.dossier_files import DossierFile
from consultant_app.sharing.formats import Codebook, Record

_FORMATS: dict[str, type[BaseModel]] = {
    "dossier": DossierFile,
    "record": Record,
    "questionnaire": Questionnaire,
    "codebook": Codebook,
}


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of "dossier", "record", "questionnaire" or "codebook"."""
    schema = _FORMATS[name].model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
