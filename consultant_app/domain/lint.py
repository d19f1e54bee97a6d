"""Faults of sense in a questionnaire: what its form allows and an interview could not use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from consultant_app.domain.faults import Fault
from consultant_app.domain.lint_items import (
    Placed,
    items,
    practices,
    question_type,
    questions,
    section,
)
from consultant_app.domain.lint_renames import lint_renames
from consultant_app.domain.lint_rules import lint_rules
from consultant_app.domain.lint_texts import lint_texts
from consultant_app.domain.questionnaire import QuestionType, Scale, ScaleLevel
from consultant_app.domain.rule_names import CHOICE_TYPES, RESERVED
from consultant_app.domain.yaml_tree import Node

_BOUNDED = {
    QuestionType.INTEGER,
    QuestionType.DECIMAL,
    QuestionType.MONEY,
    QuestionType.PERCENTAGE,
    QuestionType.YEAR,
}
_COUNTED = {
    QuestionType.RANKED_CHOICE,
    QuestionType.MULTIPLE_CHOICE,
    QuestionType.YEARLY_SERIES,
}
#: Names that places in an interview already bear.
_SECTIONS = ("profile", "growth")
_ROLES = ("series", "phase", "attitude", "discontinuity", "brakes", "levers")


def lint(tree: Node) -> Iterator[Fault]:
    """Every fault of sense in the questionnaire's tree."""
    found = items(tree)
    yield from _item_ids(found, tree)
    yield from _other_ids(tree)
    yield from _scale_faults(tree)
    yield from _practice_faults(tree)
    for question, _ in questions(tree):
        yield from _question_faults(question)
    yield from _growth_faults(tree)
    yield from _check_faults(tree, found)
    yield from lint_renames(tree)
    yield from lint_texts(tree)
    yield from lint_rules(tree, found)


def _item_ids(found: Iterable[Placed], tree: Node) -> Iterator[Fault]:
    placed = sorted((p.id_node.line, p.generated, p.id, p.id_node) for p in found)
    calculations = [(node, node.text("id")) for node in tree.list("calculations")]
    named = [(item_id, node) for _, _, item_id, node in placed]
    named += [(name, node.get("id") or node) for node, name in calculations if name]
    yield from _duplicates(named)
    for name, node in named:
        if name in RESERVED:
            yield node.fault(
                f"L’identifiant «\u00a0{name}\u00a0» est réservé à la fiche de l’entreprise."
            )


def _duplicates(named: Iterable[tuple[str, Node]]) -> Iterator[Fault]:
    first: dict[str, Node] = {}
    for name, node in named:
        if (before := first.setdefault(name, node)) is not node:
            yield node.fault(
                f"L’identifiant «\u00a0{name}\u00a0» est déjà pris, ligne {before.line}."
            )


def _ids(nodes: Iterable[Node], key: str = "id") -> list[tuple[str, Node]]:
    return [(name, node.get(key) or node) for node in nodes if (name := node.text(key))]


def _other_ids(tree: Node) -> Iterator[Fault]:
    themes = _ids(tree.list("themes"))
    yield from _duplicates(themes)
    yield from _duplicates(_ids(tree.list("checks")))
    for question, _ in questions(tree):
        yield from _duplicates(_ids(question.list("choices"), "code"))
        yield from _duplicates(_ids(question.list("columns")))
    for name, node in themes:
        if name in _SECTIONS:
            yield node.fault(
                f"L’identifiant «\u00a0{name}\u00a0» ne peut pas être celui d’un thème."
            )


def _scale(tree: Node) -> Scale | None:
    """The scale, None when it has faults of its own."""
    node = tree.get("scale")
    low, high = (node.number("min"), node.number("max")) if node else (None, None)
    if node is None or low is None or high is None or low >= high:
        return None
    half = node.get("half_steps")
    levels = [
        value for level in node.list("levels") if (value := level.number("value")) is not None
    ]
    return Scale(
        min=low,
        max=high,
        half_steps=half is not None and half.scalar is True,
        levels=tuple(ScaleLevel(value=value, name=f"{value:g}") for value in levels),
    )


def _scale_faults(tree: Node) -> Iterator[Fault]:
    node = tree.get("scale")
    if node is None or node.entries is None:
        return
    low, high = node.number("min"), node.number("max")
    if low is not None and high is not None and low >= high:
        yield node.place_of("min").fault("Le minimum de l’échelle doit être inférieur au maximum.")
    if node.get("levels") and not node.list("levels"):
        yield node.place_of("levels").fault("L’échelle doit nommer ses niveaux.")
    scale = _scale(tree)
    before: float | None = None
    for level in node.list("levels"):
        value = level.number("value")
        if value is None:
            continue
        if scale and not scale.allows(value):
            yield level.fault(f"Le niveau {value:g} n’est pas sur l’échelle.")
            continue
        if before is not None and value <= before:
            yield level.fault("Les niveaux de l’échelle doivent aller du plus bas au plus haut.")
        before = value


def _practice_faults(tree: Node) -> Iterator[Fault]:
    scale = _scale(tree)
    conditions = tree.get("conditions")
    known = set(conditions.entries or ()) if conditions else set()
    for practice, _ in practices(tree):
        if scale:
            yield from _level_faults(practice, scale)
            yield from _floor_faults(practice, scale)
        for variant in practice.list("variants"):
            when = variant.get("when")
            if when and isinstance(when.scalar, str) and when.scalar not in known:
                yield when.fault(f"La condition «\u00a0{when.scalar}\u00a0» n’est pas définie.")
            if scale and (levels := variant.get("levels")):
                yield from _off_scale(levels, scale)
    yield from _socle_faults(tree)


def _level_faults(practice: Node, scale: Scale) -> Iterator[Fault]:
    levels = practice.get("levels")
    if levels is None or levels.entries is None:
        return
    yield from _off_scale(levels, scale)
    described = {float(value) for value in levels.entries if _is_number(value)}
    named = (level.value for level in scale.levels if scale.allows(level.value))
    missing = [value for value in named if value not in described]
    if missing:
        names = ", ".join(f"{value:g}" for value in missing)
        plural = "s" if len(missing) > 1 else ""
        yield practice.place_of("levels").fault(
            f"Niveau{'x' if plural else ''} non décrit{plural}\u00a0: {names}."
        )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _off_scale(levels: Node, scale: Scale) -> Iterator[Fault]:
    for value in levels.entries or {}:
        if isinstance(value, int | float) and not scale.allows(value):
            yield levels.place_of(value).fault(
                f"Le niveau {value:g} n’est pas sur l’échelle ({scale.min:g} à {scale.max:g})."
            )


def _floor_faults(practice: Node, scale: Scale) -> Iterator[Fault]:
    vigilance = practice.get("vigilance")
    floor = vigilance.number("floor") if vigilance else None
    if vigilance and floor is not None and not scale.min < floor <= scale.max:
        yield vigilance.place_of("floor").fault(
            f"Le seuil de vigilance doit dépasser {scale.min:g} sans dépasser {scale.max:g}."
        )


def _socle_faults(tree: Node) -> Iterator[Fault]:
    """Either no theme has a socle (there is then no short interview), or each has one."""
    themes = tree.list("themes")
    without = [theme for theme in themes if not _has_socle(theme)]
    if len(without) == len(themes):
        return
    for theme in without:
        yield (theme.get("id") or theme).fault(
            "Ce thème n’a aucune pratique dans le socle\u00a0: ajoutez «\u00a0socle: true\u00a0»."
        )


def _has_socle(theme: Node) -> bool:
    marks = (practice.get("socle") for practice in theme.list("practices"))
    return any(mark is not None and mark.scalar is True for mark in marks)


def _question_faults(question: Node) -> Iterator[Fault]:
    kind = question_type(question)
    if kind is None:
        return
    yield from _list_faults(question, "choices", "choix", wanted=kind in CHOICE_TYPES)
    is_series = kind is QuestionType.YEARLY_SERIES
    yield from _list_faults(question, "columns", "colonnes", wanted=is_series)
    low, high, most = (question.number(key) for key in ("min", "max", "most"))
    for key in ("min", "max"):
        if question.number(key) is not None and kind not in _BOUNDED:
            yield question.place_of(key).fault(f"«\u00a0{key}\u00a0» ne va qu’avec un nombre.")
    if low is not None and high is not None and low > high:
        yield question.place_of("min").fault("«\u00a0min\u00a0» dépasse «\u00a0max\u00a0».")
    if most is not None and (kind not in _COUNTED or most < 1):
        yield question.place_of("most").fault(
            "«\u00a0most\u00a0» vaut au moins 1 et ne va qu’avec plusieurs choix ou une série."
        )


def _list_faults(question: Node, key: str, noun: str, *, wanted: bool) -> Iterator[Fault]:
    given = bool(question.list(key))
    if wanted and not given:
        where = question.place_of(key) if question.get(key) else question.place_of("type")
        yield where.fault(f"Cette question n’a pas de {noun}\u00a0: ajoutez «\u00a0{key}\u00a0».")
    elif given and not wanted:
        yield question.place_of(key).fault(f"Ce type de question n’a pas de {noun}.")


def _growth_faults(tree: Node) -> Iterator[Fault]:
    block = tree.get("growth")
    if block is None:
        return
    types = {q.text("id"): question_type(q) for q in section(tree, "growth")}
    for role in _ROLES:
        node = block.get(role)
        if node is None or not isinstance(node.scalar, str):
            continue
        if node.scalar not in types:
            yield node.fault(
                f"«\u00a0{node.scalar}\u00a0» n’est pas une question du bloc de croissance."
            )
        elif (fits := _fits(role, types[node.scalar])) is not None:
            yield node.fault(f"«\u00a0{node.scalar}\u00a0» n’est pas {fits}.")


def _fits(role: str, kind: QuestionType | None) -> str | None:
    """What the question should be and is not; None when it fits its role."""
    if kind is None:
        return None
    if role == "series":
        return (
            None if kind is QuestionType.YEARLY_SERIES else "une série d’exercices (yearly_series)"
        )
    return None if kind in CHOICE_TYPES else "une question à choix"


def _check_faults(tree: Node, found: Iterable[Placed]) -> Iterator[Fault]:
    known = {placed.id for placed in found}
    for check in tree.list("checks"):
        for about in check.list("about"):
            if isinstance(about.scalar, str) and about.scalar not in known:
                yield about.fault(
                    f"Le contrôle parle de «\u00a0{about.scalar}\u00a0», qui n’est pas une question."
                )
