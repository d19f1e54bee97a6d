"""The two sides compare what they hold, and every difference is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pydantic import Field

from sync.protocol.wire import RecordId, Sha256, Wire

MAX_RECORDS = 1000


class Held(Wire):
    """A record as one side holds it: its last revision and the SHA-256 of its bytes."""

    record_id: RecordId
    revision: int
    sha256: Sha256


class Question(Wire):
    """Asks what the centre holds of these records."""

    records: tuple[RecordId, ...] = Field(max_length=MAX_RECORDS)


class CentreState(Wire):
    """What the centre holds; ``retracted``: the record was withdrawn and must not come back."""

    held: tuple[Held, ...] = ()
    retracted: tuple[RecordId, ...] = ()


class SentPage(Wire):
    """Records that this device sent within the retention; ``next`` goes on from there."""

    records: tuple[RecordId, ...]
    next: RecordId | None = None


#: missing_there: acknowledged, yet the centre has not got it · other_content: same revision,
#: other bytes · newer_there: the centre has a later revision · retracted_there: it was withdrawn ·
#: unknown_here: the centre got it from this device, which no longer knows it.
Kind: TypeAlias = Literal[
    "missing_there", "other_content", "newer_there", "retracted_there", "unknown_here"
]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the two sides do not agree on."""

    record_id: str
    kind: Kind
    here: int | None = None
    there: int | None = None


def compare(
    here: Iterable[Held], there: CentreState, sent: Iterable[str], known: Iterable[str]
) -> list[Difference]:
    """Return every difference, by record id.

    ``here``: what this laptop holds as acknowledged; ``sent``: what the centre says it got from
    this device; ``known``: every record this laptop has a trace of, withdrawn ones included.
    """
    held = {h.record_id: h for h in there.held}
    found = [
        Difference(ours.record_id, kind, ours.revision, _revision(held, ours.record_id))
        for ours in here
        if (kind := _kind(ours, held.get(ours.record_id), there.retracted)) is not None
    ]
    found += [Difference(lost, "unknown_here") for lost in set(sent) - set(known)]
    return sorted(found, key=lambda difference: difference.record_id)


def _kind(ours: Held, theirs: Held | None, retracted: tuple[str, ...]) -> Kind | None:
    if ours.record_id in retracted:
        return "retracted_there"
    if theirs is None or theirs.revision < ours.revision:
        return "missing_there"
    if theirs.revision > ours.revision:
        return "newer_there"
    return None if theirs.sha256 == ours.sha256 else "other_content"


def _revision(held: Mapping[str, Held], record_id: str) -> int | None:
    found = held.get(record_id)
    return found.revision if found else None
