"""What a dossier needs is loaded while the list is looked at, and never before the list."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.ui.desk import PASSPHRASE, ready_made

_OPEN = """
import sys, time
from pathlib import Path
from consultant_app import bootstrap
from consultant_app.storage.vault import Argon2Cost
from consultant_app.ui import application
from consultant_app.ui.composition import compose
from consultant_app.ui.warming import MODULES
app = application.create()
program = compose(Path(sys.argv[1]))
program.window.show()
cost = Argon2Cost(64, 1, 1)
program.access.take(bootstrap.open_profile(Path(sys.argv[1]), sys.argv[2], cost=cost))
tasks = program.shell.tasks
while program.shell.navigator.current.table.model().rowCount() == 0:
    app.processEvents()
print("early:", [name for name in (*MODULES, "pydantic") if name in sys.modules])
while tasks.busy:
    app.processEvents()
    time.sleep(0.001)
print("missing:", [name for name in MODULES if name not in sys.modules])
program.window.close()
program.close()
"""


def opened(folder: Path) -> list[str]:
    """What a new process told that opened the list of ``folder``."""
    command = [sys.executable, "-c", _OPEN, str(folder), PASSPHRASE]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return told.stdout.splitlines()


def test_the_list_comes_first_and_the_rest_is_ready_soon_after(tmp_path: Path) -> None:
    folder = tmp_path / "profil"
    shutil.copytree(ready_made(sample=True), folder)
    opened(folder)  # the first time, the names of the questions are read, and kept
    assert opened(folder) == ["early: []", "missing: []"]
