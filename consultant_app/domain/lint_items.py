"""What a questionnaire's tree holds, read without trusting it: some of it may be missing or wrong.

The checks of `lint.py` and `lint_rules.py` run on this view, so that one fault hides no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from consultant_app.domain.expression_types import ANY, NUMBER, TEXT, Kind, Type
from consultant_app.domain.questionnaire import QuestionType, importance_id, wish_id
from consultant_app.domain.rule_names import CHOICE_TYPES, answer_type
from consultant_app.domain.yaml_tree import Node


@dataclass(frozen=True, slots=True)
class Placed:
    """An answerable item: its id, the mapping that defines it (its theme's when generated)."""

    id: str
    node: Node
    theme_id: str | None
    type: Type
    generated: bool = False

    @property
    def id_node(self) -> Node:
        """Where the id is written."""
        return self.node.get("id") or self.node


def questions(tree: Node) -> Iterator[tuple[Node, str | None]]:
    """Every question that is not a practice, with its theme's id."""
    yield from ((q, None) for q in section(tree, "profile"))
    for theme in tree.list("themes"):
        yield from ((q, theme.text("id")) for q in theme.list("questions"))
    yield from ((q, None) for q in section(tree, "growth"))


def section(tree: Node, key: str) -> list[Node]:
    """The questions of the profile or of the growth block."""
    block = tree.get(key)
    return block.list("questions") if block else []


def practices(tree: Node) -> Iterator[tuple[Node, str | None]]:
    """Every practice, with its theme's id."""
    for theme in tree.list("themes"):
        yield from ((p, theme.text("id")) for p in theme.list("practices"))


def items(tree: Node) -> list[Placed]:
    """Every answerable item that has an id."""
    found = [
        Placed(item_id, node, theme_id, _question_type(node))
        for node, theme_id in questions(tree)
        if (item_id := node.text("id"))
    ]
    found += [
        Placed(item_id, node, theme_id, NUMBER)
        for node, theme_id in practices(tree)
        if (item_id := node.text("id"))
    ]
    ask = tree.get("ask_importance")
    if ask and ask.scalar is True:
        found += _generated(tree)
    return found


def _generated(tree: Node) -> Iterator[Placed]:
    wishes = Type(Kind.TEXT, frozenset({"oui", "non"}))
    for theme in tree.list("themes"):
        if theme_id := theme.text("id"):
            yield Placed(importance_id(theme_id), theme, theme_id, NUMBER, generated=True)
            yield Placed(wish_id(theme_id), theme, theme_id, wishes, generated=True)


def question_type(node: Node) -> QuestionType | None:
    """The question's type, None when it is not one."""
    name = node.text("type")
    return QuestionType(name) if name in set(QuestionType) else None


def _question_type(node: Node) -> Type:
    kind = question_type(node)
    if kind is None:
        return ANY
    codes = [code for choice in node.list("choices") if (code := choice.text("code"))]
    if kind in CHOICE_TYPES and not codes:
        return TEXT if kind is QuestionType.SINGLE_CHOICE else Type(Kind.SET)
    return answer_type(kind, codes)
