"""What each column of a release is: one description, from which every format is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np

Numbers: TypeAlias = np.ndarray[Any, np.dtype[Any]]
Role: TypeAlias = Literal["id", "key", "sensitive", "other", "computed"]
#: What stands for a value that is not there; in Stata −1 is .a, −2 is .b, …
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


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column. Values are numbers: levels, scores, flags, or the rank of a code.

    Whole ones are kept as small integers: two hundred columns of a million records fit in memory.
    ``codes``: for a closed list, the code of ranks 1, 2, …, written in CSV and Parquet in place of the
    rank. ``labels``: what values mean. Missing codes are negative (`MISSING_LABELS`); NaN is a
    score that could not be computed.
    """

    name: str
    label: str
    role: Role
    values: Numbers
    codes: tuple[str, ...] = ()
    labels: dict[float, str] = field(default_factory=dict)
    question: str = ""

    def __post_init__(self) -> None:
        """Keep the values small."""
        object.__setattr__(self, "values", _small(self.values))

    @property
    def missing(self) -> tuple[int, ...]:
        """The missing codes that this column may hold."""
        if self.role in {"id", "computed"}:
            return ()
        return tuple(MISSING_LABELS)

    @property
    def is_whole(self) -> bool:
        """Whether every value is a whole number."""
        if self.values.dtype.kind == "i":
            return True
        known = self.values[~np.isnan(self.values)]
        return bool((known == np.floor(known)).all())

    def text(self, value: float) -> str:
        """One value as CSV and Parquet write a code; missing codes keep their number."""
        return self.codes[int(value) - 1] if value > 0 else str(int(value))


def _small(values: Numbers) -> Numbers:
    """The same numbers in the smallest integers that hold them all; floats where they must be."""
    if not len(values) or not np.isfinite(values).all():
        return values
    low, high = values.min(), values.max()
    for kind in (np.int8, np.int16, np.int32):
        if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max:
            whole = values.astype(kind)
            return whole if (whole == values).all() else values
    return values


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
