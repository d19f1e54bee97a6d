"""`make demo`, for real: a région and a laptop on this machine, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest

from consultant_app import bootstrap
from consultant_app.services.sending import Sending
from consultant_app.ui.instance import Instance
from sync.demo import words
from sync.demo.circle import Circle, circle
from sync.demo.programs import Laptop, running, wait_for_end
from sync.server.database import administration
from tests.sync.region import sign_in

ROOT = Path(__file__).resolve().parents[2]
AGREED = 6
_BROWSE = """
import sys
from sync.demo.screen import open_in_browser
sys.exit(0 if open_in_browser("http://127.0.0.1:1/") else 3)
"""


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    # Not under pytest's own folder: as root, PostgreSQL runs as another user, kept out of there.
    with TemporaryDirectory(prefix="demo-") as folder:
        yield Path(folder)


def test_what_arrives_is_what_the_laptop_shows(place: Path) -> None:
    steps: list[str] = []
    folder = place / "un"
    folder.mkdir()
    with circle(folder, 60, steps.append) as made:
        assert arrived_hashes(made) == previewed_hashes(made.laptop)
        assert (made.held.received, made.held.simulated) == (AGREED, 60)
        (device,) = made.held.devices
        assert (device.sent, device.set_aside) == (AGREED, 0)
        assert made.report["stored"] == AGREED
        the_pages_show_the_campaigns(made)
        the_window_opens_on_the_dossiers(made.laptop)
        told = "\n".join([*words.sent(made), *words.arrived(made), *words.to_see(made)])
    assert "12 entreprises fictives, 12 entretiens\u00a0: 6 fiches à envoyer." in told
    assert told.count("fiche arrivée à la région") == AGREED
    assert "6 fiches du poste, 60 simulées" in told
    assert "aucune différence" in told
    assert len(steps) == 4
    assert not list(folder.rglob("postmaster.pid"))


def arrived_hashes(made: Circle) -> set[bytes]:
    with administration(made.database_url) as connection:
        rows = connection.execute("SELECT sha256 FROM ingestion.records WHERE NOT synthetic")
        return {bytes(row[0]) for row in rows}


def previewed_hashes(laptop: Laptop) -> set[bytes]:
    with bootstrap.Opened(laptop.profile, laptop.passphrase) as workspace:
        sending = Sending(workspace)
        agreed = [s.id for s in workspace.interviews.summaries() if s.agreed]
        return {sha256(sending.preview(one)).digest() for one in agreed}


def the_pages_show_the_campaigns(made: Circle) -> None:
    with httpx.Client(base_url=made.address, timeout=30, follow_redirects=True) as reader:
        answer = sign_in(reader, made.pages.accounts[0], made.pages.password)
        assert answer.status_code == 200
        assert f"Campagne {made.pages.campaigns[-1]}, n" in answer.text


def the_window_opens_on_the_dossiers(laptop: Laptop) -> None:
    with laptop.window() as window:
        limit = time.monotonic() + 30
        while not Instance(laptop.profile).reach_other():
            assert window.poll() is None
            assert time.monotonic() < limit
            time.sleep(0.1)


def test_a_run_cut_short_and_the_next_leave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "")  # what make leaves
    with TemporaryDirectory(prefix="demo-") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        with demonstration() as first:
            read_until(first, "se préparent")
            assert ended(first, signal.SIGTERM) == 130
        with demonstration() as second:
            told = read_until(second, words.STOP_WITHOUT_WINDOW)
            assert words.NO_DISPLAY in told
            address = next(line for line in told.split() if line.startswith("http://"))
            assert httpx.get(address, follow_redirects=True).status_code == 200
            assert ended(second, signal.SIGINT) == 0
        assert not list(Path(folder).glob("diagnostic-pme*"))
    assert not list((tmp_path / "home").rglob("*pme*"))


def demonstration() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "sync.demo", "--firms", "40"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def read_until(process: subprocess.Popen[str], sentence: str) -> str:
    assert process.stdout is not None
    told = ""
    for line in process.stdout:
        told += line
        if sentence in line:
            return told
    raise AssertionError(told)


def ended(process: subprocess.Popen[str], number: signal.Signals) -> int:
    process.send_signal(number)
    out, _ = process.communicate(timeout=60)
    assert words.STOPPED in out
    return process.returncode


def test_the_end_of_the_window_is_the_end() -> None:
    with running([sys.executable, "-c", "pass"]) as window:
        wait_for_end(window)
        assert window.returncode == 0


def test_the_pages_open_in_a_browser_that_has_a_window_of_its_own(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    assert browse(tmp_path / "none") == 3
    assert browse(tmp_path / "text", **{"www-browser": f'echo "$1" > {seen}'}) == 3
    assert not seen.exists()
    assert browse(tmp_path / "drawn", **{"xdg-open": f'echo "$1" > {seen}'}) == 0
    limit = time.monotonic() + 10
    while not seen.exists() or not seen.read_text(encoding="utf-8"):
        assert time.monotonic() < limit
        time.sleep(0.05)
    assert seen.read_text(encoding="utf-8").strip() == "http://127.0.0.1:1/"


def browse(folder: Path, **programs: str) -> int:
    """Open an address on a machine with a screen and these programs only."""
    folder.mkdir()
    for name, body in programs.items():
        program = folder / name
        program.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        program.chmod(0o755)
    kept = {n: v for n, v in os.environ.items() if n not in ("BROWSER", "QT_QPA_PLATFORM")}
    done = subprocess.run(
        [sys.executable, "-c", _BROWSE],
        cwd=ROOT,
        env={**kept, "PATH": str(folder), "DISPLAY": ":9", "TERM": "xterm"},
        check=False,
    )
    return done.returncode
