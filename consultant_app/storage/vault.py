"""The vault: one random key for the database, opened by a passphrase or by a printed code.

The passphrase is stretched by Argon2id, the code (130 random bits, nothing to stretch) by HKDF;
each then seals the key by AES-256-GCM, bound to how its slot was made. Changing one rewrites one
slot: the database is never re-encrypted.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from consultant_app.storage.database import KEY_BYTES
from consultant_app.storage.errors import (
    DamagedKeyFileError,
    EmptyPassphraseError,
    KeyFileWriteError,
    ProfileExistsError,
    WrongPassphraseError,
    WrongRecoveryCodeError,
)
from consultant_app.storage.keyfile import KeyFile, KeyFiles, Slot

_SALT_BYTES = 16
_NONCE_BYTES = 12
#: What a key file may ask for; more would be an attempt to exhaust the machine.
_MOST_MEMORY_KIB = 1_048_576
_MOST_PASSES = 64
_MOST_LANES = 64


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """How much work one try of a passphrase takes."""

    memory_kib: int
    passes: int
    lanes: int

    def __post_init__(self) -> None:
        for value, most in (
            (self.memory_kib, _MOST_MEMORY_KIB),
            (self.passes, _MOST_PASSES),
            (self.lanes, _MOST_LANES),
        ):
            if not 1 <= value <= most:
                raise ValueError("unreasonable Argon2 cost")

    def is_at_least(self, other: Argon2Cost) -> bool:
        """Whether no figure is below the other's."""
        return self.memory_kib >= other.memory_kib and self.passes >= other.passes


#: RFC 9106 §4, second recommended option. The program never asks for less: a cheaper key file
#: (made by a test, or by an older version) is raised to this when it is next unlocked.
RECOMMENDED = Argon2Cost(memory_kib=65_536, passes=3, lanes=4)


class Vault:
    """The key file of a profile's folder."""

    def __init__(self, folder: Path, *, cost: Argon2Cost = RECOMMENDED) -> None:
        self.files = KeyFiles(folder)
        self._cost = cost

    @property
    def exists(self) -> bool:
        """Whether a key file is here."""
        return self.files.exist

    def create(self, passphrase: str, key: bytes) -> str:
        """Make the key file of ``key`` (32 random bytes); return the recovery code, shown once.

        Raises `ProfileExistsError` when there is a key file already.
        """
        if self.exists:
            raise ProfileExistsError
        recovery, code = _new_recovery_slot(key)
        slot = _seal_by_passphrase(key, passphrase, self._cost)
        self.files.write(KeyFile(generation=1, passphrase=slot, recovery=recovery))
        return code

    def unlock(self, passphrase: str) -> bytes:
        """Return the key; `WrongPassphraseError` or `DamagedKeyFileError`. Heals a damaged copy."""
        found = self.files.read()
        key = _open_by_passphrase(found.passphrase, passphrase)
        if _cost_of(found.passphrase).is_at_least(self._cost):
            self.files.heal()
        else:
            # Opening goes first: a full disk only puts this off to the next time.
            with suppress(KeyFileWriteError):
                self._put_passphrase(found, key, passphrase)
        return key

    def unlock_by_code(self, code: str) -> bytes:
        """Return the key; `BadCodeError` (mistyped), `WrongRecoveryCodeError` or damaged file."""
        key = _open_by_code(self.files.read().recovery, code)
        self.files.heal()
        return key

    def change_passphrase(self, old: str, new: str) -> bytes:
        """Put ``new`` in place of ``old`` and return the key."""
        found = self.files.read()
        key = _open_by_passphrase(found.passphrase, old)
        self._put_passphrase(found, key, new)
        return key

    def reset_passphrase(self, code: str, new: str) -> bytes:
        """Put a new passphrase in place of a forgotten one, by the code; return the key."""
        found = self.files.read()
        key = _open_by_code(found.recovery, code)
        self._put_passphrase(found, key, new)
        return key

    def new_recovery_code(self, passphrase: str) -> str:
        """Make a new code, shown once; the one printed before opens nothing any more."""
        found = self.files.read()
        key = _open_by_passphrase(found.passphrase, passphrase)
        slot, code = _new_recovery_slot(key)
        _require_same(_open_by_code(slot, code), key)
        self.files.write(found.with_slots(recovery=slot))
        return code

    def _put_passphrase(self, found: KeyFile, key: bytes, new: str) -> None:
        slot = _seal_by_passphrase(key, new, self._cost)
        # Reopened from its bytes before the old slot goes: no passphrase is lost to a bug.
        changed = KeyFile.from_bytes(found.with_slots(passphrase=slot).to_bytes())
        _require_same(_open_by_passphrase(changed.passphrase, new), key)
        self.files.write(changed)


def normalised(passphrase: str) -> bytes:
    """The bytes of a passphrase: the same whatever keyboard composed its accents and spaces."""
    composed = unicodedata.normalize("NFC", passphrase)
    return "".join(" " if c.isspace() else c for c in composed).strip().encode()


def _require_same(found: bytes, key: bytes) -> None:
    if not secrets.compare_digest(found, key):
        raise RuntimeError("the new slot does not open on the key")


def _seal_by_passphrase(key: bytes, passphrase: str, cost: Argon2Cost) -> Slot:
    if not normalised(passphrase):
        raise EmptyPassphraseError
    kdf: dict[str, str | int] = {
        "name": "argon2id",
        "memory_kib": cost.memory_kib,
        "passes": cost.passes,
        "lanes": cost.lanes,
    }
    return _sealed(key, kdf, lambda salt: _stretched(normalised(passphrase), salt, cost))


def _open_by_passphrase(slot: Slot, passphrase: str) -> bytes:
    cost = _cost_of(slot)
    try:
        return _opened(slot, _stretched(normalised(passphrase), bytes.fromhex(slot.salt), cost))
    except InvalidTag as error:
        raise WrongPassphraseError from error


def _new_recovery_slot(key: bytes) -> tuple[Slot, str]:
    from consultant_app.domain.codes import RECOVERY, make_code, show_code

    code = make_code(RECOVERY, secrets.token_bytes(RECOVERY.random_bytes))
    slot = _sealed(key, {"name": "hkdf-sha256"}, lambda salt: _spread(code, salt))
    return slot, show_code(code)


def _open_by_code(slot: Slot, code: str) -> bytes:
    from consultant_app.domain.codes import RECOVERY, read_code

    canonical = read_code(RECOVERY, code)
    try:
        return _opened(slot, _spread(canonical, bytes.fromhex(slot.salt)))
    except InvalidTag as error:
        raise WrongRecoveryCodeError from error


def _sealed(key: bytes, kdf: dict[str, str | int], derive: Callable[[bytes], bytes]) -> Slot:
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(derive(salt)).encrypt(nonce, key, _bound(kdf))
    return Slot(kdf=kdf, salt=salt.hex(), nonce=nonce.hex(), sealed=sealed.hex())


def _opened(slot: Slot, sealing: bytes) -> bytes:
    nonce, sealed = bytes.fromhex(slot.nonce), bytes.fromhex(slot.sealed)
    return AESGCM(sealing).decrypt(nonce, sealed, _bound(slot.kdf))


def _bound(kdf: dict[str, str | int]) -> bytes:
    """How the slot was made, as bytes that the seal covers."""
    return repr(sorted(kdf.items())).encode()


def _cost_of(slot: Slot) -> Argon2Cost:
    kdf: dict[str, Any] = slot.kdf
    try:
        return Argon2Cost(kdf["memory_kib"], kdf["passes"], kdf["lanes"])
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedKeyFileError from error


def _stretched(passphrase: bytes, salt: bytes, cost: Argon2Cost) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        passphrase,
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _spread(code: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derivation = HKDF(hashes.SHA256(), KEY_BYTES, salt, b"consultant-app recovery code")
    return derivation.derive(code.encode())
