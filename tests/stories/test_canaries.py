"""Secrets told in every field of many dossiers: not one can be read in any file of the machine."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from consultant_app.services.results import Results
from tests.stories.confiding import CANARY
from tests.working import working

ROOT = Path(__file__).parents[2]
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1")


class Machine:
    """The folders that a program running there could leave something in."""

    def __init__(self, root: Path, dossiers: int) -> None:
        self.root, self.profile, self.home = root, root / "profil", root / "home"
        for name in ("home", "tmp"):
            (root / name).mkdir(exist_ok=True)
        places = {"HOME": root / "home", "TMPDIR": root / "tmp", "SQLITE_TMPDIR": root / "tmp"}
        places |= {f"XDG_{kind}_HOME": root / "home" for kind in ("DATA", "CACHE", "STATE")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.stories.confiding", str(self.profile), str(dossiers)],
            cwd=ROOT,
            env={**os.environ, **{name: str(place) for name, place in places.items()}},
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.expect("open")

    def expect(self, word: str) -> None:
        assert self.process.stdout
        assert self.process.stdout.readline().strip() == word

    def tell(self, word: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()

    def readable(self) -> list[str]:
        """Where a secret can be read, in any encoding, by whoever takes the disk."""
        files = [path for path in self.root.rglob("*") if path.is_file()]
        assert self.profile / "dossiers.db" in files
        contents = ((file, file.read_bytes()) for file in files)
        return [
            f"{file} in {encoding}"
            for file, content in contents
            for encoding in ENCODINGS
            if CANARY.encode(encoding) in content
        ]

    def opens_in_clear(self) -> bool:
        """Whether the standard library's SQLite can read anything of the database."""
        connection = sqlite3.connect(self.profile / "dossiers.db")
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.DatabaseError:
            return False
        finally:
            connection.close()
        return True


def no_secret_can_be_read(root: Path, dossiers: int) -> None:
    machine = Machine(root, dossiers)
    try:
        assert (machine.profile / "dossiers.db-wal").stat().st_size > 0
        assert machine.readable() == [], "while open"
        machine.kill()
        assert machine.readable() == [], "after a kill"
        assert not machine.opens_in_clear()
    finally:
        machine.kill()
    with working(machine.profile) as workspace:
        ids = workspace.interviews.ids()
        assert len(ids) == dossiers, "the search had something to find"
        assert CANARY in workspace.companies.all()[-1].name
        assert machine.readable() == [], "reopened after a kill"
        Results(workspace).pdf(ids[-1])
    assert machine.readable() == [], "after closing"
    assert not machine.opens_in_clear()


def test_no_secret_of_dozens_of_dossiers_can_be_read(tmp_path: Path) -> None:
    no_secret_can_be_read(tmp_path, 24)


def test_nothing_can_be_read_while_a_closed_profile_s_process_lives_on(tmp_path: Path) -> None:
    machine = Machine(tmp_path, 2)
    try:
        machine.tell("close")
        machine.expect("closed")
        assert machine.readable() == []
        assert not (machine.profile / "dossiers.db-wal").exists()
    finally:
        machine.kill()


@pytest.mark.prove
def test_no_secret_of_200_dossiers_can_be_read(tmp_path: Path) -> None:
    no_secret_can_be_read(tmp_path, 200)


def test_the_search_would_find_a_secret(tmp_path: Path) -> None:
    machine = Machine(tmp_path, 1)
    try:
        for encoding in ENCODINGS:
            (machine.home / encoding).write_bytes(f"… {CANARY} …".encode(encoding, "replace"))
        found = "\n".join(machine.readable())
        for encoding in ENCODINGS:
            assert f"{encoding} in {encoding}" in found
    finally:
        machine.kill()
