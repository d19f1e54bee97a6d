"""Faults of sense in a catalogue of collective actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from consultant_app.domain.expression_types import ANY, Type
from consultant_app.domain.faults import Fault
from consultant_app.domain.lint_rules import lint_conditions
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.domain.rule_graph import RuleCycleError, ordered
from consultant_app.domain.rule_names import RESERVED, item_type
from consultant_app.domain.yaml_tree import Node


def lint_catalogue(
    tree: Node, known: Mapping[str, Questionnaire], *, strict: bool
) -> Iterator[Fault]:
    """Every fault of sense in the catalogue's tree; ``known``: the questionnaires by id.

    A questionnaire named and not known is a fault when ``strict``; else what depends on it (its
    practices, rules reading its questions) is taken on trust.
    """
    named = [node for node in tree.list("questionnaires") if isinstance(node.scalar, str)]
    for node in named:
        if strict and node.scalar not in known:
            yield node.fault(f"Le questionnaire «\u00a0{node.scalar}\u00a0» n’est pas installé.")
    served = [known[name] for node in named if (name := str(node.scalar)) in known]
    actions = tree.list("actions")
    yield from _id_faults(actions)
    if len(served) == len(named):
        yield from _practice_faults(actions, served)
        rules = [rule for action in actions if (rule := action.get("eligible"))]
        yield from lint_conditions(rules, _names(served))
    yield from _order_faults(actions)


def _id_faults(actions: Iterable[Node]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for action in actions:
        name, node = action.text("id"), action.get("id")
        if name and node and (line := first.setdefault(name, node.line)) != node.line:
            yield node.fault(f"L’identifiant «\u00a0{name}\u00a0» est déjà pris, ligne {line}.")


def _practice_faults(actions: Iterable[Node], served: Iterable[Questionnaire]) -> Iterator[Fault]:
    practices = {practice for questionnaire in served for practice in questionnaire.practices}
    for action in actions:
        covers = action.get("covers")
        for practice in (covers.entries or {}) if covers else ():
            if covers and practice not in practices:
                yield covers.place_of(practice).fault(
                    f"«\u00a0{practice}\u00a0» n’est pas une pratique des questionnaires nommés."
                )


def _names(served: Iterable[Questionnaire]) -> dict[str, Type]:
    """What rules may read; a name of two types in two questionnaires is taken as it comes."""
    names: dict[str, Type] = {}
    for questionnaire in served:
        for item in questionnaire.items.values():
            found = item_type(item)
            names[item.id] = found if names.get(item.id, found) == found else ANY
    return {**names, **RESERVED}


def _order_faults(actions: list[Node]) -> Iterator[Fault]:
    after = {name: action.list("after") for action in actions if (name := action.text("id"))}
    for nodes in after.values():
        for node in nodes:
            if isinstance(node.scalar, str) and node.scalar not in after:
                yield node.fault(f"L’action «\u00a0{node.scalar}\u00a0» n’existe pas.")
    waits = {name: {str(node.scalar) for node in nodes} for name, nodes in after.items()}
    try:
        ordered(waits)
    except RuleCycleError as error:
        chain = " → ".join(f"«\u00a0{name}\u00a0»" for name in dict.fromkeys(error.keys))
        nodes = [n for name in error.keys for n in after.get(name, ()) if n.scalar in error.keys]
        first = min(nodes, key=lambda node: (node.line, node.column))
        yield first.fault(f"Ces actions s’attendent l’une l’autre (after)\u00a0: {chain}.")
