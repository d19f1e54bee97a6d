"""What is said under a figure: what was merged, and what stands in the place of a number."""

from __future__ import annotations

from collections.abc import Iterable

from sync.dashboard.cube import Cell
from sync.server.publication.plan import DIMENSIONS, DimensionName, label

_JOINED = (
    "Des groupes sont réunis\u00a0: trop peu d’entreprises, ou des réponses trop semblables, "
    "permettraient d’en reconnaître une."
)
_MARKED = (
    "Une valeur suivie de * vaut pour plusieurs de ces groupes réunis\u202f: ne l’additionnez pas. Le "
    "fichier CSV dit lesquels."
)
_STATUS = {
    "homogeneous": "«\u00a0≥\u00a05, homogène\u00a0»\u00a0: toutes ont répondu de même, rien d’autre "
    "n’est dit.",
    "nearly_all": "«\u00a0presque toutes\u00a0»\u00a0: toutes, à deux près au plus\u202f; le compte n’est "
    "pas dit.",
    "withheld": "«\u00a0non dit\u00a0»\u00a0: ce chiffre permettrait d’en retrouver un autre, qui reste "
    "caché.",
}


def notes_of(
    cells: Iterable[Cell], dimension: DimensionName | None, size: str, *, marked: bool
) -> Iterable[str]:
    """The notes of a table."""
    mine = list(cells)
    if dimension and any(len(DIMENSIONS[dimension].members(c.group(dimension))) > 1 for c in mine):
        yield _JOINED
    if marked:
        yield _MARKED
    wider = {label("size", c.size) for c in mine if size and c.size != size}
    if wider:
        yield f"Des cases comptent aussi d’autres tailles\u00a0: {', '.join(sorted(wider))}."
    said = {c.status for c in mine}
    yield from (words for status, words in _STATUS.items() if status in said)
