"""How alone is a firm in its record's keys? Measured on invented firms: `python -m tests.uniqueness`.

The keys are what an outsider may know of a firm: activity group (A10), size class, territory, age
class; with and without the quarter. Firms are drawn as `sync.server.invented` documents, keys
independent of one another; each figure is the mean of 20 draws (seeds 0 to 19).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import mean

from sync.server.invented import Inventor, Profile
from sync.server.published import shipped_codebooks

#: A year of accompaniments, and five.
CROWDS = (1_500, 7_500)
SEEDS = range(20)
_ENOUGH = 5


@dataclass(frozen=True)
class Solitude:
    """Shares (0 to 1) of firms that are alone with their keys, or with fewer than 5 alike."""

    alone: float
    under_five: float


def solitude(keys: Sequence[object]) -> Solitude:
    """Return how alone the bearers of these keys are."""
    crowd = Counter(keys)
    return Solitude(
        sum(n == 1 for n in crowd.values()) / len(keys),
        sum(n for n in crowd.values() if n < _ENOUGH) / len(keys),
    )


def measured(firms: int, *, quarter: bool) -> Solitude:
    """Return the mean over the seeds for a crowd of this size."""
    book = next(b for b in shipped_codebooks() if b.questionnaire == "diagnostic-general")
    found = []
    for seed in SEEDS:
        inventor, chance = Inventor(book, seed), Random(seed)
        profiles: list[Profile] = [inventor.profile() for _ in range(firms)]
        keys = [(p, chance.randrange(4) if quarter else 0) for p in profiles]
        found.append(solitude(keys))
    return Solitude(mean(s.alone for s in found), mean(s.under_five for s in found))


def main() -> None:
    """Print the table of docs/confidentialite.md."""
    for firms in CROWDS:
        for quarter in (False, True):
            share = measured(firms, quarter=quarter)
            keys = "quatre clés et trimestre" if quarter else "quatre clés"
            told = (f"{firms:,}".replace(",", "\u202f"), keys)
            shares = (f"{100 * s:.0f}\u202f%" for s in (share.alone, share.under_five))
            print("| " + " | ".join((*told, *shares)) + " |")


if __name__ == "__main__":
    main()
