"""Faults in the rules of a file: syntax, unknown names, types, and rules waiting for each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from consultant_app.domain import expressions
from consultant_app.domain.expression_types import ANY, BOOLEAN, Kind, Type, type_of
from consultant_app.domain.expressions import Expr, ExpressionError, names_in
from consultant_app.domain.faults import Fault
from consultant_app.domain.lint_items import Placed, practices, questions
from consultant_app.domain.rule_graph import (
    BOUND,
    CALCULATION,
    CHECK,
    CONDITION,
    GROWTH,
    RELEVANT,
    THEME,
    RuleCycleError,
    calculation_order,
    gates_of,
    ordered,
)
from consultant_app.domain.rule_names import GROWTH_NAMES, RESERVED
from consultant_app.domain.yaml_tree import Node


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule as written: what it decides (see `rule_graph`) and where it stands."""

    key: str
    node: Node

    @property
    def text(self) -> str:
        return str(self.node.scalar).strip()


def lint_rules(tree: Node, items: Iterable[Placed]) -> Iterator[Fault]:
    """Every fault of the questionnaire's rules."""
    items = list(items)
    rules = list(_rules(tree))
    trees, faults = _parsed(rules)
    yield from faults
    names: dict[str, Type] = {**{placed.id: placed.type for placed in items}, **RESERVED}
    names |= _calculation_types(tree, rules, trees, names)
    for rule in rules:
        if rule in trees:
            yield from _type_faults(rule, trees[rule], names)
    yield from _cycle_faults(tree, items, trees)


def lint_conditions(nodes: Iterable[Node], names: Mapping[str, Type]) -> Iterator[Fault]:
    """Every fault of rules that must be true or false and read ``names`` only."""
    rules = [_Rule(f"{CONDITION}{n}", node) for n, node in enumerate(nodes) if _is_rule(node)]
    trees, faults = _parsed(rules)
    yield from faults
    for rule, expression in trees.items():
        yield from _type_faults(rule, expression, names)


def _is_rule(node: Node | None) -> bool:
    return node is not None and isinstance(node.scalar, str) and bool(node.scalar.strip())


def _rules(tree: Node) -> Iterator[_Rule]:
    return (rule for rule in _candidates(tree) if _is_rule(rule.node))


def _candidates(tree: Node) -> Iterator[_Rule]:
    conditions = tree.get("conditions")
    for name, node in (conditions.entries or {}).items() if conditions else ():
        yield _Rule(f"{CONDITION}{name}", node)
    for prefix, nodes, key in (
        (CALCULATION, tree.list("calculations"), "value"),
        (CHECK, tree.list("checks"), "when"),
        (THEME, tree.list("themes"), "relevant"),
        (RELEVANT, [node for node, _ in (*questions(tree), *practices(tree))], "relevant"),
    ):
        for owner in nodes:
            if rule := owner.get(key):
                yield _Rule(f"{prefix}{owner.text('id')}", rule)
    for practice, _ in practices(tree):
        vigilance = practice.get("vigilance")
        if vigilance and (rule := vigilance.get("relevant")):
            yield _Rule(f"{BOUND}{practice.text('id')}", rule)


def _parsed(rules: Iterable[_Rule]) -> tuple[dict[_Rule, Expr], list[Fault]]:
    trees: dict[_Rule, Expr] = {}
    faults = []
    for rule in rules:
        try:
            trees[rule] = expressions.parse(rule.text)
        except ExpressionError as error:
            faults.append(_fault(rule.node, error))
    return trees, faults


def _fault(node: Node, error: ExpressionError) -> Fault:
    """Tell it at its character when the rule is on one line, else at the rule's first line."""
    on_one_line = node.offset is not None
    words = f"{error.message}." if on_one_line else str(error)
    column = node.column + (node.offset or 0) + (error.column - 1 if on_one_line else 0)
    return Fault(node.line, column, f"Règle\u00a0: {words[:1].lower()}{words[1:]}")


def _calculation_types(
    tree: Node, rules: Iterable[_Rule], trees: Mapping[_Rule, Expr], names: Mapping[str, Type]
) -> dict[str, Type]:
    """What each calculation yields; ANY for one that is faulty (told where it stands)."""
    found = {name: ANY for node in tree.list("calculations") if (name := node.text("id"))}
    parsed = {
        rule.key.removeprefix(CALCULATION): trees[rule]
        for rule in rules
        if rule.key.startswith(CALCULATION) and rule in trees
    }
    order, _ = calculation_order({name: names_in(tree) for name, tree in parsed.items()})
    for name in order:
        try:
            found[name] = type_of(parsed[name], {**names, **found})
        except ExpressionError:
            continue
    return found


def _type_faults(rule: _Rule, expression: Expr, names: Mapping[str, Type]) -> Iterator[Fault]:
    try:
        found = type_of(expression, names)
    except ExpressionError as error:
        yield _fault(rule.node, error)
        return
    if rule.key.startswith(CALCULATION):
        if found.kind in (Kind.EMPTY, Kind.SERIES):
            yield rule.node.fault(
                "Règle\u00a0: cette valeur calculée n’est ni un nombre ni un texte."
            )
    elif found.kind not in (BOOLEAN.kind, Kind.ANY):
        yield rule.node.fault(
            "Règle\u00a0: une condition (vrai ou faux) est attendue, par exemple ${staff} >= 10."
        )


def _cycle_faults(
    tree: Node, items: Collection[Placed], trees: Mapping[_Rule, Expr]
) -> Iterator[Fault]:
    rules = {rule.key: rule for rule in trees}
    gates = gates_of([(placed.id, placed.theme_id) for placed in items], rules)
    block = tree.get("growth")
    series = block.text("series") if block else None
    sources = {**gates, **dict.fromkeys(GROWTH_NAMES, (GROWTH,))}
    sources |= {
        key.removeprefix(CALCULATION): (key,) for key in rules if key.startswith(CALCULATION)
    }
    waits = {
        rule.key: {key for name in names_in(expression) for key in sources.get(name, ())}
        for rule, expression in trees.items()
    }
    waits[GROWTH] = set(gates.get(series or "", ()))
    for cycle in _cycles(waits):
        keys = [key for key in dict.fromkeys(cycle) if key in rules]
        yield _cycle_fault([rules[key] for key in keys])


def _cycles(waits: Mapping[str, Collection[str]]) -> Iterator[tuple[str, ...]]:
    """Cycles, each cut where it was found so that the next one shows."""
    left = {key: set(awaited) for key, awaited in waits.items()}
    while True:
        try:
            ordered(left)
        except RuleCycleError as error:
            yield error.keys
            for key in error.keys:
                left[key] = set()
        else:
            return


def _cycle_fault(cycle: list[_Rule]) -> Fault:
    first = min(cycle, key=lambda rule: rule.node.line)
    names = list(dict.fromkeys(rule.key.partition(":")[2] for rule in cycle))
    if len(cycle) == 1 and first.key.startswith(THEME):
        return first.node.fault(
            f"Règle\u00a0: le thème «\u00a0{names[0]}\u00a0» dépend d’une de ses propres réponses."
        )
    if len(names) == 1:
        return first.node.fault(
            f"Règle\u00a0: «\u00a0{names[0]}\u00a0» dépend de sa propre réponse."
        )
    chain = " → ".join(f"«\u00a0{name}\u00a0»" for name in names)
    return first.node.fault(f"Règle\u00a0: ces règles s’attendent l’une l’autre\u00a0: {chain}.")
