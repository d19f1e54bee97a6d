"""The built program beside a bare PySide6 window built the same way: size, and time to a window.

Both are made by PyInstaller with the same trimming; the bare one is built here when it is missing
(half a minute). Without `make installer` there is nothing to measure, and it says so.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.harness import Budget, Pair, benchmark
from tests.installer.places import DIST, FOLDER, NOT_BUILT, PROGRAM, ROOT
from tests.installer.smoke import Newcomer
from tests.stories.xserver import screen

BARE = DIST / "bare-window"
_RECIPE = ROOT / "tests" / "installer" / "bare_window.spec"


def _built() -> bool:
    if not PROGRAM.exists():
        print(f"  installer: {NOT_BUILT}", file=sys.stderr)
        return False
    if not BARE.exists():
        build = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
        places = ["--distpath", str(DIST), "--workpath", str(ROOT / "build")]
        subprocess.run([*build, *places, str(_RECIPE)], check=True, cwd=ROOT)
    return True


def size_of(folder: Path) -> float:
    """Megabytes on disk."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 1e6


if _built():

    @benchmark("installed program, size", budget=Budget(ratio=1.6, value=200), unit="MB", repeats=1)
    @contextmanager
    def size() -> Iterator[Pair]:
        yield Pair(measured=lambda: size_of(FOLDER), floor=lambda: size_of(BARE))

    @benchmark("installed program, start to its first window", budget=Budget(ratio=3), repeats=5)
    @contextmanager
    def start() -> Iterator[Pair]:
        with tempfile.TemporaryDirectory() as home, screen() as display:
            ours = Newcomer(PROGRAM, Path(home), display)
            bare = Newcomer(BARE / "bare-window", Path(home), display)
            yield Pair(measured=lambda: _until_shown(ours), floor=lambda: _until_shown(bare))


def _until_shown(someone: Newcomer) -> float:
    """Seconds from the start of the process to a window on the screen."""
    started = time.perf_counter()
    with someone.start() as running:
        someone.window(running)
        took = time.perf_counter() - started
        running.terminate()
    return took
