"""Codes that people copy by hand: written in groups, forgiving to read, wrong ones noticed.

Crockford's alphabet (32 signs, no I, L, O, U). The check signs are those of a Reed-Solomon code
over GF(32) (primitive polynomial x⁵ + x² + 1, roots α, α², …): one of them notices any wrong sign
and any two signs swapped; two of them also tell which group holds a single wrong sign.
"""

from __future__ import annotations

from dataclasses import dataclass

from consultant_app.domain.errors import KnownError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = " \u00a0\u202f\t\r\n-–—.·_"
_GROUP = 4


class BadCodeError(KnownError):
    """A code that was mistyped."""


@dataclass(frozen=True, slots=True)
class CodeShape:
    """How long a code is, in signs of 5 bits: ``data`` drawn at random, then ``checks``."""

    data: int
    checks: int

    @property
    def length(self) -> int:
        """Number of signs, separators left out."""
        return self.data + self.checks

    @property
    def random_bytes(self) -> int:
        """How many random bytes make one code."""
        return -(-self.data * 5 // 8)


#: Opens the dossiers when the passphrase is forgotten: 130 bits.
RECOVERY = CodeShape(data=26, checks=2)
#: Kept by the dirigeant to link a follow-up or to withdraw: 80 bits.
FOLLOW_UP = CodeShape(data=16, checks=1)
#: Told by phone to open a dossier sent to a colleague: 80 bits.
TRANSFER = CodeShape(data=16, checks=1)


def make_code(shape: CodeShape, random: bytes) -> str:
    """Return the canonical code (no separators) drawn from ``shape.random_bytes`` random bytes."""
    if len(random) != shape.random_bytes:
        raise ValueError(f"{shape.random_bytes} random bytes are needed")
    bits = int.from_bytes(random, "big") >> (len(random) * 8 - shape.data * 5)
    signs = [bits >> 5 * (shape.data - 1 - i) & 31 for i in range(shape.data)]
    return "".join(ALPHABET[sign] for sign in signs + _checks(signs, shape.checks))


def show_code(code: str) -> str:
    """Write a canonical code in groups of four signs, as it is printed."""
    return "-".join(code[i : i + _GROUP] for i in range(0, len(code), _GROUP))


def read_code(shape: CodeShape, text: str) -> str:
    """Return the canonical code typed as ``text``, whatever its case, spaces and hyphens.

    O is read as 0, I and L as 1. Raises `BadCodeError`, which says where to look.
    """
    code = "".join(c for c in text.upper() if c not in _SEPARATORS).translate(_LOOK_ALIKES)
    for place, sign in enumerate(code):
        if sign not in ALPHABET:
            raise BadCodeError(
                f"Le code ne contient jamais le signe «\u00a0{sign}\u00a0»\u00a0: vérifiez le "
                f"{_ordinal(place)} groupe."
            )
    if len(code) != shape.length:
        raise BadCodeError(
            f"Le code compte {shape.length} signes et vous en avez saisi {len(code)}\u00a0: "
            "vérifiez qu’il n’en manque pas."
        )
    _require_sound(shape, code)
    return code


def _require_sound(shape: CodeShape, code: str) -> None:
    signs = [ALPHABET.index(sign) for sign in code]
    syndromes = [_value_at(signs, _EXP[i]) for i in range(1, shape.checks + 1)]
    if not any(syndromes):
        return
    place = _single_fault(syndromes, len(signs))
    where = "chaque groupe" if place is None else f"le {_ordinal(place)} groupe"
    raise BadCodeError(f"Il y a une faute de frappe dans le code\u00a0: vérifiez {where}.")


def _single_fault(syndromes: list[int], length: int) -> int | None:
    """Place of the wrong sign if only one is wrong; None when it cannot be told."""
    if len(syndromes) < 2 or not all(syndromes):
        return None
    power = (_LOG[syndromes[1]] - _LOG[syndromes[0]]) % 31
    return length - 1 - power if power < length else None


def _ordinal(place: int) -> str:
    group = place // _GROUP + 1
    return "1er" if group == 1 else f"{group}e"


def _powers() -> list[int]:
    values = [1]
    while len(values) < 31:
        doubled = values[-1] << 1
        values.append(doubled ^ 0b100101 if doubled & 32 else doubled)
    return values


_EXP = _powers()
_LOG = {value: power for power, value in enumerate(_EXP)}


def _times(a: int, b: int) -> int:
    return _EXP[(_LOG[a] + _LOG[b]) % 31] if a and b else 0


def _value_at(signs: list[int], x: int) -> int:
    """Value at ``x`` of the polynomial with these coefficients, highest degree first."""
    total = 0
    for sign in signs:
        total = _times(total, x) ^ sign
    return total


def _generator(checks: int) -> list[int]:
    product = [1]
    for i in range(1, checks + 1):
        shifted = [*product, 0]
        scaled = [0, *(_times(coefficient, _EXP[i]) for coefficient in product)]
        product = [a ^ b for a, b in zip(shifted, scaled, strict=True)]
    return product


def _checks(signs: list[int], checks: int) -> list[int]:
    """Remainder of signs·xᵏ by the generator: appended, it makes every syndrome zero."""
    generator = _generator(checks)
    rest = [*signs, *[0] * checks]
    for i in range(len(signs)):
        factor = rest[i]
        for j, coefficient in enumerate(generator):
            rest[i + j] ^= _times(coefficient, factor)
    return rest[len(signs) :]
