"""How a laptop gets its place at the centre, and what it learns there about the région.

The laptop draws its own token and the centre keeps only its SHA-256: an answer lost on the way
back is asked again with the same code and the same token, and no code is spent in vain.
"""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field, StringConstraints

from sync.protocol.versions import Versions
from sync.protocol.wire import RecordId, Wire

#: A one-time code: 16 signs of Crockford's base 32, 80 bits.
CODE_SIGNS = 16
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
EnrolmentCode: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJKMNP-TV-Z]{16}$")]
#: 256 random bits in URL-safe base 64.
TOKEN_BYTES = 32
Token: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
#: An Ed25519 public key, hexadecimal.
PublicKey: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_Words: TypeAlias = Annotated[str, StringConstraints(max_length=20_000)]


class Region(Wire):
    """What the région says of itself: with the enrolment, or as a file.

    ``controller``, ``dpo`` and ``contact``: who answers for the data, their data protection
    officer, and whom to write to, as printed on the information sheet. ``agreement`` and
    ``information``: the région's own texts, where it has some. ``keys``: the two public keys that
    sign packages, none before they exist.
    """

    name: _Words = ""
    controller: _Words = ""
    dpo: _Words = ""
    contact: _Words = ""
    campaign: _Words = ""
    agreement: _Words | None = None
    information: _Words | None = None
    keys: tuple[PublicKey, ...] = Field(default=(), max_length=2)


class EnrolmentRequest(Wire):
    """Spends a one-time code."""

    code: EnrolmentCode
    token: Token
    protocol: Versions = Versions()


class EnrolmentAnswer(Wire):
    """This device's id at the centre, and the région."""

    device_id: RecordId
    label: str
    protocol: Versions
    region: Region


def read_code(text: str) -> str:
    """Return a one-time code as it was meant: case, spaces, hyphens and look-alikes forgiven."""
    kept = "".join(sign for sign in text.upper() if sign.isalnum())
    return kept.translate(_LOOK_ALIKES)


def show_code(code: str) -> str:
    """Return a one-time code in groups of four, as it is read out."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))
