"""The keys of an open profile, and a lost laptop rebuilt from what was kept elsewhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from consultant_app import bootstrap
from consultant_app.services.keeping import Keeping
from consultant_app.services.workspace import SystemIds, Workspace
from consultant_app.storage.errors import (
    EmptyPassphraseError,
    WrongPassphraseError,
    WrongRecoveryCodeError,
)
from consultant_app.storage.keyfile import KeyFiles
from tests.keeping import answered
from tests.storing import CHEAP, PASSPHRASE
from tests.working import open_workspace, working

NEW = "une autre phrase de sept mots faciles"


def everything(workspace: Workspace) -> tuple[object, ...]:
    """All that dossiers are made of."""
    interviews = [workspace.interviews.get(i) for i in workspace.interviews.ids()]
    events = [workspace.events.all_of(i.id) for i in interviews]
    return workspace.companies.all(), interviews, events, workspace.outbox.all()


def test_a_changed_passphrase_opens_and_the_old_one_does_not(tmp_path: Path) -> None:
    with working(tmp_path / "p") as workspace:
        answered(workspace)
        before = everything(workspace)
        Keeping(workspace).change_passphrase(PASSPHRASE, NEW)
        assert everything(workspace) == before, "the work goes on"
    with pytest.raises(WrongPassphraseError):
        bootstrap.open_profile(tmp_path / "p", PASSPHRASE, cost=CHEAP)
    again = bootstrap.open_profile(tmp_path / "p", NEW, cost=CHEAP)
    assert everything(again) == before
    again.close()


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [("pas la bonne", NEW, WrongPassphraseError), (PASSPHRASE, "   ", EmptyPassphraseError)],
)
def test_a_refused_change_changes_nothing(
    tmp_path: Path, old: str, new: str, refusal: type[Exception]
) -> None:
    with working(tmp_path / "p") as workspace:
        files = KeyFiles(workspace.folder)
        before = files.first.read_bytes(), files.second.read_bytes()
        with pytest.raises(refusal):
            Keeping(workspace).change_passphrase(old, new)
        assert (files.first.read_bytes(), files.second.read_bytes()) == before


def test_a_passphrase_that_would_not_open_never_replaces_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug in the sealing (here: another key sealed) is seen by reopening, before anything goes."""
    from consultant_app.storage import vault

    real = vault._seal_by_passphrase
    with working(tmp_path / "p") as workspace:
        before = KeyFiles(workspace.folder).first.read_bytes()
        monkeypatch.setattr(vault, "_seal_by_passphrase", lambda key, *rest: real(bytes(32), *rest))
        with pytest.raises(RuntimeError, match="does not open"):
            Keeping(workspace).change_passphrase(PASSPHRASE, NEW)
        assert KeyFiles(workspace.folder).first.read_bytes() == before


def test_a_new_recovery_code_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    workspace, first = bootstrap.create_profile(tmp_path / "p", PASSPHRASE, "Anne", cost=CHEAP)
    second = Keeping(workspace).new_recovery_code(PASSPHRASE)
    workspace.close()
    with pytest.raises(WrongRecoveryCodeError):
        bootstrap.recover_passphrase(tmp_path / "p", first, NEW)
    bootstrap.recover_passphrase(tmp_path / "p", second, NEW)
    bootstrap.open_profile(tmp_path / "p", NEW, cost=CHEAP).close()


def test_a_new_recovery_code_needs_the_passphrase(tmp_path: Path) -> None:
    with working(tmp_path / "p") as workspace, pytest.raises(WrongPassphraseError):
        Keeping(workspace).new_recovery_code("devinée")


def test_what_is_proposed_is_measured_with_the_owner_in_mind(tmp_path: Path) -> None:
    with working(tmp_path / "p", ids=SystemIds()) as workspace:
        keeping = Keeping(workspace)
        assert keeping.measure(keeping.propose()).is_enough
        assert keeping.measure(f"{workspace.consultant} 2026").bits < 30


def test_a_lost_laptop_is_rebuilt_elsewhere_by_the_printed_code(tmp_path: Path) -> None:
    """The laptop and the passphrase are gone; a USB stick and a sheet of paper remain."""
    lost, code = bootstrap.create_profile(
        tmp_path / "perdu", PASSPHRASE, "Anne", "Chambre d’Exemple", cost=CHEAP
    )
    answered(lost)
    answered(lost, "Garage Témoin")
    stick = tmp_path / "cle-usb" / "dossiers.sauvegarde"
    lost.backups.write(stick)
    before, name = everything(lost), lost.consultant
    lost.close()

    home = tmp_path / "neuf"
    assert not bootstrap.profile_exists(home)
    preview = bootstrap.preview_restore(home, stick, code=code)
    assert [d["verdict"] for d in preview.as_json()["dossiers"]] == ["only_in_backup"] * 2
    assert not bootstrap.profile_exists(home), "looking changes nothing"
    restored = bootstrap.restore(home, stick, code=code)
    assert restored.as_json()["restored"] == 2
    bootstrap.recover_passphrase(home, code, NEW)
    rebuilt = bootstrap.open_profile(home, NEW, cost=CHEAP)
    assert everything(rebuilt) == before
    assert (rebuilt.consultant, rebuilt.organisation) == (name, "Chambre d’Exemple")
    answered(rebuilt, "Traiteur Spécimen")
    rebuilt.close()


def test_a_wrong_code_restores_nothing(tmp_path: Path) -> None:
    lost, _ = bootstrap.create_profile(tmp_path / "perdu", PASSPHRASE, "Anne", cost=CHEAP)
    stick = tmp_path / "dossiers.sauvegarde"
    lost.backups.write(stick)
    lost.close()
    other, code = bootstrap.create_profile(tmp_path / "autre", PASSPHRASE, "Paul", cost=CHEAP)
    other.close()
    with pytest.raises(WrongRecoveryCodeError):
        bootstrap.restore(tmp_path / "neuf", stick, code=code)
    assert not bootstrap.profile_exists(tmp_path / "neuf")


def test_restoring_over_what_is_here_sets_it_aside(tmp_path: Path) -> None:
    workspace, code = bootstrap.create_profile(tmp_path / "p", PASSPHRASE, "Anne", cost=CHEAP)
    kept = answered(workspace)
    workspace.backups.write(tmp_path / "avant.sauvegarde")
    company = workspace.companies.get(kept.company_id)
    workspace.companies.update(replace(company, note="changée depuis"))
    workspace.close()
    restored = bootstrap.restore(tmp_path / "p", tmp_path / "avant.sauvegarde", code=code)
    assert restored.former is not None
    assert (restored.former / "dossiers.db").exists()
    workspace = open_workspace(tmp_path / "p")
    assert workspace.companies.get(kept.company_id) == company
    workspace.close()
