"""Lines of text: nothing lost, nothing wider than its column, French habits kept."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultant_app.restitution import styles
from consultant_app.restitution.glyphs import PLACEHOLDER, coverage, printable
from consultant_app.restitution.model import Mark, Run
from consultant_app.restitution.typeset import Text, typeset

BODY = styles.BODY
FIRST = Mark("priority", "1", "priorité 1")


def written(text: Text) -> str:
    return "".join(piece.text for line in text.lines for piece in line.pieces)


def lines(text: Text) -> list[str]:
    return ["".join(piece.text for piece in line.pieces) for line in text.lines]


LETTERS = st.sampled_from("aàeéiœuAÉ’-,.;:!?»«€%0123456789\u00a0\u202f  →")


@given(st.text(LETTERS, max_size=300), st.floats(12, 112))
def test_no_word_is_lost_and_no_line_is_too_wide(words: str, width: float) -> None:
    text = typeset(words, BODY, width)
    drawn = re.sub("\u00ad", "", written(text))
    assert re.sub(r"[ \u00a0]", "", drawn) == re.sub(r"[ \u00a0]", "", words)
    for line in text.lines:
        shown = "".join(piece.text for piece in line.pieces).rstrip(" ")
        assert styles.text_width(shown, "regular", BODY.size) <= width + 0.01


def test_words_separated_in_the_text_are_separated_on_paper() -> None:
    words = "Chaque lundi, noter ce qui doit entrer et sortir sur huit semaines de suite."
    assert written(typeset(words, BODY, 60)).replace("\u00a0", " ") == words


def test_no_break_spaces_hold() -> None:
    words = (
        "un mot\u00a0: deux\u202f; et 15\u202f000\u00a0€ «\u00a0ici\u00a0» encore un peu plus loin"
    )
    for width in range(20, 60, 3):
        for line in lines(typeset(words, BODY, width)):
            assert not line.startswith((":", ";", "»", "€", "000"))
            assert not line.rstrip().endswith(("«", "15"))


def test_words_are_hyphenated_in_narrow_columns_only() -> None:
    words = "Il faut une réglementation extraordinairement professionnelle et internationalement"
    assert "\u00ad" in written(typeset(words, BODY, 40))
    assert "\u00ad" not in written(typeset(words, BODY, 40, hyphenate=False))
    assert "\u00ad" not in written(typeset(words, BODY, 60))


def test_names_and_compounds_are_not_hyphenated() -> None:
    words = "Monsieur Extraordinairement, vice-professionnellement"
    assert "\u00ad" not in written(typeset(words, BODY, 30))


def test_the_last_two_words_stay_together() -> None:
    words = "Une phrase qui finit par deux mots"
    for width in range(33, 70, 2):
        last = lines(typeset(words, BODY, width))[-1]
        assert "deux\u00a0mots" in last


def test_a_word_wider_than_the_column_is_cut() -> None:
    text = typeset("a" * 200, BODY, 30)
    assert len(text.lines) > 5
    assert written(text) == "a" * 200


def test_faces_and_marks_touch_without_a_break() -> None:
    rich = (Run("La marge", "bold"), Run(", ("), Run("", mark=FIRST), Run(") suite du texte"))
    for width in range(20, 60, 2):
        for line in lines(typeset(rich, BODY, width)):
            assert not line.startswith((",", ")"))


def test_ordinals_are_raised() -> None:
    pieces = typeset("le 1er juin, au 2e trimestre", BODY, 100).lines[0].pieces
    assert [piece.text for piece in pieces if piece.raised] == ["er", "e"]


def test_splitting_leaves_no_lone_line() -> None:
    text = typeset("mot " * 60, BODY, 40)
    for height in range(0, 60, 3):
        parts = text.split(height)
        if parts is not None:
            assert all(len(part.lines) >= 2 for part in parts)
            assert parts[0].height <= height + 0.01
    short = typeset("mot " * 12, BODY, 40)
    assert len(short.lines) == 3
    assert short.split(12) is None


@pytest.mark.parametrize(
    ("given_text", "printed"),
    [
        ("déjà œuvré à 5\u202f% → fin", "déjà œuvré à 5\u202f% → fin"),
        ("de\u0301ja\u0300", "déjà"),
        ("un\nsaut\tet", "un saut et"),
        ("zéro\u200blargeur\ufeff", "zérolargeur"),
        ("① puis Ａ", "1 puis A"),
        ("bravo 👍🏽", f"bravo {PLACEHOLDER}"),
        ("社長 さん et suite", f"{PLACEHOLDER} et suite"),
    ],
)
def test_what_no_face_can_print_is_replaced(given_text: str, printed: str) -> None:
    assert printable(given_text) == printed


@given(st.text(max_size=60))
def test_everything_becomes_printable(text: str) -> None:
    assert {ord(sign) for sign in printable(text)} <= coverage()


def test_the_placeholder_itself_can_be_printed() -> None:
    assert printable(PLACEHOLDER) == PLACEHOLDER
