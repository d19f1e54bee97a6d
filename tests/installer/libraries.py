"""Which installed library a file of the built program comes from."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

from consultant_app.services.licences import OWN_NAME, licence_files, normalised


@cache
def _owners() -> dict[Path, str]:
    """Each installed file's library, by its real path."""
    return {
        Path(str(distribution.locate_file(file))).resolve(): normalised(distribution.name)
        for distribution in metadata.distributions()
        for file in distribution.files or ()
        if not str(file).startswith("..")
    }


def owner(source: Path) -> str | None:
    """Return the normalised name of the library that installed ``source``; None for others."""
    return _owners().get(source.resolve())


def shipped(sources: Iterable[Path]) -> set[str]:
    """Return the libraries that at least one of ``sources`` comes from."""
    return {name for source in sources if (name := owner(source))} - {OWN_NAME}


def metadata_files(name: str) -> list[tuple[str, str]]:
    """Return (source, folder in the build) of a library's metadata and licence texts.

    Nothing else of it: the rest names the machine that built.
    """
    distribution = metadata.distribution(name)
    folder = _metadata_folder(distribution)
    return [
        (str(folder / place), str((Path(folder.name) / place).parent))
        for place in ("METADATA", *licence_files(distribution))
    ]


def _metadata_folder(distribution: metadata.Distribution) -> Path:
    return Path(str(distribution._path))  # type: ignore[attr-defined]


@cache
def debian_package(source: Path) -> tuple[str, str] | None:
    """Return (package, version) of a system library, None where there is no dpkg or no owner."""
    if shutil.which("dpkg-query") is None:
        return None
    for path in {source, source.resolve(), Path("/usr") / str(source).lstrip("/")}:
        found = _query("-S", str(path))
        if found:
            package = found.split(": ", 1)[0].split(",", 1)[0]
            return package.split(":")[0], _query("-W", "-f=${Version}", package)
    return None


def _query(*arguments: str) -> str:
    asked = subprocess.run(["dpkg-query", *arguments], capture_output=True, text=True, check=False)
    return asked.stdout.strip() if asked.returncode == 0 else ""


def is_python(source: Path) -> bool:
    """Whether ``source`` belongs to the Python that built."""
    return source.resolve().is_relative_to(Path(sys.base_prefix).resolve())
