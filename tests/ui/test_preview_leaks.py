"""Looking at the paper and printing it leaves nothing readable on the disk."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter

from consultant_app.services.dossiers import Dossiers
from consultant_app.services.results import Results
from consultant_app.ui.navigation import Route
from consultant_app.ui.pages.preview.page import PreviewPage
from consultant_app.ui.printing import print_pdf
from tests.ui.desk import Desk

SECRETS = ("Menuiserie Exemple", "Claire Modèle", "Tableau montré à l’écran")


def readable(folder: Path) -> list[str]:
    """Files in which a secret stands, in any of the usual encodings; PDF files stand out too."""
    marks = [s.encode(code, "ignore") for s in SECRETS for code in ("utf-8", "utf-16-le", "cp1252")]
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            if b"%PDF-" in content or any(mark in content for mark in marks):
                found.append(path.name)
    return found


def test_preview_and_print_write_no_clear_file(
    sample: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporaires"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    workspace = sample.shell.unlocked
    row = sample.in_database(
        lambda: next(r for r in Dossiers(workspace).rows() if r.company == SECRETS[0])
    )
    sample.go(Route.PREVIEW, interview_id=row.interview_id or "")
    page = sample.page
    assert isinstance(page, PreviewPage)
    sample.wait(lambda: page.document.pageCount() > 10)
    results = Results(workspace)
    paper = sample.in_database(lambda: results.pdf(row.interview_id or ""))
    printer = QPrinter()
    target = tmp_path / "imprimante.pdf"
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    print_pdf(paper, printer)
    assert target.stat().st_size > 10_000
    target.unlink()
    sample.settle()
    assert readable(workspace.folder) == []
    assert readable(temporary) == []
    sample.program.access.lock(force=True)
    sample.wait(lambda: sample.is_on(Route.UNLOCK))
    assert readable(workspace.folder) == []
