"""Start: from a new process to the list of dossiers on screen, beside a bare PySide6 window.

Both run from source, offscreen, in processes of their own; what Python compiled the first time is
kept for the next, as everywhere a program is used twice. The profile opens by a cheap passphrase:
stretching it is `unlock`'s figure, and takes the same time however fast the rest is.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.harness import Budget, Pair, benchmark

ROOT = Path(__file__).resolve().parents[2]
_PASSPHRASE = "phrase"

_BARE = """
import os
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1366, 768)
window.show()
app.processEvents()
os._exit(0)
"""

_OURS = """
import os, sys
from pathlib import Path
from consultant_app import bootstrap
from consultant_app.storage.vault import Argon2Cost
from consultant_app.ui import application
from consultant_app.ui.composition import compose
from consultant_app.ui.pages.home import table
drawn, paint_name = [], table.paint_name
table.paint_name = lambda *told: drawn.append(paint_name(*told))
application.hold_collection()
app = application.create()
program = compose(Path(sys.argv[1]))
program.window.resize(1366, 768)
program.window.show()
cost = Argon2Cost(1024, 1, 1)
program.access.take(bootstrap.open_profile(Path(sys.argv[1]), sys.argv[2], cost=cost))
while not drawn:
    app.processEvents()
app.processEvents()
os._exit(0)
"""


def seconds_of(compiled: Path, script: str, *arguments: str) -> float:
    """How long a process takes that runs ``script`` to its end; ``compiled``: for Python's own use."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    begin = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env={**kept, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(compiled)},
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - begin


@benchmark("start to the list of dossiers, on a bare window", budget=Budget(ratio=3), repeats=5)
@contextmanager
def start() -> Iterator[Pair]:
    """A profile with the sample's companies."""
    from consultant_app import bootstrap
    from consultant_app.services.sample import load_sample
    from tests.storing import CHEAP

    with tempfile.TemporaryDirectory() as name:
        folder, compiled = Path(name) / "profil", Path(name) / "compiled"
        workspace, _ = bootstrap.create_profile(folder, _PASSPHRASE, "Paul Témoin", cost=CHEAP)
        load_sample(workspace, demo=True)
        workspace.close()
        yield Pair(
            measured=lambda: seconds_of(compiled, _OURS, str(folder), _PASSPHRASE),
            floor=lambda: seconds_of(compiled, _BARE),
        )
