"""Reading a campaign's records into columns (`Sample`), in one pass and without keeping a record."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

import numpy as np
import psycopg
from pydantic_core import from_json

from sync.protocol.codebook import Codebook
from sync.server.errors import CentreError
from sync.server.publication.columns import Coded, Table
from sync.server.publication.plan import ACTIVITY, SIZE, TERRITORY, UNKNOWN, Dimension, place
from sync.server.publication.sample import Sample
from sync.server.publication.scores import MISSING, Codes, Ints, Levels, Small

Body = Mapping[str, Any]


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
    return gather(books, _bodies(connection, questionnaire, first, last))


def gather(books: Mapping[int, Codebook], bodies: Iterable[Body]) -> Sample:
    """Put records, given as the objects of their JSON, into columns."""
    builder = _Builder(books)
    for body in bodies:
        builder.add(body)
    return builder.done()


def _bodies(
    connection: psycopg.Connection, questionnaire: str, first: str, last: str
) -> Iterator[Body]:
    statement = (
        "COPY (SELECT body FROM ingestion.records"
        " WHERE questionnaire = %s AND quarter BETWEEN %s AND %s) TO STDOUT"
    )
    with (
        connection.cursor() as cursor,
        cursor.copy(statement, (questionnaire, first, last)) as copy,
    ):
        for line in copy:
            # COPY's text format doubles backslashes; JSON holds no other sign that it escapes.
            yield from_json(bytes(line).replace(rb"\\", b"\\"), cache_strings="keys")


class _Words(dict[str | None, int]):
    """Word → its number; learns each new one. No word is −1."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        super().__init__({None: -1})
        for word in known:
            self[word]

    def __missing__(self, word: str | None) -> int:
        self[word] = len(self) - 1
        return self[word]

    @property
    def words(self) -> tuple[str, ...]:
        """Every word, by number."""
        return tuple(word for word in self if word is not None)


class _Word:
    """A column that grows: one word a record."""

    def __init__(self) -> None:
        self._words, self._index = _Words(), array("h")

    def add(self, word: str | None) -> None:
        self._index.append(self._words[word])

    def done(self, order: Ints) -> Coded:
        return Coded(self._words.words, np.array(self._index, dtype=np.int16)[order])


class _Several:
    """Columns that grow: several words a record, in the order in which they were told."""

    def __init__(self, known: Iterable[str] = (), *, closed: bool = False) -> None:
        self._words, self._closed = _Words(known), closed
        self._records, self._columns, self._places = array("q"), array("q"), array("b")

    def add(self, record: int, words: Sequence[str]) -> None:
        for position, word in enumerate(words, 1):
            if not self._closed or word in self._words:
                self._records.append(record)
                self._columns.append(self._words[word])
                self._places.append(position)

    def done(self, order: Ints, *, ordered: bool = False) -> Table:
        """Each record's place for each word, from 1; 0 where it was not told."""
        cells = np.zeros((len(order), len(self._words) - 1), dtype=np.int8)
        # Backwards: of a word told twice, the first place counts.
        places = np.array(self._records)[::-1], np.array(self._columns)[::-1]
        cells[places] = np.array(self._places)[::-1]
        words = self._words.words
        columns = np.argsort(np.array(words)) if ordered else np.arange(len(words))
        return Table(tuple(words[j] for j in columns), cells[order][:, columns])


class _Answers:
    """The levels, record by record; those that answer to the same practices are kept together."""

    def __init__(self, practices: tuple[str, ...]) -> None:
        self._practices, self._codes = practices, Codes()
        self._blocks: dict[tuple[str, ...], tuple[array[int], array[int]]] = {}

    def add(self, record: int, placed: Mapping[str, Mapping[str, Any]]) -> None:
        records, codes = self._blocks.setdefault(tuple(placed), (array("q"), array("h")))
        levels = [p.get("level") for p in placed.values()]
        if None in levels:
            told = zip(levels, placed.values(), strict=True)
            levels = [p["missing"] if level is None else level for level, p in told]
        records.append(record)
        codes.extend(map(self._codes.__getitem__, levels))

    def done(self, order: Ints) -> Levels:
        shape = (len(order), len(self._practices))
        answers: Small = np.full(shape, MISSING["not_asked"], dtype=np.int16)
        columns = {practice: j for j, practice in enumerate(self._practices)}
        for names, (records, codes) in self._blocks.items():
            known = [j for j, name in enumerate(names) if name in columns]
            block = np.array(codes, dtype=np.int16).reshape(len(records), len(names))
            own = np.array([columns[names[j]] for j in known], dtype=np.int64)
            answers[np.ix_(np.array(records), own)] = block[:, known]
        return self._codes.levels(self._practices, answers[order])


_FACTS = ("activity", "size", "territory", "age", "quarter", "extent", "occasion", "duration")
_GROWTH = {"growth_type": "type", "phase": "phase", "attitude": "attitude"}


class _Builder:
    """Gathers records into columns."""

    def __init__(self, books: Mapping[int, Codebook]) -> None:
        self._books = books
        self._book = books[max(books)]
        practices = {p.id: None for b in books.values() for t in b.themes for p in t.practices}
        own = [p.id for t in self._book.themes for p in t.practices]
        self._practices = tuple(own + [p for p in practices if p not in own])
        self._themes = tuple(t.id for t in self._book.themes)
        self._ids, self._digests, self._version = bytearray(), bytearray(), array("q")
        self._firms, self._firm = dict[str, int](), array("q")
        self._answers = _Answers(self._practices)
        self._facts = {name: _Word() for name in (*_FACTS, *_GROWTH)}
        self._needs = _Several(self._practices, closed=True)
        self._actions = _Several(c.code for b in books.values() for c in b.actions)
        self._cited = {name: _Several() for name in ("brakes", "levers")}
        self._confidence, self._importance, self._wish = array("b"), array("b"), array("b")

    def add(self, body: Body) -> None:
        record, record_id = len(self._version), body["record_id"]
        self._ids += bytes.fromhex(record_id.replace("-", ""))
        self._digests += digest(record_id, body["revision"])
        self._version.append(body["questionnaire"]["version"])
        firm = body.get("follow_up") or record_id
        self._firm.append(self._firms.setdefault(firm, len(self._firms)))
        self._answers.add(record, body["practices"])
        growth = body.get("growth", {})
        for name in _FACTS:
            self._facts[name].add(body.get(name))
        for name, told in _GROWTH.items():
            self._facts[name].add(growth.get(told))
        self._needs.add(record, body.get("needs", ()))
        self._actions.add(record, body.get("actions", ()))
        for name, cited in self._cited.items():
            cited.add(record, body.get(name, ()))
        self._confidence.append(_number(body.get("confidence")))
        self._add_wishes(body.get("themes", {}))

    def _add_wishes(self, themes: Mapping[str, Mapping[str, int]]) -> None:
        told = [themes.get(theme, {}) for theme in self._themes]
        self._importance.extend([_number(t.get("importance")) for t in told])
        self._wish.extend([_number(t.get("wish")) for t in told])

    def done(self) -> Sample:
        # In the order of random ids: nothing of the order of arrival is left.
        ids = np.frombuffer(bytes(self._ids), dtype=">u8").reshape(-1, 2)
        order = np.lexsort((ids[:, 1], ids[:, 0]))
        facts = {name: column.done(order) for name, column in self._facts.items()}
        actions = self._actions.done(order, ordered=True)
        return Sample(
            book=self._book,
            books=self._books,
            levels=self._answers.done(order),
            version=np.array(self._version, dtype=np.int64)[order],
            size=_placed(SIZE, facts["size"]),
            activity=_placed(ACTIVITY, facts["activity"]),
            territory=_places(facts["size"], facts["territory"]),
            firm=np.array(self._firm, dtype=np.int64)[order],
            needs=self._needs.done(order).cells > 0,
            actions=actions.cells > 0,
            action_codes=actions.codes,
            digests=np.frombuffer(bytes(self._digests), dtype=np.uint8).reshape(-1, 32)[order],
            facts=facts,
            cited={name: column.done(order) for name, column in self._cited.items()},
            confidence=np.array(self._confidence, dtype=np.int8)[order],
            importance=self._by_theme(self._importance, order),
            wish=self._by_theme(self._wish, order),
        )

    def _by_theme(self, told: array[int], order: Ints) -> Table:
        cells = np.array(told, dtype=np.int8).reshape(-1, len(self._themes))
        return Table(self._themes, cells[order])


def _number(told: int | None) -> int:
    return -1 if told is None else told


def _placed(dimension: Dimension, told: Coded) -> Ints:
    """The dimension's category of each record."""
    numbers = {code: float(i) for i, code in enumerate(dimension.categories)}
    return told.numbers(numbers, numbers[UNKNOWN]).astype(np.int64)


def _places(size: Coded, territory: Coded) -> Ints:
    """The category of the territory tables (`plan.place`)."""
    numbers = {code: i for i, code in enumerate(TERRITORY.categories)}
    sizes, territories = (*size.codes, None), (*territory.codes, None)
    # A whole région told of a small firm is no département: as good as not told.
    table = [[numbers.get(place(s, t), numbers[UNKNOWN]) for t in territories] for s in sizes]
    found: Ints = np.array(table, dtype=np.int64)[size.index, territory.index]
    return found


def digest(record_id: str, revision: int) -> bytes:
    """What stands for one revision of one record in ``release.counted``."""
    return sha256(f"{record_id} {revision}".encode()).digest()
