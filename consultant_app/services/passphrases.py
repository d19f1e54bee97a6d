"""Passphrases as the screens need them: the shipped words, the meter, one to propose."""

from __future__ import annotations

from functools import cache

from consultant_app.assets import resource
from consultant_app.domain.clock import Ids
from consultant_app.domain.passphrases import (
    RANDOM_BYTES,
    WORDS_OFFERED,
    Strength,
    make_passphrase,
    strength,
)


@cache
def shipped_words() -> tuple[str, ...]:
    """The words that passphrases are drawn from, in the order of the file."""
    text = resource("words", "mots.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _as_set() -> frozenset[str]:
    return frozenset(shipped_words())


def measure(passphrase: str, *personal: str) -> Strength:
    """Estimate a passphrase; ``personal``: the consultant's name and organisation.

    Takes some milliseconds (a tenth of a second the first time): call it in a thread, or once the
    typing stops.
    """
    return strength(passphrase, _as_set(), personal)


def propose(ids: Ids, count: int = WORDS_OFFERED) -> str:
    """Draw a passphrase of ``count`` words: a new one each time."""
    return make_passphrase(shipped_words(), ids.random_bytes(RANDOM_BYTES), count)
