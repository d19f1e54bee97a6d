"""An attacker of counts, who knows every firm's keys and tries every way of keeping and citing.

Like `tests.sync.attacker`, for what is only counted: needs, actions, growth, brakes, levers, what
became of a question. What is the same in all the worlds that fit was derived.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations, product
from typing import Any, TypeAlias

import numpy as np

from sync.protocol.record import Record
from sync.server.publication.figures import Cell, of_kept, rounded
from sync.server.publication.plan import MIN_FIRMS
from tests.sync.attacker import Told, is_member

Worlds: TypeAlias = np.ndarray[Any, np.dtype[np.int8]]


@dataclass(frozen=True)
class Question:
    """What is asked of each firm.

    ``options``: every answer there can be. ``told``: a record's own. ``tables``: (kind, subject) → the
    options that are counted there. ``asked``: the options that are in the cell's ``n`` (None: all).
    ``secret``: options, or sets of them, that must not be found out. ``practice``: whose levels the
    options are, where they are.
    """

    options: Sequence[Any]
    told: Callable[[Record], Any]
    tables: Mapping[tuple[str, str], Callable[[Any], bool]]
    asked: Callable[[Any], bool] = field(default=lambda option: True)
    secret: Callable[[Any], bool] = field(default=lambda option: True)
    practice: str = ""


def needs(theme: str, practices: Sequence[str]) -> Question:
    """The needs of a theme, and whether there is any."""
    tables: dict[tuple[str, str], Callable[[Any], bool]] = {("need_theme", theme): bool}
    tables |= {("need", p): _holds(p) for p in practices}
    return Question(_subsets(practices), lambda r: frozenset(r.needs), tables)


def action(code: str) -> Question:
    """One action."""
    return Question(
        _subsets([code]),
        lambda r: frozenset(r.actions) & {code},
        {("action", code): _holds(code)},
    )


def cited(kind: str, codes: Sequence[str]) -> Question:
    """Brakes or levers, three at most."""
    tables = {(kind, c): _holds(c) for c in codes}
    return Question(_subsets(codes, 3), lambda r: frozenset(getattr(r, f"{kind}s")), tables)


def chosen(kind: str, codes: Sequence[str], told: Callable[[Record], str | None]) -> Question:
    """One of a list; "?" where it was not told."""
    tables = {(kind, c): _is(c) for c in ("?", *codes)}
    return Question(("?", *codes), lambda r: told(r) or "?", tables, secret=lambda o: o != "?")


def outcome(practice: str, levels: Sequence[float]) -> Question:
    """What became of the only question of a theme; its level counts too."""
    missing = ("nsp", "so", "refused", "not_asked")
    return Question(
        (*levels, *missing),
        lambda r: _answer(r, practice),
        {
            ("answered", practice): lambda o: not isinstance(o, str),
            ("nsp", practice): _is("nsp"),
            ("so", practice): _is("so"),
        },
        asked=lambda o: o != "not_asked",
        secret=lambda o: o in {"nsp", "so"},
        practice=practice,
    )


def _answer(record: Record, practice: str) -> Any:
    placed = record.practices[practice]
    return placed.missing if placed.level is None else placed.level


def _holds(code: str) -> Callable[[Any], bool]:
    return lambda option: code in option


def _is(code: str) -> Callable[[Any], bool]:
    return lambda option: bool(option == code)


def _subsets(codes: Sequence[str], most: int = 9) -> list[frozenset[str]]:
    sizes = range(min(len(codes), most) + 1)
    return [frozenset(c) for c in chain(*(combinations(codes, size) for size in sizes))]


@dataclass(frozen=True)
class Found:
    """``kept``: what a firm was found to keep, cite or say. ``absent``: what it was found not to."""

    kept: list[str]
    absent: list[str]


def derived(question: Question, records: Sequence[Record], told: Iterable[Told]) -> Found:
    """What is the same in every world that fits all publications."""
    worlds = fitting(question, records, told)
    kept, absent = [], []
    for i in range(len(records)):
        options = [question.options[j] for j in np.unique(worlds[:, i])]
        for table, counts in question.tables.items():
            held = {counts(o) for o in options}
            if held == {True} and all(question.secret(o) for o in options):
                kept.append(f"{i} {table}")
            elif held == {False}:
                absent.append(f"{i} {table}")
    return Found(kept, absent)


def fitting(question: Question, records: Sequence[Record], told: Iterable[Told]) -> Worlds:
    """Every world that would have been published as told: [world, firm] → option."""
    known = range(len(question.options))
    worlds = np.array(list(product(known, repeat=len(records))), dtype=np.int8)
    asked = np.array([question.asked(o) for o in question.options])
    for publication in told:
        for cell in publication.cells:
            if cell.status == "withheld":
                continue
            members = np.array([is_member(r, cell, publication) for r in records])
            if (cell.kind, cell.subject) == ("practice", question.practice):
                worlds = worlds[_fits_level(question, worlds[:, members], cell)]
            if (counts := question.tables.get((cell.kind, cell.subject))) is None:
                continue
            counted = np.array([counts(o) for o in question.options])
            own = worlds[:, members]
            worlds = worlds[_fits(asked[own].sum(axis=1), counted[own].sum(axis=1), cell)]
    assert len(worlds), "the real world must fit"
    return worlds


def _fits_level(question: Question, worlds: Worlds, cell: Cell) -> Any:
    """Whether the levels of each world would have been published as this cell."""
    is_level = np.array([not isinstance(o, str) for o in question.options])
    value = np.array([0.0 if isinstance(o, str) else o for o in question.options])
    placed, levels = is_level[worlds], value[worlds]
    count = placed.sum(axis=1)
    low, high = np.where(placed, levels, 9).min(axis=1), np.where(placed, levels, -9).max(axis=1)
    if cell.status == "homogeneous":
        return (count >= MIN_FIRMS) & (low == high)
    mean = (levels * placed).sum(axis=1) / np.maximum(count, 1)
    near = np.abs(mean - (cell.mean or 0.0)) <= 0.05 + 1e-9
    is_n = np.array([rounded(n) == cell.n for n in range(len(worlds.T) + 1)])[count]
    return (count >= MIN_FIRMS) & (low < high) & near & is_n


def _fits(firms: Any, kept: Any, cell: Cell) -> Any:
    pairs, of = np.unique(np.column_stack([firms, kept]), axis=0, return_inverse=True)
    same = [_says(cell, int(n), int(k)) for n, k in pairs]
    return np.array(same)[of.reshape(-1)]


def _says(cell: Cell, firms: int, kept: int) -> bool:
    told = of_kept(firms, kept)
    return told is not None and (told.status, told.n, told.count) == (
        cell.status,
        cell.n,
        cell.count,
    )
