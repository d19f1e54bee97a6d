"""What the paper can print: characters that no face has are replaced before they are drawn.

A missing glyph is an empty box on paper, breaks PDF/A and says nothing to a screen reader. A pasted
emoji must not prevent the paper from being handed over either: look-alikes take the character's
place where Unicode names one (① → 1), and words do where it does not.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from consultant_app.restitution import styles

#: Stands for one or more characters that cannot be printed.
PLACEHOLDER = "[signe non imprimable]"
_REPEATED = re.compile(rf"{re.escape(PLACEHOLDER)}(?: ?{re.escape(PLACEHOLDER)})+")


@cache
def coverage() -> frozenset[int]:
    """Return the code points that all four faces can print; invisible signs have no place on paper."""
    faces = [frozenset(font.face.charToGlyph) for font in styles.fonts().values()]
    common = frozenset.intersection(*faces)
    return frozenset(
        code for code in common if code == 0xAD or unicodedata.category(chr(code)) != "Cf"
    )


@cache
def printable(text: str) -> str:
    """Return ``text`` with only characters that every face has.

    Line breaks and tabs become spaces; invisible signs go; runs of characters without glyph nor
    look-alike become `PLACEHOLDER`, once.
    """
    covered = coverage()
    text = unicodedata.normalize("NFC", text)
    if all(ord(sign) in covered and sign >= " " for sign in text):
        return text
    return _REPEATED.sub(PLACEHOLDER, "".join(_replacement(sign, covered) for sign in text))


def _replacement(sign: str, covered: frozenset[int]) -> str:
    if sign in "\t\n\r\v\f\x85\u2028\u2029":
        return " "
    kind = unicodedata.category(sign)
    if kind in ("Cc", "Cf") and sign != "\u00ad":
        return ""
    if ord(sign) in covered:
        return sign
    if kind == "Mn" or 0xFE00 <= ord(sign) <= 0xFE0F:
        return ""
    if kind == "Zs":
        return " "
    alike = unicodedata.normalize("NFKC", sign)
    if alike != sign and all(ord(part) in covered for part in alike):
        return alike
    return PLACEHOLDER
