"""Nomenclatures as data: activities (with their version), staff bands, départements.

The files are in ``resources/nomenclatures``. A code of activity means nothing without the version
it was given in: NAF 2025 shifts the letters of NAF rév. 2, so every question takes both.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, TypeVar

from pydantic import Field, StringConstraints, model_validator

from consultant_app.domain.company import NAF_2
from consultant_app.domain.faults import FaultyFileError
from consultant_app.domain.questionnaire import Model, Text

_BANDS = "staff-bands"
_DEPARTEMENTS = "departements"

M = TypeVar("M", bound=Model)
DivisionCode = Annotated[str, StringConstraints(pattern=r"^\d{2}$")]
GroupCode = Annotated[str, StringConstraints(pattern=r"^[A-U][A-Z]$")]


class ActivityGroup(Model):
    """One group of the aggregated nomenclature A10, e.g. ``FZ`` « Construction »."""

    code: GroupCode
    label: Text


class Division(Model):
    """One division (two digits) and the A10 group it belongs to."""

    code: DivisionCode
    group: GroupCode
    label: Text


class Activities(Model):
    """One version of the nomenclature of activities."""

    version: Text
    title: Text
    groups: tuple[ActivityGroup, ...] = Field(min_length=1)
    divisions: tuple[Division, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _every_group_is_known(self) -> Activities:
        unknown = {d.group for d in self.divisions} - {g.code for g in self.groups}
        if unknown or len({d.code for d in self.divisions}) != len(self.divisions):
            raise ValueError(f"unknown groups {sorted(unknown)} or a division given twice")
        return self


class StaffBand(Model):
    """One INSEE band of staff; ``least`` and ``most`` are head counts, both included.

    ``least`` is None for « NN » (not known), ``most`` also for the widest band.
    """

    code: Text
    label: Text
    least: int | None = Field(default=None, ge=0)
    most: int | None = Field(default=None, ge=0)


class StaffBands(Model):
    """All bands, smallest first."""

    version: Text
    bands: tuple[StaffBand, ...] = Field(min_length=1)


class Departement(Model):
    """One département of the région."""

    code: Text
    label: Text


class Departements(Model):
    """The région's départements; ``others`` are the codes of the rest of France."""

    version: Text
    region: Text
    outside: Text
    departements: tuple[Departement, ...] = Field(min_length=1)
    others: tuple[Text, ...] = ()


class Nomenclatures(Model):
    """Everything that closed codes are read with. Unknown codes give None, never a guess."""

    activities: tuple[Activities, ...] = Field(min_length=1)
    staff_bands: StaffBands
    territory: Departements

    @classmethod
    def parse(cls, texts: Mapping[str, str]) -> Nomenclatures:
        """Read the YAML ``texts`` by file name without suffix.

        Files named ``naf-…`` are versions of the activities. Raises `FaultyFileError` for a file
        that is wrong, `KeyError` when ``staff-bands`` or ``departements`` is missing.
        """
        return cls(
            activities=tuple(
                _parse(Activities, name, text)
                for name, text in sorted(texts.items())
                if name.startswith("naf-")
            ),
            staff_bands=_parse(StaffBands, _BANDS, texts[_BANDS]),
            territory=_parse(Departements, _DEPARTEMENTS, texts[_DEPARTEMENTS]),
        )

    def division_of(self, code: str | None, version: str = NAF_2) -> Division | None:
        """Return the division of an activity code: « 43.32A », « 4332a » and « 43 » give 43."""
        if code is None:
            return None
        return self._divisions.get((version, code.strip()[:2]))

    def activity_group(self, code: str | None, version: str = NAF_2) -> str | None:
        """Return the A10 group of an activity code, e.g. ``FZ`` for « 43.32A »."""
        division = self.division_of(code, version)
        return division.group if division else None

    def group_label(self, group: str | None, version: str = NAF_2) -> str | None:
        """Return the name of an A10 group."""
        labels = {
            g.code: g.label for a in self.activities if a.version == version for g in a.groups
        }
        return labels.get(group) if group else None

    def band_of(self, staff: int | None) -> StaffBand:
        """Return the INSEE band of a head count; the band « NN » when it is not known."""
        known = [b for b in self.staff_bands.bands if b.least is not None]
        unknown = next(b for b in self.staff_bands.bands if b.least is None)
        if staff is None or staff < 0:
            return unknown
        return next(b for b in reversed(known) if b.least is not None and b.least <= staff)

    def departement_name(self, code: str | None) -> str | None:
        """Return a département's name, « hors région » for the rest of France, else None."""
        if code is None:
            return None
        wanted = code.strip().upper()
        if wanted in self._departements:
            return self._departements[wanted]
        return self.territory.outside if wanted in self.territory.others else None

    @cached_property
    def _divisions(self) -> dict[tuple[str, str], Division]:
        return {(a.version, d.code): d for a in self.activities for d in a.divisions}

    @cached_property
    def _departements(self) -> dict[str, str]:
        return {d.code: d.label for d in self.territory.departements}


def _parse(model: type[M], name: str, text: str) -> M:
    from consultant_app.domain.structure import validate
    from consultant_app.domain.yaml_tree import read

    tree, faults = read(text)
    if tree is None:
        raise FaultyFileError(name, faults)
    value, more = validate(model, tree)
    faults = sorted({*faults, *more})
    if value is None or faults:
        raise FaultyFileError(name, faults)
    return value
