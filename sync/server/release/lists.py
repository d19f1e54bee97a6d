"""The closed lists of a release and the columns that hold them."""

from __future__ import annotations

from collections.abc import Sequence

from sync.protocol.codebook import CodeLabel
from sync.server.publication.columns import Coded
from sync.server.publication.plan import ACTIVITY, SIZE, TERRITORY
from sync.server.publication.plan import UNKNOWN as NOT_TOLD
from sync.server.publication.sample import Sample
from sync.server.release.variables import UNKNOWN, Column, Role

AGES = {
    "<3": "moins de 3 ans",
    "3-9": "3 à 9 ans",
    "10-24": "10 à 24 ans",
    ">=25": "25 ans et plus",
}
GROWTH = {
    "hyper": "hypercroissance",
    "forte_continue": "forte et continue",
    "forte_discontinue": "forte et discontinue",
    "rebond": "rebond",
    "declin": "déclin",
    "moderee": "modérée",
    "stable": "stable",
    "trop_courte": "série trop courte",
}
DURATIONS = {
    "<45": "moins de 45 min",
    "45-74": "45 à 74 min",
    "75-104": "75 à 104 min",
    ">=105": "105 min et plus",
}
_TERRITORIES = {c: t for c, t in TERRITORY.labels.items() if c not in {"50+", "ARA"}} | {
    "ARA": "Auvergne-Rhône-Alpes (département non communiqué)"
}


def keys_of(sample: Sample) -> tuple[Column, ...]:
    """The keys as they came, before any is suppressed."""
    told = sample.facts["quarter"]
    quarters = {q: q for q in sorted(told.codes) if (told.index == told.codes.index(q)).any()}
    return (
        listed("size", "Classe d’effectif", "key", sample.facts["size"], SIZE.labels),
        listed("activity", "Activité (A10)", "key", sample.facts["activity"], ACTIVITY.labels),
        listed("territory", "Territoire", "key", sample.facts["territory"], _TERRITORIES),
        listed("age", "Âge de l’entreprise", "key", sample.facts["age"], AGES),
        listed("quarter", "Trimestre de l’entretien", "key", sample.facts["quarter"], quarters),
    )


def listed(name: str, label: str, role: Role, facts: Coded, labels: dict[str, str]) -> Column:
    """A column of a closed list: ranks 1, 2, … of its codes; a code from nowhere is not told."""
    codes = tuple(code for code in labels if code != NOT_TOLD)
    ranks = {code: float(i) for i, code in enumerate(codes, 1)}
    values = facts.numbers(ranks, float(UNKNOWN))
    return Column(name, label, role, values, codes, {ranks[c]: labels[c] for c in codes})


def coded(codes: Sequence[CodeLabel]) -> dict[str, str]:
    """Code → label."""
    return {c.code: c.label for c in codes}
