"""Packages: questionnaires, catalogues, reference values, codebooks, signed by two keys of two.

A package is one JSON file: a manifest (exact text), its signatures, and texts by name. The
signatures are over the manifest's bytes; the manifest holds the SHA-256 of each text. Nothing in
it is a path or a program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Annotated, Literal, TypeAlias

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import Field, StringConstraints, ValidationError

from sync.protocol.enrolment import PublicKey
from sync.protocol.errors import PackageError
from sync.protocol.wire import Name, One, Sha256, Wire, canonical

#: Sets these signatures apart from anything else the keys might sign.
_PREFIX = b"diagnostic-pme package 1\n"
MAX_PACKAGE_BYTES, MAX_FILE_BYTES, MAX_FILES = 8_000_000, 2_000_000, 20
#: Far deeper than any honest file; a reader that recurses is safe below it.
MAX_DEPTH = 40
KEYS_NEEDED = 2

Kind: TypeAlias = Literal["questionnaire", "catalogue", "references", "codebook"]
FileName: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,79}\.(yaml|json)$")
]


class Content(Wire):
    """One text of the package."""

    kind: Kind
    name: FileName
    sha256: Sha256
    size: int = Field(ge=0, le=MAX_FILE_BYTES)


class Manifest(Wire):
    """What is signed. ``version`` only rises; after ``expires_on`` people are warned, not stopped."""

    format: One = 1
    id: Name
    version: int = Field(ge=1, le=1_000_000_000)
    made_on: date
    expires_on: date | None = None
    contents: tuple[Content, ...] = Field(min_length=1, max_length=MAX_FILES)


class Signature(Wire):
    """A signature of the manifest, and the public key that checks it."""

    key: PublicKey
    signature: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{128}$")]


class Package(Wire):
    """The file as a whole."""

    manifest: str = Field(max_length=100_000)
    signatures: tuple[Signature, ...] = Field(max_length=4)
    files: dict[FileName, str] = Field(max_length=MAX_FILES)


class PackageLine(Wire):
    """A package in the list that the centre gives out."""

    id: Name
    version: int
    sha256: Sha256
    size: int


class PackageList(Wire):
    """Every package that is published, in its latest version."""

    packages: tuple[PackageLine, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """A package whose signatures, hashes and limits were all checked."""

    manifest: Manifest
    manifest_text: str
    sha256: str
    files: Mapping[str, str]

    def texts(self, kind: Kind) -> list[tuple[str, str]]:
        """Return (name, text) of every content of a kind."""
        return [(c.name, self.files[c.name]) for c in self.manifest.contents if c.kind == kind]

    def has_expired(self, today: date) -> bool:
        """Whether people should be warned that something newer must exist."""
        expires = self.manifest.expires_on
        return expires is not None and expires < today


def build(manifest: Manifest, files: Mapping[str, str], keys: Iterable[Ed25519PrivateKey]) -> bytes:
    """Return the signed package of these texts; no check is made here."""
    text = canonical(manifest).decode()
    signatures = tuple(
        Signature(key=public_hex(key), signature=key.sign(_PREFIX + text.encode()).hex())
        for key in keys
    )
    return canonical(Package(manifest=text, signatures=signatures, files=dict(files)))


def public_hex(key: Ed25519PrivateKey) -> str:
    """Return the public half of a key, hexadecimal."""
    return key.public_key().public_bytes_raw().hex()


def content(kind: Kind, name: str, text: str) -> Content:
    """Return the manifest's line for a text."""
    raw = text.encode()
    return Content(kind=kind, name=name, sha256=sha256(raw).hexdigest(), size=len(raw))


def read(raw: bytes) -> Package:
    """Read a package without trusting it; `PackageError` when it is none."""
    if len(raw) > MAX_PACKAGE_BYTES:
        raise PackageError(
            "Ce paquet est trop gros pour être honnête\u202f; ne l’installez pas.", "huge"
        )
    require_shallow(raw.decode("utf-8", errors="replace"))
    try:
        return Package.model_validate_json(raw)
    except ValidationError as error:
        raise PackageError(
            "Ce fichier n’est pas un paquet de la région\u202f; vérifiez que c’est le bon.",
            "unreadable",
        ) from error


def verify(raw: bytes, keys: Iterable[str], *, above: int | None = None) -> Verified:
    """Check everything that can be checked without reading the texts; `PackageError` says what.

    ``keys``: the two public keys that must both have signed. ``above``: the highest version
    already installed under the package's id; the new one must be higher (None: any goes).
    """
    package = read(raw)
    _require_signatures(package, tuple(keys))
    try:
        manifest = Manifest.model_validate_json(package.manifest)
    except ValidationError as error:
        raise PackageError(
            "La liste du contenu de ce paquet est mal formée\u202f; demandez-en un autre à la région.",
            "manifest",
        ) from error
    _require_rising(manifest, above)
    _require_contents(manifest, package.files)
    return Verified(manifest, package.manifest, sha256(raw).hexdigest(), dict(package.files))


def manifest_of(raw: bytes) -> Manifest:
    """Return the manifest, unverified: to know which package this claims to be."""
    try:
        return Manifest.model_validate_json(read(raw).manifest)
    except ValidationError as error:
        raise PackageError(
            "La liste du contenu de ce paquet est mal formée\u202f; demandez-en un autre à la région.",
            "manifest",
        ) from error


_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)


def require_shallow(text: str) -> None:
    """Refuse brackets nested deeper than `MAX_DEPTH`, before anything that recurses reads them."""
    depth = 0
    for token in _TOKENS.finditer(text):
        sign = token[0]
        if sign in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise PackageError(
                    "Ce paquet est trop imbriqué pour être honnête\u202f; ne l’installez pas.",
                    "nested",
                )
        elif sign in "]}":
            depth -= 1


def _require_signatures(package: Package, keys: tuple[str, ...]) -> None:
    if len(set(keys)) != KEYS_NEEDED:
        raise PackageError(
            "Les deux clés de la région ne sont pas encore connues ici\u202f; raccordez-vous d’abord "
            "à la région.",
            "no_keys",
        )
    signed = {s.key for s in package.signatures if s.key in keys and _is_sound(package, s)}
    if signed != set(keys):
        missing = KEYS_NEEDED - len(signed)
        what = "les deux signatures" if missing == KEYS_NEEDED else "une des deux signatures"
        raise PackageError(
            f"Il manque à ce paquet {what} de la région\u202f; ne l’installez pas.", "unsigned"
        )


def _is_sound(package: Package, signature: Signature) -> bool:
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature.key))
    try:
        key.verify(bytes.fromhex(signature.signature), _PREFIX + package.manifest.encode())
    except InvalidSignature:
        return False
    return True


def _require_rising(manifest: Manifest, above: int | None) -> None:
    if above is not None and manifest.version <= above:
        raise PackageError(
            f"Ce paquet porte la version {manifest.version}, et la version {above} est déjà là\u202f; "
            "il n’y a rien à faire.",
            "older",
        )


def _require_contents(manifest: Manifest, files: Mapping[str, str]) -> None:
    if {c.name for c in manifest.contents} != files.keys() or len(files) != len(manifest.contents):
        raise PackageError(
            "Le contenu de ce paquet n’est pas celui qui a été signé\u202f; ne l’installez pas.",
            "tampered",
        )
    for told in manifest.contents:
        raw = files[told.name].encode()
        if len(raw) > MAX_FILE_BYTES or len(raw) != told.size:
            raise PackageError("Un fichier de ce paquet n’a pas la taille signée.", "tampered")
        if sha256(raw).hexdigest() != told.sha256:
            raise PackageError(
                f"«\u00a0{told.name}\u00a0» a été changé après la signature\u202f; ne l’installez pas.",
                "tampered",
            )
        require_shallow(files[told.name])
