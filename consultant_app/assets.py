"""The one place that knows where `resources/` is: a checkout, a wheel or a built program."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def resources_dir() -> Path:
    """Return the folder of shipped resources.

    Raises `FileNotFoundError` when the installation is incomplete.
    """
    here = Path(__file__).resolve().parent
    candidates = [here / "_resources", here.parent / "resources"]
    if bundle := getattr(sys, "_MEIPASS", None):
        candidates.insert(0, Path(bundle) / "resources")
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError("resources/ is missing from this installation")


@cache
def guide_dir() -> Path:
    """Return the folder of the user guide, shipped as it stands in ``docs/guide``."""
    here = Path(__file__).resolve().parent
    candidates = [here / "_guide", here.parent / "docs" / "guide"]
    if bundle := getattr(sys, "_MEIPASS", None):
        candidates.insert(0, Path(bundle) / "docs" / "guide")
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError("docs/guide/ is missing from this installation")


def resource(*parts: str) -> Path:
    """Return the path of a shipped file, e.g. ``resource("fonts", "Inter-Regular.otf")``."""
    return resources_dir().joinpath(*parts)
