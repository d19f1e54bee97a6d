"""The service is as its OpenAPI description says: schemathesis walks it, over HTTP, as anybody could."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from sync.protocol.enrolment import read_code
from sync.server.database import administration
from sync.server.devices import new_code
from sync.server.published import publish
from tests.sync.centre import Cluster
from tests.sync.processes import unlimited
from tests.sync.test_packages import PUBLIC, second

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = ROOT / "tests" / "data" / "schemathesis.toml"


def walk(postgres: Cluster, folder: Path, examples: int, seed: int) -> int:
    """Let schemathesis try every address with all its checks; return how many cases it made."""
    with unlimited(postgres.new()) as centre:
        with administration(centre.database_url) as connection:
            publish(connection, second(), PUBLIC)
            codes = [new_code(connection, f"Poste {n}") for n in range(examples)]
            connection.execute("UPDATE transport.enrolment_codes SET expires_at = now() + '1 day'")
        done = subprocess.run(
            [
                *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIGURATION)),
                *("run", f"{centre.url}/openapi.json"),
                *("--header", f"Authorization: Bearer {centre.place().token}"),
                *("--max-examples", str(examples), "--seed", str(seed)),
                *("--generation-database", "none", "--no-color"),
            ],
            cwd=folder,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "SCHEMATHESIS_HOOKS": "tests.sync.openapi_hooks",
                "GOOD_CODES": " ".join(read_code(code) for code in codes),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
        assert centre.lives
        assert centre.bugs() == []
        with urlopen(f"{centre.url}/openapi.json") as answer:
            described = json.load(answer)
    operations = sum(len(methods) for methods in described["paths"].values())
    assert f"Tested: {operations}" in done.stdout, "an address was left out"
    made = re.search(r"(\d+) generated", done.stdout)
    assert made is not None
    return int(made[1])


def test_a_short_walk_finds_nothing_undocumented(postgres: Cluster, tmp_path: Path) -> None:
    assert walk(postgres, tmp_path, 8, seed=1) > 150


@pytest.mark.prove
@pytest.mark.parametrize("seed", [1, 2])
def test_a_long_walk_finds_nothing_undocumented(
    postgres: Cluster, tmp_path: Path, seed: int
) -> None:
    assert walk(postgres, tmp_path, 500, seed) > 1500
