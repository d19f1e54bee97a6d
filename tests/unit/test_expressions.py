"""Rules in XLSForm syntax: the results the authors' guide promises, and refusals that say why."""

from __future__ import annotations

import json
import math
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultant_app.domain import expressions
from consultant_app.domain.answers import Missing, Value
from consultant_app.domain.expression_grammar import FUNCTIONS
from consultant_app.domain.expression_tree import Binary, Call, Expr, Negative, Number, Ref, Text
from consultant_app.domain.expression_types import DATE, NUMBER, SERIES, Kind, Type
from consultant_app.domain.expressions import (
    ExpressionError,
    ExpressionSyntaxError,
    ExpressionTypeError,
    UnknownNameError,
    parse,
    to_text,
)

GUIDE = Path(__file__).parents[2] / "docs" / "questionnaires.md"
#: Random rules of the supported subset, with what JavaRosa made of them.
JAVAROSA = Path(__file__).parents[1] / "data" / "expressions-javarosa.json"
NAMES = {
    "n": NUMBER,
    "k": NUMBER,
    "c": Type(Kind.TEXT, frozenset("xyz")),
    "m": Type(Kind.SET, frozenset("abc")),
    "d": DATE,
    "s": SERIES,
}


def unanswered(name: str) -> None:
    """The surroundings of a rule when nothing is answered."""


def guide_rows() -> list[tuple[str, str, str]]:
    """The rows of the guide's table of expressions."""
    table = GUIDE.read_text(encoding="utf-8").partition("### Ce que donnent")[2]
    rows = re.findall(r"^\| `(.+?)` \|(.*?)\| (.+?) \|$", table, flags=re.MULTILINE)
    return [(rule, given_.strip(), result) for rule, given_, result in rows]


def read_answers(text: str) -> dict[str, Value | Missing]:
    found: dict[str, Value | Missing] = {}
    for part in filter(None, text.split(", ")):
        name, _, written = part.partition(" = ")
        found[name] = _read_answer(name, written)
    return found


def _read_answer(name: str, written: str) -> Value | Missing:
    if written == "NSP":
        return Missing.DONT_KNOW
    kind = NAMES[name].kind
    if kind is Kind.SET:
        return written.split()
    return float(written) if kind is Kind.NUMBER else written


def read_result(text: str) -> Value | None:
    words: dict[str, Value | None] = {"vrai": True, "faux": False, "vide": None}
    if text in words:
        return words[text]
    try:
        return float(text)
    except ValueError:
        return text


@pytest.mark.parametrize(("rule", "answered", "result"), guide_rows())
def test_the_guide_s_table_is_what_the_program_does(rule: str, answered: str, result: str) -> None:
    found = expressions.compile(rule, NAMES).evaluate(read_answers(answered).get)
    expected = read_result(result)
    assert (type(found), found) == (type(expected), expected)


def test_the_guide_shows_every_operator_and_function() -> None:
    shown = " ".join(rule for rule, _, _ in guide_rows())
    for word in ("or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"):
        assert f" {word} " in shown, word
    for function in FUNCTIONS:
        assert f"{function}(" in shown, function


@pytest.mark.parametrize(
    ("rule", "answered", "kind", "result"),
    json.loads(JAVAROSA.read_text(encoding="utf-8")),
)
def test_results_are_those_that_odk_s_own_engine_gave(
    rule: str, answered: dict[str, Value], kind: str, result: str
) -> None:
    """Rows: rule, answers, and the type and value that JavaRosa (d686d1bc9) computed for them."""
    found = expressions.compile(rule, NAMES).evaluate(answered.get)
    assert found == _as_javarosa_stores_it(kind, result)


def _as_javarosa_stores_it(kind: str, result: str) -> Value | None:
    if kind == "Boolean":
        return result == "true"
    if kind == "String":
        return result or None
    number = float(result.replace("Infinity", "inf"))
    return number if math.isfinite(number) else None


@pytest.mark.parametrize(
    ("rule", "kind", "column", "words"),
    [
        ("", ExpressionSyntaxError, 1, "s’arrête trop tôt"),
        ("1 +", ExpressionSyntaxError, 4, "s’arrête trop tôt"),
        ("${n} == 1", ExpressionSyntaxError, 7, "un seul"),
        ("${n} > 1 && true()", ExpressionSyntaxError, 10, "and"),
        ("${n} ≥ 3", ExpressionSyntaxError, 6, ">="),
        ("n > 3", ExpressionSyntaxError, 1, "${nom}"),
        ("${c} = 'x", ExpressionSyntaxError, 8, "refermé"),
        ("${c} = “x”", ExpressionSyntaxError, 8, "guillemets droits"),
        ("today() > 1", ExpressionSyntaxError, 1, "n’existe pas"),
        ("1 + if(true(), 1)", ExpressionSyntaxError, 5, "attend 3 valeurs"),
        ("not()", ExpressionSyntaxError, 1, "attend 1 valeur"),
        ("${zut} = 1", UnknownNameError, 1, "${zut} est inconnu"),
        ("${n} and true()", ExpressionTypeError, 1, "condition"),
        ("${n} = 'x'", ExpressionTypeError, 6, "ne se compare pas"),
        ("${n} = '5'", ExpressionTypeError, 6, "ne se compare pas"),
        ("${c} = 'w'", ExpressionTypeError, 6, "« w » n’est pas un choix"),
        ("${c} > 1", ExpressionTypeError, 1, "nombre est attendu"),
        ("${c} + 1", ExpressionTypeError, 1, "nombre est attendu"),
        ("${m} = 'a'", ExpressionTypeError, 6, "selected"),
        ("selected(${m}, 'w')", ExpressionTypeError, 16, "« w »"),
        ("selected(${n}, 'a')", ExpressionTypeError, 10, "choix multiple est attendu"),
        ("count-selected(${n})", ExpressionTypeError, 16, "choix multiple est attendu"),
        ("not(${n})", ExpressionTypeError, 5, "condition"),
        ("if(${n}, 1, 2)", ExpressionTypeError, 4, "condition"),
        ("if(true(), 1, 'x')", ExpressionTypeError, 15, "même nature"),
        ("coalesce(${n}, 'x')", ExpressionTypeError, 16, "même nature"),
        ("answered(1)", ExpressionTypeError, 1, "answered(${nom})"),
        ("${d} > '2026-01-31'", ExpressionTypeError, 8, "date('2026-01-31')"),
        ("${d} = 'demain'", ExpressionTypeError, 6, "ne se compare pas"),
        ("date('2026-02-30') = ${d}", ExpressionTypeError, 1, "2026-01-31"),
        ("${s} > 1", ExpressionTypeError, 1, "nombre est attendu"),
    ],
)
def test_a_faulty_rule_is_refused_at_its_place(
    rule: str, kind: type[ExpressionError], column: int, words: str
) -> None:
    with pytest.raises(kind) as refusal:
        expressions.compile(rule, NAMES)
    assert words in refusal.value.sentence.replace("\u00a0", " ")
    assert refusal.value.column == column
    assert refusal.value.sentence.endswith(".")


@pytest.mark.parametrize(
    "rule",
    [
        "(" * 10_000 + "1" + ")" * 10_000,
        "(" * 1_000 + "1" + ")" * 1_000,
        "-" * 3_000 + "1",
        "not(" * 800 + "true()" + ")" * 800,
        "1" + " + 1" * 900,
        "1 = (" * 500,
        "9" * 4_000 + "9",
    ],
)
def test_monstrous_rules_are_refused_at_once(rule: str) -> None:
    parse("1")  # the parser itself is built once, on first use
    start = time.process_time()
    with pytest.raises(ExpressionSyntaxError, match=r"trop (longue|imbriquée)"):
        parse(rule)
    assert time.process_time() - start < 0.5


def test_a_rule_as_long_as_people_write_them_is_read() -> None:
    rule = " or ".join(f"${{c}} = '{code}'" for code in "xyz" * 25)
    assert expressions.compile(rule, NAMES).holds({"c": "z"}.get)


def test_blanks_and_spaces_of_french_typography_are_only_blanks() -> None:
    assert expressions.compile("\u00a0${ n }\n >= \t10 ", NAMES).holds({"n": 10}.get)


def test_a_compiled_rule_tells_the_names_it_reads_and_its_type() -> None:
    rule = expressions.compile("if(${n} > 1, ${k}, -${n})", NAMES)
    assert rule.names == {"n", "k"}
    assert rule.type == NUMBER


def test_a_choice_passed_on_by_a_calculation_is_still_checked() -> None:
    found = expressions.compile("if(${n} > 1, 'haut', 'bas')", NAMES).type
    assert found.codes == frozenset({"haut", "bas"})
    with pytest.raises(ExpressionTypeError):
        expressions.compile("${r} = 'moyen'", {"r": found})


@pytest.mark.parametrize("value", ["cinq", [1], math.nan, {"a": 1}])
def test_a_value_of_the_wrong_kind_reads_as_empty(value: Value) -> None:
    rule = expressions.compile("${n} = ''", NAMES)
    assert rule.holds({"n": value}.get)


def test_a_series_is_empty_or_answered() -> None:
    rule = expressions.compile("answered(${s}) and ${s} != ''", NAMES)
    assert rule.holds({"s": [{"year": 2024}]}.get)
    assert not rule.holds(unanswered)


def test_an_integer_beyond_floats_does_not_break_a_rule() -> None:
    assert expressions.compile("${n} > 1", NAMES).holds({"n": 10**400}.get)


# --- properties ---------------------------------------------------------------------------------

_LEAVES: st.SearchStrategy[Expr] = st.one_of(
    st.integers(0, 10_000).map(lambda n: Number(float(n))),
    st.sampled_from([0.5, 0.125, 1e-9, 12.75]).map(Number),
    st.text(st.characters(exclude_characters="'", codec="utf-8"), max_size=5).map(Text),
    st.sampled_from(["n", "k", "c", "m", "d"]).map(Ref),
)


def _grown(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    operators = st.sampled_from(
        ["or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"]
    )
    return st.one_of(
        inner.map(Negative),
        st.builds(Binary, operators, inner, inner),
        st.builds(Call, st.sampled_from(["not", "count-selected"]), st.tuples(inner)),
        st.builds(Call, st.sampled_from(["selected", "coalesce"]), st.tuples(inner, inner)),
        st.builds(Call, st.just("if"), st.tuples(inner, inner, inner)),
    )


TREES = st.recursive(_LEAVES, _grown, max_leaves=20)


@given(TREES)
@settings(max_examples=150, deadline=None)
def test_a_tree_written_and_read_again_is_the_same(tree: Expr) -> None:
    assert parse(to_text(tree)) == tree


@given(st.text(st.sampled_from("${}nkmd ()'\"=<>!+-*,.019andormselectd"), max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_rule_or_a_refusal_in_french(text: str) -> None:
    refusal = refused(text)
    if refusal is not None:
        assert refusal.sentence.endswith(".")
        assert 1 <= refusal.column <= len(text) + 1


def refused(text: str) -> ExpressionError | None:
    """Read the rule and compute it without answers; return the refusal if it is refused."""
    try:
        expressions.compile(text, NAMES).evaluate(unanswered)
    except ExpressionError as refusal:
        return refusal
    return None


_VALUES = {
    "n": st.one_of(st.none(), st.integers(-3, 3), st.floats(), st.sampled_from(Missing)),
    "k": st.one_of(st.none(), st.integers(-3, 3)),
    "c": st.one_of(st.none(), st.sampled_from("xyz"), st.sampled_from(Missing)),
    "m": st.one_of(st.none(), st.lists(st.sampled_from("abc"), unique=True)),
    "d": st.one_of(st.none(), st.dates().map(str)),
}


@given(TREES, st.fixed_dictionaries(_VALUES))
@settings(max_examples=300, deadline=None)
def test_a_rule_that_is_accepted_always_computes_a_value_of_its_type(
    tree: Expr, answered: dict[str, Value | Missing | None]
) -> None:
    try:
        rule = expressions.compile(to_text(tree), NAMES)
    except ExpressionError:
        return
    value = rule.evaluate(answered.get)
    allowed: dict[Kind, type | tuple[type, ...]] = {
        Kind.NUMBER: float,
        Kind.BOOLEAN: bool,
        Kind.SET: tuple,
        Kind.EMPTY: type(None),
    }
    assert value is None or isinstance(value, allowed.get(rule.type.kind, str))
    assert not isinstance(value, float) or math.isfinite(value)
