"""« Préparer un rapport »: it helps whoever helps, and tells nothing private."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from consultant_app import bootstrap
from consultant_app.domain.company import CompanyFacts
from consultant_app.services import support
from consultant_app.services.crash_reports import write_report
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.support import Support
from consultant_app.services.workspace import Workspace
from tests.storing import CHEAP, PASSPHRASE

NOW = datetime(2026, 9, 14, 8, 30, tzinfo=UTC)
PRIVATE = ("Fonderie Canari", "Odile Canari", "Villecanari", "Hector Canari", "canariphrase")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened, _ = bootstrap.create_profile(
        tmp_path / "Hector Canari", PASSPHRASE, "Hector Canari", cost=CHEAP
    )
    dossiers = Dossiers(opened)
    company = dossiers.add_company(
        "Fonderie Canari",
        CompanyFacts(staff=12, departement="42"),
        dirigeant="Odile Canari",
        commune="Villecanari",
    )
    dossiers.start(company.id)
    yield opened
    opened.close()


def test_a_sound_program_says_so(workspace: Workspace) -> None:
    workspace.backups.write_automatic()
    report = Support(workspace.folder, workspace, NOW).prepare({"Qt": "6.11.3"})
    assert report.is_sound, report.as_text()
    assert {check.title for check in report.checks} == {
        "Questionnaires livrés",
        "Chiffrement",
        "Écriture dans le profil",
        "Place libre",
        "Document PDF",
        "Fichier des dossiers",
        "Sauvegardes",
    }
    assert report.versions["Qt"] == "6.11.3"
    assert re.fullmatch(r"\d+\.\d+\.\d+", report.versions["SQLite"])
    assert "cryptography" in report.versions


@pytest.mark.allow_logs("bug: ")
def test_the_report_says_nothing_private(workspace: Workspace) -> None:
    for word in PRIVATE:
        try:
            raise ValueError(f"« {word} »")
        except ValueError as error:
            write_report(error, workspace.folder / "rapports")
    text = Support(workspace.folder, workspace, NOW).prepare().as_text()
    assert "ValueError" in text
    assert not [word for word in (*PRIVATE, str(workspace.folder)) if word in text]


def test_a_locked_profile_is_reported_on_as_far_as_can_be(tmp_path: Path) -> None:
    report = Support(tmp_path, None, NOW).prepare()
    assert report.is_sound
    assert "SQLite" not in report.versions


def test_what_is_wrong_is_marked(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(support, "ENOUGH_BYTES", 10**18)
    report = Support(workspace.folder, workspace, NOW).prepare()
    assert not report.is_sound
    wrong = {check.title for check in report.checks if not check.passed}
    assert wrong == {"Place libre", "Sauvegardes"}
    assert "[À VOIR] Place libre" in report.as_text()


def test_what_breaks_while_trying_is_told_by_its_kind_alone(tmp_path: Path) -> None:
    report = Support(tmp_path / "Fonderie Canari", None, NOW).prepare()
    told = {check.title: check.words for check in report.checks if not check.passed}
    assert told["Écriture dans le profil"] == "échec (FileNotFoundError)"
    assert "Canari" not in report.as_text()
