"""Faults in what items say they were renamed from: drafts could not be moved without doubt."""

from __future__ import annotations

from collections.abc import Iterator

from consultant_app.domain.faults import Fault
from consultant_app.domain.lint_items import practices, questions
from consultant_app.domain.yaml_tree import Node


def lint_renames(tree: Node) -> Iterator[Fault]:
    """Former ids that are still in use, or that two items claim."""
    items = [node for node, _ in (*questions(tree), *practices(tree))]
    yield from _renames(items)
    yield from _renames(tree.list("themes"))


def _renames(nodes: list[Node]) -> Iterator[Fault]:
    known = {node.text("id") for node in nodes}
    claimed: dict[str, int] = {}
    for node in nodes:
        for former in node.list("renamed_from"):
            name = former.scalar
            if not isinstance(name, str):
                continue
            if name in known:
                yield former.fault(
                    f"«\u00a0{name}\u00a0» est encore un identifiant de ce questionnaire\u00a0: "
                    "«\u00a0renamed_from\u00a0» nomme ceux qui n’y sont plus."
                )
            elif name in claimed:
                yield former.fault(
                    f"«\u00a0{name}\u00a0» est déjà repris par un autre, ligne {claimed[name]}."
                )
            claimed.setdefault(name, former.line)
