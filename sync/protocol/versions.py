"""The versions of the protocol, each with its date and the reason it came to be.

Both sides say the lowest and the highest version they speak; the highest common one is spoken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field

from sync.protocol.wire import Wire


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the protocol, since when it is spoken, and why it was needed."""

    number: int
    since: date
    why: str


HISTORY = (
    Version(
        1,
        date(2026, 11, 23),
        "First version: records as exact lines, one verdict each, retraction by id or by "
        "follow-up code, packages signed by two keys of two.",
    ),
)
LOWEST, HIGHEST = HISTORY[0].number, HISTORY[-1].number


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


#: As JSON Schema has it: 1.0 is an integer too. Nothing is kept of these as it was written.
_Whole: TypeAlias = Annotated[int, BeforeValidator(_whole)]


class Versions(Wire):
    """The range that one side speaks."""

    lowest: _Whole = Field(default=LOWEST, ge=1)
    highest: _Whole = Field(default=HIGHEST, ge=1)

    def common(self, other: Versions) -> int | None:
        """Return the highest version that both speak, None when there is none."""
        highest = min(self.highest, other.highest)
        return highest if highest >= max(self.lowest, other.lowest) else None


OURS = Versions()
