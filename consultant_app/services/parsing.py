"""Questionnaires and their like, parsed from YAML once and kept as JSON, a hundred times faster."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from typing import TypeVar

from pydantic import ValidationError

from consultant_app.domain.errors import KnownError
from consultant_app.domain.questionnaire import Model
from consultant_app.storage.database import Database
from consultant_app.storage.parsed import ParsedTexts

M = TypeVar("M", bound=Model)
#: Raise it when the models' classes change shape: what was kept is then parsed anew.
FORM = 1


class Parsing:
    """Reads models from texts, or from what was kept of exactly those texts."""

    def __init__(self, db: Database) -> None:
        self._kept = ParsedTexts(db)

    def read(self, model: type[M], text: str, parse: Callable[[], M]) -> M:
        """Return what ``parse`` makes of ``text``, without calling it when that is known."""
        key = sha256(f"{model.__name__} {FORM}\n{text}".encode()).hexdigest()
        stored = self._kept.get(key)
        if stored is not None:
            with suppress(ValidationError):
                return model.model_validate_json(stored)
        value = parse()
        with suppress(KnownError):  # a full disk: it will be kept another day
            self._kept.put(key, value.model_dump_json(by_alias=True, exclude_defaults=True))
        return value
