"""`make demo`: the whole circle, then the window and the région's pages until they are left."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Final, NoReturn

from sync.demo import screen, words
from sync.demo.circle import Circle, circle
from sync.demo.programs import SIGNALS, DemoError, wait_for_end
from sync.protocol.errors import SyncError

_FIRMS: Final = 800
EXIT_KNOWN, EXIT_INTERRUPTED = 1, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Show everything; return 0 once it was left, 1 for a known error, 130 when cut short."""
    parser = argparse.ArgumentParser(prog="make demo", description=words.WELCOME)
    parser.add_argument("--firms", type=int, default=_FIRMS, metavar="N", help="fiches simulées")
    options = parser.parse_args(argv)
    for one in SIGNALS:
        signal.signal(one, _stop_once)
    say(words.WELCOME)
    code = EXIT_INTERRUPTED
    try:
        with TemporaryDirectory(prefix="diagnostic-pme-demo-") as folder:
            try:
                with circle(Path(folder), options.firms, _Steps()) as made:
                    code = 0
                    _show(made)
                    _deaf()
            except KeyboardInterrupt:
                say("")
    except SyncError as error:
        print(error.sentence, file=sys.stderr)
        return EXIT_KNOWN
    say(words.STOPPED)
    return code


def _show(made: Circle) -> None:
    for part in (words.sent(made), words.arrived(made), words.to_see(made)):
        say("")
        _say_all(part)
    say("")
    has_display = screen.has_display()
    try:
        with ExitStack() as stack:
            window = stack.enter_context(made.laptop.window()) if has_display else None
            if has_display:
                screen.open_in_browser(made.address)
            else:
                say(words.NO_DISPLAY)
            say(words.STOP_WITH_WINDOW if has_display else words.STOP_WITHOUT_WINDOW)
            wait_for_end(window)
            if window is not None and window.returncode:
                raise DemoError(words.NO_WINDOW)
    finally:
        say(words.STOPPING)


class _Steps:
    """Tells each step with the seconds since the start."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def __call__(self, step: str) -> None:
        say(f"{time.monotonic() - self._start:4.0f}\u00a0s  {step}…")


def _stop_once(_number: int, _frame: FrameType | None) -> NoReturn:
    """Leave by the doors of every block; what comes meanwhile must not cut that short."""
    _deaf()
    raise KeyboardInterrupt


def _deaf() -> None:
    for one in SIGNALS:
        signal.signal(one, signal.SIG_IGN)


def _say_all(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)


def say(line: str) -> None:
    """Print a line at once, whatever reads it."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
