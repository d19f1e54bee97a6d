"""The grammar of rules: the XLSForm (XPath 1.0) subset, from text to a tree.

Precedence and associativity are XPath's: ``or`` < ``and`` < ``= !=`` < ``< <= > >=`` < ``+ -`` <
``* div mod`` < unary minus; binary operators bind to the left.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from consultant_app.domain.expression_tree import (
    MAX_DEPTH,
    Binary,
    Call,
    Expr,
    ExpressionSyntaxError,
    Negative,
    Number,
    Ref,
    Text,
    too_deep,
)

#: Longest rule taken, in characters.
MAX_LENGTH: Final = 4_000


#: Function → number of its arguments.
FUNCTIONS: Final = {
    "selected": 2,
    "count-selected": 1,
    "not": 1,
    "coalesce": 2,
    "if": 3,
    "answered": 1,
    "date": 1,
    "true": 0,
    "false": 0,
}

_GRAMMAR = r"""
?start: disjunction
?disjunction: conjunction | disjunction OR conjunction -> binary
?conjunction: equality | conjunction AND equality -> binary
?equality: comparison | equality EQUALS comparison -> binary
?comparison: sum | comparison COMPARES sum -> binary
?sum: product | sum (PLUS | MINUS) product -> binary
?product: signed | product (TIMES | DIV | MOD) signed -> binary
?signed: atom | MINUS signed -> negative
?atom: NUMBER -> number
     | STRING -> text
     | REF -> ref
     | FUNCTION "(" [disjunction ("," disjunction)*] ")" -> call
     | "(" disjunction ")"

OR: /or(?![\w.-])/
AND: /and(?![\w.-])/
DIV: /div(?![\w.-])/
MOD: /mod(?![\w.-])/
EQUALS: "=" | "!="
COMPARES: "<=" | ">=" | "<" | ">"
PLUS: "+"
MINUS: "-"
TIMES: "*"
NUMBER: /[0-9]+(\.[0-9]*)?|\.[0-9]+/
STRING: /"[^"]*"|'[^']*'/
REF: /\$\{\s*[A-Za-z_][A-Za-z0-9_.-]*\s*\}/
FUNCTION: /[A-Za-z][A-Za-z0-9-]*(?=\s*\()/
%ignore /[ \t\r\n\u00a0\u202f]+/
"""


@v_args(inline=True)
class _TreeMaker(Transformer[Token, Expr]):
    def number(self, token: Token) -> Expr:
        return Number(float(token), _column(token))

    def text(self, token: Token) -> Expr:
        return Text(str(token)[1:-1], _column(token))

    def ref(self, token: Token) -> Expr:
        return Ref(str(token)[2:-1].strip(), _column(token))

    def negative(self, minus: Token, operand: Expr) -> Expr:
        return Negative(operand, _column(minus))

    def binary(self, left: Expr, operator: Token, right: Expr) -> Expr:
        return Binary(str(operator), left, right, _column(operator))

    def call(self, function: Token, *arguments: Expr | None) -> Expr:
        given = tuple(a for a in arguments if a is not None)
        _check_call(function, len(given))
        return Call(str(function), given, _column(function))


def parse(text: str) -> Expr:
    """Read a rule into its tree. Raises `ExpressionSyntaxError`."""
    if len(text) > MAX_LENGTH:
        raise ExpressionSyntaxError(
            f"La règle est trop longue ({MAX_LENGTH} caractères au plus)", MAX_LENGTH
        )
    _check_brackets(text)
    try:
        return _parser().parse(text)  # type: ignore[return-value]
    except UnexpectedInput as error:
        raise _syntax_error(text, error) from None


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", transformer=_TreeMaker(), maybe_placeholders=False)


def _check_brackets(text: str) -> None:
    depth = 0
    for column, character in enumerate(text, start=1):
        depth += (character == "(") - (character == ")")
        if depth > MAX_DEPTH:
            raise too_deep(column)


def _check_call(function: Token, given: int) -> None:
    expected = FUNCTIONS.get(str(function))
    if expected is None:
        known = ", ".join(f"{name}()" for name in FUNCTIONS)
        raise ExpressionSyntaxError(
            f"La fonction {function}() n’existe pas (fonctions admises\u00a0: {known})",
            _column(function),
        )
    if given != expected:
        plural = "s" if expected > 1 else ""
        raise ExpressionSyntaxError(
            f"{function}() attend {expected} valeur{plural} entre parenthèses, pas {given}",
            _column(function),
        )


def _column(token: Token) -> int:
    return (token.start_pos or 0) + 1


_HINTS = {
    "&": "écrivez «\u00a0and\u00a0»",
    "|": "écrivez «\u00a0or\u00a0»",
    "!": "écrivez «\u00a0!=\u00a0» ou «\u00a0not(…)\u00a0»",
    "/": "écrivez «\u00a0div\u00a0» pour diviser",
    "%": "écrivez «\u00a0mod\u00a0» pour le reste d’une division",
    "≥": "écrivez «\u00a0>=\u00a0»",
    "≤": "écrivez «\u00a0<=\u00a0»",
    "≠": "écrivez «\u00a0!=\u00a0»",
    "$": "un nom s’écrit ${nom}",
    "{": "un nom s’écrit ${nom}",
    "'": "ce texte n’est pas refermé",
    '"': "ce texte n’est pas refermé",
    "’": "un texte s’écrit entre apostrophes droites",
    "‘": "un texte s’écrit entre apostrophes droites",
    "“": "un texte s’écrit entre guillemets droits",
    "«": "un texte s’écrit entre guillemets droits",
}


def _syntax_error(text: str, error: UnexpectedInput) -> ExpressionSyntaxError:
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return ExpressionSyntaxError("La règle s’arrête trop tôt", len(text) + 1)
    start = getattr(error, "pos_in_stream", None) or 0
    found = text[start : start + 1]
    if isinstance(error, UnexpectedCharacters) and (hint := _HINTS.get(found)):
        message = f"«\u00a0{found}\u00a0» n’est pas admis ici\u00a0: {hint}"
    elif found == "=":
        message = "L’égalité s’écrit avec un seul «\u00a0=\u00a0»"
    elif found.isalpha():
        message = (
            f"«\u00a0{_word(text, start)}\u00a0» n’est pas admis ici\u00a0: un nom s’écrit ${{nom}}"
        )
    else:
        message = f"«\u00a0{found}\u00a0» n’est pas attendu ici"
    return ExpressionSyntaxError(message, start + 1)


def _word(text: str, start: int) -> str:
    end = start
    while end < len(text) and end - start < 30 and (text[end].isalnum() or text[end] in "_-"):
        end += 1
    return text[start:end]
