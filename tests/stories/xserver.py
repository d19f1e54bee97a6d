"""A screen of the tests' own (Xvfb), with a French keyboard, and hands to press its keys."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 30.0
#: The digits' row of an AZERTY keyboard without Shift: what each key types, and its own number.
#: By number: the physical key, whatever the server takes it for.
ROW = {"&": "10", "é": "11", '"': "12", "'": "13", "è": "16", "ç": "18", "à": "19"}


@contextmanager
def screen(size: str = "1366x768x24") -> Iterator[str]:
    """Start an X server on a free display with a French keyboard; yield the display's name."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp"]
    # Without this the server forgets its keyboard when setxkbmap, its only client, goes.
    command.append("-noreset")
    server = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            display = f":{pipe.readline().strip()}"
        subprocess.run(["setxkbmap", "-display", display, "fr"], check=True, capture_output=True)
        # A window manager, as on every desk: without one no window is ever the active one.
        manager = subprocess.Popen(
            ["openbox", "--sm-disable"],
            env={**os.environ, "DISPLAY": display},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield display
        finally:
            manager.kill()
            manager.wait(10)
    finally:
        server.terminate()
        server.wait(10)


class Hands:
    """Presses keys on the display and looks at what the program shows."""

    def __init__(self, display: str, witness: Path, program: subprocess.Popen[bytes]) -> None:
        self._env = {**os.environ, "DISPLAY": display}
        self._witness, self._program = witness, program

    def press(self, *keys: str) -> None:
        """Press keys by their X names (``Return``, ``ctrl+n``, ``eacute``), one after the other."""
        self._xdotool("key", "--delay", "25", *keys)

    def write(self, text: str) -> None:
        """Type a text in the field that has the focus, and read it over."""
        for part in re.split(f"([{''.join(ROW)}])", text):
            if part in ROW:
                self.press(ROW[part])
            elif part:
                self._xdotool("type", "--delay", "15", part)
        self.when(lambda seen: seen["typed"] == text, text)

    def seen(self) -> dict[str, Any]:
        """What is on screen now."""
        try:
            content: dict[str, Any] = json.loads(self._witness.read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            return {"texts": [], "focus": "", "typed": "", "windows": []}
        return content

    def until(self, *texts: str, focus: str = "") -> dict[str, Any]:
        """Wait until all texts are on screen (in any control), and the focus is where it should."""

        def so(seen: dict[str, Any]) -> bool:
            everything = "\n".join(seen["texts"])
            return all(text in everything for text in texts) and focus in seen["focus"]

        return self.when(so, f"{texts} focus={focus!r}")

    def when(self, so: Callable[[dict[str, Any]], bool], what: str = "a change") -> dict[str, Any]:
        """Wait until what is on screen is ``so``; return it."""
        limit = time.monotonic() + _PATIENCE
        while time.monotonic() < limit:
            if self._program.poll() is not None:
                raise AssertionError(f"the program ended with {self._program.returncode}")
            if so(seen := self.seen()):
                return seen
            time.sleep(0.02)
        raise AssertionError(f"not seen: {what}; on screen: {self.seen()}")

    def tab_to(self, name: str) -> None:
        """Press Tab until the focus is on the control called ``name`` (or so in part)."""
        for _ in range(40):
            before = self.seen()["focus"]
            if name in before:
                return
            self.press("Tab")
            self.when(lambda seen, here=before: seen["focus"] != here)  # type: ignore[misc]
        raise AssertionError(f"Tab never reaches {name!r}")

    def ended(self) -> int:
        """Wait for the program's end; return its exit code."""
        return self._program.wait(_PATIENCE)

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._env, check=True, capture_output=True)


@contextmanager
def program(display: str, folder: Path, *arguments: str) -> Iterator[Hands]:
    """Run the real program on ``display`` with its home in ``folder``; end it on leaving."""
    witness = folder / "temoin.json"
    home = folder / "maison"
    home.mkdir(exist_ok=True)
    env = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "HOME": str(home),
        "XDG_DATA_HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
    }
    command = [sys.executable, "-m", "tests.stories.watched_program", str(witness), *arguments]
    with (folder / "programme.log").open("wb") as log:
        running = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            yield Hands(display, witness, running)
        finally:
            running.terminate()
            running.wait(20)
