"""Where the built program is."""

from __future__ import annotations

import platform
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"
NAME = "diagnostic-pme"
FOLDER = DIST / NAME
INTERNAL = FOLDER / "_internal"
PROGRAM = FOLDER / "consultant-app"
SOURCES = DIST / "sources.json"
SBOM = FOLDER / "sbom.cdx.json"
NOT_BUILT = "the program is not built here: run `make installer` first"


def version() -> str:
    """The program's version."""
    return metadata.version(NAME)


def archive() -> Path:
    """Where the archive for this system goes."""
    return DIST / f"{NAME}-{version()}-{platform.system().lower()}-{platform.machine()}.tar.gz"
