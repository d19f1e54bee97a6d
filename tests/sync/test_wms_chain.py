"""Real interviews through the whole chain: 300 firms of the World Management Survey.

Imported and agreed on a laptop, sent to a real centre, published, released, and given back to the
laptop as reference values. The file's source and licence are told in ``tests/data/README.md``.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from consultant_app import bootstrap
from consultant_app.cli import main as consultant_app
from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.references import PeerGroup, peers_for
from sync.__main__ import main as region_central
from tests.storing import CHEAP
from tests.sync.centre import Centre, Cluster

DATA = Path(__file__).resolve().parents[1] / "data"
WMS = DATA / "wms-mexico-2013.csv"
PASSPHRASE = "six mots choisis au hasard ici"
SCORES = ("operations", "monitor", "target", "people", "management")


class Chain:
    """A laptop and a centre, each led from its command line."""

    def __init__(self, centre: Centre, folder: Path) -> None:
        self.centre, self.folder = centre, folder

    def laptop(self, *words: str | Path) -> None:
        assert consultant_app(["--profile", str(self.folder / "profil"), *map(str, words)]) == 0

    def region(self, *words: str | Path) -> None:
        where = ["--database-url", self.centre.database_url]
        assert region_central([*where, *map(str, words)]) == 0


@pytest.fixture(scope="module")
def chain(postgres: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("wms")
    with Centre(postgres.new()) as centre, pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONSULTANT_APP_PASSPHRASE", PASSPHRASE)
        made = Chain(centre, folder)
        made.laptop("init", "--consultant", "Paul Témoin")
        wms = ["--questionnaire", "wms-manufacturing"]
        made.laptop("import", WMS, *wms, "--agreed", "accord-1")
        made.laptop("enrol", "--server", centre.url, "--code", centre.code())
        made.laptop("sync")
        made.region("campaign", "create", "wms", "--from", "2013Q1", "--to", "2098Q4")
        made.region("campaign", "freeze", "wms")
        made.region("release", "wms", "-o", folder / "diffusion")
        made.region("campaign", "references", "wms", *wms, "-o", folder / "references.json")
        yield made


def source() -> list[dict[str, str]]:
    with WMS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def released(chain: Chain) -> list[dict[str, str]]:
    path = chain.folder / "diffusion" / "wms-manufacturing" / "donnees.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def report(chain: Chain) -> dict[str, Any]:
    path = chain.folder / "diffusion" / "wms-manufacturing" / "rapport.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", SCORES)
def test_released_means_equal_the_source(chain: Chain, name: str) -> None:
    told = [float(one[name]) for one in released(chain)]
    assert len(told) == 300
    assert fmean(told) == pytest.approx(fmean(float(o[name]) for o in source()), abs=1e-5)


def test_the_report_explains_each_score(chain: Chain) -> None:
    changes = {m["variable"]: m for m in report(chain)["means"]}
    assert set(changes) == set(SCORES)
    for name, change in changes.items():
        mean = fmean(float(o[name]) for o in source())
        assert change["source"] == pytest.approx(mean, abs=1e-5)
        assert change["released"] == pytest.approx(mean, abs=1e-5)
        assert "rien n’a été retiré" in change["why"]


def test_what_was_left_out_is_said(chain: Chain) -> None:
    told = report(chain)
    assert {"growth_type", "phase", "attitude"} <= told["left_out"].keys()
    assert (told["k"] >= 5, told["l"] >= 2) == (True, True)


def test_the_cube_says_the_mean_to_a_tenth(chain: Chain) -> None:
    rows = chain.centre.rows(
        "SELECT subject, n, mean FROM release.cells WHERE kind = 'theme' AND crossing = 'all'"
    )
    assert {subject for subject, _, _ in rows} == {"operations", "monitor", "target", "people"}
    for subject, n, mean in rows:
        assert n == 300
        assert float(mean) == pytest.approx(fmean(float(o[subject]) for o in source()), abs=0.05001)


def test_the_laptop_compares_with_the_reference_values(
    chain: Chain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONSULTANT_APP_PASSPHRASE", PASSPHRASE)
    chain.region("keygen", "-o", tmp_path / "cles")
    keys = [w for i in (1, 2) for w in ("--key", tmp_path / "cles" / f"cle-{i}.pem")]
    chain.region("package", "build", chain.folder / "references.json", *keys, "-o", tmp_path / "p")
    chain.region("publish", tmp_path / "p")
    # The laptop learns the région's keys when it enrols.
    fresh = Chain(chain.centre, tmp_path)
    fresh.laptop("init", "--consultant", "Paula Témoin")
    fresh.laptop("enrol", "--server", chain.centre.url, "--code", chain.centre.code())
    fresh.laptop("sync")
    workspace = bootstrap.open_profile(tmp_path / "profil", PASSPHRASE, cost=CHEAP)
    try:
        found = workspace.library.references("wms-manufacturing")
    finally:
        workspace.close()
    facts = CompanyFacts(staff=120, activity="BE")
    peers = peers_for(found, facts, questionnaire_id="wms-manufacturing")
    assert isinstance(peers, PeerGroup)
    assert peers.campaign == "wms"
    monitor = sorted(float(o["monitor"]) for o in source())
    if peers.size is None:
        middle = (monitor[149] + monitor[150]) / 2
        assert peers.themes["monitor"].median == pytest.approx(middle, abs=0.0501)
    assert peers.themes["monitor"].q1 is not None
