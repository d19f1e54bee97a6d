"""Old databases are brought up to date, newer ones are refused, and steps never change."""

from __future__ import annotations

import shutil
from hashlib import sha256
from inspect import getsource
from pathlib import Path

import pytest

from consultant_app.domain.answers import Missing
from consultant_app.storage import migrations
from consultant_app.storage.companies import Companies
from consultant_app.storage.database import Database
from consultant_app.storage.errors import DiskFullError, NewerDatabaseError
from consultant_app.storage.interviews import Interviews
from consultant_app.storage.outbox import Outbox
from consultant_app.storage.profile import Profile
from consultant_app.storage.settings import Settings
from tests.storing import CHEAP, KEY, PASSPHRASE, open_profile

PROFILES = Path(__file__).parents[1] / "data" / "profiles"
OLD = sorted(path for path in PROFILES.glob("schema-*") if path.is_dir())


def schema_of(db: Database) -> set[str]:
    return {str(row[0]) for row in db.rows("SELECT sql FROM sqlite_master WHERE sql NOT NULL")}


def test_an_old_profile_of_each_schema_is_kept() -> None:
    assert OLD[0].name == "schema-0001"


@pytest.mark.parametrize("kept", OLD, ids=lambda path: path.name)
def test_a_profile_of_each_released_schema_opens_with_all_it_held(
    kept: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(kept, tmp_path / "profil"))
    profile = Profile(folder, CHEAP)
    db = profile.unlock(PASSPHRASE)
    assert db.pending_migrations == []
    assert db.faults() == []
    assert [c.name for c in Companies(db).all()] == [f"Éts Bœuf & Fils n° {n}" for n in (1, 2, 3)]
    held = Interviews(db).get(Interviews(db).find("00000002"))
    assert held.answer("tresorerie").level == 3
    assert held.answer("tresorerie").note == "Vu\u202f!"
    assert held.answer("marges").missing is Missing.DONT_KNOW
    assert held.answer("marches").value == ["local", "export"]
    assert held.agreement is not None
    assert held.plan[0].when == "avant l’été"
    assert len(Outbox(db).waiting()) == 3
    assert Settings(db).get("consultant") == "Camille Fictive"
    new = Database.open(tmp_path / "neuve.db", KEY, create=True)
    assert schema_of(db) == schema_of(new), "upgraded and new databases have drifted apart"
    new.close()
    db.close()
    code = (folder / "code-de-secours.txt").read_text(encoding="utf-8")
    profile.unlock_by_code(code).close()
    profile.release()


def test_a_newer_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "dossiers.db"
    db = Database.open(path, KEY, create=True)
    db.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('consultant-app', 'm9999_from_the_future', '2030')"
    )
    db.close()
    before = path.read_bytes()
    with pytest.raises(NewerDatabaseError, match="version plus récente"):
        Database.open(path, KEY)
    assert path.read_bytes() == before


def m9001_sound(db: object) -> None:
    """A step of a later version."""
    db.execute("CREATE TABLE later (id TEXT)")  # type: ignore[attr-defined]


def m9002_failing(db: object) -> None:
    """A step that fails half-way."""
    db.execute("CREATE TABLE half (id TEXT)")  # type: ignore[attr-defined]
    raise RuntimeError("the step fails here")


def test_a_failing_step_leaves_no_half_and_the_steps_before_it_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "dossiers.db"
    Database.open(path, KEY, create=True).close()
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, m9001_sound, m9002_failing))
    with pytest.raises(RuntimeError, match="fails here"):
        Database.open(path, KEY)
    db = Database.open(path, KEY, migrate=False)
    assert db.pending_migrations == ["m9002_failing"]
    assert db.row("SELECT 1 FROM sqlite_master WHERE name = 'later'")
    assert db.row("SELECT 1 FROM sqlite_master WHERE name = 'half'") is None
    db.close()


def test_the_dossiers_are_backed_up_before_a_migration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_profile(tmp_path / "p"):
        pass
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, m9001_sound))
    profile = Profile(tmp_path / "p", CHEAP)
    profile.unlock(PASSPHRASE).close()
    profile.release()
    (kept,) = (tmp_path / "p" / "sauvegardes").glob("*avant-mise-a-jour.sauvegarde")
    monkeypatch.undo()
    again = Profile(tmp_path / "q", CHEAP)
    again.restore(kept, lambda vault: vault.unlock(PASSPHRASE))
    db = again.unlock(PASSPHRASE)
    assert db.row("SELECT 1 FROM sqlite_master WHERE name = 'later'") is None
    db.close()
    again.release()


def test_no_migration_without_the_backup_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_profile(tmp_path / "p"):
        pass

    def full(*_: object) -> None:
        raise DiskFullError

    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, m9001_sound))
    monkeypatch.setattr("consultant_app.storage.backup.write_backup", full)
    profile = Profile(tmp_path / "p", CHEAP)
    with pytest.raises(DiskFullError):
        profile.unlock(PASSPHRASE)
    key = profile.vault.unlock(PASSPHRASE)
    db = Database.open(profile.paths.database, key, migrate=False)
    assert db.pending_migrations == ["m9001_sound"]
    db.close()
    profile.release()


#: Digest of each released step with its statements. A difference means that a released step was
#: edited: write a new one instead.
RELEASED: dict[str, str] = {
    "m0001_dossiers": "a9a60cdddca00b14",
    "m0002_library": "911474a357125215",
    "m0003_sharing": "f737bdb9171ba028",
    "m0004_keeping": "fe5e73de06e590c3",
    "m0005_parsed": "a2e351cb71385d59",
}


def digest(step: migrations.Step) -> str:
    statements = getattr(migrations, f"_{step.__name__.split('_')[1].upper()}", ())
    return sha256((getsource(step) + repr(statements)).encode()).hexdigest()[:16]


def test_released_steps_are_never_edited_nor_reordered() -> None:
    found = {step.__name__: digest(step) for step in migrations.STEPS}
    assert list(found.items())[: len(RELEASED)] == list(RELEASED.items())


def test_steps_know_none_of_today_s_classes() -> None:
    assert migrations.__file__
    source = Path(migrations.__file__).read_text(encoding="utf-8")
    assert "consultant_app.domain" not in source
