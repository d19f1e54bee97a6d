"""The codebook of a questionnaire, as a file that the région can sign and publish."""

from __future__ import annotations

import json

from consultant_app.domain.catalogue import Catalogue
from consultant_app.domain.errors import UnknownIdError
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.services.library import Library, shipped_catalogues, shipped_questionnaires
from consultant_app.sharing.codebooks import codebook_of


def codebook_json(library: Library, questionnaire_id: str) -> str:
    """Return the codebook of the newest version, with the actions of its newest catalogue."""
    questionnaire = library.questionnaire(questionnaire_id)
    return _text(questionnaire, library.catalogue(questionnaire_id))


def shipped_codebook_json(questionnaire_id: str) -> str:
    """The same without a profile, from what comes with the program."""
    for questionnaire in shipped_questionnaires():
        if questionnaire.id == questionnaire_id:
            serving = shipped_catalogues(questionnaire)
            return _text(questionnaire, max(serving, key=lambda c: c.version, default=None))
    raise UnknownIdError(
        f"Le questionnaire «\u00a0{questionnaire_id}\u00a0» n’est pas livré avec le programme\u202f; voyez "
        "«\u00a0questionnaire list\u00a0»."
    )


def _text(questionnaire: Questionnaire, catalogue: Catalogue | None) -> str:
    content = codebook_of(questionnaire, catalogue).model_dump(mode="json", exclude_none=True)
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
