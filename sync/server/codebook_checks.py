"""Whether a record only holds codes of its questionnaire's codebook, where that one is known.

Codes are short words: without this check a program gone wrong could spell a name in them.
"""

from __future__ import annotations

from dataclasses import dataclass

from sync.protocol.codebook import Codebook
from sync.protocol.record import Record

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Codes:
    """The closed lists of one questionnaire version. Actions are the catalogue's, kept apart."""

    practices: frozenset[str]
    themes: frozenset[str]
    phases: frozenset[str]
    attitudes: frozenset[str]
    brakes: frozenset[str]
    levers: frozenset[str]
    lowest: float
    highest: float

    @classmethod
    def of(cls, codebook: Codebook) -> Codes:
        """Return the closed lists of a codebook."""
        return cls(
            practices=frozenset(p.id for t in codebook.themes for p in t.practices),
            themes=frozenset(t.id for t in codebook.themes),
            phases=frozenset(c.code for c in codebook.phases),
            attitudes=frozenset(c.code for c in codebook.attitudes),
            brakes=frozenset(c.code for c in codebook.brakes),
            levers=frozenset(c.code for c in codebook.levers),
            lowest=codebook.scale_min,
            highest=codebook.scale_max,
        )

    def faults(self, record: Record) -> tuple[str, ...]:
        """Return the names of the fields that hold a code from nowhere."""
        growth = {record.growth.phase} - {None} <= self.phases
        attitude = {record.growth.attitude} - {None} <= self.attitudes
        sound = {
            "practices": self.practices.issuperset(record.practices) and self._in_scale(record),
            "themes": self.themes.issuperset(record.themes),
            "needs": self.practices.issuperset(record.needs),
            "growth": growth and attitude,
            "brakes": self.brakes.issuperset(record.brakes),
            "levers": self.levers.issuperset(record.levers),
        }
        return tuple(name for name, is_sound in sound.items() if not is_sound)

    def _in_scale(self, record: Record) -> bool:
        levels = [p.level for p in record.practices.values() if p.level is not None]
        return not levels or (self.lowest <= min(levels) and max(levels) <= self.highest)
