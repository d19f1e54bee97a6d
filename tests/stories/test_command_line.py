"""What one does from a terminal: the contract of docs/cli.md, command by command."""

from __future__ import annotations

import csv
import io
import json
import os
import resource as limits
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from consultant_app.cli import main

DATA = Path(__file__).resolve().parents[1] / "data"
WMS = DATA / "wms-mexico-2013.csv"
PASSPHRASE = "six mots choisis au hasard ici"
WMS_SCORES = ("operations", "monitor", "target", "people", "management")


class Terminal:
    """A terminal in which commands are typed, with a profile at hand."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.out, self.err = "", ""

    def run(self, *words: str | Path) -> int:
        self._capsys.readouterr()
        try:
            code = main(["--profile", str(self.folder), *map(str, words)])
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        self.out, self.err = self._capsys.readouterr()
        return code

    def json(self, *words: str | Path) -> object:
        assert self.run(*words) == 0, self.err
        return json.loads(self.out)

    def refusal(self, *words: str | Path) -> str:
        """Run a command that must be refused; return its one sentence."""
        assert self.run(*words) == 1, (self.out, self.err)
        assert "Traceback" not in self.err
        assert self.err.count("\n") == 1, self.err
        return self.err.strip()


@pytest.fixture
def terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    monkeypatch.setenv("CONSULTANT_APP_PASSPHRASE", PASSPHRASE)
    return Terminal(tmp_path / "profil", capsys)


@pytest.fixture
def opened(terminal: Terminal) -> Terminal:
    assert terminal.run("init", "--consultant", "Paul Témoin") == 0
    return terminal


@pytest.fixture(scope="module")
def wms_profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile with the 300 real interviews, made once and copied by each test."""
    folder = tmp_path_factory.mktemp("wms") / "profil"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONSULTANT_APP_PASSPHRASE", PASSPHRASE)
        assert main(["--profile", str(folder), "init", "--consultant", "Paul Témoin"]) == 0
        words = ["import", str(WMS), "--questionnaire", "wms-manufacturing"]
        assert main(["--profile", str(folder), *words]) == 0
    return folder


@pytest.fixture
def with_wms(terminal: Terminal, wms_profile: Path) -> Terminal:
    shutil.copytree(wms_profile, terminal.folder)
    return terminal


def source_rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(WMS.read_text(encoding="utf-8"))))


def test_a_new_profile_shows_its_recovery_code_once(terminal: Terminal) -> None:
    answer = terminal.json("init", "--consultant", "Paul Témoin", "--json")
    assert isinstance(answer, dict)
    assert len(answer["recovery_code"].replace("-", "")) == 28
    assert "existent déjà" in terminal.refusal("init", "--consultant", "Paul Témoin")


def test_the_300_interviews_are_all_taken_and_other_columns_reported(with_wms: Terminal) -> None:
    rows = with_wms.json("list", "--json")
    assert isinstance(rows, list)
    assert len(rows) == 300
    assert {row["state"] for row in rows} == {"closed"}
    assert {row["answered"] for row in rows} == {18}
    fresh = with_wms.json("import", WMS, "--questionnaire", "wms-manufacturing")
    assert isinstance(fresh, dict)
    assert fresh["imported"] == 300
    assert "sic" in fresh["ignored_columns"]
    assert "firmid" not in fresh["ignored_columns"]


def test_scores_equal_the_published_ones_in_all_1500_cells(with_wms: Terminal) -> None:
    assert with_wms.run("score", "--all", "--format", "csv") == 0
    computed = {row["company"]: row for row in csv.DictReader(io.StringIO(with_wms.out))}
    compared = 0
    for published in source_rows():
        ours = computed[published["firmid"].removesuffix(".0")]
        for name in WMS_SCORES:
            assert float(ours[name]) == pytest.approx(float(published[name]), abs=1e-5)
            compared += 1
    assert compared == 1500


def test_a_bad_cell_is_named_and_only_its_row_is_left_out(opened: Terminal, tmp_path: Path) -> None:
    rows = source_rows()
    rows[5]["perf3"] = "beaucoup"
    rows[8]["lean1"] = "7.0"
    rows[11]["emp_firm"] = "deux cents"
    bad = tmp_path / "abime.csv"
    with bad.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert opened.run("import", bad, "--questionnaire", "wms-manufacturing") == 1
    report = json.loads(opened.out)
    assert report["imported"] == 297
    assert [(r["row"], r["column"]) for r in report["rejected"]] == [
        (7, "perf3"),
        (10, "lean1"),
        (13, "emp_firm"),
    ]
    kept = opened.json("list", "--json")
    assert isinstance(kept, list)
    assert len(kept) == 297
    assert rows[5]["firmid"] not in {row["company"] for row in kept}


def test_what_is_exported_comes_back_identical(
    with_wms: Terminal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "dossiers.json"
    assert with_wms.run("export", "--all", "-o", out) == 0
    other = Terminal(tmp_path / "autre", capsys)
    assert other.run("init", "--consultant", "Jeanne Modèle") == 0
    assert other.run("import", out) == 0
    again = tmp_path / "encore.json"
    assert other.run("export", "--all", "-o", again) == 0
    assert json.loads(again.read_text("utf-8")) == json.loads(out.read_text("utf-8"))
    assert other.json("import", out) == {"imported": 300, "rejected": [], "ignored_columns": []}


def test_one_interview_is_found_by_the_beginning_of_its_id(with_wms: Terminal) -> None:
    rows = with_wms.json("list", "--json")
    assert isinstance(rows, list)
    short = rows[0]["id"][:13]
    shown = with_wms.json("show", short, "--json")
    assert isinstance(shown, dict)
    assert shown["interview"]["id"] == rows[0]["id"]
    assert "identifiant" in with_wms.refusal("show", "abc", "--json")
    assert "identifiant" in with_wms.refusal("show", "ffffffff-ffff", "--json")


def test_the_paper_of_a_real_interview_is_a_pdf(with_wms: Terminal, tmp_path: Path) -> None:
    rows = with_wms.json("list", "--json")
    assert isinstance(rows, list)
    target = tmp_path / "restitution.pdf"
    assert with_wms.run("restitution", rows[0]["id"], "-o", target) == 0
    assert target.read_bytes().startswith(b"%PDF-")
    assert "lisible" in with_wms.err


def test_a_backup_comes_back_after_the_profile_is_gone(with_wms: Terminal, tmp_path: Path) -> None:
    before = with_wms.json("list", "--json")
    kept = tmp_path / "usb" / "jour.sauvegarde"
    kept.parent.mkdir()
    assert with_wms.run("backup", kept) == 0
    preview = with_wms.json("restore", kept, "--dry-run", "--json")
    assert isinstance(preview, dict)
    assert {d["verdict"] for d in preview["dossiers"]} == {"same"}
    shutil.rmtree(with_wms.folder)
    assert with_wms.run("restore", kept) == 0
    assert with_wms.json("list", "--json") == before


def test_the_passphrase_is_changed_and_recovered(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = terminal.json("init", "--consultant", "Paul Témoin", "--json")
    assert isinstance(made, dict)
    (tmp_path / "nouvelle").write_text("une autre phrase de passe\n", encoding="utf-8")
    assert terminal.run("passphrase", "change", "--new-passphrase-file", tmp_path / "nouvelle") == 0
    assert "phrase de passe" in terminal.refusal("list")
    monkeypatch.setenv("CONSULTANT_APP_PASSPHRASE", "une autre phrase de passe")
    assert terminal.run("list") == 0
    (tmp_path / "code").write_text(made["recovery_code"].lower().replace("-", " "), "utf-8")
    (tmp_path / "derniere").write_text("la toute dernière\n", encoding="utf-8")
    words = ("--recovery-code-file", tmp_path / "code", "--new-passphrase-file")
    assert terminal.run("passphrase", "recover", *words, tmp_path / "derniere") == 0
    monkeypatch.setenv("CONSULTANT_APP_PASSPHRASE", "la toute dernière")
    assert terminal.run("list") == 0


def test_every_format_has_its_schema(terminal: Terminal) -> None:
    for name in ("dossier", "record", "questionnaire", "codebook"):
        schema = terminal.json("schema", name)
        assert isinstance(schema, dict)
        assert schema["properties"], name


def test_questionnaires_are_listed_checked_and_installed(opened: Terminal, tmp_path: Path) -> None:
    listed = opened.json("questionnaire", "list", "--json")
    assert isinstance(listed, list)
    assert {q["id"] for q in listed} == {"diagnostic-general", "wms-manufacturing"}
    source = Path(__file__).resolve().parents[2] / "resources" / "questionnaires"
    text = (source / "wms-manufacturing.yaml").read_text(encoding="utf-8")
    newer = tmp_path / "wms.yaml"
    newer.write_text(text.replace("version: 1\n", "version: 2\n", 1), encoding="utf-8")
    assert opened.run("questionnaire", "check", newer) == 0
    assert "signé" in opened.refusal("questionnaire", "install", newer)
    assert opened.run("questionnaire", "install", newer, "--unsigned") == 0
    again = opened.json("questionnaire", "list", "--json")
    assert isinstance(again, list)
    assert ("wms-manufacturing", 2) in {(q["id"], q["version"]) for q in again}


def test_twelve_planted_faults_are_named_with_their_lines(
    terminal: Terminal, tmp_path: Path
) -> None:
    faulty = DATA / "questionnaires" / "twelve-faults.yaml"
    assert terminal.run("questionnaire", "check", faulty) == 1
    lines = faulty.read_text(encoding="utf-8").splitlines()
    planted = {number for number, line in enumerate(lines, start=1) if "# faute" in line}
    assert len(planted) >= 12
    named = {
        int(line.removeprefix(f"{faulty}:").split(":")[0]) for line in terminal.out.splitlines()
    }
    assert planted <= named


def test_the_catalogue_that_is_shipped_has_no_fault(terminal: Terminal) -> None:
    shipped = Path(__file__).resolve().parents[2] / "resources" / "catalogues"
    for file in shipped.glob("*.yaml"):
        assert terminal.run("catalogue", "check", file) == 0, terminal.out


def test_what_goes_wrong_is_said_in_one_sentence(
    opened: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unreadable = tmp_path / "image.csv"
    unreadable.write_bytes(b"\x89PNG\r\n\x00\x00")
    assert "CSV" in opened.refusal("import", unreadable)
    assert "lu" in opened.refusal("import", tmp_path / "absent.csv")
    monkeypatch.setenv("CONSULTANT_APP_PASSPHRASE", "pas la bonne")
    assert "phrase de passe" in opened.refusal("list")
    monkeypatch.delenv("CONSULTANT_APP_PASSPHRASE")
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert "phrase de passe" in opened.refusal("list")


def test_a_missing_profile_is_said(terminal: Terminal) -> None:
    assert "Aucun dossier" in terminal.refusal("list")
    assert not terminal.folder.exists()


def test_a_second_process_is_told_that_the_dossiers_are_open(opened: Terminal) -> None:
    from consultant_app.bootstrap import Opened

    with Opened(opened.folder, PASSPHRASE):
        assert "déjà ouverts" in opened.refusal("list")
    assert opened.run("list") == 0


def test_a_database_of_a_newer_program_is_refused(opened: Terminal) -> None:
    from consultant_app.bootstrap import Opened

    with Opened(opened.folder, PASSPHRASE) as workspace:
        workspace.db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('consultant-app', 'm9999_of_the_future', '2030-01-01')"
        )
    assert "plus récente" in opened.refusal("list")


def _limit_files() -> None:
    limits.setrlimit(limits.RLIMIT_FSIZE, (400_000, 400_000))


def test_a_full_disk_is_said_and_loses_nothing(with_wms: Terminal, tmp_path: Path) -> None:
    before = with_wms.json("list", "--json")
    script = "import signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    script += "from consultant_app.cli import main; sys.exit(main(sys.argv[1:]))"
    words = ("import", str(WMS), "--questionnaire", "wms-manufacturing")
    result = subprocess.run(
        [sys.executable, "-c", script, "--profile", str(with_wms.folder), *words],
        preexec_fn=_limit_files,
        env={**os.environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1, result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert with_wms.json("list", "--json") == before


@pytest.mark.allow_logs("bug: .*ZeroDivisionError")
def test_wrong_usage_leaves_with_2_and_a_bug_with_70(
    opened: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert opened.run("score") == 2
    assert opened.run("score", "--nimporte-quoi") == 2
    assert opened.run("questionnaire") == 2

    def broken(*_: object) -> object:
        raise ZeroDivisionError("secret de l’entreprise")

    monkeypatch.setattr("consultant_app.services.dossiers.Dossiers.interviews", broken)
    assert opened.run("list") == 70
    assert "secret" not in opened.err
    reports = list((opened.folder / "rapports").iterdir())
    assert len(reports) == 1
    assert "ZeroDivisionError" in reports[0].read_text(encoding="utf-8")
    assert "secret" not in reports[0].read_text(encoding="utf-8")
