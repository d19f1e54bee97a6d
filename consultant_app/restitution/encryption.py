"""AES-256 encryption of a PDF under a password (ISO 32000-2, standard handler, revision 6).

ReportLab itself offers RC4 and the withdrawn revision 5. This object has the methods that its
document calls on an encryption handler. All permissions are granted to whoever has the password:
screen readers need them, and restrictions would protect nothing.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from reportlab.pdfbase.pdfdoc import DummyDoc, PDFDictionary, PDFName, PDFObject

_ALL_PERMISSIONS = -4
_HASHES = (hashlib.sha256, hashlib.sha384, hashlib.sha512)


class Aes256Encryption:
    """Encrypts every string and stream of one document; of single use, random at each."""

    def __init__(self, password: str) -> None:
        if not password:
            raise ValueError("an empty password protects nothing")
        self._password = unicodedata.normalize("NFKC", password).encode("utf-8")[:127]
        self._key = secrets.token_bytes(32)

    def prepare(self, _document: Any) -> None:
        """Be told that the document begins; nothing depends on it in this revision."""

    def register(self, _number: int, _version: int) -> None:
        """Be told which object is being written; the key is the same for all."""

    def encode(self, data: str | bytes) -> bytes:
        """Return a string or stream encrypted, behind its initialisation vector."""
        raw = data.encode("latin-1") if isinstance(data, str) else data
        vector = secrets.token_bytes(16)
        padder = PKCS7(128).padder()
        return vector + _cbc(self._key, padder.update(raw) + padder.finalize(), vector)

    def info(self) -> PDFObject:
        """Return the document's encryption dictionary."""
        user, user_key = self._slot(b"")
        owner, owner_key = self._slot(user)
        entries = {"O": owner, "OE": owner_key, "U": user, "UE": user_key}
        return _Dictionary({**entries, "Perms": self._permissions()})

    def _slot(self, user: bytes) -> tuple[bytes, bytes]:
        """Return what checks the password and what gives the key (algorithms 8 and 9)."""
        check, wrap = secrets.token_bytes(8), secrets.token_bytes(8)
        digest = password_hash(self._password, check, user)
        wrapped = _cbc(password_hash(self._password, wrap, user), self._key, bytes(16))
        return digest + check + wrap, wrapped

    def _permissions(self) -> bytes:
        """Return the encrypted copy of the permissions (algorithm 10)."""
        bits = (_ALL_PERMISSIONS & 0xFFFFFFFF).to_bytes(4, "little")
        block = bits + b"\xff" * 4 + b"Tadb" + secrets.token_bytes(4)
        # One block, as the standard prescribes: nothing for ECB to reveal.
        encryptor = Cipher(algorithms.AES(self._key), modes.ECB()).encryptor()  # noqa: S305
        return encryptor.update(block) + encryptor.finalize()


class _Dictionary(PDFObject):
    """The encryption dictionary; its own strings are never encrypted."""

    __RefOnly__ = 1

    def __init__(self, strings: dict[str, bytes]) -> None:
        self._strings = strings

    def format(self, _document: Any) -> bytes:
        """Return the dictionary as it is written."""
        method = {"CFM": PDFName("AESV3"), "AuthEvent": PDFName("DocOpen"), "Length": 32}
        entries: dict[str, Any] = {
            "Filter": PDFName("Standard"),
            "V": 5,
            "R": 6,
            "Length": 256,
            "P": _ALL_PERMISSIONS,
            "EncryptMetadata": "true",
            "CF": PDFDictionary({"StdCF": PDFDictionary(method)}),
            "StmF": PDFName("StdCF"),
            "StrF": PDFName("StdCF"),
        }
        entries |= {key: f"<{value.hex()}>" for key, value in self._strings.items()}
        data: bytes = PDFDictionary(entries).format(DummyDoc())
        return data


def password_hash(password: bytes, salt: bytes, user: bytes = b"") -> bytes:
    """Return the hash of algorithm 2.B of ISO 32000-2."""
    key = hashlib.sha256(password + salt + user).digest()
    count = 0
    while True:
        block = (password + key + user) * 64
        mixed = _cbc(key[:16], block, key[16:32])
        key = _HASHES[sum(mixed[:16]) % 3](mixed).digest()
        count += 1
        if count >= 64 and mixed[-1] <= count - 32:
            return key[:32]


def _cbc(key: bytes, data: bytes, vector: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    return encryptor.update(data) + encryptor.finalize()
