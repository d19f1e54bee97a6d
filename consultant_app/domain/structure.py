"""pydantic's validation errors, told in French at the line they come from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from consultant_app.domain.faults import Fault
from consultant_app.domain.yaml_tree import Node

M = TypeVar("M", bound=BaseModel)

_MESSAGES = {
    "string_type": "{key}\u00a0: un texte est attendu (mettez-le entre guillemets).",
    "string_too_short": "{key}\u00a0: ce texte ne peut pas être vide.",
    "string_too_long": "{key}\u00a0: ce texte est trop long ({max_length} caractères au plus).",
    "bool_type": "{key}\u00a0: écrivez true ou false.",
    "bool_parsing": "{key}\u00a0: écrivez true ou false.",
    "int_type": "{key}\u00a0: un nombre entier est attendu.",
    "int_parsing": "{key}\u00a0: un nombre entier est attendu.",
    "int_from_float": "{key}\u00a0: un nombre entier est attendu.",
    "float_type": "{key}\u00a0: un nombre est attendu.",
    "float_parsing": "{key}\u00a0: un nombre est attendu.",
    "finite_number": "{key}\u00a0: un nombre fini est attendu.",
    "tuple_type": "{key}\u00a0: une liste est attendue (chaque ligne commence par un tiret).",
    "list_type": "{key}\u00a0: une liste est attendue (chaque ligne commence par un tiret).",
    "dict_type": "{key}\u00a0: des clés et leurs valeurs sont attendues.",
    "model_type": "{key}\u00a0: des clés et leurs valeurs sont attendues.",
    "too_short": "{key}\u00a0: la liste doit avoir au moins {min_length} élément.",
    "greater_than": "{key}\u00a0: la valeur doit être supérieure à {gt}.",
    "greater_than_equal": "{key}\u00a0: la valeur doit être au moins {ge}.",
    "less_than_equal": "{key}\u00a0: la valeur doit être au plus {le}.",
    "less_than": "{key}\u00a0: la valeur doit être inférieure à {lt}.",
    "enum": "{key}\u00a0: «\u00a0{input}\u00a0» n’est pas admis ici ({expected}).",
    "literal_error": "{key}\u00a0: «\u00a0{input}\u00a0» n’est pas admis ici ({expected}).",
}
_BAD_ID = (
    "L’identifiant «\u00a0{input}\u00a0» n’est pas admis\u00a0: lettres minuscules sans accent, "
    "chiffres et {joint}, en commençant par une lettre."
)


def validate(model: type[M], tree: Node) -> tuple[M | None, list[Fault]]:
    """Build ``model`` from the tree, or return None and a fault for each thing amiss."""
    try:
        return model.model_validate(tree.plain()), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, [_fault(tree, detail) for detail in details if not _is_echo(detail)]


def _is_echo(detail: Any) -> bool:
    """Whether a list counts as too short only because its items have faults of their own."""
    return detail["type"] == "too_short" and bool(detail["input"])


def _fault(tree: Node, detail: Any) -> Fault:
    path: Sequence[str | int] = detail["loc"]
    kind: str = detail["type"]
    if kind == "missing":
        place, _ = _follow(tree, path[:-1])
        return place.fault(f"Il manque la clé «\u00a0{path[-1]}\u00a0».")
    place, is_key = _follow(tree, path)
    if kind == "extra_forbidden":
        parent, _ = _follow(tree, path[:-1])
        return parent.place_of(path[-1]).fault(f"La clé «\u00a0{path[-1]}\u00a0» est inconnue.")
    if kind == "string_pattern_mismatch":
        joint = "tiret" if "0-9-" in detail["ctx"]["pattern"] else "souligné (_)"
        return place.fault(_BAD_ID.format(input=_short(detail["input"]), joint=joint))
    key = "Cette clé" if is_key else _key_in(path)
    pattern = _MESSAGES.get(kind, "{key}\u00a0: cette valeur n’est pas admise.")
    context = {"input": _short(detail["input"]), **detail.get("ctx", {})}
    context["expected"] = str(context.get("expected", "")).replace(" or ", " ou ").replace("'", "")
    return place.fault(pattern.format(key=key, **context))


def _follow(tree: Node, path: Sequence[str | int]) -> tuple[Node, bool]:
    """Walk down ``path`` as far as the tree goes; second: whether a mapping's key is meant."""
    node = tree
    for step in path:
        if step == "[key]":
            continue
        if node.items is not None and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        elif node.entries is not None and (child := _entry(node, step)) is not None:
            if path[-1] == "[key]" and step == path[-2]:
                return node.place_of(_key(node, step)), True
            node = child
        else:
            break
    return node, False


def _key(node: Node, step: str | int) -> str | int | float:
    """The key of ``node`` that pydantic calls ``step`` (it writes numbers as text)."""
    return next((key for key in node.entries or {} if str(key) == str(step)), step)


def _entry(node: Node, step: str | int) -> Node | None:
    return node.get(_key(node, step))


def _key_in(path: Sequence[str | int]) -> str:
    names = [str(step) for step in path if isinstance(step, str)]
    return f"«\u00a0{names[-1]}\u00a0»" if names else "Le fichier"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"
