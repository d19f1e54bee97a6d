"""The firm: who it is (stays on the laptop) and the facts that rules and classes are read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

SizeClass: TypeAlias = Literal["0", "1-9", "10-49", "50-249", "250+"]
AgeClass: TypeAlias = Literal["<3", "3-9", "10-24", ">=25"]

#: The départements of Auvergne-Rhône-Alpes; anything else is "hors région".
REGION_DEPARTEMENTS = ("01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74")
NAF_2 = "naf-rev2"


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """The facts that rules may read; an interview keeps its own copy of them.

    ``staff`` is a head count of employees without the dirigeant; ``naf`` a code such as "43.32A"
    or a division "43", in the nomenclature ``naf_version``; ``departement`` two characters.
    ``activity`` is the A10 group read from ``naf`` by whoever has the nomenclatures.
    """

    naf: str | None = None
    naf_version: str = NAF_2
    staff: int | None = None
    departement: str | None = None
    creation_year: int | None = None
    activity: str | None = None

    @property
    def size_class(self) -> SizeClass | None:
        """The firm's size class, None when its staff is unknown."""
        if self.staff is None:
            return None
        bounds: tuple[tuple[int, SizeClass], ...] = (
            (1, "0"),
            (10, "1-9"),
            (50, "10-49"),
            (250, "50-249"),
        )
        return next((name for bound, name in bounds if self.staff < bound), "250+")

    def age_on(self, day: date) -> int | None:
        """Whole years between the creation year and ``day``'s year, never negative."""
        return None if self.creation_year is None else max(0, day.year - self.creation_year)


def age_class(age: int | None) -> AgeClass | None:
    """Return the class of an age in years, None when it is unknown."""
    if age is None:
        return None
    if age < 3:
        return "<3"
    if age < 10:
        return "3-9"
    return "10-24" if age < 25 else ">=25"


@dataclass(frozen=True, slots=True)
class Company:
    """A firm's sheet. Everything but ``facts`` identifies it and never leaves the laptop."""

    id: str
    name: str
    facts: CompanyFacts = field(default_factory=CompanyFacts)
    siren: str = ""
    siret: str = ""
    activity_label: str = ""
    commune: str = ""
    address: str = ""
    legal_form: str = ""
    dirigeant: str = ""
    dirigeant_role: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""
    fictitious: bool = False


def is_siren(text: str) -> bool:
    """Whether ``text`` is a valid SIREN: 9 digits that pass the Luhn check."""
    return len(text) == 9 and text.isdigit() and _luhn(text)


def is_siret(text: str) -> bool:
    """Whether ``text`` is a valid SIRET: 14 digits passing Luhn.

    La Poste (SIREN 356000000) is the known exception: the sum of its digits is a multiple of 5.
    """
    if len(text) != 14 or not text.isdigit():
        return False
    if text.startswith("356000000") and sum(map(int, text)) % 5 == 0:
        return True
    return _luhn(text)


def _luhn(digits: str) -> bool:
    doubled = (int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
