"""Settings that hold for every test: isolated paths, no display, no surprise in the log."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

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
