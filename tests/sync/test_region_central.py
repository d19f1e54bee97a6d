"""The région's own commands, typed in a terminal, with two workers on one port."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from consultant_app.cli import main as laptop_main
from sync.server.embedded import embedded
from tests.sync.laptops import DATA

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "six mots choisis au hasard ici"


class Terminal:
    """Types `region-central` commands on one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def command(self, *words: str | Path) -> list[str]:
        base = [sys.executable, "-m", "sync", "--data-dir", str(self.folder)]
        return base + [str(word) for word in words]

    def run(self, *words: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            self.command(*words), cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done

    def json(self, *words: str | Path) -> object:
        return json.loads(self.run(*words).stdout)


@pytest.fixture(scope="module")
def terminal() -> Iterator[Terminal]:
    with TemporaryDirectory(prefix="centre-") as folder:
        data = Path(folder) / "donnees"
        # Held open here, so that each command joins a PostgreSQL that runs instead of starting one.
        with embedded(data):
            yield Terminal(data)


def test_the_whole_circle_from_both_command_lines(
    terminal: Terminal,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CONSULTANT_APP_PASSPHRASE", PASSPHRASE)
    journal = tmp_path / "journal"
    with journal.open("w") as log:
        serving = subprocess.Popen(
            terminal.command("serve", "--port", "0", "--workers", "2"),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    assert serving.stdout is not None
    try:
        url = json.loads(serving.stdout.readline())["url"]
        port = url.rsplit(":", 1)[1]
        taken = terminal.run("serve", "--port", port, "--workers", "2", code=1)
        assert "n’est pas libre" in taken.stderr

        def laptop(*words: str | Path, code: int = 0) -> str:
            capsys.readouterr()
            assert laptop_main(["--profile", str(tmp_path / "p"), *map(str, words)]) == code
            return capsys.readouterr().out

        laptop("init", "--consultant", "Paul Témoin")
        rows = (DATA / "wms-mexico-2013.csv").read_text(encoding="utf-8").splitlines()[:13]
        table = tmp_path / "douze.csv"
        table.write_text("\n".join(rows), encoding="utf-8")
        laptop("import", table, "--questionnaire", "wms-manufacturing", "--agreed", "accord-1")
        code = terminal.run("enrolment-code", "--label", "Poste d’essai").stdout
        laptop("enrol", "--server", url, "--code", code)
        report = json.loads(laptop("sync", "--json"))
        assert (report["sent"], report["stored"], report["difference"]) == (12, 12, [])

        listed = json.loads(laptop("list", "--json"))
        assert {row["sync"] for row in listed} == {"acknowledged"}
        first = listed[0]["id"]
        assert json.loads(laptop("preview", first))["revision"] == 1
        assert json.loads(laptop("withdraw", first))["retracted"] == 1

        devices = terminal.json("devices", "list", "--json")
        assert isinstance(devices, list)
        assert [(d["label"], d["sent"], d["revoked"]) for d in devices] == [
            ("Poste d’essai", 11, False)
        ]
        assert terminal.json("devices", "retract", devices[0]["id"][:8]) == {"retracted": 11}
        terminal.run("devices", "revoke", devices[0]["id"])
        refused = laptop("sync", "--json", code=1)
        assert json.loads(refused)["sent"] == 0
    finally:
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(30) == 0
        serving.stdout.close()
    told = journal.read_text(encoding="utf-8")
    assert "Poste" not in told
    assert first not in told
    requests = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    stored = [r["stored"] for r in requests if r.get("route") == "/v1/records" and "stored" in r]
    assert sum(stored) == 12


def test_packages_from_keys_to_publication(terminal: Terminal, tmp_path: Path) -> None:
    made = terminal.json("keygen", "-o", tmp_path / "cles")
    assert isinstance(made, list)
    keys = [word for pair in made for word in ("--key", pair["private"])]
    file = DATA / "questionnaires" / "minimal.yaml"
    parcel = tmp_path / "paquet.json"
    terminal.run("package", "build", file, *keys, "-o", parcel)
    assert terminal.json("publish", parcel) == {"id": "minimal", "version": 1}
    again = terminal.run("publish", parcel, code=1)
    assert "déjà là" in again.stderr
    assert len(terminal.json("region", "show")["keys"]) == 2  # type: ignore[index]


def test_what_goes_wrong_is_one_sentence(terminal: Terminal, tmp_path: Path) -> None:
    for words, sentence in (
        (("withdraw", "--code", "ABC"), "faute de frappe"),
        (("devices", "revoke", "zzz"), "Aucun poste"),
        (("publish", tmp_path / "rien"), "ne peut pas être lu"),
        (("package", "build", tmp_path / "rien", "--key", tmp_path, "-o", tmp_path / "x"), "lu"),
        (("region", "set", DATA / "wms-mexico-2013.csv"), "ne décrit pas une région"),
    ):
        refused = terminal.run(*words, code=1)
        assert sentence in refused.stderr
        assert refused.stdout == ""
    assert terminal.run("simulate", code=2).stdout == ""
    assert "commande" in terminal.run(code=2).stderr


def test_simulation_says_what_it_did(terminal: Terminal) -> None:
    done = terminal.json("simulate", "25", "--seed", "4")
    assert isinstance(done, dict)
    assert (done["stored"], done["refused"]) == (25, 0)
    assert done["database_bytes"] > 0


def test_a_data_folder_of_another_postgresql_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "donnees"
    (folder / "postgresql").mkdir(parents=True)
    (folder / "postgresql" / "PG_VERSION").write_text("12\n", encoding="ascii")
    refused = Terminal(folder).run("migrate", code=1)
    assert "PostgreSQL 12" in refused.stderr


def test_a_database_that_is_not_there_is_said() -> None:
    url = "postgresql://personne@127.0.0.1:9/rien"
    done = subprocess.run(
        [sys.executable, "-m", "sync", "--database-url", url, "migrate"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PGCONNECT_TIMEOUT": "3"},
    )
    assert done.returncode == 1
    assert "PostgreSQL ne répond pas" in done.stderr


def test_a_demonstration_opens_on_published_pages(terminal: Terminal, tmp_path: Path) -> None:
    with TemporaryDirectory(prefix="demo-") as folder, embedded(Path(folder) / "d"):
        shown = Terminal(Path(folder) / "d")
        made = shown.json("demo", "--firms", "60")
        assert isinstance(made, dict)
        assert made["accounts"] == ["analyste", "porteur", "chercheur", "administration"]
        again = shown.json("demo", "--firms", "60")
        assert isinstance(again, dict)
        assert again["password"] != made["password"]
        roles = shown.json("user", "list", "--json")
        assert isinstance(roles, list)
        assert {line["role"] for line in roles} == {"analyst", "holder", "researcher", "admin"}
    file = tmp_path / "passe"
    file.write_text("quatre mots sans rapport", encoding="utf-8")
    terminal.run("user", "add", "quelqu.un", "--role", "analyst", "--password-file", file)
    refused = terminal.run("demo", code=1)
    assert "une base à elle" in refused.stderr.replace("\n", " ")
