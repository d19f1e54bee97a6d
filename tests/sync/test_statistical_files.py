"""Files for statistical programs, read back by another reader than the one that the release is tried with."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sync.server.release.formats import write_all
from sync.server.release.variables import Column, Microdata

LABELS = {0.0: "rien d’écrit", 0.5: "à moitié", 4.0: "tout est écrit"}


def column(name: str, *values: float, role: str = "id", **more: object) -> Column:
    return Column(name, f"Libellé de {name}", role, np.array(values, dtype=float), **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("diffusion")
    columns = (
        column("id", 1, 2, 3, 4, 5, 6),
        column("octet", -127, 100, 0, 1, 2, 3),
        column("court", 101, 32_740, -5, 0, 1, 2),
        column("long", 32_741, 3_000_000, -1, 0, 1, 2),
        column("niveau", 0, 0.5, 4, -1, -7, -8, role="sensitive", labels=LABELS),
        column("activite", 1, 2, -7, -8, 1, 2, role="key", codes=("AZ", "BE"), labels={1.0: "a"}),
        column("score", 0.5, np.nan, 2, 3.25, 0, 4, role="computed"),
        column("un_nom_plus_long_que_trente_deux_signes", 1, 1, 1, 1, 1, 1),
    )
    data = Microdata("Essai", "2026", ("2026Q1", "2026Q4"), "essai", (1,), columns)
    write_all(data, place)
    return place


def test_stata_keeps_every_value_whatever_its_width(folder: Path) -> None:
    with pd.io.stata.StataReader(folder / "donnees.dta") as reader:
        frame = reader.read(convert_categoricals=False, convert_missing=True)
        assert frame["octet"].tolist() == [-127, 100, 0, 1, 2, 3]
        assert frame["court"].tolist() == [101, 32_740, -5, 0, 1, 2]
        assert frame["long"].tolist() == [32_741, 3_000_000, -1, 0, 1, 2]
        assert [str(v) for v in frame["score"]] == ["0.5", ".", "2.0", "3.25", "0.0", "4.0"]
        assert reader.variable_labels()["niveau"] == "Libellé de niveau"
        assert "un_nom_plus_long_que_trente_7" in frame


def test_stata_tells_missing_codes_by_letters_with_their_labels(folder: Path) -> None:
    with pd.io.stata.StataReader(folder / "donnees.dta") as reader:
        frame = reader.read(convert_categoricals=False, convert_missing=True)
        assert [str(v) for v in frame["niveau"]] == ["0.0", "0.5", "4.0", ".a", ".g", ".h"]
        assert [str(v) for v in frame["activite"]] == ["1", "2", ".g", ".h", "1", "2"]
        labels = reader.value_labels()["labels4"]
    named = {int(value): label for value, label in labels.items()}
    assert {value: named[value] for value in (0, 4)} == {0: "rien d’écrit", 4: "tout est écrit"}
    assert named[2_147_483_622] == "ne sait pas"  # .a, as Stata numbers it


def test_the_csv_writes_codes_and_leaves_blank_what_could_not_be_computed(folder: Path) -> None:
    with (folder / "donnees.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["activite"] for row in rows] == ["AZ", "BE", "-7", "-8", "AZ", "BE"]
    assert [row["score"] for row in rows] == ["0.5", "", "2", "3.25", "0", "4"]
    assert [row["niveau"] for row in rows] == ["0", "0.5", "4", "-1", "-7", "-8"]
