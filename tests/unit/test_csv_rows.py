"""Interviews read from CSV: every bad cell named by row and column, nothing guessed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from consultant_app.domain.answers import Answer, Missing
from consultant_app.domain.loading import load_questionnaire
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.services.csv_rows import CsvTable, UnreadableCsvError, decode, read_csv
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.importing import Importing, UnknownFileKindError
from consultant_app.services.workspace import Workspace
from tests.builders import question, questionnaire, theme
from tests.working import DATA, install, working


@pytest.fixture(scope="module")
def form() -> Questionnaire:
    text = (DATA / "questionnaires" / "stories" / "everything.yaml").read_text(encoding="utf-8")
    return load_questionnaire(text, "everything")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with working(tmp_path / "profil") as opened:
        install(opened, "stories/everything")
        yield opened


def one_cell(form: Questionnaire, column: str, cell: str) -> CsvTable:
    return read_csv(f"company;{column};plan\nMenuiserie;{cell};2\n", form)


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("measure", "3", 3.0),
        ("measure", "3,0", 3.0),
        ("size", "1\u202f0 0", 100),
        ("share", "12,5", 12.5),
        ("rate", "-1.5e3", -1500.0),
        ("sales", "1 234 567,89", 1234567.89),
        ("exports", "oui", "oui"),
        ("markets", "web local", ["local", "web"]),
        ("brakes", "time money", ["time", "money"]),
        ("met_on", "14/09/2026", "2026-09-14"),
        ("met_on", "1987-01-02", "1987-01-02"),
        ("words", "  du texte  ", "du texte"),
        ("measure", "NSP", Missing.DONT_KNOW),
        ("words", "so", Missing.NOT_APPLICABLE),
        ("size", "NR", Missing.REFUSED),
    ],
)
def test_a_cell_is_read_as_its_question_is_answered(
    form: Questionnaire, column: str, cell: str, value: object
) -> None:
    table = one_cell(form, column, cell)
    assert table.rejected == []
    answer = table.rows[0].answers[column]
    assert (answer.missing or answer.value) == value


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("measure", "5", "pas sur l’échelle"),
        ("measure", "deux", "pas un nombre"),
        ("measure", "1_0", "pas un nombre"),
        ("measure", "inf", "pas un nombre"),
        ("size", "12,5", "nombre entier"),
        ("size", "900", "hors des bornes"),
        ("exports", "Oui", "pas un choix"),
        ("markets", "local lune", "pas un choix"),
        ("brakes", "money people time", "2 choix au plus"),
        ("met_on", "31/02/2026", "pas une date"),
        ("years", "2024", "ne tient pas dans une cellule"),
        ("siren", "123456789", "pas un numéro SIREN"),
        ("staff", "7,5", "nombre entier possible"),
        ("staff", "-1", "nombre entier possible"),
        ("creation_year", "20", "nombre entier possible"),
        ("departement", "Rhône", "pas un code de département"),
        ("date", "1998-07-12", "pas un jour de ce siècle"),
        ("date", "hier", "pas une date"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_of_its_row_is_kept(
    form: Questionnaire, column: str, cell: str, said: str
) -> None:
    text = f"company;{column};plan\nA;{cell};2\nB;;3\n"
    table = read_csv(text, form)
    (rejected,) = table.rejected
    assert (rejected.row, rejected.column) == (2, column)
    assert said in rejected.message
    assert [(row.row, row.company) for row in table.rows] == [(3, "B")]


def test_reserved_columns_make_the_sheet(form: Questionnaire) -> None:
    text = (
        "company,siren,naf,staff,departement,creation_year,date,plan,autre\n"
        '"Bœuf, Fils",732 829 320,43.32A,7,1,1999,15/09/2026,2,x\n'
    )
    table = read_csv(text, form)
    (row,) = table.rows
    assert (row.company, row.siren) == ("Bœuf, Fils", "732829320")
    assert (row.facts.staff, row.facts.departement) == (7, "01")
    assert (row.facts.naf, row.facts.creation_year) == ("43.32A", 1999)
    assert row.held_on == date(2026, 9, 15)
    assert row.answers == {"plan": Answer(2.0)}
    assert table.ignored_columns == ["autre"]


def test_rows_are_counted_as_a_spreadsheet_does(form: Questionnaire) -> None:
    text = 'company\tplan\n"A\nsur deux lignes"\t9\n\n \t\nB\t3\t4\nC\t1\n\t2\n'
    table = read_csv(text, form)
    assert [(r.row, r.column) for r in table.rejected] == [(2, "plan"), (5, "plan"), (7, "company")]
    assert "3 cellules, il en faut 2" in table.rejected[1].message
    assert "nom de l’entreprise manque" in table.rejected[2].message
    assert [row.company for row in table.rows] == ["C"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "ne contient pas de tableau"),
        ("une seule colonne\n1\n", "ne contient pas de tableau"),
        ("a,b\n1,2\n", "Aucune colonne"),
        ("company,staff\nA,2\n", "Aucune colonne"),
        ('company,plan\n"A,2\n', "abîmé près de la ligne"),
        ("company,plan,plan\nA,1,2\n", "Deux colonnes"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_whole(
    form: Questionnaire, text: str, said: str
) -> None:
    with pytest.raises(UnreadableCsvError, match=said):
        read_csv(text, form)


def test_bytes_are_read_as_spreadsheets_write_them() -> None:
    assert decode("é;œ".encode("utf-8-sig")) == "é;œ"
    assert decode("é;œ".encode("cp1252")) == "é;œ"
    with pytest.raises(UnreadableCsvError, match="CSV UTF-8"):
        decode("é;œ".encode("utf-16"))


def test_a_choice_named_like_a_missing_code_is_the_choice() -> None:
    form = questionnaire(profile=[question("way", "single_choice", choices=["so", "non"])])
    table = read_csv("company,way,a_1\nA,so,1\nB,SO,NSP\n", form)
    assert table.rows[0].answers["way"] == Answer("so")
    assert table.rows[1].answers["way"] == Answer(missing=Missing.NOT_APPLICABLE)


def test_a_mapped_column_gives_the_company(form: Questionnaire) -> None:
    import_map: dict[str, Any] = {"import": {"columns": {"firmid": "company"}}}
    mapped = questionnaire(theme("a"), **import_map)
    assert read_csv("firmid,a_1\nA,1\n", mapped).rows[0].company == "A"
    with pytest.raises(UnreadableCsvError, match="Deux colonnes"):
        read_csv("firmid,company,a_1\nA,B,1\n", mapped)


def test_good_rows_are_stored_closed_and_classed_even_beside_bad_ones(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "entretiens.csv"
    file.write_text(
        "company,siren,naf,staff,plan,measure\n"
        "Menuiserie Fictive,732829320,43.32A,7,2,NSP\n"
        "Boulangerie Fictive,,10.71C,4,9,1\n"
        "Menuiserie Fictive,732829320,43.32A,9,3,1\n",
        encoding="utf-8",
    )
    report = Importing(workspace).file(file, questionnaire_id="everything")
    assert report.imported == 2
    assert [(r.row, r.column) for r in report.rejected] == [(3, "plan")]
    assert len(workspace.companies.all()) == 1, "the same SIREN is the same company"
    lines = Dossiers(workspace).interviews()
    assert {(line.state_in_words, line.answered, line.relevant) for line in lines} == {
        ("Clos", 2, 2)
    }
    assert {workspace.interviews.get(i).facts.activity for i in workspace.interviews.ids()} == {
        "FZ"
    }
    assert workspace.outbox.all() == []


def test_agreement_collected_on_paper_freezes_a_record_for_each(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "entretiens.csv"
    file.write_text("company,plan\nA,2\nB,3\n", encoding="utf-8")
    Importing(workspace).file(file, questionnaire_id="everything", agreed="2026-06-01")
    assert len(workspace.outbox.waiting()) == 2
    with pytest.raises(UnknownFileKindError, match="ni un fichier"):
        Importing(workspace).file(tmp_path / "entretiens.xls")
