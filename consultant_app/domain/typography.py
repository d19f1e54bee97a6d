"""French typography and agreement, for every text that a user reads.

`french` sets spaces and signs; the rest turns numbers, dates and lists into words. Spaces by code:
U+202F (narrow, no break) before ; ! ? % and between thousands, U+00A0 (no break) before : and €
and inside « ».
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

NARROW = "\u202f"
HARD = "\u00a0"
MINUS = "\u2212"

_SPACES = "[ \u00a0\u202f]"
#: Stands for an untouched stretch while the rest is set (a code point no text uses).
_HIDDEN = "\ue000"
#: Left as they are: addresses of pages and of people, and clock times.
_UNTOUCHED = (
    r"(?:https?://|www\.)[^\s\u00a0\u202f]*[^\s\u00a0\u202f.,;:!?»)]"
    r"|[\w.+-]+@[\w-]+\.[\w.-]*\w"
    r"|\b\d{1,2}:\d{2}\b"
)
_THOUSANDS = rf"(?<![\d,.])\d{{1,3}}(?:{_SPACES}\d{{3}})+(?!\d)"
#: What a text must hold for a rule to change it, the rule, and what comes instead.
_RULES = (
    (("ʼ", "'", "‘"), r"[ʼ'‘]", "’"),
    (("...",), r"\.{3,}", "…"),
    (('"',), r"\"([^\"]*)\"", "« \\1 »"),
    (("«",), rf"«{_SPACES}*", f"«{HARD}"),
    (("»",), rf"{_SPACES}*»", f"{HARD}»"),
    # A sign that closes a word or a sentence; « ?! » keeps its signs together.
    (
        (";", "!", "?"),
        rf"(?<=[^\s;:!?«(]){_SPACES}*([;!?])(?=[\s\u00a0\u202f;:!?»).…,]|$)",
        f"{NARROW}\\1",
    ),
    ((":",), rf"(?<=[^\s;:!?«(]){_SPACES}*:(?=[\s\u00a0\u202f]|$)", f"{HARD}:"),
    (("%",), rf"(?<=\d){_SPACES}*%", f"{NARROW}%"),
    (("€",), rf"(?<=\d){_SPACES}*€", f"{HARD}€"),
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # When a text first calls for it: compiling all of them would slow the start down.
    return re.compile(pattern)


def french(text: str) -> str:
    """Return ``text`` with French signs and spaces; applying it again changes nothing."""
    if not any(mark in text for mark in (":", "@", "www.")):
        return _set(text)
    kept: list[str] = []

    def hide(match: re.Match[str]) -> str:
        kept.append(match.group())
        return _HIDDEN

    parts = _set(_compiled(_UNTOUCHED).sub(hide, text)).split(_HIDDEN)
    return parts[0] + "".join(k + p for k, p in zip(kept, parts[1:], strict=False))


def _set(text: str) -> str:
    for marks, pattern, by in _RULES:
        if any(mark in text for mark in marks):
            text = _compiled(pattern).sub(by, text)
    if sum(map(str.isdigit, text)) > 3:
        text = _compiled(_THOUSANDS).sub(lambda m: re.sub(_SPACES, NARROW, m.group()), text)
    return _compiled(" {2,}").sub(" ", text) if "  " in text else text


def bind_end(text: str) -> str:
    """Return ``text`` with its last two words held together, so that none ends a paragraph alone.

    Short texts and long last words are left free: there the remedy is worse than the evil.
    """
    head, space, last = text.rpartition(" ")
    if (
        not space
        or HARD in last
        or head.count(" ") < 3
        or len(last) + len(head.rpartition(" ")[2]) > 22
    ):
        return text
    return f"{head}{HARD}{last}"


def paragraph(text: str) -> str:
    """Return ``text`` as a paragraph of print: `french`, trimmed, last two words bound."""
    return bind_end(french(" ".join(text.split(" ")).strip()))


def number(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """Return ``value`` in French digits: « 1 234 567,5 », a true minus sign, no « −0 »."""
    digits = f"{abs(value):,.{decimals}f}".replace(",", NARROW).replace(".", ",")
    is_zero = not any(c in "123456789" for c in digits)
    sign = "" if is_zero else MINUS if value < 0 else "+" if signed else ""
    return sign + digits


def decimal(value: float, most: int = 1) -> str:
    """Return ``value`` with only the decimals it needs, at most ``most``: « 5,5 », « 6 »."""
    text = number(value, most)
    return text.rstrip("0").rstrip(",") if "," in text else text


def euros(value: float) -> str:
    """Return an amount in whole euros: « 612 000 € »."""
    return f"{number(value)}{HARD}€"


def percent(fraction: float, decimals: int = 0, *, signed: bool = False) -> str:
    """Return a fraction as a percentage: 0.183 with one decimal is « 18,3 % »."""
    return f"{number(fraction * 100, decimals, signed=signed)}{NARROW}%"


WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def date_long(day: date, *, weekday: bool = False) -> str:
    """Return a date in words: « 16 juin 2026 », « mercredi 1er juillet 2026 »."""
    rank = "1er" if day.day == 1 else str(day.day)
    name = f"{WEEKDAYS[day.weekday()]} " if weekday else ""
    return f"{name}{rank}{HARD}{MONTHS[day.month - 1]} {day.year}"


def month_long(day: date) -> str:
    """Return the month and year: « juin 2026 »."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def quarter(day: date) -> str:
    """Return the quarter: « 2e trimestre 2026 »."""
    rank = (day.month + 2) // 3
    return f"{rank}{'er' if rank == 1 else 'e'} trimestre {day.year}"


def raised(text: str) -> str:
    """Return ``text`` with its ordinals raised, for screens: « 3ᵉ trimestre », « 1ᵉʳ juin »."""
    return _compiled(_ORDINALS).sub(lambda m: m[1] + ("ᵉʳ" if m[2] == "er" else "ᵉ"), text)


_ORDINALS = r"(\d)(er|e)\b"
_COUNTS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
    *("onze", "douze", "treize", "quatorze", "quinze", "seize"),
)


def count(n: int, *, feminine: bool = False) -> str:
    """Return a count in words up to sixteen, in digits above."""
    if n == 1 and feminine:
        return "une"
    return _COUNTS[n] if 0 <= n < len(_COUNTS) else number(n)


def plural(n: float, singular: str, many: str | None = None) -> str:
    """Return the form that agrees with ``n``: plural from 2 on, as French wants it."""
    return singular if abs(n) < 2 else many or f"{singular}s"


def counted(n: int, singular: str, many: str | None = None, *, feminine: bool = False) -> str:
    """Return a count and its noun: « deux réponses », « une réponse »."""
    return f"{count(n, feminine=feminine)} {plural(n, singular, many)}"


def enumerate_words(items: Sequence[str], last: str = "et") -> str:
    """Return « a », « a et b », « a, b et c »."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def capital(text: str) -> str:
    """Return ``text`` with its first letter as a capital; the rest is kept."""
    return text[:1].upper() + text[1:]


def uncapital(text: str) -> str:
    """Return ``text`` with a small first letter, unless the first word is an acronym (« CA »)."""
    first = text.split(" ", 1)[0].strip("’,.;:")
    if len(first) > 1 and first[1:2].isupper():
        return text
    return text[:1].lower() + text[1:]


_VOWELS = "aàâeéèêëiîïoôuùûüyœæh"


def elided(word: str, text: str) -> str:
    """Return ``word`` (de, que, le…) before ``text``, elided before a vowel: « d’ici »."""
    if text[:1].lower() in _VOWELS and word[-1] in "ea":
        return f"{word[:-1]}’{text}"
    return f"{word} {text}"


def of(text: str) -> str:
    """Return « de » before a noun and its article: « du devis », « de l’atelier »."""
    for article, contracted in (("le ", "du "), ("les ", "des ")):
        if text.lower().startswith(article):
            return contracted + text[len(article) :]
    return elided("de", text)


def sentence(text: str) -> str:
    """Return ``text`` with a capital and a final full stop, unless it ends as a sentence."""
    text = capital(text.strip())
    return text if text.endswith((".", "!", "?", "…", "»")) else f"{text}."


def clause(text: str) -> str:
    """Return a sentence as a clause inside another: small first letter, no final full stop."""
    return uncapital(text.strip()).rstrip(".")
