"""The file that carries one dossier to a colleague: sealed, opened by a code told by phone.

The line ``DPME-DOSSIER-1``, 16 bytes of salt, 12 of nonce, then AES-256-GCM over the compressed dossier
file. The key is HKDF-SHA256 of the code: 80 random bits, nothing to stretch.
"""

from __future__ import annotations

import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from consultant_app.domain.clock import Ids
from consultant_app.domain.codes import TRANSFER, make_code, read_code, show_code
from consultant_app.domain.errors import KnownError
from consultant_app.services.dossier_files import DossierFile, parse
from consultant_app.services.files import MAX_TEXT_BYTES

SUFFIX = ".dossier"
_MAGIC = b"DPME-DOSSIER-1\n"
_SALT, _NONCE, _KEY = 16, 12, 32
_HEAD = len(_MAGIC) + _SALT + _NONCE


class BadTransferFileError(KnownError):
    """A file that carries no dossier, or not all of it."""


class WrongTransferCodeError(KnownError):
    """The code is well formed but does not open this file."""


def seal(content: DossierFile, ids: Ids) -> tuple[bytes, str]:
    """Return the file's bytes, and the code that alone opens it, as it is read aloud."""
    code = make_code(TRANSFER, ids.random_bytes(TRANSFER.random_bytes))
    salt, nonce = ids.random_bytes(_SALT), ids.random_bytes(_NONCE)
    packed = zlib.compress(content.to_json().encode(), 9)
    sealed = AESGCM(_key(code, salt)).encrypt(nonce, packed, _MAGIC)
    return _MAGIC + salt + nonce + sealed, show_code(code)


def unseal(raw: bytes, code: str) -> DossierFile:
    """Open a file by its code.

    Raises `BadTransferFileError`, `BadCodeError` (mistyped), `WrongTransferCodeError` (also when
    the file was altered), or `BadDossierFileError` when a newer program wrote it.
    """
    if not raw.startswith(_MAGIC) or len(raw) <= _HEAD:
        raise BadTransferFileError(
            "Ce fichier n’est pas un dossier transmis par un collègue, ou n’est pas arrivé en "
            "entier\u00a0: demandez qu’on vous l’envoie de nouveau."
        )
    salt, nonce = raw[len(_MAGIC) : len(_MAGIC) + _SALT], raw[_HEAD - _NONCE : _HEAD]
    key = _key(read_code(TRANSFER, code), salt)
    try:
        packed = AESGCM(key).decrypt(nonce, raw[_HEAD:], _MAGIC)
    except InvalidTag as error:
        raise WrongTransferCodeError(
            "Ce code n’ouvre pas ce fichier\u00a0: faites-vous redire le code, et vérifiez que c’est "
            "bien le fichier dont vous parlez."
        ) from error
    return parse(_unpacked(packed))


def _unpacked(packed: bytes) -> str:
    # Bounded: whoever knows the code could still have packed a file without end.
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(packed, MAX_TEXT_BYTES).decode()
    except (zlib.error, UnicodeDecodeError) as error:
        raise _unreadable() from error
    if not unpacking.eof:
        raise _unreadable()
    return text


def _unreadable() -> BadTransferFileError:
    return BadTransferFileError(
        "Le contenu de ce fichier ne se lit pas\u00a0: demandez un nouvel envoi."
    )


def _key(code: str, salt: bytes) -> bytes:
    derivation = HKDF(hashes.SHA256(), _KEY, salt, b"diagnostic-pme transfer code")
    return derivation.derive(code.encode())
