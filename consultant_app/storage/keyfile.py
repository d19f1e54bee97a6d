"""The key file: JSON with two slots and a checksum, kept in two copies.

Its bytes have one form only, so that any flipped bit is noticed: reading compares the file with
what the same content would be written as. The copy with the highest ``generation`` counts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from consultant_app.storage import failures, files
from consultant_app.storage.errors import (
    DamagedKeyFileError,
    KeyFileWriteError,
    MissingProfileError,
    NewerDatabaseError,
)

FORMAT = "consultant-app-key"
VERSION = 1
MAX_BYTES = 16_384


@dataclass(frozen=True, slots=True)
class Slot:
    """The key, sealed by AES-256-GCM under a key derived as ``kdf`` says. Bytes are hexadecimal."""

    kdf: dict[str, str | int]
    salt: str
    nonce: str
    sealed: str


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The content of a key file."""

    generation: int
    passphrase: Slot
    recovery: Slot

    def with_slots(self, **slots: Slot) -> KeyFile:
        """Return the next generation, with the slots given in place of the old ones."""
        return replace(self, generation=self.generation + 1, **slots)

    def to_bytes(self) -> bytes:
        """The one way this content is written."""
        body: dict[str, Any] = {
            "format": FORMAT,
            "version": VERSION,
            "generation": self.generation,
            "slots": {"passphrase": _plain(self.passphrase), "recovery": _plain(self.recovery)},
        }
        return _canonical({**body, "checksum": sha256(_canonical(body)).hexdigest()})

    @classmethod
    def from_bytes(cls, content: bytes) -> KeyFile:
        """Read a key file; `DamagedKeyFileError` unless every byte is as it was written."""
        try:
            body = _sound_body(content)
            if body["version"] > VERSION:
                raise NewerDatabaseError
            slots = {name: _slot(plain) for name, plain in body["slots"].items()}
            return cls(generation=int(body["generation"]), **slots)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise DamagedKeyFileError from error


def _plain(slot: Slot) -> dict[str, Any]:
    return {"kdf": slot.kdf, "salt": slot.salt, "nonce": slot.nonce, "sealed": slot.sealed}


def _slot(plain: dict[str, Any]) -> Slot:
    return Slot(
        kdf=dict(plain["kdf"]),
        salt=bytes.fromhex(plain["salt"]).hex(),
        nonce=bytes.fromhex(plain["nonce"]).hex(),
        sealed=bytes.fromhex(plain["sealed"]).hex(),
    )


def _sound_body(content: bytes) -> dict[str, Any]:
    """The JSON object, if its bytes are exactly those its checksum was made for (ValueError)."""
    whole = json.loads(content)
    body = {name: value for name, value in whole.items() if name != "checksum"}
    if whole["checksum"] != sha256(_canonical(body)).hexdigest() or _canonical(whole) != content:
        raise ValueError("the checksum does not match")
    return body


def _canonical(body: dict[str, Any]) -> bytes:
    return (json.dumps(body, indent=1, sort_keys=True) + "\n").encode("ascii")


class KeyFiles:
    """The two copies of a folder's key file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.first = folder / "cle.json"
        self.second = folder / "cle.copie.json"

    @property
    def exist(self) -> bool:
        """Whether there is a key file here, sound or not."""
        return self.first.exists() or self.second.exists()

    def read(self) -> KeyFile:
        """Return the latest sound copy.

        Raises `MissingProfileError` when there is none, `DamagedKeyFileError` when none is sound.
        """
        contents = [c for c in map(_read, (self.first, self.second)) if c is not None]
        if not contents:
            raise MissingProfileError
        # The two copies are most often one content.
        sound = [found for content in dict.fromkeys(contents) if (found := _sound(content))]
        if not sound:
            raise DamagedKeyFileError
        return max(sound, key=lambda found: found.generation)

    def write(self, content: KeyFile) -> None:
        """Replace both copies. Both are prepared and synced before the first is touched.

        Raises `KeyFileWriteError`, which says whether anything changed.
        """
        raw = content.to_bytes()
        if KeyFile.from_bytes(raw) != content:
            raise RuntimeError("the key file does not read back as it was written")
        prepared = [(files.temporary_of(path), path) for path in (self.first, self.second)]
        replaced = False
        try:
            with files.removed_on_failure(*(temporary for temporary, _ in prepared)):
                for temporary, _ in prepared:
                    files.write_synced(temporary, raw)
                for temporary, path in prepared:
                    files.replace(temporary, path)
                    replaced = True
                files.sync_folder(self.folder)
        except OSError as error:
            raise _write_error(error, replaced=replaced) from error

    def heal(self) -> bool:
        """Make both copies equal to the latest sound one; return whether anything was wrong.

        Best effort: a folder that cannot be written now will be healed another day.
        """
        first, second = _read(self.first), _read(self.second)
        if first is not None and first == second and _sound(first):
            return False
        raw = self.read().to_bytes()
        for path in (self.first, self.second):
            if _read(path) != raw:
                _rewrite(path, raw)
        return True


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError:
        return b""


def _sound(content: bytes) -> KeyFile | None:
    try:
        return KeyFile.from_bytes(content)
    except DamagedKeyFileError:
        return None


def _rewrite(path: Path, raw: bytes) -> None:
    temporary = files.temporary_of(path)
    try:
        with files.removed_on_failure(temporary):
            files.write_synced(temporary, raw)
            files.replace_synced(temporary, path)
    except OSError:
        return


def _write_error(error: OSError, *, replaced: bool) -> KeyFileWriteError:
    if replaced:
        return KeyFileWriteError(
            "Le disque n’a pas confirmé le changement de clé\u00a0: essayez d’abord la nouvelle "
            "phrase (ou le nouveau code), puis l’ancienne."
        )
    known = failures.known(error)
    cause = str(known).split("\u00a0:")[0] if known else "Le disque ne répond pas"
    return KeyFileWriteError(
        f"{cause}\u00a0: la clé n’a pas été changée. Votre phrase de passe et votre code de "
        "secours restent ceux d’avant."
    )
