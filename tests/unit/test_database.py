"""The encrypted database: opened as it must be or not at all; what the disk does is told."""

from __future__ import annotations

import os
import re
import resource
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from consultant_app.domain.answers import Answer
from consultant_app.storage import sqlite
from consultant_app.storage.answers import Answers
from consultant_app.storage.database import Database
from consultant_app.storage.errors import (
    BusyError,
    ClearTextDatabaseError,
    DamagedDatabaseError,
    DiskFullError,
    LockedError,
    MissingDatabaseError,
    ProfileExistsError,
    ReadOnlyError,
    StorageError,
)
from consultant_app.storage.settings import Settings
from tests.storing import KEY, give_answer, open_profile, put_dossier


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dossiers.db"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    found = Database.open(path, KEY, create=True)
    yield found
    found.close()


def pragma(db: Database, name: str) -> object:
    return db.rows(f"PRAGMA {name}")[0][0]


def test_every_pragma_that_keeps_answers_holds(db: Database) -> None:
    assert pragma(db, "journal_mode") == "wal"
    assert pragma(db, "synchronous") == 2
    assert pragma(db, "foreign_keys") == 1
    assert pragma(db, "secure_delete") == 1
    assert pragma(db, "trusted_schema") == 0
    assert pragma(db, "cell_size_check") == 1
    assert pragma(db, "temp_store") == 2
    assert pragma(db, "cipher_version")


def test_sqlite_utils_works_on_the_cipher_s_driver(db: Database) -> None:
    from sqlite_utils import utils

    assert vars(utils)["sqlite3"] is sqlite.dbapi2
    assert vars(utils)["OperationalError"] is sqlite.dbapi2.OperationalError


def test_a_sqlite_with_the_wal_reset_bug_is_refused() -> None:
    with pytest.raises(RuntimeError, match="WAL-reset"):
        sqlite.require_sound_version((3, 51, 2))
    sqlite.require_sound_version((3, 51, 3))


def test_plain_sqlite_cannot_open_it(db: Database, path: Path) -> None:
    db.checkpoint()
    db.close()
    assert not path.read_bytes().startswith(b"SQLite format 3")
    plain = sqlite3.connect(path)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        plain.execute("SELECT count(*) FROM sqlite_master")
    plain.close()


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_only_its_owner_may_read_it(db: Database, path: Path) -> None:
    Settings(db).set("a", 1)
    for file in path.parent.glob("dossiers.db*"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_a_missing_database_is_never_replaced_by_an_empty_one(path: Path) -> None:
    with pytest.raises(MissingDatabaseError):
        Database.open(path, KEY)
    assert not path.exists()
    path.touch()
    with pytest.raises(MissingDatabaseError):
        Database.open(path, KEY)
    assert path.stat().st_size == 0


def test_a_database_is_never_made_over_another(db: Database, path: Path) -> None:
    db.close()
    before = path.read_bytes()
    with pytest.raises(ProfileExistsError):
        Database.open(path, KEY, create=True)
    assert path.read_bytes() == before


def test_a_database_in_clear_is_refused(path: Path) -> None:
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE t (a)")
    plain.close()
    with pytest.raises(ClearTextDatabaseError, match="pas chiffré"):
        Database.open(path, KEY)


def test_another_key_or_a_damaged_page_is_told_and_nothing_is_written(
    db: Database, path: Path
) -> None:
    db.close()
    with pytest.raises(DamagedDatabaseError, match="restaurez"):
        Database.open(path, bytes(32))
    damaged = bytearray(path.read_bytes())
    damaged[100] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(DamagedDatabaseError):
        Database.open(path, KEY)
    assert path.read_bytes() == damaged


def test_the_integrity_check_finds_a_damaged_page(db: Database, path: Path) -> None:
    Settings(db).set("long", "x" * 20_000)  # the last pages are then its own, not the schema's
    assert db.faults() == []
    db.close()
    damaged = bytearray(path.read_bytes())
    damaged[-2000] ^= 1
    path.write_bytes(damaged)
    again = Database.open(path, KEY)
    assert again.faults()
    again.close()


def test_after_lock_every_query_fails_with_a_sentence(db: Database) -> None:
    db.close()
    assert not db.is_open
    for act in (
        lambda: db.rows("SELECT 1"),
        lambda: db.execute("DELETE FROM answers"),
        lambda: Settings(db).set("a", 1),
        lambda: Answers(db).all_of("i1"),
        db.checkpoint,
        db.migrate,
    ):
        with pytest.raises(LockedError, match="verrouillés"):
            act()


def test_a_transaction_is_all_or_nothing(db: Database) -> None:
    settings = Settings(db)

    def failing() -> None:
        with db.transaction():
            settings.set("a", 1)
            raise ValueError("in the middle")

    with pytest.raises(ValueError, match="in the middle"):
        failing()
    assert settings.get("a") is None


def test_an_inner_failure_that_is_handled_keeps_the_outer_work(db: Database) -> None:
    settings = Settings(db)

    def failing() -> None:
        with db.transaction():
            settings.set("inner", 1)
            raise ValueError("inner")

    with db.transaction():
        settings.set("outer", 1)
        with pytest.raises(ValueError, match="inner"):
            failing()
        settings.set("after", 1)
    assert settings.all() == {"after": 1, "outer": 1}


def test_two_threads_never_mix_their_transactions(db: Database) -> None:
    interview_id = put_dossier(db)

    def answer_many(name: str) -> None:
        for number in range(50):
            give_answer(db, interview_id, f"{name}{number}", Answer(number))

    threads = [threading.Thread(target=answer_many, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Answers(db).all_of(interview_id)) == 200


def test_a_bug_of_ours_is_not_dressed_as_the_disk_s(db: Database) -> None:
    with pytest.raises(sqlite.dbapi2.OperationalError, match="no such table"):
        db.rows("SELECT * FROM nowhere")
    with pytest.raises(sqlite.dbapi2.IntegrityError):
        db.execute("INSERT INTO answers VALUES ('none', 'q', '1', NULL, NULL, '', 0, 'x')")


def test_a_full_disk_refuses_with_a_sentence_and_loses_nothing(db: Database) -> None:
    interview_id = put_dossier(db)
    saved = []
    db.rows(f"PRAGMA max_page_count = {int(str(pragma(db, 'page_count'))) + 4}")

    def answer_on() -> None:
        for number in range(1000):
            give_answer(db, interview_id, f"q{number}", Answer(3, note="x" * 500))
            saved.append(f"q{number}")

    with pytest.raises(DiskFullError, match="n’est pas enregistré"):
        answer_on()
    assert sorted(Answers(db).all_of(interview_id)) == sorted(saved)
    db.rows("PRAGMA max_page_count = 1000000")
    give_answer(db, interview_id, "apres", Answer(4))
    assert Answers(db).get(interview_id, "apres").level == 4


_FILL_THE_DISK = """
import resource, signal, sys
from pathlib import Path
from consultant_app.domain.answers import Answer
from consultant_app.storage.database import Database
from consultant_app.storage.errors import StorageError
from tests.storing import KEY, give_answer
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
db = Database.open(Path(sys.argv[1]), KEY)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
for number in range(1000):
    try:
        give_answer(db, "i1", f"q{number}", Answer(3, note="x" * 500))
    except StorageError as error:
        print("refused", error.sentence, flush=True)
        break
    print(f"q{number}", flush=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
give_answer(db, "i1", "apres", Answer(4))
print("apres", flush=True)
"""


def test_a_file_that_may_not_grow_refuses_and_work_goes_on_once_it_may(
    db: Database, path: Path
) -> None:
    put_dossier(db)
    db.close()
    limit = path.stat().st_size + 60_000
    program = [sys.executable, "-c", _FILL_THE_DISK, str(path), str(limit)]
    done = subprocess.run(program, capture_output=True, text=True, check=True, timeout=60)
    lines = done.stdout.splitlines()
    (refused,) = [line for line in lines if line.startswith("refused")]
    assert re.search("disque est plein|disque ne répond pas", refused)
    kept = Database.open(path, KEY)
    assert set(Answers(kept).all_of("i1")) == set(lines) - {refused}
    assert kept.faults() == []
    kept.close()
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions are POSIX's")
def test_a_read_only_database_says_so_and_can_still_be_read(db: Database) -> None:
    put_dossier(db, a=Answer(1))
    db.rows("PRAGMA query_only = 1")
    with pytest.raises(ReadOnlyError, match="lecture seule"):
        give_answer(db, "i1", "a", Answer(2))
    assert Answers(db).get("i1", "a").level == 1
    db.rows("PRAGMA query_only = 0")
    give_answer(db, "i1", "a", Answer(2))
    assert Answers(db).get("i1", "a").level == 2


def test_a_file_held_by_another_program_is_told_then_work_goes_on(db: Database, path: Path) -> None:
    put_dossier(db)
    other = Database.open(path, KEY)
    db.rows("PRAGMA busy_timeout = 20")
    with other.transaction(), pytest.raises(BusyError, match="antivirus"):
        give_answer(db, "i1", "a", Answer(2))
    give_answer(db, "i1", "a", Answer(2))
    other.close()
    assert Answers(db).get("i1", "a").level == 2


def _all_sentences(kind: type[StorageError]) -> Iterator[type[StorageError]]:
    for sub in kind.__subclasses__():
        yield sub
        yield from _all_sentences(sub)


@pytest.mark.parametrize(
    "text",
    sorted({kind.text for kind in _all_sentences(StorageError) if kind.text}),
)
def test_each_failure_is_one_french_sentence_that_says_what_to_do(text: str) -> None:
    assert text[0].isupper()
    assert text.endswith(".")
    assert "'" not in text
    assert not re.search(r"[^\u00a0]:|[^\u202f][;!?]", text), "typography"


CANARY = "Canari-Confidentiel-Ünique-7391"
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1")


def _leaks(folder: Path) -> list[str]:
    return [
        f"{file.name} in {encoding}"
        for file in folder.rglob("*")
        if file.is_file()
        for encoding in ENCODINGS
        if CANARY.encode(encoding) in file.read_bytes()
    ]


def test_nothing_readable_lies_in_any_file_open_or_closed(tmp_path: Path) -> None:
    folder = tmp_path / "profil"
    with open_profile(folder) as (profile, db, _):
        interview_id = put_dossier(db)
        for number in range(200):
            give_answer(db, interview_id, f"q{number}", Answer(CANARY, note=f"note {CANARY}"))
        db.execute("UPDATE companies SET name = ?, note = ?", (CANARY, CANARY))
        assert (folder / "dossiers.db-wal").stat().st_size > 0
        assert _leaks(folder) == []
        db.rows("SELECT * FROM answers ORDER BY note, value")
        profile.back_up(db)
        Answers(db).delete(interview_id, "q1")
        assert _leaks(folder) == []
        assert any(CANARY in row["note"] for row in db.rows("SELECT note FROM answers"))
    assert _leaks(tmp_path) == []
