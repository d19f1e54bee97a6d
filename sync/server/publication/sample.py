"""A campaign's records in columns: one row a record, closed codes as small integers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sync.protocol.codebook import Codebook
from sync.server.publication.columns import Coded, Digests, Table, Tiny
from sync.server.publication.scores import (
    MISSING,
    Flags,
    Floats,
    Ints,
    Levels,
    ThemeScores,
    score,
    score_theme,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """Records of one questionnaire, in columns.

    ``book``: the codebook of its latest version; ``books``: of all its versions. ``size``,
    ``activity``, ``territory``: indexes of the cube's categories (`plan`). ``firm``: equal for
    records that bear the same follow-up code. ``needs``, ``actions``: as flags, one column each.
    ``digests``: SHA-256 of (record, revision). ``facts``: the record's other codes. ``cited``: brakes
    and levers, by their place from 1 (0: not cited). ``confidence``, ``importance`` and ``wish`` (by
    theme): −1 where not told.
    """

    book: Codebook
    books: Mapping[int, Codebook]
    levels: Levels
    version: Ints
    size: Ints
    activity: Ints
    territory: Ints
    firm: Ints
    needs: Flags
    actions: Flags
    action_codes: tuple[str, ...]
    digests: Digests
    facts: Mapping[str, Coded]
    cited: Mapping[str, Table]
    confidence: Tiny
    importance: Table
    wish: Table

    def __len__(self) -> int:
        return len(self.version)

    def rows(self, chosen: Ints) -> Sample:
        """The same for some records, by number."""
        return Sample(
            book=self.book,
            books=self.books,
            levels=self.levels.rows(chosen),
            version=self.version[chosen],
            size=self.size[chosen],
            activity=self.activity[chosen],
            territory=self.territory[chosen],
            firm=self.firm[chosen],
            needs=self.needs[chosen],
            actions=self.actions[chosen],
            action_codes=self.action_codes,
            digests=self.digests[chosen],
            facts={name: column.rows(chosen) for name, column in self.facts.items()},
            cited={name: table.rows(chosen) for name, table in self.cited.items()},
            confidence=self.confidence[chosen],
            importance=self.importance.rows(chosen),
            wish=self.wish.rows(chosen),
        )

    def firms(self) -> Sample:
        """One record a firm: its latest (by quarter, follow-ups last, then by digest)."""
        _, numbers, records = np.unique(self.firm, return_inverse=True, return_counts=True)
        if len(records) == len(self):
            return self
        several = np.flatnonzero(records[numbers] > 1)
        order = several[self._by_time(several)]
        last = np.append(self.firm[order][1:] != self.firm[order][:-1], [True])
        kept = np.concatenate([np.flatnonzero(records[numbers] == 1), order[last]])
        return self.rows(np.sort(kept))

    def _by_time(self, chosen: Ints) -> Ints:
        """The order of some records by firm, then quarter, occasion and digest."""
        occasion = self.facts["occasion"].rows(chosen)
        digests = np.ascontiguousarray(self.digests[chosen]).view(">u8")
        return np.lexsort(
            (
                *digests.T[::-1],
                occasion.numbers({"follow_up": 1.0}, 0.0),
                self.facts["quarter"].rows(chosen).ranks(),
                self.firm[chosen],
            )
        )

    def theme_scores(self) -> dict[str, ThemeScores]:
        """Every theme of the latest version, each record scored by its own version's codebook."""
        return {theme.id: self.theme_score(theme.id) for theme in self.book.themes}

    def theme_score(self, theme_id: str) -> ThemeScores:
        """One of them: all at once take much room."""
        found = [
            (version, score_theme(book, theme, self._known_to(book)))
            for version, book in self.books.items()
            for theme in book.themes
            if theme.id == theme_id
        ]
        return found[0][1] if len(found) == 1 else _by_version(found, self.version)

    def overall(self) -> Floats | None:
        """The overall score, where the codebooks ask for one."""
        if self.book.overall is None:
            return None
        result = np.full(len(self), np.nan)
        for version, book in self.books.items():
            own = score(book, self._known_to(book)).overall
            if own is not None:
                result = np.where(self.version == version, own, result)
        return result

    def _known_to(self, book: Codebook) -> Levels:
        """The levels with a column for every practice of ``book``."""
        wanted = [p.id for t in book.themes for p in t.practices]
        missing = [p for p in wanted if p not in self.levels.practices]
        if not missing:
            return self.levels
        empty = np.full((len(self), len(missing)), MISSING["not_asked"], dtype=np.int16)
        answers = np.hstack([self.levels.answers, empty])
        return Levels((*self.levels.practices, *missing), self.levels.values, answers)


def _by_version(found: Sequence[tuple[int, ThemeScores]], version: Ints) -> ThemeScores:
    columns = {}
    for name in ThemeScores.__slots__:
        column = np.array(getattr(found[-1][1], name), copy=True)
        for number, scores in found:
            column = np.where(version == number, getattr(scores, name), column)
        columns[name] = column
    return ThemeScores(**columns)
