"""What the cube only counts, by families: needs of a theme, an action, growth, brakes, answers.

A variable gives each firm one value; each published value is one table of the plan. A family is
published in one partition. `alibis` says how each value could be another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, get_args

import numpy as np

from sync.protocol.codebook import CodeLabel, ThemeCode
from sync.protocol.record import GrowthType
from sync.server.publication.columns import Coded, Table
from sync.server.publication.figures import Kind
from sync.server.publication.plan import MIN_FIRMS, UNKNOWN
from sync.server.publication.sample import Sample
from sync.server.publication.scores import MISSING, Flags, Ints

Label: TypeAlias = tuple[Kind, str] | None
#: Most brakes, and most levers, that a record holds.
_MOST_RANKED = 3


@dataclass(frozen=True, slots=True)
class Counted:
    """One variable.

    ``labels``: for each value, the (kind, subject) that it is published under; None: it is not.
    ``value``: each firm's. ``counted``: for each value, whether its firms are in the cell's ``n``.
    ``moves``: pairs (from, to) of values such that a firm could have either and no other published
    figure would change. ``secret``: values that nobody may find out: what a firm keeps, cites or said.
    That it does not keep a need says nothing of it.
    """

    labels: tuple[Label, ...]
    value: Ints
    counted: tuple[bool, ...]
    moves: tuple[tuple[int, int], ...]
    secret: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Variables that share a partition.

    ``name``: of its groups. ``whole``: whether the first variable says if any of the others is kept.
    ``most``: how many of its flags a firm can bear. ``theme``: whose cells an exchange of answers
    must leave alone.
    """

    name: str
    variables: tuple[Counted, ...]
    whole: bool = False
    most: int | None = None
    theme: str = ""


def families(sample: Sample) -> Iterator[Family]:
    """Every family of a sample, in the order of publication."""
    for theme in sample.book.themes:
        yield _needs(sample, theme)
    for number, action in enumerate(sample.action_codes):
        yield Family(f"action:{action}", (_flag("action", action, sample.actions[:, number]),))
    facts, book = sample.facts, sample.book
    yield _choice("growth", get_args(GrowthType), facts["growth_type"])
    yield _choice("phase", _codes(book.phases), facts["phase"])
    yield _choice("attitude", _codes(book.attitudes), facts["attitude"])
    yield _ranked("brake", _codes(book.brakes), sample.cited["brakes"])
    yield _ranked("lever", _codes(book.levers), sample.cited["levers"])
    for theme in sample.book.themes:
        yield _missing(sample, theme)


def _codes(labels: Sequence[CodeLabel]) -> tuple[str, ...]:
    return tuple(label.code for label in labels)


def _flag(kind: Kind, subject: str, kept: Flags) -> Counted:
    value = kept.astype(np.int64)
    return Counted((None, (kind, subject)), value, (True, True), ((0, 1), (1, 0)), (1,))


def _needs(sample: Sample, theme: ThemeCode) -> Family:
    columns = {p: j for j, p in enumerate(sample.levels.practices)}
    needs = sample.needs[:, [columns[p.id] for p in theme.practices]]
    whole = _flag("need_theme", theme.id, np.asarray(needs.any(axis=1)))
    own = (_flag("need", p.id, needs[:, j]) for j, p in enumerate(theme.practices))
    return Family(f"need:{theme.id}", (whole, *own), whole=True)


def _choice(kind: Kind, codes: Sequence[str], told: Coded) -> Family:
    """One of a closed list; "?" where it was not told. Nothing is said of a list nobody used."""
    numbers = {code: float(i) for i, code in enumerate(codes, 1)}
    value = told.numbers(numbers, 0).astype(np.int64)
    if not value.any():
        return Family(kind, ())
    labels: tuple[Label, ...] = ((kind, UNKNOWN), *((kind, code) for code in codes))
    every = tuple(range(len(labels)))
    moves = tuple((x, y) for x in every for y in every if x != y)
    return Family(kind, (Counted(labels, value, (True,) * len(labels), moves, every[1:]),))


def _ranked(kind: Kind, codes: Sequence[str], told: Table) -> Family:
    """Which of a closed list were cited, whatever their rank."""
    nobody = np.zeros(len(told.cells), dtype=np.int8)
    places = {code: told.column(code) for code in codes}
    cited = {code: nobody if p is None else p for code, p in places.items()}
    if not any(p.any() for p in cited.values()):
        return Family(kind, ())
    variables = tuple(_flag(kind, code, p > 0) for code, p in cited.items())
    return Family(kind, variables, most=_MOST_RANKED)


#: What became of a question: not asked, answered, « ne sait pas », « sans objet », no answer.
_NOT_ASKED, _ANSWERED, _NSP, _SO, _NONE = range(5)
_OUTCOMES: Mapping[str, int] = {
    "nsp": _NSP,
    "so": _SO,
    "refused": _NONE,
    "unanswered": _NONE,
    "not_asked": _NOT_ASKED,
    "hidden": _NOT_ASKED,
}


def _missing(sample: Sample, theme: ThemeCode) -> Family:
    """What became of each question of a theme, of those that enough firms were asked."""
    variables = (_outcome(sample, p.id) for p in theme.practices)
    asked = (v for v in variables if (v.value != _NOT_ASKED).sum() >= MIN_FIRMS)
    return Family(f"answered:{theme.id}", tuple(asked), theme=theme.id)


def _outcome(sample: Sample, practice: str) -> Counted:
    """What each firm made of a question.

    A refusal and « ne sait pas » weigh alike in a score, and a question that is « sans objet »
    weighs as one that was not asked: these could have been each other.
    """
    answers = sample.levels.answers[:, sample.levels.practices.index(practice)]
    value = np.full(len(answers), _ANSWERED, dtype=np.int64)
    for code, outcome in _OUTCOMES.items():
        value[answers == MISSING[code]] = outcome
    labels: tuple[Label, ...] = (
        None,
        ("answered", practice),
        ("nsp", practice),
        ("so", practice),
        None,
    )
    moves = ((_NSP, _NONE), (_NONE, _NSP), (_SO, _NOT_ASKED), (_NOT_ASKED, _SO))
    return Counted(labels, value, (False, True, True, True, True), moves, (_NSP, _SO, _NONE))


def histogram(counted: Counted, shape: Sequence[int], places: Sequence[Any]) -> Ints:
    """How many firms at each place gave each value."""
    whole = (*shape, len(counted.labels))
    flat = np.ravel_multi_index((*places, counted.value), whole)
    return np.bincount(flat, minlength=int(np.prod(whole))).reshape(whole)
