"""How hard a passphrase is to guess, and the ones that are proposed."""

from __future__ import annotations

import math
import unicodedata

import pytest

from consultant_app.domain.passphrases import CNIL_BITS, RANDOM_BYTES, make_passphrase
from consultant_app.services.passphrases import measure, propose, shipped_words
from consultant_app.services.workspace import SystemIds


def test_a_proposed_passphrase_follows_the_advice_whatever_is_drawn() -> None:
    for _ in range(60):
        passphrase = propose(SystemIds())
        assert len(set(passphrase.split())) == 7
        assert measure(passphrase).is_enough, passphrase


def test_six_words_are_nearly_enough_and_the_sentence_says_what_to_do() -> None:
    told = measure(propose(SystemIds(), 6))
    assert 65 < told.bits < CNIL_BITS
    assert told.sentence.startswith("Presque\u00a0: environ ")
    assert "ajoutez un ou deux mots" in told.sentence


@pytest.mark.parametrize(
    "passphrase",
    [
        "",
        "azerty123",
        "motdepasse",
        "Jean-Pierre1975",
        "cheval cheval cheval cheval cheval cheval cheval",
        "a" * 400,
        "Camille Fictive 2026 !",
        "J’aime bien mon chat",
        "12/07/1981",
    ],
)
def test_what_a_thief_tries_first_is_told_to_be_too_easy(passphrase: str) -> None:
    told = measure(passphrase, "Camille Fictive", "Chambre d’Exemple")
    assert told.bits < 50
    assert told.sentence.startswith("Trop facile à deviner")
    assert told.fraction < 50 / CNIL_BITS


def test_one_word_of_the_list_counts_as_one_draw() -> None:
    a_word = math.log2(len(shipped_words()))
    one, two = measure("bateau").bits, measure("bateau orage").bits
    assert one <= a_word
    assert two <= 2 * a_word


def test_more_never_means_weaker() -> None:
    words = propose(SystemIds()).split()
    bits = [measure(" ".join(words[:count])).bits for count in range(8)]
    assert bits == sorted(bits)


def test_accents_and_capitals_do_not_hide_a_common_word() -> None:
    assert measure("BATEAU Orage").bits <= measure("bateau orage").bits + 4


def test_a_string_of_chance_is_credited_for_it() -> None:
    assert measure("7$kQ!x9Zr#Lw2@Vb&tM4^pD8%gX").is_enough


def test_the_meter_is_quick_enough_to_follow_typing_even_on_a_novel() -> None:
    long = "le petit chat dort sur la chaise de la cuisine " * 40
    assert measure(long).bits > 0  # and no error: zxcvbn alone refuses such lengths


def test_the_draw_uses_every_word_evenly() -> None:
    words = ["un", "deux", "trois", "quatre"]
    drawn = [make_passphrase(words, SystemIds().random_bytes(RANDOM_BYTES), 1) for _ in range(4000)]
    for word in words:
        assert 850 < drawn.count(word) < 1150


def test_the_draw_refuses_less_chance_than_it_needs() -> None:
    with pytest.raises(ValueError, match="random bytes"):
        make_passphrase(["un"], b"12345678", 1)


def test_the_list_is_plain_sorted_and_long_enough() -> None:
    words = shipped_words()
    assert list(words) == sorted(set(words))
    assert 7 * math.log2(len(words)) > CNIL_BITS
    for word in words:
        assert 4 <= len(word) <= 9
        assert word == word.lower() == unicodedata.normalize("NFKD", word)
        assert word.isascii()
        assert word.isalpha()
    assert not {w + "s" for w in words} & set(words), "singular and plural sound alike"
