"""The programs that the demonstration runs: the laptop's and the région's service."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sync.protocol.errors import SyncError

_LAPTOP: Final = (sys.executable, "-m", "consultant_app", "--profile")
_PATIENCE_SECONDS: Final = 60
#: What ends the demonstration: Ctrl+C, a request to stop, a terminal that closes.
SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class DemoError(SyncError):
    """The demonstration cannot go on."""

    reason = "demo"


@dataclass(frozen=True, slots=True)
class Dossier:
    """One interview of the laptop, as its list tells it. ``sync``: where its record stands."""

    company: str
    state: str
    agreed: bool
    sync: str


@dataclass(frozen=True, slots=True)
class Laptop:
    """The consultant's program on a profile of its own, by its command line."""

    profile: Path
    passphrase: str
    companies: int

    def enrol(self, address: str, code: str) -> None:
        """Spend a one-time code at the centre."""
        self._run("enrol", "--server", address, "--code", code)

    def send(self) -> dict[str, Any]:
        """Send what waits; return the exchange's report."""
        report: dict[str, Any] = json.loads(self._run("sync", "--json"))
        return report

    def dossiers(self) -> list[Dossier]:
        """Every interview, the latest first."""
        rows = json.loads(self._run("list", "--json"))
        names = Dossier.__dataclass_fields__
        return [Dossier(**{name: row[name] for name in names}) for row in rows]

    @contextmanager
    def window(self) -> Iterator[subprocess.Popen[str]]:
        """Open the window; it is closed at the latest at the end of the block."""
        # Its output is the terminal's: a pipe that nobody reads would stop it once full.
        with running([*_LAPTOP, str(self.profile), "demo"], out=None, complaints=None) as process:
            yield process

    def _run(self, *words: str) -> str:
        environment = {**_environment(), "CONSULTANT_APP_PASSPHRASE": self.passphrase}
        with running([*_LAPTOP, str(self.profile), *words], environment) as process:
            return _answer(process)


@contextmanager
def preparing(profile: Path) -> Iterator[subprocess.Popen[str]]:
    """Begin to make the fictitious dossiers; `prepared` waits for them."""
    with running([*_LAPTOP, str(profile), "demo", "--prepare"]) as process:
        yield process


def prepared(process: subprocess.Popen[str]) -> Laptop:
    """Wait for the dossiers and return their laptop."""
    told = json.loads(_answer(process))
    return Laptop(Path(told["profile"]), told["passphrase"], told["companies"])


def _answer(process: subprocess.Popen[str]) -> str:
    answer, complaint = process.communicate()
    if process.returncode:
        raise DemoError(complaint.strip() or "Le programme du poste s’est arrêté sans rien dire.")
    return answer


@contextmanager
def serving(database_url: str, journal: Path) -> Iterator[str]:
    """Run the région's service on a free port; give its address once it answers.

    Its journal goes to a file. It is asked to stop, and waited for, at the end of the block.
    """
    words = ("--database-url", database_url, "serve", "--port", "0")
    with journal.open("w", encoding="utf-8") as log:
        command = [sys.executable, "-m", "sync", *words]
        with running(command, complaints=log.fileno()) as process:
            assert process.stdout is not None
            ready = process.stdout.readline()
            if not ready:
                raise DemoError(f"Le service de la région ne démarre pas. {_last_line(journal)}")
            yield str(json.loads(ready)["url"])


def _last_line(journal: Path) -> str:
    lines = journal.read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line for line in reversed(lines) if line.strip()), "")


@contextmanager
def running(
    command: list[str],
    environment: dict[str, str] | None = None,
    *,
    out: int | None = subprocess.PIPE,
    complaints: int | None = subprocess.PIPE,
) -> Iterator[subprocess.Popen[str]]:
    """Run a program apart from the terminal, so that Ctrl+C reaches it through us, in order."""
    with ExitStack() as stack:
        with undisturbed():
            process = stack.enter_context(
                subprocess.Popen(
                    command,
                    env=environment or _environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=complaints,
                    text=True,
                    start_new_session=True,
                )
            )
            stack.callback(_stop, process)
        yield process


@contextmanager
def undisturbed() -> Iterator[None]:
    """Put off the signals that end us: what is started in the block is known before they act."""
    heard: list[int] = []
    former = {one: signal.signal(one, lambda number, _: heard.append(number)) for one in SIGNALS}
    try:
        yield
    finally:
        for one, handler in former.items():
            signal.signal(one, handler)
        for number in heard[:1]:
            signal.raise_signal(number)


def _stop(process: subprocess.Popen[str]) -> None:
    if process.poll() is not None:
        return
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_PATIENCE_SECONDS)
        return
    process.kill()


def _environment() -> dict[str, str]:
    """This process's own, without the empty names that `make` leaves for Qt."""
    kept = {name: value for name, value in os.environ.items() if value}
    return {**kept, "PYTHONUNBUFFERED": "1"}


def wait_for_end(process: subprocess.Popen[str] | None) -> None:
    """Return when ``process`` ends (never, without one) or when whoever started us has gone."""
    parent = os.getppid()
    while os.getppid() == parent and (process is None or process.poll() is None):
        time.sleep(0.2)
