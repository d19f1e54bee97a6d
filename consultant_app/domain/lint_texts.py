"""Texts too long for the place they are printed in (`questionnaire.Wording` tells the limits)."""

from __future__ import annotations

from collections.abc import Iterator

from consultant_app.domain.faults import Fault
from consultant_app.domain.lint_items import practices
from consultant_app.domain.yaml_tree import Node

MAX_PRIORITY_AND_WHY = 135
MAX_FIRST_STEP = 100
MAX_STRENGTH = 60


def lint_texts(tree: Node) -> Iterator[Fault]:
    """Every text of a practice, variants included, that its place on paper cannot hold."""
    for practice, _ in practices(tree):
        for wording in (practice, *practice.list("variants")):
            yield from _too_long(wording, "first_step", MAX_FIRST_STEP)
            yield from _too_long(wording, "strength", MAX_STRENGTH)
            yield from _stopped(wording)
            yield from _pair(wording, practice)


def _too_long(wording: Node, key: str, limit: int) -> Iterator[Fault]:
    length = len(wording.text(key) or "")
    if length > limit:
        yield wording.place_of(key).fault(
            f"«\u00a0{key}\u00a0» compte {length} caractères, pour {limit} au plus."
        )


def _stopped(wording: Node) -> Iterator[Fault]:
    if (wording.text("strength") or "").endswith("."):
        yield wording.place_of("strength").fault(
            "«\u00a0strength\u00a0» s’écrit sans point final\u00a0: le programme le met."
        )


def _pair(wording: Node, practice: Node) -> Iterator[Fault]:
    """The priority and its why stand on the same lines of the synthesis."""
    own = [key for key in ("why", "priority") if wording.text(key)]
    if not own:
        return
    texts = [wording.text(key) or practice.text(key) or "" for key in ("priority", "why")]
    length = sum(map(len, texts))
    if length > MAX_PRIORITY_AND_WHY:
        longest = max(own, key=lambda key: len(wording.text(key) or ""))
        yield wording.place_of(longest).fault(
            f"«\u00a0priority\u00a0» et «\u00a0why\u00a0» comptent ensemble {length} caractères, "
            f"pour {MAX_PRIORITY_AND_WHY} au plus."
        )
