"""What a question was answered with, or why it was not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

#: One financial year of a yearly series: column id → number, None where unknown.
YearRow: TypeAlias = Mapping[str, float | int | None]
#: What an answer can hold, by question type: level/integer/decimal/money/percentage/year → number;
#: date → ISO text; single choice → code; text → text; multiple and ranked choice → codes (ranked:
#: best first); yearly series → rows, oldest first. Plain JSON, so that it is stored as it is.
Value: TypeAlias = float | int | str | Sequence[str] | Sequence[YearRow]


class Missing(StrEnum):
    """Why a question has no value (a typed missing code, stored beside the value)."""

    NOT_ASKED = "not_asked"
    DONT_KNOW = "nsp"
    NOT_APPLICABLE = "so"
    REFUSED = "refused"


class Evidence(StrEnum):
    """Where the answer comes from: said by the dirigeant, or seen by the consultant."""

    DECLARED = "declared"
    SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Answer:
    """One question's state in one interview.

    ``value`` and ``missing`` are never both set. Both are None when only a note, an evidence mark
    or a flag has been put down so far: the question is then still unanswered.
    """

    value: Value | None = None
    missing: Missing | None = None
    evidence: Evidence | None = None
    note: str = ""
    flagged: bool = False

    def __post_init__(self) -> None:
        if self.value is not None and self.missing is not None:
            raise ValueError("an answer has a value or a missing code, not both")

    @property
    def is_answered(self) -> bool:
        """Whether the question was settled, by a value or by a missing code."""
        return self.value is not None or self.missing is not None

    @property
    def level(self) -> float | None:
        """The level placed, in the scale's units; None for a missing code or a non-number."""
        if isinstance(self.value, int | float):
            return float(self.value)
        return None


#: The answer of a question nobody has touched.
UNANSWERED = Answer()
