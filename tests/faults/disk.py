"""A bad disk in the hands of a test: compiles the shim, starts the subject, hands out jobs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("shim.c")
ROOT = Path(__file__).parents[2]


class Fault(IntEnum):
    """What happens at the chosen operation (the numbers are those of `shim.c`)."""

    NONE = 0
    FAIL_IO = 1
    FAIL_FULL = 2
    TEAR_FULL = 3
    TEAR_KILL = 4
    KILL_BEFORE = 5
    KILL_AFTER = 6


FAULTS = tuple(fault for fault in Fault if fault)


def compiled(folder: Path) -> Path:
    """Return the shim as a shared library (gcc is one of the tests' system packages)."""
    library = folder / f"shim-{sha256(SOURCE.read_bytes()).hexdigest()[:12]}.so"
    if not library.exists():
        command = ["gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
        subprocess.run([*command, "-o", str(library), str(SOURCE), "-ldl"], check=True)
    return library


@dataclass
class Outcome:
    """What one run of the subject said: acts tried, acknowledged, refused; bugs; operations."""

    killed: bool
    said: list[str]
    tried: list[str] = field(default_factory=list)
    acked: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    bugs: list[str] = field(default_factory=list)
    operations: int = 0

    def __post_init__(self) -> None:
        for line in self.said:
            verb, _, rest = line.partition(" ")
            if verb == "done":
                self.operations = int(rest)
            else:
                {"try": self.tried, "acked": self.acked, "refused": self.refused}.get(
                    verb, self.bugs
                ).append(rest)


class BadDisk:
    """The subject, running under the shim, with its template profile."""

    def __init__(self, folder: Path, shim: Path) -> None:
        self.folder = folder
        self.template = folder / "modele"
        self.work = folder / "profil"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.subject"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "LD_PRELOAD": str(shim)},
        )
        made = self._ask({"make": str(self.template)})
        self.interview: str = made["interview"]
        self.code: str = made["code"]

    def run(
        self,
        scenario: str,
        fault: Fault = Fault.NONE,
        at: int = -1,
        *,
        empty: bool = False,
        **more: str,
    ) -> Outcome:
        """Run a scenario on a fresh copy of the template, with a fault at operation ``at``."""
        reply = self._ask(
            {
                "scenario": scenario,
                "folder": str(self.work),
                "template": "" if empty else str(self.template),
                "interview": self.interview,
                "mode": int(fault),
                "at": at,
                **more,
            }
        )
        return Outcome(**reply)

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _ask(self, job: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        reply: dict[str, Any] = json.loads(self._process.stdout.readline())
        return reply
