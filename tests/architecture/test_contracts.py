"""The arrows of the house hold, and the tool that guards them bites when one is broken."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: Where a forbidden import is planted, and the contract it must break.
PLANTED = {
    "consultant_app/domain/answers.py": ("import PySide6", "PySide6 lives in ui only"),
    "consultant_app/services/workspace.py": ("import reportlab", "reportlab lives in restitution"),
    "consultant_app/restitution/model.py": (
        "import sqlite_utils",
        "sqlite_utils and sqlcipher3 live in storage only",
    ),
    "consultant_app/ui/tasks.py": ("import sync.protocol", "Only sharing imports sync"),
    "consultant_app/storage/database.py": (
        "import consultant_app.services.workspace",
        "The laptop's rooms point down only",
    ),
    "consultant_app/sharing/__init__.py": (
        "import sync.server",
        "The laptop never imports the server or the dashboard",
    ),
    "consultant_app/cli/parser.py": ("import PySide6", "opens the window without importing Qt"),
    "consultant_app/domain/scoring.py": ("import random", "domain is pure"),
    "sync/protocol/__init__.py": ("import consultant_app", "sync knows no dossier"),
    "sync/client/__init__.py": ("import psycopg", "psycopg and the web framework live in"),
    "sync/server/__init__.py": ("import httpx", "httpx lives in sync.client only"),
    "sync/dashboard/__init__.py": ("import sync.client", "never import sync.client"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("consultant_app", "sync"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "_resources")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_house_as_it_stands_keeps_every_contract(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_planted_import_breaks_its_contract(copy: Path) -> None:
    for place, (statement, _) in PLANTED.items():
        source = copy / place
        lines = source.read_text(encoding="utf-8")
        source.write_text(f"{lines}\n{statement}\n", encoding="utf-8")
    result = lint(copy)
    assert result.returncode == 1
    broken = [line for line in result.stdout.splitlines() if line.endswith("BROKEN")]
    for place, (statement, contract) in PLANTED.items():
        assert any(contract in line for line in broken), f"{statement} in {place} went unseen"


def test_headless_commands_never_load_qt() -> None:
    script = (
        "import sys; from consultant_app.cli import main; code = main(['questionnaire', 'list']);"
        "loaded = [m for m in sys.modules if m.startswith('PySide6')];"
        "sys.exit(0 if code == 0 and not loaded else f'{code} {loaded}')"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
