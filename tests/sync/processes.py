"""Real processes that are killed for real: the région's service, and a laptop in the middle of an act.

They are forked from a process that has everything loaded: one costs some hundredths of a second.
"""

from __future__ import annotations

import multiprocessing
import signal
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from sync.server.settings import Settings
from tests.sync import mortal
from tests.sync.centre import Centre
from tests.sync.deeds import Deed

_FORK = multiprocessing.get_context("forkserver")
_FORK.set_forkserver_preload(["tests.sync.warm"])
_PATIENCE = 300


def live_and_die(folder: Path, deed: Deed, steps: int, mutant: str = "") -> bool:
    """Let a process do this on that profile and be killed after so many steps.

    Returns whether it came to the end before.
    """
    process = _FORK.Process(target=mortal.live, args=(folder, deed, steps, mutant), daemon=True)
    process.start()
    process.join(_PATIENCE)
    code = process.exitcode
    process.kill()
    process.close()
    assert code in (mortal.DONE, -signal.SIGKILL), f"{deed}: ended by {code}"
    return code == mortal.DONE


class MortalCentre(Centre):
    """A centre whose service is a process, killed at will and started again over the same database."""

    def __init__(self, database_url: str, *, mutant: str = "", **settings: Any) -> None:
        super().__init__(database_url, **settings)
        self._real_settings = replace(Settings(database_url), **settings)
        self._mutant = mutant
        self.deaths = 0

    def __enter__(self) -> Self:
        self._folder = TemporaryDirectory(prefix="centre-journal-")
        self.journal = Path(self._folder.name) / "journal"
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()
        self._folder.cleanup()

    def start(self) -> None:
        """Start the service; it answers on another port than before."""
        ready, told = _FORK.Pipe(duplex=False)
        arguments = (self._real_settings, self.journal, told, self._mutant)
        self._process = _FORK.Process(target=mortal.serve, args=arguments, daemon=True)
        self._process.start()
        told.close()
        assert ready.poll(_PATIENCE), "the service does not start"
        self.url = f"http://127.0.0.1:{ready.recv()}"
        ready.close()

    def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is told."""
        self.deaths += 1
        self._process.kill()
        self._process.join(_PATIENCE)

    @property
    def lives(self) -> bool:
        """Whether the process is there."""
        return self._process.is_alive()

    def bugs(self) -> list[str]:
        """What its log calls a bug."""
        lines = self.journal.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if '"bug"' in line]


def unlimited(database_url: str, mutant: str = "") -> MortalCentre:
    """Make a centre that takes as many requests a minute as come."""
    most = 10**9
    return MortalCentre(
        database_url, mutant=mutant, requests_a_minute=most, enrolments_a_minute=most
    )
