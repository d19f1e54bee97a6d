"""Scores at the centre, from levels and the published codebook: the laptop's formulas, on columns.

A record holds no score (docs/scores.md gives the formulas). Levels are kept as small integers, an
index into the values that the codebook knows, so that a million records fit in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from sync.protocol.codebook import Codebook, ThemeCode

Floats: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
Ints: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]
Small: TypeAlias = np.ndarray[Any, np.dtype[np.int16]]
Flags: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]

#: Missing codes of the record, as stored in place of a level's index.
MISSING = {"nsp": -1, "so": -2, "refused": -3, "not_asked": -4, "hidden": -5, "unanswered": -6}
_NSP, _SO, _REFUSED, _UNANSWERED = -1, -2, -3, -6
#: Below this share of answered practices a theme's score is not shown, nor counted in the cube.
MIN_COVERAGE = 2 / 3


@dataclass(frozen=True, slots=True)
class Levels:
    """The answers of many records.

    ``answers[i, j]``: record i, practice ``practices[j]``: an index into ``values`` or a negative
    missing code.
    """

    practices: tuple[str, ...]
    values: Floats
    answers: Small

    def of_theme(self, practices: Iterable[str]) -> Small:
        """The columns of some practices, in their order."""
        columns = {practice: j for j, practice in enumerate(self.practices)}
        return self.answers[:, [columns[p] for p in practices]]

    def rows(self, chosen: Flags | Ints) -> Levels:
        """The same for some records."""
        return Levels(self.practices, self.values, self.answers[chosen])


@dataclass(frozen=True, slots=True)
class ThemeScores:
    """One theme, one value a record; ``score`` and ``lower_bound`` are NaN where there is none.

    ``denominator``: sum of the weights that the lower bound divides by (0: none).
    """

    score: Floats
    lower_bound: Floats
    coverage: Floats
    answered: Ints
    asked: Ints
    to_verify: Ints
    not_applicable: Ints
    denominator: Floats

    @property
    def is_shown(self) -> Flags:
        """Where coverage is enough for the paper to show a level."""
        return ~np.isnan(self.score) & (self.coverage >= MIN_COVERAGE - 1e-9)


@dataclass(frozen=True, slots=True)
class Scores:
    """All themes by id, and the overall score where the codebook asks for one."""

    themes: Mapping[str, ThemeScores]
    overall: Floats | None


class Codes(dict[Any, int]):
    """Level value or missing code → what stands for it in `Levels`; learns each new value."""

    def __init__(self) -> None:
        super().__init__(MISSING)
        self._values: list[float] = []

    def __missing__(self, value: float) -> int:
        self[value] = len(self._values)
        self._values.append(float(value))
        return self[value]

    def levels(self, practices: tuple[str, ...], answers: Small) -> Levels:
        """The levels of answers that were encoded with these codes, values ascending."""
        order = np.argsort(np.array(self._values, dtype=np.float64))
        ranks = np.empty(len(order) + len(MISSING) + 1, dtype=np.int16)
        ranks[order] = np.arange(len(order))
        ranks[len(order) :] = np.arange(-len(MISSING) - 1, 0)
        return Levels(practices, np.array(self._values, dtype=np.float64)[order], ranks[answers])


def levels_of(book: Codebook, records: Iterable[Mapping[str, Any]]) -> Levels:
    """The levels of records given as their ``practices`` objects (`sync.protocol.record`)."""
    practices = tuple(p.id for t in book.themes for p in t.practices)
    codes = Codes()
    rows = [encode(record, practices, codes) for record in records]
    return codes.levels(practices, np.array(rows, dtype=np.int16).reshape(-1, len(practices)))


def encode(
    record: Mapping[str, Any], practices: tuple[str, ...], codes: Mapping[Any, int]
) -> list[int]:
    """One record's row; a practice that it does not know was not asked."""
    absent = {"missing": "not_asked"}
    placed = (record.get(practice, absent) for practice in practices)
    return [codes[p["level"] if "level" in p else p["missing"]] for p in placed]


def score(book: Codebook, levels: Levels) -> Scores:
    """Score every theme of every record, and the whole where the codebook asks for it."""
    themes = {theme.id: score_theme(book, theme, levels) for theme in book.themes}
    return Scores(themes, _overall(book, levels, themes))


def score_theme(book: Codebook, theme: ThemeCode, levels: Levels) -> ThemeScores:
    """Score one theme of every record."""
    return _theme(
        levels.of_theme(p.id for p in theme.practices),
        np.array([p.weight for p in theme.practices]),
        levels.values,
        book.scale_min,
    )


def _theme(answers: Small, weights: Floats, values: Floats, lowest: float) -> ThemeScores:
    placed = answers >= 0
    unknown = (answers == _NSP) | (answers == _REFUSED)
    given = np.where(placed, np.append(values, 0.0)[np.where(placed, answers, -1)], 0.0)
    weight, total = placed @ weights, (given * weights).sum(axis=1)
    low, high = _range(given, placed)
    mean = np.clip(_divide(total, weight), low, high)
    denominator = weight + unknown @ weights
    floor = np.where(unknown.any(axis=1), lowest, low)
    lower = np.clip(_divide(total + lowest * (unknown @ weights), denominator), floor, high)
    lower[~placed.any(axis=1)] = np.nan
    asked = placed.sum(axis=1) + unknown.sum(axis=1) + (answers == _UNANSWERED).sum(axis=1)
    answered = placed.sum(axis=1)
    return ThemeScores(
        score=mean,
        lower_bound=lower,
        coverage=np.where(asked > 0, answered / np.maximum(asked, 1), 0.0),
        answered=answered,
        asked=asked,
        to_verify=(answers == _NSP).sum(axis=1),
        not_applicable=(answers == _SO).sum(axis=1),
        denominator=denominator,
    )


def _range(given: Floats, placed: Flags) -> tuple[Floats, Floats]:
    low = np.where(placed, given, np.inf).min(axis=1, initial=np.inf)
    high = np.where(placed, given, -np.inf).max(axis=1, initial=-np.inf)
    return low, high


def _divide(total: Floats, weight: Floats) -> Floats:
    mean = np.full(len(total), np.nan)
    np.divide(total, weight, out=mean, where=weight > 0)
    return mean


def _overall(book: Codebook, levels: Levels, themes: Mapping[str, ThemeScores]) -> Floats | None:
    if book.overall is None:
        return None
    if book.overall.method == "mean_of_practices":
        practices = [p for t in book.themes for p in t.practices]
        answers = levels.of_theme(p.id for p in practices)
        weights = np.array([p.weight for p in practices])
        return _theme(answers, weights, levels.values, book.scale_min).score
    scores = np.column_stack([t.score for t in themes.values()])
    known = ~np.isnan(scores)
    return _divide(np.where(known, scores, 0.0).sum(axis=1), known.sum(axis=1).astype(float))
