"""YAML text → a tree of plain values that remember their line, safely.

Only what a questionnaire needs is taken: mappings, lists, texts, numbers, booleans and empty.
Tags and aliases are refused (no object building, no « billion laughs »), so are texts too long and
documents too deep. The events of the parser are read one at a time, so nothing recurses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from consultant_app.domain.faults import Fault

#: Longest file taken, in characters: ten times the general diagnostic.
MAX_LENGTH = 1_500_000
#: Faults of writing after which reading stops.
MAX_FAULTS = 100
#: Deepest nesting taken; a questionnaire needs eight.
MAX_DEPTH = 30

Plain: TypeAlias = Any
_STR_TAG = "tag:yaml.org,2002:str"
_INT = re.compile(r"[-+]?[0-9]{1,15}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,2})?")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}


@dataclass(eq=False, slots=True)
class Node:
    """A value of the file and where it stands (``line`` and ``column`` from 1).

    ``entries`` is set for a mapping (key → value, and ``keys`` → the key's own place), ``items``
    for a list, ``scalar`` for anything else. ``offset`` is how far the text begins after ``column``
    (1 in quotes), None when it runs over several lines.
    """

    line: int
    column: int
    scalar: str | int | float | bool | None = None
    entries: dict[str | int | float, Node] | None = None
    keys: dict[str | int | float, Node] = field(default_factory=dict)
    items: list[Node] | None = None
    offset: int | None = None

    def get(self, key: str | int | float) -> Node | None:
        """The value under ``key`` of a mapping; None when there is none."""
        return self.entries.get(key) if self.entries is not None else None

    def list(self, key: str) -> list[Node]:
        """The items of the list under ``key``; empty when there is no such list."""
        child = self.get(key)
        return child.items or [] if child is not None else []

    def text(self, key: str) -> str | None:
        """The text under ``key``; None when there is none."""
        child = self.get(key)
        return child.scalar.strip() if child and isinstance(child.scalar, str) else None

    def number(self, key: str) -> float | None:
        """The number under ``key``; None when there is none."""
        child = self.get(key)
        value = child.scalar if child else None
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return float(value) if is_number and value is not None else None

    def place_of(self, key: str | int | float) -> Node:
        """Where ``key`` is written; the mapping itself when it is not."""
        return self.keys.get(key, self)

    def plain(self) -> Plain:
        """The value as dict, list, str, int, float, bool or None."""
        if self.entries is not None:
            return {key: node.plain() for key, node in self.entries.items()}
        if self.items is not None:
            return [node.plain() for node in self.items]
        return self.scalar

    def fault(self, message: str) -> Fault:
        """A fault standing here."""
        return Fault(self.line, self.column, message)


class _RefusedError(Exception):
    """Reading stops here: what follows would be unsafe or meaningless."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


@dataclass(slots=True)
class _Builder:
    """Collects events into a tree; keys wait in ``pending`` for their value."""

    root: Node | None = None
    open: list[Node] = field(default_factory=list)
    pending: list[Node | None] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, node: Node, message: str) -> None:
        """Note a fault and read on, unless there are too many to be worth it."""
        if len(self.faults) >= MAX_FAULTS:
            raise _RefusedError(node.fault(message))
        self.faults.append(node.fault(message))

    def begin(self, node: Node) -> None:
        self.place(node)
        self.open.append(node)
        self.pending.append(None)

    def end(self) -> None:
        self.open.pop()
        self.pending.pop()

    def place(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if parent.items is not None:
            parent.items.append(node)
        elif self.pending[-1] is None:
            self.pending[-1] = node
        else:
            self._enter(parent, self.pending[-1], node)
            self.pending[-1] = None

    def _enter(self, parent: Node, key: Node, value: Node) -> None:
        name = key.scalar
        if key.entries is not None or key.items is not None or name is None:
            self.refuse(key, "Une clé doit être un mot ou un nombre.")
            return
        assert parent.entries is not None
        if name in parent.entries:
            self.refuse(key, f"La clé «\u00a0{name}\u00a0» est écrite deux fois.")
            return
        parent.entries[name] = value
        parent.keys[name] = key


def read(text: str) -> tuple[Node | None, list[Fault]]:
    """Read one YAML document; return its tree (None when unusable) and the faults met."""
    if len(text) > MAX_LENGTH:
        return None, [Fault(1, 1, "Le fichier est trop long pour un questionnaire.")]
    builder = _Builder()
    try:
        for event in _events(text):
            _take(builder, event)
    except _RefusedError as refusal:
        return None, [*builder.faults, refusal.fault]
    except MarkedYAMLError as error:
        return None, [*builder.faults, _syntax_fault(error)]
    except (YAMLError, ValueError) as error:
        return None, [*builder.faults, _character_fault(text, error)]
    if builder.root is None:
        return None, [Fault(1, 1, "Le fichier est vide.")]
    return builder.root, builder.faults


def _events(text: str) -> Iterator[Any]:
    yield from YAML(typ="safe", pure=True).parse(text)


def _take(builder: _Builder, event: Any) -> None:
    if isinstance(event, NodeEvent):
        _take_node(builder, event)
    elif isinstance(event, MappingEndEvent | SequenceEndEvent):
        builder.end()
    elif isinstance(event, DocumentStartEvent) and builder.root is not None:
        raise _RefusedError(
            _fault_at(
                event, "Un fichier ne contient qu’un document\u00a0: retirez ce «\u00a0---\u00a0»."
            )
        )


def _take_node(builder: _Builder, event: Any) -> None:
    node = Node(event.start_mark.line + 1, event.start_mark.column + 1)
    tag = str(event.tag) if getattr(event, "tag", None) else None
    if isinstance(event, AliasEvent) or event.anchor:
        builder.refuse(
            node, "Les ancres et alias YAML (& et *) ne sont pas admis\u00a0: recopiez le texte."
        )
    elif tag not in (None, _STR_TAG, "!"):
        builder.refuse(node, "Les étiquettes YAML (!…) ne sont pas admises.")
    if isinstance(event, ScalarEvent):
        node.scalar = _scalar(event.value, plain=event.style is None and tag is None)
        if event.start_mark.line == event.end_mark.line:
            node.offset = 1 if event.style else 0
    if isinstance(event, ScalarEvent | AliasEvent):
        builder.place(node)
        return
    if len(builder.open) >= MAX_DEPTH:
        raise _RefusedError(node.fault("Le fichier est trop profondément imbriqué."))
    if isinstance(event, MappingStartEvent):
        node.entries = {}
    elif isinstance(event, SequenceStartEvent):
        node.items = []
    builder.begin(node)


def _scalar(value: str, *, plain: bool) -> str | int | float | bool | None:
    """Resolve a scalar as YAML 1.2's core schema does (so « oui », « no » and « on » are texts)."""
    if not plain:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _INT.fullmatch(value):
        return int(value)
    if _FLOAT.fullmatch(value):
        return float(value)
    return value


def _fault_at(event: Any, message: str) -> Fault:
    return Fault(event.start_mark.line + 1, event.start_mark.column + 1, message)


_PROBLEMS = (
    (
        "mapping values are not allowed",
        "un deux-points n’est pas attendu ici (guillemets oubliés\u202f?)",
    ),
    ("found character '\\t'", "une tabulation sert d’espace\u00a0: mettez des espaces"),
    ("expected <block end>", "le retrait ne correspond pas à celui des lignes précédentes"),
    ("could not find expected ':'", "il manque un deux-points après la clé"),
    ("found unexpected end of stream", "des guillemets ne sont pas refermés"),
    ("expected ',' or", "il manque une virgule ou un crochet fermant"),
    ("found unknown escape", "une barre oblique inverse est de trop entre guillemets"),
)


def _syntax_fault(error: MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    problem = error.problem or ""
    words = next(
        (fr for en, fr in _PROBLEMS if en in problem), "la ligne n’a pas la forme attendue"
    )
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Fault(line, column, f"YAML illisible\u00a0: {words}.")


def _character_fault(text: str, error: Exception) -> Fault:
    position = getattr(error, "position", None)
    before = text[:position] if isinstance(position, int) else ""
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Fault(line, column, "YAML illisible\u00a0: un caractère n’est pas admis.")
