"""From a terminal: a lost laptop rebuilt by its printed code, a dossier handed to a colleague."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from consultant_app.cli import main
from tests.keeping import answered
from tests.storing import PASSPHRASE
from tests.working import open_workspace

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("CONSULTANT_APP_PASSPHRASE", PASSPHRASE)

    def command(profile: Path, *words: str | Path) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["--profile", str(profile), *map(str, words)])
        out, err = capsys.readouterr()
        return code, out, err

    return command


def test_a_lost_laptop_is_rebuilt_by_the_printed_code_alone(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost, sheet, stick = tmp_path / "perdu", tmp_path / "code.txt", tmp_path / "usb.sauvegarde"
    code, out, _ = run(lost, "init", "--consultant", "Camille Fictive", "--json")
    assert code == 0
    sheet.write_text(json.loads(out)["recovery_code"].lower() + "\n")
    assert run(lost, "backup", stick)[0] == 0

    monkeypatch.delenv("CONSULTANT_APP_PASSPHRASE")
    home = tmp_path / "neuf"
    code, out, _ = run(home, "restore", stick, "--recovery-code-file", sheet, "--dry-run", "--json")
    assert code == 0
    assert json.loads(out)["dossiers"] == []
    assert not home.exists()
    code, out, err = run(home, "restore", stick, "--recovery-code-file", sheet, "--json")
    assert code == 0, err
    assert json.loads(out)["restored"] == 0
    (tmp_path / "nouvelle.txt").write_text("une autre phrase de passe\n")
    code, _, err = run(
        home,
        *("passphrase", "recover", "--recovery-code-file", sheet),
        *("--new-passphrase-file", tmp_path / "nouvelle.txt"),
    )
    assert code == 0, err
    monkeypatch.setenv("CONSULTANT_APP_PASSPHRASE", "une autre phrase de passe")
    assert run(home, "list", "--json")[:2] == (0, "[]\n")


def test_without_passphrase_nor_code_restoring_asks_for_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_workspace(tmp_path / "p")
    workspace.backups.write(tmp_path / "b.sauvegarde")
    workspace.close()
    monkeypatch.delenv("CONSULTANT_APP_PASSPHRASE")
    code, _, err = run(tmp_path / "neuf", "restore", tmp_path / "b.sauvegarde")
    assert code == 1
    assert err.startswith("Il faut la phrase de passe")


def test_a_dossier_goes_from_one_desk_to_the_other(run: Run, tmp_path: Path) -> None:
    anne, paul = tmp_path / "anne", tmp_path / "paul"
    workspace = open_workspace(anne)
    draft = answered(workspace)
    workspace.close()
    open_workspace(paul).close()
    file, heard = tmp_path / "m.dossier", tmp_path / "code.txt"

    code, out, err = run(anne, "transfer", "send", draft.id, "-o", file)
    assert code == 0
    assert "par téléphone" in err
    heard.write_text(out)

    receive = ("transfer", "receive", file, "--code-file", heard)
    code, out, err = run(paul, *receive, "--dry-run", "--json")
    assert (code, json.loads(out)["taken"]) == (0, None)
    assert "nouveau, il sera ajouté" in err
    assert run(paul, "list", "--json")[1] == "[]\n"
    code, out, _ = run(paul, *receive, "--json")
    assert json.loads(out) == {
        "company": {"id": draft.company_id, "verdict": "new"},
        "interviews": [{"id": draft.id, "verdict": "new"}],
        "taken": {"added": 1, "replaced": 0, "kept": 0},
    }
    here, there = (json.loads(run(p, "show", draft.id, "--json")[1]) for p in (paul, anne))
    assert here == there


def test_what_differs_is_not_taken_without_a_word(run: Run, tmp_path: Path) -> None:
    anne, paul = tmp_path / "anne", tmp_path / "paul"
    workspace = open_workspace(anne)
    draft = answered(workspace)
    workspace.close()
    open_workspace(paul).close()
    file, heard = tmp_path / "m.dossier", tmp_path / "code.txt"
    heard.write_text(run(anne, "transfer", "send", draft.id, "-o", file)[1])
    receive = ("transfer", "receive", file, "--code-file", heard)
    run(paul, *receive)
    workspace = open_workspace(paul)
    workspace.db.execute("UPDATE answers SET note = 'changée ici'")
    workspace.close()
    code, _, err = run(paul, *receive)
    assert code == 1
    assert "Dites lequel garder" in err
    assert json.loads(run(paul, *receive, "--on-difference", "both", "--json")[1])["taken"] == {
        "added": 1,
        "replaced": 0,
        "kept": 0,
    }
    assert len(json.loads(run(paul, "list", "--json")[1])) == 2
