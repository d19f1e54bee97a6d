"""The publication plan: the only tables there are, their categories, and who is near whom.

The plan is domain knowledge written once; nothing in it depends on the records. Each dimension is
a tree: categories are merged with their nearest relatives first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

DimensionName: TypeAlias = Literal["size", "activity", "territory"]
Crossing: TypeAlias = Literal[
    "all", "size", "activity", "territory", "size_activity", "size_territory"
]
#: Smallest number of firms that is said; smallest for quartiles; step of rounded counts.
MIN_FIRMS, MIN_QUARTILES, ROUND_TO = 5, 20, 5
UNKNOWN = "?"
#: Firms whose département is not sent, whatever else is known of their place.
LARGE = "50+"
LARGE_SIZES = ("50-249", "250+", UNKNOWN)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A key of the cube. ``paths``: category → its branch of the tree, from the root.

    The order of ``paths`` is the order in which codes are joined and shown.
    """

    name: DimensionName
    paths: dict[str, tuple[str, ...]]
    labels: dict[str, str]

    @property
    def categories(self) -> tuple[str, ...]:
        """Every category, in order."""
        return tuple(self.paths)

    def code(self, members: Iterable[int]) -> str:
        """The code of a group: its categories in order, joined by "+"."""
        return "+".join(self.categories[i] for i in sorted(members))

    def members(self, code: str) -> tuple[str, ...]:
        """The categories of a group's code."""
        found, rest = [], code
        for category in self.categories:
            if rest == category or rest.startswith(category + "+"):
                found.append(category)
                rest = rest[len(category) + 1 :]
        return tuple(found)

    def distance(self, one: Iterable[int], other: Iterable[int]) -> int:
        """How far two groups are: the depth that is lost by joining them (0: same branch)."""
        paths = [self.paths[self.categories[i]] for i in (*one, *other)]
        common = 0
        while all(len(p) > common and p[common] == paths[0][common] for p in paths):
            common += 1
        return -common


SIZE = Dimension(
    "size",
    {
        "0": ("known", "small", "micro"),
        "1-9": ("known", "small", "micro"),
        "10-49": ("known", "small"),
        "50-249": ("known", "large", "fifty"),
        "250+": ("known", "large", "fifty"),
        UNKNOWN: ("known", "large"),
    },
    {
        "0": "aucun salarié",
        "1-9": "1 à 9 salariés",
        "10-49": "10 à 49 salariés",
        "50-249": "50 à 249 salariés",
        "250+": "250 salariés et plus",
        UNKNOWN: "effectif non renseigné",
    },
)
ACTIVITY = Dimension(
    "activity",
    {
        "AZ": ("goods", "making"),
        "BE": ("goods", "making"),
        "FZ": ("goods",),
        "GI": ("services", "trade"),
        "RU": ("services", "trade"),
        "JZ": ("services", "business", "immaterial"),
        "KZ": ("services", "business", "immaterial"),
        "LZ": ("services", "business", "immaterial"),
        "MN": ("services", "business"),
        "OQ": ("services",),
        UNKNOWN: (),
    },
    {
        "AZ": "agriculture",
        "BE": "industrie",
        "FZ": "construction",
        "GI": "commerce, transports, hébergement et restauration",
        "RU": "autres services",
        "JZ": "information et communication",
        "KZ": "finance et assurance",
        "LZ": "immobilier",
        "MN": "services aux entreprises",
        "OQ": "administration, enseignement, santé, action sociale",
        UNKNOWN: "activité non renseignée",
    },
)
TERRITORY = Dimension(
    "territory",
    {
        "03": ("small", "region", "clermont"),
        "63": ("small", "region", "clermont"),
        "15": ("small", "region", "clermont", "haute"),
        "43": ("small", "region", "clermont", "haute"),
        "01": ("small", "region", "lyon"),
        "42": ("small", "region", "lyon"),
        "69": ("small", "region", "lyon"),
        "07": ("small", "region", "grenoble", "rhone"),
        "26": ("small", "region", "grenoble", "rhone"),
        "38": ("small", "region", "grenoble"),
        "73": ("small", "region", "grenoble", "savoie"),
        "74": ("small", "region", "grenoble", "savoie"),
        "ARA": ("small", "region"),
        "HR": ("small", "elsewhere"),
        UNKNOWN: ("small", "elsewhere"),
        LARGE: (),
    },
    {
        "03": "Allier",
        "63": "Puy-de-Dôme",
        "15": "Cantal",
        "43": "Haute-Loire",
        "01": "Ain",
        "42": "Loire",
        "69": "Rhône",
        "07": "Ardèche",
        "26": "Drôme",
        "38": "Isère",
        "73": "Savoie",
        "74": "Haute-Savoie",
        "ARA": "région, sans précision",
        "HR": "hors région",
        UNKNOWN: "territoire non renseigné",
        LARGE: "50 salariés et plus ou effectif inconnu (département non communiqué)",
    },
)
DIMENSIONS: dict[DimensionName, Dimension] = {
    "size": SIZE,
    "activity": ACTIVITY,
    "territory": TERRITORY,
}
CROSSINGS: dict[Crossing, tuple[DimensionName, ...]] = {
    "all": (),
    "size": ("size",),
    "activity": ("activity",),
    "territory": ("territory",),
    "size_activity": ("size", "activity"),
    "size_territory": ("size", "territory"),
}
#: Names of groups that have one of their own; any other is told by its members.
_GROUP_NAMES: dict[tuple[DimensionName, tuple[str, ...]], str] = {
    ("size", ("0", "1-9")): "moins de 10 salariés",
    ("size", ("0", "1-9", "10-49")): "moins de 50 salariés",
    ("size", ("50-249", "250+")): "50 salariés et plus",
    ("size", ("10-49", "50-249", "250+")): "10 salariés et plus",
    ("activity", ("AZ", "BE", "FZ")): "agriculture, industrie et construction",
    (
        "activity",
        ("JZ", "KZ", "LZ", "MN"),
    ): "information, finance, immobilier, services aux entreprises",
    ("territory", ("03", "63", "15", "43")): "académie de Clermont-Ferrand",
    ("territory", ("01", "42", "69")): "académie de Lyon",
    ("territory", ("07", "26", "38", "73", "74")): "académie de Grenoble",
    ("territory", ("73", "74")): "Savoie et Haute-Savoie",
    ("territory", ("07", "26")): "Ardèche et Drôme",
}


def label(dimension: DimensionName, code: str) -> str:
    """The French name of a group; "" gives « toutes les entreprises »."""
    known = DIMENSIONS[dimension]
    members = known.members(code)
    if not members or len(members) == len(known.categories):
        return "toutes les entreprises"
    return _GROUP_NAMES.get((dimension, members)) or ", ".join(known.labels[m] for m in members)


def place(size: str | None, territory: str | None) -> str:
    """The category of the territory tables: firms of 50 staff or more, or unknown, are one.

    A département is only sent below 50 staff. Were large firms told apart in two ways, the
    difference of two margins would say how many of them are elsewhere.
    """
    return LARGE if (size or UNKNOWN) in LARGE_SIZES else territory or UNKNOWN
