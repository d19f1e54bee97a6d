"""Closed codes: activities with their version, staff bands, départements."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from consultant_app.assets import resource
from consultant_app.domain.company import REGION_DEPARTEMENTS
from consultant_app.domain.faults import FaultyFileError
from consultant_app.domain.nomenclatures import Nomenclatures


def shipped_texts() -> dict[str, str]:
    folder = resource("nomenclatures")
    return {p.stem: p.read_text(encoding="utf-8") for p in folder.glob("*.yaml")}


@pytest.fixture(scope="module")
def nomenclatures() -> Nomenclatures:
    return Nomenclatures.parse(shipped_texts())


def test_there_are_88_divisions_in_ten_groups(nomenclatures: Nomenclatures) -> None:
    (naf,) = nomenclatures.activities
    sizes = Counter(d.group for d in naf.divisions)
    assert len(naf.divisions) == 88
    assert [g.code for g in naf.groups] == list(sizes)
    assert dict(sizes) == {
        "AZ": 3, "BE": 34, "FZ": 3, "GI": 10, "JZ": 6,
        "KZ": 3, "LZ": 1, "MN": 13, "OQ": 5, "RU": 10,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "division", "group"),
    [
        ("43.32A", "43", "FZ"),
        ("4332a", "43", "FZ"),
        (" 01.21Z", "01", "AZ"),
        ("39", "39", "BE"),
        ("56.10A", "56", "GI"),
        ("62", "62", "JZ"),
        ("75.00Z", "75", "MN"),
        ("88.91A", "88", "OQ"),
        ("99", "99", "RU"),
    ],
)
def test_a_code_gives_its_division_and_group(
    nomenclatures: Nomenclatures, code: str, division: str, group: str
) -> None:
    found = nomenclatures.division_of(code)
    assert found is not None
    assert (found.code, found.group) == (division, group)
    assert nomenclatures.activity_group(code) == group


@pytest.mark.parametrize("code", [None, "", "4", "04", "34.1", "XX", "A1"])
def test_a_code_that_is_not_one_gives_nothing(
    nomenclatures: Nomenclatures, code: str | None
) -> None:
    assert nomenclatures.division_of(code) is None
    assert nomenclatures.activity_group(code) is None


def test_a_code_of_another_version_is_not_read_with_this_one(nomenclatures: Nomenclatures) -> None:
    assert nomenclatures.activity_group("43.32A", "naf-2025") is None


def test_groups_have_names(nomenclatures: Nomenclatures) -> None:
    assert nomenclatures.group_label("FZ") == "Construction"
    assert nomenclatures.group_label(None) is None
    assert nomenclatures.group_label("ZZ") is None


@pytest.mark.parametrize(
    ("staff", "code"),
    [(None, "NN"), (0, "00"), (1, "01"), (2, "01"), (5, "02"), (9, "03"), (10, "11"), (49, "12"),
     (99, "21"), (249, "31"), (250, "32"), (10_000, "53"), (200_000, "53")],
)  # fmt: skip
def test_a_head_count_falls_in_one_band(
    nomenclatures: Nomenclatures, staff: int | None, code: str
) -> None:
    assert nomenclatures.band_of(staff).code == code


def test_bands_follow_each_other_without_gap(nomenclatures: Nomenclatures) -> None:
    known = [b for b in nomenclatures.staff_bands.bands if b.least is not None]
    for below, above in pairwise(known):
        assert below.most is not None
        assert above.least == below.most + 1


def test_the_region_is_the_one_that_records_know(nomenclatures: Nomenclatures) -> None:
    codes = tuple(d.code for d in nomenclatures.territory.departements)
    assert codes == REGION_DEPARTEMENTS


def test_every_french_departement_has_a_name_or_is_outside(nomenclatures: Nomenclatures) -> None:
    territory = nomenclatures.territory
    assert len(territory.departements) + len(territory.others) == 101
    assert not set(territory.others) & set(REGION_DEPARTEMENTS)
    assert nomenclatures.departement_name("42") == "Loire"
    assert nomenclatures.departement_name("75") == "hors région"
    assert nomenclatures.departement_name("2a") == "hors région"
    assert nomenclatures.departement_name("974") == "hors région"


@pytest.mark.parametrize("code", [None, "", "00", "20", "96", "1", "Lyon"])
def test_what_is_no_departement_has_no_name(nomenclatures: Nomenclatures, code: str | None) -> None:
    assert nomenclatures.departement_name(code) is None


def test_a_broken_file_is_named_with_its_line() -> None:
    texts = shipped_texts()
    texts["naf-rev2"] = texts["naf-rev2"].replace("group: AZ", "group: agriculture", 1)
    with pytest.raises(FaultyFileError, match="naf-rev2") as caught:
        Nomenclatures.parse(texts)
    line = caught.value.faults[0].line
    assert "group: agriculture" in texts["naf-rev2"].splitlines()[line - 1]


def test_a_division_in_a_group_that_does_not_exist_is_refused() -> None:
    texts = shipped_texts()
    texts["naf-rev2"] = texts["naf-rev2"].replace("group: LZ", "group: LL", 1)
    with pytest.raises(FaultyFileError, match="naf-rev2"):
        Nomenclatures.parse(texts)
