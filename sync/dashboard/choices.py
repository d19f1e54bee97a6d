"""What a reader chose; it lives in the address, so that a page can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from sync.server.publication.plan import SIZE, DimensionName

#: The words of addresses, and what they stand for.
BY: dict[str, DimensionName] = {"taille": "size", "activite": "activity", "territoire": "territory"}
BY_NAMES = {"": "toutes ensemble", "taille": "par taille", "activite": "par activité",
            "territoire": "par territoire"}  # fmt: skip
MEASURES = {"besoins": "les besoins retenus", "niveaux": "le niveau moyen"}


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything a figure's address may say; what is not known is as if it were not said."""

    publication: int = 0
    other: int = 0
    theme: str = ""
    by: str = ""
    size: str = ""
    action: str = ""
    measure: str = "besoins"

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Choices:
        """Read an address; nothing in it can be wrong enough to be refused."""
        by, size = query.get("selon", ""), query.get("taille", "")
        measure = query.get("mesure", "besoins")
        return cls(
            publication=_number(query.get("publication", "")),
            other=_number(query.get("avec", "")),
            theme=query.get("theme", ""),
            by=by if by in BY else "",
            size=size if size in SIZE.categories and by != "taille" else "",
            action=query.get("action", ""),
            measure=measure if measure in MEASURES else "besoins",
        )

    @property
    def dimension(self) -> DimensionName | None:
        """The dimension that groups are told apart by."""
        return BY.get(self.by)

    def query(self, **changes: Any) -> str:
        """The address's end for these choices, with some changed; empty ones are left out."""
        now = replace(self, **changes)
        told = {
            "publication": now.publication or "",
            "avec": now.other or "",
            "theme": now.theme,
            "selon": now.by,
            "taille": now.size,
            "action": now.action,
            "mesure": "" if now.measure == "besoins" else now.measure,
        }
        text = urlencode({name: value for name, value in told.items() if value})
        return f"?{text}" if text else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
