"""What each column of a release is: one description, from which every format is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np

from sync.server.publication.scores import Floats

Role: TypeAlias = Literal["id", "key", "sensitive", "other", "computed"]
#: What stands for a value that is not there; the letter is Stata's extended missing value.
SUPPRESSED, UNKNOWN = -7, -8
MISSING_LABELS = {
    -1: "ne sait pas",
    -2: "sans objet",
    -3: "ne souhaite pas répondre",
    -4: "non demandé (entretien court)",
    -5: "sans lieu d’être (règle du questionnaire)",
    -6: "laissé sans réponse",
    SUPPRESSED: "supprimé pour la confidentialité",
    UNKNOWN: "non renseigné",
}
STATA_LETTERS = {code: chr(ord("a") - 1 - code) for code in MISSING_LABELS}


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column. Values are numbers: levels, scores, flags, or the rank of a code.

    ``codes``: for a closed list, the code of ranks 1, 2, …, written in CSV and Parquet in place of the
    rank. ``labels``: what values mean. Missing codes are negative (`MISSING_LABELS`); NaN is a
    score that could not be computed.
    """

    name: str
    label: str
    role: Role
    values: Floats
    codes: tuple[str, ...] = ()
    labels: dict[float, str] = field(default_factory=dict)
    question: str = ""

    @property
    def missing(self) -> tuple[int, ...]:
        """The missing codes that this column may hold."""
        if self.role in {"id", "computed"}:
            return ()
        return tuple(MISSING_LABELS)

    @property
    def is_whole(self) -> bool:
        """Whether every value is a whole number."""
        known = self.values[~np.isnan(self.values)]
        return bool((known == np.floor(known)).all())

    def text(self, value: float) -> str:
        """One value as CSV and Parquet write a code; missing codes keep their number."""
        return self.codes[int(value) - 1] if value > 0 else str(int(value))


@dataclass(frozen=True, slots=True)
class Microdata:
    """A release's table, with who it is about and from what it was made."""

    title: str
    campaign: str
    quarters: tuple[str, str]
    questionnaire: str
    versions: tuple[int, ...]
    columns: tuple[Column, ...]

    def __len__(self) -> int:
        return len(self.columns[0].values)

    def column(self, name: str) -> Column:
        """The column of a name."""
        return next(c for c in self.columns if c.name == name)
