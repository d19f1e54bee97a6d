"""How hard a passphrase is to guess, and passphrases made of words drawn at random.

The estimate is the lowest of two: zxcvbn's (common passwords, names, dates, keyboard runs, in
English for the most part) and one that counts each common French word as one draw from our list,
which zxcvbn does not know. The advice is the CNIL's: 80 bits (recommendation on passwords,
deliberation 2022-100 of 21 July 2022).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

CNIL_BITS = 80
#: Seven words of the shipped list are worth a little more than 80 bits.
WORDS_OFFERED = 7
RANDOM_BYTES = 32
#: zxcvbn's time grows fast with the length; nothing is credited for what comes after.
_LONGEST_READ = 72
_WEAK_BITS = 50
#: What one sign adds at most, drawn among the 33 that are neither letter nor digit.
_BITS_A_SIGN = math.log2(33)
_BITS_A_DIGIT = math.log2(10)
_BITS_A_LETTER = math.log2(26)
#: A letter of running text is worth 2 to 3 bits (Shannon, 1951; French is alike).
_BITS_A_LETTER_OF_WORD = 2.5
_VOWEL = re.compile("[aeiouy]")
_CONSONANTS = re.compile("[^aeiouy]{4}")
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]+|_+")


@dataclass(frozen=True, slots=True)
class Strength:
    """An estimate in bits (a guesser tries 2^bits times), with the sentence to show."""

    bits: float
    sentence: str

    @property
    def is_enough(self) -> bool:
        """Whether the CNIL's advice is followed."""
        return self.bits >= CNIL_BITS

    @property
    def fraction(self) -> float:
        """How full a meter is: 0 to 1, 1 from the CNIL's advice on."""
        return min(self.bits / CNIL_BITS, 1.0)


def strength(
    passphrase: str, words: Collection[str] = (), personal: Iterable[str] = ()
) -> Strength:
    """Estimate a passphrase.

    ``words``: common words, plain lower case (a set is fastest). ``personal``: what a thief would
    try first (the consultant's name, the organisation).
    """
    known = [name for name in personal if name]
    bits = min(_by_zxcvbn(passphrase, known), _by_words(passphrase, words))
    return Strength(bits, _sentence(bits))


def make_passphrase(words: Sequence[str], random: bytes, count: int = WORDS_OFFERED) -> str:
    """Return ``count`` different words of ``words``, drawn by `RANDOM_BYTES` random bytes.

    The draw is a plain division: its bias is below 2^-100 for any list and count in use.
    """
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"{RANDOM_BYTES} random bytes are needed")
    number, left, drawn = int.from_bytes(random, "big"), list(words), []
    for _ in range(count):
        number, place = divmod(number, len(left))
        drawn.append(left.pop(place))
    return " ".join(drawn)


def plain(text: str) -> str:
    """Lower case without accents, as the words of the list are written."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("œ", "oe")


def _by_zxcvbn(passphrase: str, personal: list[str]) -> float:
    from zxcvbn import zxcvbn  # type: ignore[import-untyped]

    read = passphrase[:_LONGEST_READ]
    if not read:
        return 0.0
    guesses = zxcvbn(read, user_inputs=personal)["guesses_log10"]
    return float(guesses) / math.log10(2)


def _by_words(passphrase: str, words: Collection[str]) -> float:
    """Sum over the different words, numbers and signs; spaces and repetitions add nothing."""
    tokens = {plain(found) for found in _TOKEN.findall(passphrase)}
    a_word = math.log2(len(words)) if words else 0.0
    return sum(a_word if token in words else _by_signs(token) for token in tokens)


def _by_signs(token: str) -> float:
    """Letters that read like a word count little: it may be one that the list does not have."""
    if token.isdigit():
        return len(token) * _BITS_A_DIGIT
    if not token.isalpha():
        return len(token) * _BITS_A_SIGN
    reads_like_a_word = _VOWEL.search(token) and not _CONSONANTS.search(token)
    return len(token) * (_BITS_A_LETTER_OF_WORD if reads_like_a_word else _BITS_A_LETTER)


def _sentence(bits: float) -> str:
    figure = f"{math.floor(bits)}\u00a0bits"
    if bits >= CNIL_BITS:
        return f"Solide\u00a0: environ {figure}, la CNIL en conseille {CNIL_BITS}."
    if bits >= _WEAK_BITS:
        return (
            f"Presque\u00a0: environ {figure}, la CNIL en conseille {CNIL_BITS}\u202f; ajoutez un ou "
            "deux mots."
        )
    return (
        f"Trop facile à deviner\u00a0: environ {figure}, la CNIL en conseille {CNIL_BITS}\u202f; "
        "prenez six ou sept mots sans lien entre eux."
    )
