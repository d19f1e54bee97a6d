"""What the centre says of each line that it was sent."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import Field

from sync.protocol.versions import Versions
from sync.protocol.wire import RecordId, Sha256, Wire

#: stored: taken now · already: the same bytes were here · conflict: other bytes bear this revision ·
#: retracted: it was withdrawn, now or before, and must not come back · refused: see the reason ·
#: retry: nothing is wrong with it, send it again later.
Status: TypeAlias = Literal["stored", "already", "conflict", "retracted", "refused", "retry"]
Reason: TypeAlias = Literal[
    "unreadable", "too_large", "unknown_protocol", "invalid", "unknown_code", "unstorable"
]
SENTENCES: dict[str, str] = {
    "unreadable": "La fiche est arrivée illisible.",
    "too_large": "La fiche est trop longue.",
    "unknown_protocol": "La fiche est écrite dans une version que la région ne lit pas\u202f; mettez "
    "le programme à jour.",
    "invalid": "La fiche ne suit pas le format convenu.",
    "unknown_code": "La fiche contient un code que ce questionnaire ne connaît pas.",
    "unstorable": "La région n’a pas pu ranger cette fiche\u202f; signalez-le-lui.",
}
#: The record's fields that consultants have a word for.
_WORDS = {
    "practices": "pratiques",
    "themes": "thèmes",
    "needs": "besoins",
    "actions": "actions",
    "growth": "croissance",
    "brakes": "freins",
    "levers": "leviers",
    "activity": "activité",
    "size": "effectif",
    "territory": "lieu",
    "age": "âge",
    "quarter": "trimestre",
    "questionnaire": "questionnaire",
}


class Verdict(Wire):
    """What became of one line.

    ``line``: its place in the batch, from 0. ``sha256``: of the bytes as they arrived.
    ``record_id`` and ``revision`` when they could be read. ``fields``: the record's fields that
    are at fault (names of the format only, never a value). ``highest``: in a conflict, the highest
    revision that the centre knows. ``count``: records withdrawn by a retraction.
    """

    line: int = Field(ge=0)
    status: Status
    sha256: Sha256
    record_id: RecordId | None = None
    revision: int | None = None
    reason: Reason | None = None
    fields: tuple[str, ...] = ()
    highest: int | None = None
    count: int | None = None


class Verdicts(Wire):
    """The answer to a batch: one verdict a line, in order."""

    verdicts: tuple[Verdict, ...]


class Problem(Wire):
    """The answer to a request that as a whole was refused: a closed code, a French sentence."""

    reason: str
    sentence: str


class Health(Wire):
    """Whether the centre can work, and the versions it speaks."""

    status: Literal["ok"] = "ok"
    protocol: Versions = Versions()


def in_words(verdict: Verdict) -> str:
    """Return why a line was refused, for the consultant; "" when it was not."""
    if verdict.reason is None:
        return ""
    where = ", ".join(_WORDS.get(field, field) for field in verdict.fields)
    where = f" ({where})" if where else ""
    sentence = SENTENCES[verdict.reason]
    return sentence.removesuffix(".") + where + "." if where else sentence
