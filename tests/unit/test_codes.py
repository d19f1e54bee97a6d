"""Codes copied by hand: mistakes are forgiven, or noticed and pointed at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultant_app.domain.codes import (
    ALPHABET,
    FOLLOW_UP,
    RECOVERY,
    BadCodeError,
    CodeShape,
    make_code,
    read_code,
    show_code,
)

SHAPES = st.sampled_from([RECOVERY, FOLLOW_UP])


@st.composite
def codes(draw: st.DrawFn) -> tuple[CodeShape, str]:
    shape = draw(SHAPES)
    random = draw(st.binary(min_size=shape.random_bytes, max_size=shape.random_bytes))
    return shape, make_code(shape, random)


def test_codes_have_the_strength_they_promise() -> None:
    assert RECOVERY.data * 5 >= 128
    assert FOLLOW_UP.data * 5 == 80
    assert FOLLOW_UP.length == 17


@given(codes())
def test_a_printed_code_is_read_back(made: tuple[CodeShape, str]) -> None:
    shape, code = made
    assert read_code(shape, show_code(code)) == code


@given(codes())
def test_case_spaces_and_look_alikes_are_forgiven(made: tuple[CodeShape, str]) -> None:
    shape, code = made
    typed = show_code(code).lower().replace("-", "\u00a0 ").replace("0", "o").replace("1", "l")
    assert read_code(shape, typed) == code
    assert read_code(shape, code.replace("1", "i").replace("0", "O")) == code


@given(codes(), st.data())
def test_one_wrong_sign_is_always_noticed(made: tuple[CodeShape, str], data: st.DataObject) -> None:
    shape, code = made
    place = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(st.sampled_from(ALPHABET.replace(code[place], "")))
    with pytest.raises(BadCodeError):
        read_code(shape, code[:place] + wrong + code[place + 1 :])


@given(codes(), st.data())
def test_two_signs_swapped_are_always_noticed(
    made: tuple[CodeShape, str], data: st.DataObject
) -> None:
    shape, code = made
    first, second = sorted(
        data.draw(st.lists(st.integers(0, len(code) - 1), min_size=2, max_size=2, unique=True))
    )
    signs = list(code)
    signs[first], signs[second] = signs[second], signs[first]
    if "".join(signs) == code:
        return
    with pytest.raises(BadCodeError):
        read_code(shape, "".join(signs))


@given(st.binary(min_size=17, max_size=17), st.data())
def test_the_recovery_code_says_which_group_is_wrong(random: bytes, data: st.DataObject) -> None:
    code = make_code(RECOVERY, random)
    place = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(st.sampled_from(ALPHABET.replace(code[place], "")))
    group = place // 4 + 1
    with pytest.raises(BadCodeError, match=rf"le {group}er? groupe"):
        read_code(RECOVERY, code[:place] + wrong + code[place + 1 :])


@pytest.mark.parametrize(
    ("typed", "told"),
    [("ABCD", "17 signes et vous en avez saisi 4"), ("ABCDé-EFGH", "le signe «\u00a0É\u00a0»")],
)
def test_what_is_no_code_at_all_is_told_in_words(typed: str, told: str) -> None:
    with pytest.raises(BadCodeError, match=told):
        read_code(FOLLOW_UP, typed)


def test_a_code_is_never_made_from_too_little_chance() -> None:
    with pytest.raises(ValueError, match="random bytes"):
        make_code(RECOVERY, b"short")
