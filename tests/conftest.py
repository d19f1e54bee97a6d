"""What holds for every test: isolated paths, no display, no surprise in the log, one PostgreSQL."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.sync.centre import Centre, Cluster

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Properties are tried on the same examples every time, and a busy machine fails none of them.
settings.register_profile("house", deadline=None, derandomize=True, database=None)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def _isolated_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the home of whoever runs it."""
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.delenv("CONSULTANT_APP_PASSPHRASE", raising=False)


@pytest.fixture(autouse=True)
def _no_surprise_in_the_log(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """A log line of level WARNING or above fails the test, unless the test said it expects it."""
    yield
    allowed = [
        re.compile(str(pattern))
        for marker in request.node.iter_markers("allow_logs")
        for pattern in marker.args
    ]
    surprises = [
        record.getMessage()
        for when in ("setup", "call")
        for record in caplog.get_records(when)
        if record.levelno >= logging.WARNING
        and not any(pattern.search(record.getMessage()) for pattern in allowed)
    ]
    assert not surprises, f"unexpected log lines: {surprises}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """One PostgreSQL for all tests of a worker, started when the first one wants it."""
    from tests.sync.centre import cluster

    # Not under pytest's own folder: as root, PostgreSQL runs as another user, kept out of there.
    with TemporaryDirectory(prefix="centre-") as folder, cluster(Path(folder)) as running:
        yield running


@pytest.fixture
def centre(postgres: Cluster) -> Iterator[Centre]:
    """A fresh database and service for each test."""
    from tests.sync.centre import Centre

    with Centre(postgres.new()) as running:
        yield running
