"""Where a draft stopped, in words; no questionnaire is read for it: the list asks at each start."""

from __future__ import annotations

import json
from contextlib import suppress

from consultant_app.domain.errors import KnownError
from consultant_app.services.workspace import Workspace
from consultant_app.storage.parsed import ParsedTexts

#: Raise it when items come to be named in another way: what was kept is then made anew.
_FORM = 1
Names = dict[str, str]


class Positions:
    """The items' names of each questionnaire version, kept beside it: a version never changes."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._kept = ParsedTexts(workspace.db)
        self._known: dict[tuple[str, int], Names] = {}

    def name(self, questionnaire_id: str, version: int, item_id: str) -> str:
        """Return « 6.2 Données », "" for an item that the questionnaire does not have."""
        key = (questionnaire_id, version)
        if key not in self._known:
            self._known[key] = self._names(*key)
        return self._known[key].get(item_id, "")

    def _names(self, questionnaire_id: str, version: int) -> Names:
        key = f"names {_FORM} {questionnaire_id} {version}"
        stored = self._kept.get(key)
        if stored is not None:
            names: Names = json.loads(stored)
            return names
        items = self._workspace.library.questionnaire(questionnaire_id, version).items
        names = {item.id: f"{item.code} {item.title}".strip() for item in items.values()}
        with suppress(KnownError):  # a full disk: they will be kept another day
            self._kept.put(key, json.dumps(names, ensure_ascii=False))
        return names
