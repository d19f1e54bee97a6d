"""The record: all that ever leaves about one interview. Closed codes only, no free text.

It is generalised and pseudonymised at source; only what the centre later *releases* is anonymous.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints, model_validator

from sync.protocol.wire import Code, Name, One, RecordId, Sha256, Wire

Activity: TypeAlias = Literal["AZ", "BE", "FZ", "GI", "JZ", "KZ", "LZ", "MN", "OQ", "RU"]
SizeClass: TypeAlias = Literal["0", "1-9", "10-49", "50-249", "250+"]
#: A département below 50 staff, the whole région ("ARA") from 50, or outside it ("HR").
Territory: TypeAlias = Literal[
    "01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74", "ARA", "HR"
]
AgeClass: TypeAlias = Literal["<3", "3-9", "10-24", ">=25"]
DurationClass: TypeAlias = Literal["<45", "45-74", "75-104", ">=105"]
GrowthType: TypeAlias = Literal[
    "hyper",
    "forte_continue",
    "forte_discontinue",
    "rebond",
    "declin",
    "moderee",
    "stable",
    "trop_courte",
]
Quarter: TypeAlias = Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}Q[1-4]$")]
#: nsp: does not know · so: not applicable · refused · not_asked: outside a short interview ·
#: hidden: a rule makes it irrelevant · unanswered: asked and left open.
MissingCode: TypeAlias = Literal["nsp", "so", "refused", "not_asked", "hidden", "unanswered"]
EvidenceCode: TypeAlias = Literal["declared", "seen"]


class VersionedName(Wire):
    """A questionnaire, catalogue or nomenclature at one version."""

    id: Name
    version: int = Field(ge=1)


class PlacedLevel(Wire):
    """A practice's level, or why there is none. ``evidence`` only goes with a level."""

    level: float | None = None
    missing: MissingCode | None = None
    evidence: EvidenceCode | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> PlacedLevel:
        if (self.level is None) == (self.missing is None):
            raise ValueError("a level or a missing code, not both, not neither")
        if self.missing is not None and self.evidence is not None:
            raise ValueError("evidence only goes with a level")
        return self


class ThemeWish(Wire):
    """What the dirigeant said of a theme: importance 0–3, wish to work on it."""

    importance: int | None = Field(default=None, ge=0, le=3)
    wish: bool | None = None


class GrowthRecord(Wire):
    """Growth as a type and as felt; never a figure."""

    type: GrowthType | None = None
    phase: Code | None = None
    attitude: Code | None = None


class Record(Wire):
    """One interview, as it leaves.

    ``record_id``: random (uuid4). ``revision``: rises with each correction; (record_id, revision)
    is the key. ``follow_up``: SHA-256 of the follow-up code, where the dirigeant wanted one: the
    same code links a follow-up. ``needs``: practices kept as priorities, in order. ``actions``:
    actions kept, in order; ``catalogue``: the version they are of, where one was kept. Scores are
    not sent: the centre computes them.
    """

    protocol: One = 1
    record_id: RecordId
    revision: int = Field(ge=1, le=1_000_000)
    questionnaire: VersionedName
    extent: Literal["full", "short"]
    occasion: Literal["first", "follow_up"]
    follow_up: Sha256 | None = None
    nomenclature: Name
    activity: Activity | None = None
    size: SizeClass | None = None
    territory: Territory | None = None
    age: AgeClass | None = None
    quarter: Quarter
    growth: GrowthRecord = GrowthRecord()
    practices: dict[Code, PlacedLevel] = Field(max_length=1000)
    themes: dict[Code, ThemeWish] = Field(default_factory=dict, max_length=100)
    needs: tuple[Code, ...] = Field(default=(), max_length=20)
    catalogue: VersionedName | None = None
    actions: tuple[Code, ...] = Field(default=(), max_length=20)
    brakes: tuple[Code, ...] = Field(default=(), max_length=3)
    levers: tuple[Code, ...] = Field(default=(), max_length=3)
    confidence: int | None = Field(default=None, ge=1, le=3)
    duration: DurationClass | None = None
