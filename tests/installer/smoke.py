"""Try the built program as a newcomer would: `python -m tests.installer.smoke [ARCHIVE]`.

The archive is unpacked in an empty place; the program runs with a PATH that leads nowhere and an
empty home, on a screen of its own; it opens the sample, makes a PDF, quits.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from consultant_app.services.sample import PASSPHRASE
from tests.installer.places import archive
from tests.stories.xserver import screen

_PATIENCE = 60.0
#: What a hand takes between two gestures, with room for a busy machine.
_PAUSE = 3.0


@dataclass(frozen=True)
class Newcomer:
    """Someone with the unpacked program, a home with nothing in it, and a screen."""

    program: Path
    home: Path
    display: str = ""

    @property
    def surroundings(self) -> dict[str, str]:
        """No PATH, no Python, nothing of the machine that built."""
        return {
            "HOME": str(self.home),
            "PATH": "/nowhere",
            "LANG": "C.UTF-8",
            "DISPLAY": self.display,
            "CONSULTANT_APP_PASSPHRASE": PASSPHRASE,
        }

    def run(self, *words: str) -> str:
        """Run a command to its end; return what it wrote for programs."""
        done = subprocess.run(
            [str(self.program), *words],
            env=self.surroundings,
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
        assert done.returncode == 0, f"{words}: {done.returncode}\n{done.stderr}"
        return done.stdout

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start the window."""
        return subprocess.Popen(
            [str(self.program), *words], env=self.surroundings, stderr=subprocess.PIPE
        )

    def window(self, program: subprocess.Popen[bytes]) -> str:
        """Wait for the window to be shown; return its X id."""
        limit = time.monotonic() + _PATIENCE
        while time.monotonic() < limit:
            if program.poll() is not None:
                assert program.stderr is not None
                raise AssertionError(f"it ended: {program.stderr.read().decode()}")
            found = self._xdotool("search", "--onlyvisible", "--name", "Diagnostic PME").split()
            if found:
                return found[0]
            time.sleep(0.02)
        raise AssertionError("no window was shown")

    def press(self, *keys: str) -> None:
        """Press keys."""
        self._xdotool("key", "--delay", "50", *keys)

    def write(self, text: str) -> None:
        """Type a text."""
        self._xdotool("type", "--delay", "30", text)

    def _xdotool(self, *words: str) -> str:
        env = {**os.environ, "DISPLAY": self.display}
        asked = subprocess.run(
            ["xdotool", *words], env=env, capture_output=True, text=True, check=False
        )
        return asked.stdout


def unpack(packed: Path, into: Path) -> Path:
    """Return the program unpacked."""
    with tarfile.open(packed) as opened:
        opened.extractall(into, filter="tar")
    return next(into.glob("*/consultant-app"))


def try_out(program: Path, home: Path) -> dict[str, float]:
    """Open the sample, make a PDF in the window and one without it, quit; return seconds taken."""
    times: dict[str, float] = {}
    with screen() as display:
        newcomer = Newcomer(program, home, display)
        started = time.monotonic()
        running = newcomer.start("demo")
        newcomer.window(running)
        times["first start, sample made"] = time.monotonic() - started
        _paper_from_the_window(newcomer, home / "papier.pdf")
        newcomer.press("ctrl+q")
        _out, errors = running.communicate(timeout=_PATIENCE)
        assert running.returncode == 0, f"it does not quit properly: {errors.decode()}"
        demo = home / ".local" / "share" / "diagnostic-pme" / "demo"
        assert not list(demo.glob("rapports/*")), "it met an error of its own"
        rows = json.loads(newcomer.run("--profile", str(demo), "list", "--json"))
        closed = next(row["id"] for row in rows if row["state"] == "closed")
        paper = home / "restitution.pdf"
        started = time.monotonic()
        newcomer.run("--profile", str(demo), "restitution", closed, "-o", str(paper))
        times["a PDF, from the command line"] = time.monotonic() - started
        _check(paper)
    return times


def _paper_from_the_window(newcomer: Newcomer, paper: Path) -> None:
    """Find a closed dossier, preview its restitution (the third line of its menu), save it."""
    time.sleep(_PAUSE)
    newcomer.press("ctrl+f")
    newcomer.write("Menuiserie")
    newcomer.press("Down", "Menu")
    time.sleep(_PAUSE / 2)
    newcomer.press("Down", "Down", "Down", "Return")
    time.sleep(2 * _PAUSE)
    newcomer.press("ctrl+s")
    time.sleep(_PAUSE)
    newcomer.press("Return")
    time.sleep(_PAUSE)
    newcomer.press("ctrl+a")
    newcomer.write(str(paper))
    newcomer.press("Return")
    limit = time.monotonic() + _PATIENCE
    while not paper.exists():
        assert time.monotonic() < limit, "the window saved no PDF"
        time.sleep(0.1)
    time.sleep(_PAUSE / 2)
    _check(paper)


def _check(paper: Path) -> None:
    assert paper.read_bytes().startswith(b"%PDF-"), "no PDF was made"
    assert paper.stat().st_size > 50_000


def main() -> None:
    """Unpack and try."""
    packed = Path(sys.argv[1]) if len(sys.argv) > 1 else archive()
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        home.mkdir()
        for name, seconds in try_out(unpack(packed, Path(place)), home).items():
            print(f"{name}: {seconds:.2f} s")


if __name__ == "__main__":
    main()
