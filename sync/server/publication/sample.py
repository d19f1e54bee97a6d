"""Reading a campaign's records into columns: one row a record, closed codes as small integers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
import psycopg
from psycopg.rows import dict_row

from sync.protocol.codebook import Codebook
from sync.server.errors import CentreError
from sync.server.publication.plan import ACTIVITY, SIZE, TERRITORY, UNKNOWN, place
from sync.server.publication.scores import (
    MISSING,
    Codes,
    Flags,
    Floats,
    Ints,
    Levels,
    ThemeScores,
    encode,
    score,
)

_AGES = ("<3", "3-9", "10-24", ">=25", UNKNOWN)
_PAGE = 5000


@dataclass(frozen=True, slots=True)
class Sample:
    """Records of one questionnaire, in columns.

    ``book``: the codebook of its latest version; ``books``: of all its versions. ``size``,
    ``activity``, ``territory``: indexes of the cube's categories (`plan`). ``firm``: equal for
    records that bear the same follow-up code. ``kept``: needs and actions as flags, one column each.
    ``digests``: SHA-256 of (record, revision). ``facts``: the other columns of the record.
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
    digests: tuple[bytes, ...]
    facts: Mapping[str, Sequence[Any]]

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
            digests=tuple(self.digests[i] for i in chosen),
            facts={name: [column[i] for i in chosen] for name, column in self.facts.items()},
        )

    def firms(self) -> Sample:
        """One record a firm: its latest (by quarter, follow-ups last, then by digest)."""
        order = sorted(
            range(len(self)),
            key=lambda i: (
                self.facts["quarter"][i],
                self.facts["occasion"][i] == "follow_up",
                self.digests[i],
            ),
        )
        last = {int(self.firm[i]): i for i in order}
        if len(last) == len(self):
            return self
        return self.rows(np.array(sorted(last.values()), dtype=np.int64))

    def theme_scores(self) -> dict[str, ThemeScores]:
        """Every theme of the latest version, each record scored by its own version's codebook."""
        found = {
            version: score(book, self._known_to(book)).themes
            for version, book in self.books.items()
        }
        first = self.book.version
        if len(found) == 1:
            return dict(found[first])
        return {theme.id: _by_version(theme.id, found, self.version) for theme in self.book.themes}

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


def _by_version(
    theme: str, found: Mapping[int, Mapping[str, ThemeScores]], version: Ints
) -> ThemeScores:
    parts = [(number, themes[theme]) for number, themes in found.items() if theme in themes]
    names = ThemeScores.__slots__
    columns = {}
    for name in names:
        column = np.array(getattr(parts[-1][1], name), copy=True)
        for number, scores in parts:
            column = np.where(version == number, getattr(scores, name), column)
        columns[name] = column
    return ThemeScores(**columns)


def questionnaires(
    connection: psycopg.Connection, first: str, last: str
) -> list[tuple[str, list[int]]]:
    """Which questionnaires, in which versions, have records in these quarters."""
    rows = connection.execute(
        "SELECT questionnaire, array_agg(DISTINCT version ORDER BY version) FROM ingestion.records"
        " WHERE quarter BETWEEN %s AND %s GROUP BY 1 ORDER BY 1",
        (first, last),
    ).fetchall()
    return [(name, list(versions)) for name, versions in rows]


def codebooks(
    connection: psycopg.Connection, questionnaire: str, versions: Iterable[int]
) -> dict[int, Codebook]:
    """The codebooks of some versions; they must share one scale, or means would mix two."""
    rows = connection.execute(
        "SELECT content FROM published.codebooks WHERE questionnaire = %s AND version = ANY(%s)",
        (questionnaire, list(versions)),
    ).fetchall()
    books = {book.version: book for book in (Codebook.model_validate(row[0]) for row in rows)}
    if len({(book.scale_min, book.scale_max) for book in books.values()}) > 1:
        raise CentreError(
            f"Les versions du questionnaire «\u00a0{questionnaire}\u00a0» n’ont pas la même échelle\u202f: "
            "leurs fiches ne se publient pas ensemble. Gelez une campagne par version."
        )
    return books


def read(
    connection: psycopg.Connection,
    questionnaire: str,
    versions: Iterable[int],
    first: str,
    last: str,
) -> Sample:
    """Read every record of a questionnaire between two quarters, both included."""
    books = codebooks(connection, questionnaire, versions)
    return gather(books, _rows(connection, questionnaire, first, last))


def gather(books: Mapping[int, Codebook], rows: Iterable[Mapping[str, Any]]) -> Sample:
    """Put rows of ``ingestion.records`` into columns."""
    builder = _Builder(books)
    for row in rows:
        builder.add(row)
    return builder.done()


def _rows(
    connection: psycopg.Connection, questionnaire: str, first: str, last: str
) -> Iterator[dict[str, Any]]:
    # In the order of random ids: nothing of the order of arrival is left.
    with connection.cursor("sample", row_factory=dict_row) as cursor:
        cursor.itersize = _PAGE
        cursor.execute(
            "SELECT record_id::text, revision, version, activity, size_class, territory, age_class,"
            " quarter, extent, occasion, growth_type, body FROM ingestion.records"
            " WHERE questionnaire = %s AND quarter BETWEEN %s AND %s ORDER BY record_id",
            (questionnaire, first, last),
        )
        yield from cursor


_PLAIN = {
    "activity": "activity",
    "size": "size_class",
    "territory": "territory",
    "age": "age_class",
    "quarter": "quarter",
    "extent": "extent",
    "occasion": "occasion",
    "growth_type": "growth_type",
}


class _Builder:
    """Gathers rows into columns."""

    def __init__(self, books: Mapping[int, Codebook]) -> None:
        self._books = books
        self._book = books[max(books)]
        practices = {p.id: None for b in books.values() for t in b.themes for p in t.practices}
        own = [p.id for t in self._book.themes for p in t.practices]
        self._practices = tuple(own + [p for p in practices if p not in own])
        self._codes = Codes()
        self._numbers = {p: j for j, p in enumerate(self._practices)}
        self._answers, self._digests = bytearray(), list[bytes]()
        self._keys = list[tuple[int, int, int, int]]()
        self._firms, self._firm = dict[str, int](), list[int]()
        self._needs, self._kept = list[list[int]](), list[Sequence[str]]()
        self._facts: dict[str, list[Any]] = {name: [] for name in (*_PLAIN, *_BODY)}

    def add(self, row: Mapping[str, Any]) -> None:
        body = row["body"]
        codes = encode(body["practices"], self._practices, self._codes)
        self._answers += np.array(codes, dtype=np.int16).tobytes()
        self._digests.append(digest(row["record_id"], row["revision"]))
        self._keys.append(
            (
                row["version"],
                _SIZES[row["size_class"] or UNKNOWN],
                _ACTIVITIES[row["activity"] or UNKNOWN],
                _TERRITORIES[place(row["size_class"], row["territory"])],
            )
        )
        firm = body.get("follow_up") or row["record_id"]
        self._firm.append(self._firms.setdefault(firm, len(self._firms)))
        self._needs.append([self._numbers[n] for n in body.get("needs", ()) if n in self._numbers])
        self._kept.append(body.get("actions", ()))
        for name, column in _PLAIN.items():
            self._facts[name].append(row[column])
        for name, read_from in _BODY.items():
            self._facts[name].append(read_from(body))

    def done(self) -> Sample:
        count = len(self._digests)
        keys = np.array(self._keys, dtype=np.int64).reshape(count, 4)
        codes = {c.code: None for b in self._books.values() for c in b.actions}
        codes |= {code: None for kept in self._kept for code in kept}
        columns = {code: j for j, code in enumerate(sorted(codes))}
        answers = np.frombuffer(bytes(self._answers), dtype=np.int16)
        return Sample(
            book=self._book,
            books=self._books,
            levels=self._codes.levels(
                self._practices, answers.reshape(count, len(self._practices))
            ),
            version=keys[:, 0],
            size=keys[:, 1],
            activity=keys[:, 2],
            territory=keys[:, 3],
            firm=np.array(self._firm, dtype=np.int64),
            needs=_flags(self._needs, len(self._practices)),
            actions=_flags([[columns[c] for c in kept] for kept in self._kept], len(columns)),
            action_codes=tuple(columns),
            digests=tuple(self._digests),
            facts=self._facts,
        )


_SIZES = {code: i for i, code in enumerate(SIZE.categories)}
_ACTIVITIES = {code: i for i, code in enumerate(ACTIVITY.categories)}
_TERRITORIES = {code: i for i, code in enumerate(TERRITORY.categories)}
_BODY: dict[str, Any] = {
    "phase": lambda body: body.get("growth", {}).get("phase"),
    "attitude": lambda body: body.get("growth", {}).get("attitude"),
    "confidence": lambda body: body.get("confidence"),
    "duration": lambda body: body.get("duration"),
    "brakes": lambda body: tuple(body.get("brakes", ())),
    "levers": lambda body: tuple(body.get("levers", ())),
    "follow_up": lambda body: body.get("follow_up"),
    "themes": lambda body: body.get("themes", {}),
}


def digest(record_id: str, revision: int) -> bytes:
    """What stands for one revision of one record in ``release.counted``."""
    return sha256(f"{record_id} {revision}".encode()).digest()


def _flags(chosen: Sequence[Sequence[int]], width: int) -> Flags:
    flags = np.zeros((len(chosen), width), dtype=np.bool_)
    for i, columns in enumerate(chosen):
        flags[i, columns] = True
    return flags
