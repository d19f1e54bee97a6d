"""The offline side of packages: keys on a stick, files in, one signed package out."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import ValidationError

from sync.protocol.errors import PackageError
from sync.protocol.packages import KEYS_NEEDED, Kind, Manifest, build, content, public_hex
from sync.protocol.packages import verify as verify_package

_FOUND_BY: tuple[tuple[str, Kind], ...] = (
    ("scale_min", "codebook"),
    ("groups", "references"),
    ("actions", "catalogue"),
    ("themes", "questionnaire"),
)


@dataclass(frozen=True, slots=True)
class KeyPair:
    """Where a key pair was written. ``id``: the public half, hexadecimal."""

    private: Path
    public: Path
    id: str


def make_keys(folder: Path) -> list[KeyPair]:
    """Write two key pairs, one for each of two people; never over existing ones."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_make_key(folder, number) for number in range(1, KEYS_NEEDED + 1)]
    except FileExistsError as error:
        raise PackageError(
            f"Il y a déjà des clés dans «\u00a0{folder}\u00a0»\u202f; choisissez un autre dossier.",
            "keys",
        ) from error
    except OSError as error:
        raise _unreadable(folder) from error


def _make_key(folder: Path, number: int) -> KeyPair:
    key = Ed25519PrivateKey.generate()
    private, public = folder / f"cle-{number}.pem", folder / f"cle-{number}.pub"
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with os.fdopen(os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    public.write_text(public_hex(key) + "\n", encoding="ascii")
    return KeyPair(private, public, public_hex(key))


def read_key(path: Path) -> Ed25519PrivateKey:
    """Return a private key; `PackageError` when the file holds none."""
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), None)
    except OSError as error:
        raise _unreadable(path) from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _no_key(path) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _no_key(path)
    return key


def build_package(
    files: Sequence[Path],
    keys: Iterable[Path],
    today: date,
    *,
    package_id: str | None = None,
    version: int | None = None,
    expires_on: date | None = None,
) -> bytes:
    """Return a signed package; id and version are the first file's own unless given."""
    signers = [read_key(path) for path in keys]
    if len({public_hex(key) for key in signers}) != KEYS_NEEDED:
        raise PackageError(
            "Il faut deux clés différentes pour signer\u202f; donnez deux fois --key.", "keys"
        )
    texts = [_read(path) for path in files]
    names = {path: _name(path) for path in files}
    facts = [_facts(path, text) for path, text in zip(files, texts, strict=True)]
    first_kind, first = facts[0]
    own_id = first.get("questionnaire" if first_kind == "codebook" else "id")
    try:
        manifest = Manifest(
            id=package_id or str(own_id),
            version=version or int(first.get("version", 1)),
            made_on=today,
            expires_on=expires_on,
            contents=tuple(
                content(kind, names[path], text)
                for path, text, (kind, _) in zip(files, texts, facts, strict=True)
            ),
        )
    except (ValidationError, ValueError) as error:
        raise PackageError(
            "Ces fichiers ne font pas un paquet\u202f: vérifiez leurs noms (minuscules, chiffres, tirets), "
            "leur taille et leurs numéros de version.",
            "build",
        ) from error
    raw = build(manifest, {names[p]: text for p, text in zip(files, texts, strict=True)}, signers)
    verify_package(raw, [public_hex(key) for key in signers])
    return raw


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path) from error


def _name(path: Path) -> str:
    name = path.name.lower().replace("_", "-")
    return f"{name.removesuffix('.yml')}.yaml" if name.endswith(".yml") else name


def _facts(path: Path, text: str) -> tuple[Kind, dict[str, Any]]:
    """Return what kind of file this is, by what only that kind holds, and its content."""
    loaded = _load(path, text)
    if isinstance(loaded, dict):
        for mark, kind in _FOUND_BY:
            if mark in loaded:
                return kind, loaded
    raise PackageError(
        f"«\u00a0{path.name}\u00a0» n’est ni un questionnaire, ni un catalogue, ni des valeurs de "
        "référence, ni un livre de codes.",
        "build",
    )


def _load(path: Path, text: str) -> object:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        if path.suffix == ".json":
            return json.loads(text)
        return YAML(typ="safe", pure=True).load(text)
    except (ValueError, YAMLError, RecursionError) as error:
        raise PackageError(f"«\u00a0{path.name}\u00a0» ne peut pas être relu.", "build") from error


def _no_key(path: Path) -> PackageError:
    return PackageError(
        f"«\u00a0{path.name}\u00a0» n’est pas une clé de «\u00a0keygen\u00a0»\u202f; donnez le fichier .pem.",
        "keys",
    )


def _unreadable(path: Path) -> PackageError:
    return PackageError(
        f"«\u00a0{path}\u00a0» ne peut pas être lu ou écrit\u202f; vérifiez son nom et vos droits.",
        "file",
    )
