"""What a consultant waits for: an answer saved, an import, the list of dossiers, the start."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count, cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from tracemalloc import get_traced_memory
from tracemalloc import start as trace
from tracemalloc import stop as untrace

from consultant_app.domain.company import Company, CompanyFacts
from consultant_app.domain.interview import Interview
from consultant_app.domain.loading import load_questionnaire
from consultant_app.domain.questionnaire import Questionnaire
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.importing import Importing
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.library import GENERAL, WMS, Library
from consultant_app.services.workspace import Workspace
from consultant_app.storage.database import connect
from consultant_app.storage.vault import RECOMMENDED
from tests.benchmarks.harness import Budget, Pair, benchmark
from tests.builders import big_questionnaire
from tests.storing import KEY, NOW, PASSPHRASE
from tests.working import DATA, started, template, working

ANSWERS = 100
COMPANIES = 10_000
WMS_FILE = DATA / "wms-mexico-2013.csv"


@contextmanager
def _workspace() -> Iterator[Workspace]:
    with TemporaryDirectory() as folder, working(Path(folder) / "profil") as workspace:
        yield workspace


@contextmanager
def _raw_table(folder: Path) -> Iterator[Callable[[str, str], None]]:
    """The least that keeps an answer: one upsert and its commit, straight on SQLCipher."""
    with closing(connect(folder / "raw.db", KEY)) as connection:
        connection.execute(
            "CREATE TABLE answers (id TEXT PRIMARY KEY, value TEXT, at TEXT) STRICT, WITHOUT ROWID"
        )

        def put(item: str, value: str) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                "INSERT INTO answers VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE"
                " SET value = excluded.value, at = excluded.at",
                (item, value, "2026-09-14T08:30:00.000000+00:00"),
            )
            connection.execute("COMMIT")

        yield put


@benchmark("100 answers saved, paradata included", budget=Budget(ratio=3), repeats=9)
@contextmanager
def answers_saved() -> Iterator[Pair]:
    with _workspace() as workspace, _raw_table(workspace.folder) as put:
        interview = Interviewing(workspace, started(workspace).id)
        items, tick = list(interview.state.questionnaire.practices), count()

        def save() -> None:
            for number in range(ANSWERS):
                interview.answer(items[number % len(items)], next(tick) % 5)

        def floor() -> None:
            for number in range(ANSWERS):
                put(items[number % len(items)], str(next(tick)))

        yield Pair(measured=save, floor=floor)


@benchmark(
    "p99 of an answer, 500 questions, 200 rules",
    budget=Budget(value=16),
    unit="ms",
    repeats=5,
)
@contextmanager
def answer_among_many() -> Iterator[Pair]:
    form = big_questionnaire()
    with _workspace() as workspace:
        workspace.library.install(_as_file(form), form.id, unsigned=True)
        draft = started(workspace, questionnaire_id=form.id)
        interview = Interviewing(workspace, draft.id)
        rules = workspace.library.ruleset(form)
        questions = cycle([i for i in form.items if i.startswith(("q", "p"))])
        tick = count()

        def p99() -> float:
            taken = []
            for _ in range(300):
                item, value = next(questions), next(tick) % 5
                start = perf_counter()
                state = interview.answer(item, value)
                taken.append(perf_counter() - start)
                assert state.outcome.reevaluated <= len(rules.dependants({item}))
            return sorted(taken)[-4] * 1000

        yield Pair(measured=p99)


def _as_file(form: Questionnaire) -> str:
    """The questionnaire as a file would give it: JSON is YAML, once its numbers are bare keys."""
    plain = form.model_dump_json(by_alias=True, exclude_defaults=True)
    return re.sub(r'"(\d+\.\d+)":', r"\1: ", plain)


@benchmark("import of 300 interviews", budget=Budget(ratio=40, value=2), repeats=3)
@contextmanager
def import_of_300() -> Iterator[Pair]:
    text = WMS_FILE.read_text(encoding="utf-8-sig")
    with _workspace() as workspace, _raw_table(workspace.folder):
        workspace.library.questionnaire(WMS)
        raw = connect(workspace.folder / "floor.db", KEY)
        raw.execute("CREATE TABLE cells (row INTEGER, name TEXT, value TEXT) STRICT")

        def take() -> None:
            report = Importing(workspace).csv(text, WMS, None)
            assert report.imported == 300

        def floor() -> None:
            raw.execute("BEGIN")
            for number, row in enumerate(csv.DictReader(io.StringIO(text))):
                raw.executemany(
                    "INSERT INTO cells VALUES (?, ?, ?)",
                    [(number, name, value) for name, value in row.items()],
                )
            raw.execute("COMMIT")

        yield Pair(measured=take, floor=floor)
        raw.close()


@contextmanager
def _ten_thousand() -> Iterator[Workspace]:
    with _workspace() as workspace:
        form = workspace.library.questionnaire(GENERAL)
        position = next(iter(form.practices))
        with workspace.db.transaction():
            for number in range(COMPANIES):
                facts = CompanyFacts(staff=number % 60, departement="69")
                company = Company(f"c{number}", f"Entreprise fictive {number}", facts)
                workspace.companies.add(company)
                if number % 10:
                    key = (f"i{number}", company.id, form.id, form.version)
                    draft = Interview(*key, NOW, NOW, NOW.date(), facts, position=position)
                    workspace.interviews.add(draft)
        yield workspace


@benchmark("list of 10,000 companies", budget=Budget(ratio=20, value=1.5), repeats=3)
@contextmanager
def list_of_10000() -> Iterator[Pair]:
    with _ten_thousand() as workspace:
        raw = "SELECT i.*, c.name FROM companies c LEFT JOIN interviews i ON i.company_id = c.id"

        def rows() -> None:
            assert len(Dossiers(workspace).rows()) == COMPANIES

        yield Pair(measured=rows, floor=lambda: _discard(workspace.db.rows(raw)))


def _discard(_value: object) -> None:
    return None


@benchmark("memory of the list of 10,000", budget=Budget(value=60), unit="MB", repeats=1)
@contextmanager
def memory_of_10000() -> Iterator[Pair]:
    def peak() -> float:
        trace()
        kept = Dossiers(workspace).rows()
        most = get_traced_memory()[1]
        untrace()
        assert len(kept) == COMPANIES
        return most / 1e6

    with _ten_thousand() as workspace:
        yield Pair(measured=peak)


@benchmark("general diagnostic, parsed before", budget=Budget(ratio=0.1))
@contextmanager
def parsed_before() -> Iterator[Pair]:
    with _workspace() as workspace:
        form = workspace.library.questionnaire(GENERAL)
        text = workspace.library.text_of(form.id, form.version)

        def known() -> None:
            fresh = Library(workspace.db, workspace.clock)
            assert fresh.questionnaire(form.id, form.version) == form

        yield Pair(measured=known, floor=lambda: _discard(load_questionnaire(text, form.id)))


@benchmark("consultant-app list, from a terminal", budget=Budget(ratio=3))
@contextmanager
def list_from_a_terminal() -> Iterator[Pair]:
    # The libraries that every start needs, and the passphrase stretched as it is for real.
    floor = (
        "import sqlcipher3, pydantic, cryptography.hazmat.primitives.ciphers.aead\n"
        "from argon2.low_level import Type, hash_secret_raw\n"
        f"hash_secret_raw(b'a', b'b' * 16, {RECOMMENDED.passes}, {RECOMMENDED.memory_kib},"
        f" {RECOMMENDED.lanes}, 32, Type.ID)"
    )

    # As installed: modules are compiled once, not at every start.
    environment = {**os.environ, "CONSULTANT_APP_PASSPHRASE": PASSPHRASE}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def run(*words: str) -> None:
        subprocess.run(
            [sys.executable, *words],
            check=True,
            capture_output=True,
            env=environment,
        )

    profile = str(template())
    yield Pair(
        measured=lambda: run("-m", "consultant_app", "--profile", profile, "list", "--json"),
        floor=lambda: run("-c", floor),
    )
