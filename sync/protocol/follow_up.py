"""The follow-up code as the dirigeant copies it: forgiving to read, a mistyped sign noticed.

16 signs of Crockford's base 32 (80 random bits) and one check sign: a Reed-Solomon code over
GF(32) (primitive polynomial x⁵ + x² + 1, root α). A sound code is a polynomial that is zero at α.
"""

from __future__ import annotations

from sync.protocol.enrolment import ALPHABET, read_code
from sync.protocol.errors import SyncError

SIGNS = 17
_ALPHA_POLYNOMIAL = 0b100101


class BadCodeError(SyncError):
    """A follow-up code that was mistyped."""

    reason = "bad_code"


def read_follow_up_code(text: str) -> str:
    """Return the canonical code typed as ``text``; `BadCodeError` when a sign must be wrong."""
    code = read_code(text)
    if len(code) != SIGNS or any(sign not in ALPHABET for sign in code) or _at_alpha(code):
        raise BadCodeError(
            "Il y a une faute de frappe dans le code de suivi\u202f; il compte 17 signes, "
            "vérifiez-les un à un sur la feuille."
        )
    return code


def _at_alpha(code: str) -> int:
    total = 0
    for sign in code:
        total <<= 1
        if total & 32:
            total ^= _ALPHA_POLYNOMIAL
        total ^= ALPHABET.index(sign)
    return total
