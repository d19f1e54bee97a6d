"""One long work of the centre in a process of its own, so that its memory can be told.

``python -m tests.benchmarks.centre_work cube|release URL FOLDER`` prints its seconds, its highest
memory and the bytes that it wrote, as JSON. Starting Python is not counted.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from secrets import SystemRandom
from time import perf_counter

from sync.server.publication import cube, gathering
from sync.server.publication.freeze import release_connection
from sync.server.publication.sample import Sample
from sync.server.release.make import write_out
from sync.server.release.microdata import make

QUARTERS = ("2026Q1", "2026Q4")


def _read(url: str) -> Sample:
    with release_connection(url) as connection:
        return gathering.read(connection, "diagnostic-general", [1], *QUARTERS)


def _cube(url: str, _folder: Path) -> None:
    cube.compute(_read(url).firms(), SystemRandom())


def _release(url: str, folder: Path) -> None:
    write_out([make(_read(url), "2026", QUARTERS)], folder / "diffusion")


WORKS: dict[str, Callable[[str, Path], None]] = {"cube": _cube, "release": _release}


def main(name: str, url: str, folder: str) -> None:
    """Do it and say what it took."""
    start = perf_counter()
    WORKS[name](url, Path(folder))
    seconds = perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    written = sum(f.stat().st_size for f in Path(folder).rglob("*") if f.is_file())
    print(json.dumps({"seconds": seconds, "memory": memory, "written": written / 1e6}))


if __name__ == "__main__":
    main(*sys.argv[1:])
