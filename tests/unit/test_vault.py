"""The key file: who opens it, what damages it, what cutting its rewriting short leaves."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from consultant_app.domain.codes import BadCodeError
from consultant_app.storage import files, vault
from consultant_app.storage.errors import (
    DamagedKeyFileError,
    EmptyPassphraseError,
    KeyFileWriteError,
    MissingProfileError,
    NewerDatabaseError,
    ProfileExistsError,
    WrongPassphraseError,
    WrongRecoveryCodeError,
)
from consultant_app.storage.keyfile import KeyFile
from consultant_app.storage.vault import RECOMMENDED, Argon2Cost, Vault
from tests.storing import CHEAP, KEY, PASSPHRASE


@pytest.fixture
def made(tmp_path: Path) -> tuple[Vault, str]:
    found = Vault(tmp_path, cost=CHEAP)
    return found, found.create(PASSPHRASE, KEY)


def test_both_the_passphrase_and_the_code_open(made: tuple[Vault, str]) -> None:
    found, code = made
    assert found.unlock(PASSPHRASE) == KEY
    assert found.unlock_by_code(code) == KEY


def test_accents_and_spaces_open_however_they_were_typed(made: tuple[Vault, str]) -> None:
    decomposed = PASSPHRASE.replace("é", "e\u0301").replace(" ", "\u00a0")
    assert made[0].unlock(f" {decomposed} ") == KEY


@pytest.mark.parametrize("wrong", ["", "sept mots", PASSPHRASE.upper(), PASSPHRASE + "s"])
def test_a_wrong_passphrase_is_said_to_be_wrong(made: tuple[Vault, str], wrong: str) -> None:
    with pytest.raises(WrongPassphraseError, match="bonne phrase de passe"):
        made[0].unlock(wrong)


def test_another_vault_s_code_opens_nothing(made: tuple[Vault, str], tmp_path: Path) -> None:
    other = tmp_path / "autre"
    other.mkdir()
    foreign = Vault(other, cost=CHEAP).create(PASSPHRASE, bytes(32))
    with pytest.raises(WrongRecoveryCodeError):
        made[0].unlock_by_code(foreign)
    with pytest.raises(BadCodeError):
        made[0].unlock_by_code("0000-0000")


def test_the_key_is_nowhere_in_the_file_and_only_the_owner_reads_it(
    made: tuple[Vault, str],
) -> None:
    for path in (made[0].files.first, made[0].files.second):
        assert KEY.hex() not in path.read_text()
        if os.name == "posix":
            assert path.stat().st_mode & 0o077 == 0


def test_a_changed_passphrase_opens_alone_and_the_code_still_does(made: tuple[Vault, str]) -> None:
    found, code = made
    found.change_passphrase(PASSPHRASE, "une autre phrase")
    assert found.unlock("une autre phrase") == KEY
    assert found.unlock_by_code(code) == KEY
    with pytest.raises(WrongPassphraseError):
        found.unlock(PASSPHRASE)


def test_ten_forgotten_passphrases_are_recovered_by_code_ten_times(tmp_path: Path) -> None:
    for drill in range(10):
        folder = tmp_path / str(drill)
        folder.mkdir()
        key = bytes([drill]) * 32
        code = Vault(folder, cost=CHEAP).create(f"oubliée {drill}", key)
        typed = code.lower().replace("-", " ")
        assert Vault(folder, cost=CHEAP).reset_passphrase(typed, f"nouvelle {drill}") == key
        assert Vault(folder, cost=CHEAP).unlock(f"nouvelle {drill}") == key


def test_a_new_code_replaces_the_printed_one(made: tuple[Vault, str]) -> None:
    found, old = made
    new = found.new_recovery_code(PASSPHRASE)
    assert found.unlock_by_code(new) == KEY
    with pytest.raises(WrongRecoveryCodeError):
        found.unlock_by_code(old)


def test_a_wrong_old_passphrase_changes_nothing(made: tuple[Vault, str]) -> None:
    before = made[0].files.first.read_bytes()
    for act in (
        lambda: made[0].change_passphrase("fausse", "nouvelle"),
        lambda: made[0].new_recovery_code("fausse"),
    ):
        with pytest.raises(WrongPassphraseError):
            act()
    assert made[0].files.first.read_bytes() == before


@pytest.mark.parametrize("empty", ["", "   ", "\u00a0"])
def test_an_empty_passphrase_is_refused(tmp_path: Path, empty: str) -> None:
    with pytest.raises(EmptyPassphraseError):
        Vault(tmp_path, cost=CHEAP).create(empty, KEY)


def test_a_vault_is_never_made_over_another(made: tuple[Vault, str]) -> None:
    with pytest.raises(ProfileExistsError):
        made[0].create("autre", bytes(32))


def test_no_key_file_is_no_profile(tmp_path: Path) -> None:
    with pytest.raises(MissingProfileError):
        Vault(tmp_path).unlock(PASSPHRASE)


def test_384_flipped_bits_are_refused_then_opened_from_the_second_copy(
    made: tuple[Vault, str],
) -> None:
    found, _ = made
    sound = found.files.first.read_bytes()
    chance = random.Random(384)
    for _ in range(384):
        bit = chance.randrange(len(sound) * 8)
        damaged = bytearray(sound)
        damaged[bit // 8] ^= 1 << bit % 8
        found.files.first.write_bytes(damaged)
        found.files.second.unlink()
        with pytest.raises(DamagedKeyFileError, match="restaurez une sauvegarde"):
            found.unlock(PASSPHRASE)
        found.files.second.write_bytes(sound)
        assert found.unlock(PASSPHRASE) == KEY
        assert found.files.first.read_bytes() == sound, "the damaged copy was not healed"


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"checksum": 1}'])
def test_what_is_no_key_file_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "cle.json").write_bytes(content)
    with pytest.raises(DamagedKeyFileError):
        Vault(tmp_path).unlock(PASSPHRASE)


def test_a_lost_copy_is_made_again(made: tuple[Vault, str]) -> None:
    made[0].files.first.unlink()
    assert made[0].unlock(PASSPHRASE) == KEY
    assert made[0].files.first.read_bytes() == made[0].files.second.read_bytes()


def test_a_later_program_s_key_file_is_not_called_damaged(
    made: tuple[Vault, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consultant_app.storage.keyfile.VERSION", 0)
    with pytest.raises(NewerDatabaseError):
        made[0].files.read()


def test_the_program_asks_for_what_rfc_9106_recommends() -> None:
    assert Argon2Cost(memory_kib=64 * 1024, passes=3, lanes=4) == RECOMMENDED


def test_a_cheap_key_file_is_raised_at_its_next_unlocking(
    made: tuple[Vault, str], tmp_path: Path
) -> None:
    dearer = Argon2Cost(memory_kib=128, passes=2, lanes=1)
    assert Vault(tmp_path, cost=dearer).unlock(PASSPHRASE) == KEY
    kdf = made[0].files.read().passphrase.kdf
    assert (kdf["memory_kib"], kdf["passes"]) == (128, 2)
    assert made[0].unlock(PASSPHRASE) == KEY
    assert made[0].files.read().passphrase.kdf == kdf, "a cheaper vault must not lower it again"


def test_a_key_file_cannot_ask_for_all_the_memory(made: tuple[Vault, str]) -> None:
    content = made[0].files.read()
    content.passphrase.kdf["memory_kib"] = 1 << 30
    made[0].files.write(content)
    with pytest.raises(DamagedKeyFileError):
        made[0].unlock(PASSPHRASE)


def test_the_product_names_no_other_cost_than_the_recommended_one() -> None:
    package = Path(vault.__file__).parents[1]
    makers = {
        path.name for path in package.rglob("*.py") if "Argon2Cost(" in path.read_text("utf-8")
    }
    assert makers == {"vault.py"}


class _FailingDisk:
    """Lets ``allowed`` steps of writing happen, then fails them all, as a dying disk does."""

    def __init__(self, allowed: int) -> None:
        self.allowed = allowed

    def wrap(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def step(*given: Any, **named: Any) -> Any:
            if self.allowed <= 0:
                raise OSError(5, "Input/output error")
            self.allowed -= 1
            return act(*given, **named)

        return step


def _arm(monkeypatch: pytest.MonkeyPatch, allowed: int) -> None:
    disk = _FailingDisk(allowed)
    monkeypatch.setattr(os, "open", disk.wrap(os.open))
    monkeypatch.setattr(os, "fsync", disk.wrap(os.fsync))
    monkeypatch.setattr(Path, "replace", disk.wrap(Path.replace))
    monkeypatch.setattr(Path, "unlink", disk.wrap(Path.unlink))


def _opens_with(folder: Path, passphrase: str) -> bool:
    try:
        return Vault(folder, cost=CHEAP).unlock(passphrase) == KEY
    except WrongPassphraseError:
        return False


@pytest.mark.parametrize("allowed", range(12))
def test_rewriting_cut_short_anywhere_leaves_the_old_or_the_new_passphrase(
    made: tuple[Vault, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, allowed: int
) -> None:
    found, code = made
    with monkeypatch.context() as armed:
        _arm(armed, allowed)
        try:
            found.change_passphrase(PASSPHRASE, "nouvelle")
            refusal = ""
        except KeyFileWriteError as error:
            refusal = error.sentence
    old, new = _opens_with(tmp_path, PASSPHRASE), _opens_with(tmp_path, "nouvelle")
    assert old != new
    assert Vault(tmp_path, cost=CHEAP).unlock_by_code(code) == KEY
    if "n’a pas été changée" in refusal:
        assert old
    else:
        assert new
    KeyFile.from_bytes(found.files.first.read_bytes())
    assert found.files.first.read_bytes() == found.files.second.read_bytes(), "healed on unlocking"


def test_temporary_files_are_removed_when_writing_fails(
    made: tuple[Vault, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as armed:
        armed.setattr(files, "write_synced", full)
        with pytest.raises(KeyFileWriteError, match=r"disque est plein.*n’a pas été changée"):
            made[0].change_passphrase(PASSPHRASE, "nouvelle")
    assert sorted(path.name for path in tmp_path.glob("cle*")) == ["cle.copie.json", "cle.json"]
