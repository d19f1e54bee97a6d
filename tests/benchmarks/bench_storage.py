"""The store against its floors: a raw cipher, plain SQLite, a bare Argon2, a copy of the file."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from argon2.low_level import Type, hash_secret_raw

from consultant_app.domain.answers import Answer
from consultant_app.storage.answers import Answers
from consultant_app.storage.companies import Companies
from consultant_app.storage.database import Database, connect
from consultant_app.storage.events import Events
from consultant_app.storage.interviews import Interviews
from consultant_app.storage.profile import Profile
from consultant_app.storage.vault import RECOMMENDED
from tests.benchmarks.harness import Budget, Pair, benchmark
from tests.storing import KEY, NOW, PASSPHRASE, company, interview, open_profile, put_dossier
from tests.storing import put_questionnaire as _put_questionnaire

SAVES = 300
DOSSIERS = 10_000
PRACTICES = 60
_TABLE = "CREATE TABLE answers (i TEXT, q TEXT, value TEXT, at TEXT, PRIMARY KEY (i, q))"
_UPSERT = (
    "INSERT INTO answers VALUES ('i1', ?, ?, ?)"
    " ON CONFLICT (i, q) DO UPDATE SET value = excluded.value, at = excluded.at"
)


@contextmanager
def _folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="banc-") as name:
        yield Path(name)


def _save(db: Database, number: int) -> None:
    """What one act on an answer writes: the answer, its history, the interview's line."""
    answer = Answer(number % 5)
    question = f"q{number % PRACTICES}"
    with db.transaction():
        Answers(db).put("i1", question, answer, NOW)
        Events(db).append("i1", "answer", NOW, question_id=question, after=answer)
        Interviews(db).touch("i1", NOW, position=question, answered=number, relevant=PRACTICES)


def _saves(db: Database) -> Callable[[], None]:
    numbers = iter(range(10**9))

    def save() -> None:
        for _ in range(SAVES):
            _save(db, next(numbers))

    return save


def _upserts(connection: sqlite3.Connection) -> Callable[[], None]:
    connection.execute(_TABLE)
    numbers = iter(range(10**9))

    def upsert() -> None:
        for _ in range(SAVES):
            number = next(numbers)
            connection.execute("BEGIN")
            connection.execute(_UPSERT, (f"q{number % PRACTICES}", str(number), NOW.isoformat()))
            connection.execute("COMMIT")

    return upsert


@benchmark("300 answers stored, on a raw SQLCipher upsert", budget=Budget(ratio=3))
@contextmanager
def answers_stored() -> Iterator[Pair]:
    with _folder() as folder:
        db = Database.open(folder / "dossiers.db", KEY, create=True)
        put_dossier(db)
        raw = connect(folder / "raw.db", KEY)
        yield Pair(_saves(db), _upserts(raw))
        raw.close()
        db.close()


@benchmark("300 answers stored, on a plain SQLite upsert", budget=Budget(ratio=6))
@contextmanager
def answers_stored_on_plain() -> Iterator[Pair]:
    with _folder() as folder:
        db = Database.open(folder / "dossiers.db", KEY, create=True)
        put_dossier(db)
        plain = sqlite3.connect(folder / "plain.db", isolation_level=None)
        plain.execute("PRAGMA journal_mode = WAL")
        plain.execute("PRAGMA synchronous = FULL")
        yield Pair(_saves(db), _upserts(plain))
        plain.close()
        db.close()


@benchmark("unlock, on a bare Argon2id", budget=Budget(ratio=1.5))
@contextmanager
def unlock() -> Iterator[Pair]:
    with _folder() as folder:
        profile = Profile(folder)
        profile.create(PASSPHRASE)[0].close()
        cost = RECOMMENDED

        def bare() -> None:
            salt, kind = os.urandom(16), Type.ID
            hash_secret_raw(
                PASSPHRASE.encode(), salt, cost.passes, cost.memory_kib, cost.lanes, 32, kind
            )

        yield Pair(lambda: profile.unlock(PASSPHRASE).close(), bare)
        profile.release()


@benchmark("lock, after an interview", budget=Budget(value=50), unit="ms")
@contextmanager
def lock() -> Iterator[Pair]:
    with _folder() as folder, open_profile(folder) as (profile, db, _):
        put_dossier(db)
        db.close()

        def locked() -> float:
            opened = profile.unlock(PASSPHRASE)
            for number in range(PRACTICES):
                _save(opened, number)
            start = perf_counter()
            opened.close()
            profile.forget_key()
            return (perf_counter() - start) * 1000

        yield Pair(locked)


def _fill(db: Database) -> None:
    """Ten thousand companies, one interview of sixty answers each."""
    _put_questionnaire(db)
    answers = {f"q{n}": Answer(n % 5) for n in range(PRACTICES)}
    with db.transaction():
        for n in range(DOSSIERS):
            Companies(db).add(company(f"c{n}", name=f"Entreprise fictive {n}"))
            Interviews(db).add(interview(f"i{n}", answers, company_id=f"c{n}"))
    db.checkpoint()


@contextmanager
def _full_profile() -> Iterator[tuple[Profile, Database]]:
    with _folder() as folder, open_profile(folder / "p") as (profile, db, _):
        _fill(db)
        yield profile, db


@benchmark(
    "verified backup of 10,000 dossiers, on copy", budget=Budget(ratio=30, value=15), repeats=3
)
@contextmanager
def backup_of_10000() -> Iterator[Pair]:
    with _full_profile() as (profile, db):
        target = profile.folder / "copie"

        def copy() -> None:
            shutil.copyfile(profile.paths.database, target)
            with target.open("rb+") as file:
                os.fsync(file.fileno())

        def back_up() -> None:
            profile.back_up(db, target)

        yield Pair(back_up, copy)


@benchmark("search among 10,000 companies", budget=Budget(value=16), unit="ms")
@contextmanager
def search_among_10000() -> Iterator[Pair]:
    with _full_profile() as (_, db):
        companies = Companies(db)
        texts = cycle(("fictive 12", "é", "99", "villeneuve", "introuvable"))

        def search() -> float:
            start = perf_counter()
            companies.search(next(texts))
            return (perf_counter() - start) * 1000

        yield Pair(search)
