"""How the schema came to be: named steps, only ever added to, blind to today's classes.

A released step is never edited: databases that have had it would differ from those that have not.
Each runs in one transaction with the mark that it ran.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite_utils

    from consultant_app.storage.sqlite import Connection

SET_NAME = "consultant-app"
_TABLE = "_sqlite_migrations"
Step = Callable[["sqlite_utils.Database"], None]


def m0001_dossiers(db: sqlite_utils.Database) -> None:
    """Companies, interviews, answers and their history."""
    for statement in _DOSSIERS:
        db.execute(statement)


def m0002_library(db: sqlite_utils.Database) -> None:
    """Questionnaires, catalogues, reference values and the packages that brought them."""
    for statement in _LIBRARY:
        db.execute(statement)


def m0003_sharing(db: sqlite_utils.Database) -> None:
    """Outbox, tombstones and this laptop's enrolment."""
    for statement in _SHARING:
        db.execute(statement)


def m0004_keeping(db: sqlite_utils.Database) -> None:
    """Settings, clear copies of the restitution, backups."""
    for statement in _KEEPING:
        db.execute(statement)


def m0005_parsed(db: sqlite_utils.Database) -> None:
    """What was read from the library's texts, so that none is parsed twice."""
    db.execute("CREATE TABLE parsed (key TEXT PRIMARY KEY, model TEXT NOT NULL) STRICT")


STEPS: tuple[Step, ...] = (
    m0001_dossiers,
    m0002_library,
    m0003_sharing,
    m0004_keeping,
    m0005_parsed,
)


def pending(connection: Connection) -> list[str]:
    """Names of the steps that the database has not had yet, in order."""
    done = applied(connection)
    return [step.__name__ for step in STEPS if step.__name__ not in done]


def unknown(connection: Connection) -> set[str]:
    """Names of the steps that the database has had and that this program does not know."""
    return set(applied(connection)) - {step.__name__ for step in STEPS}


def apply(db: sqlite_utils.Database) -> None:
    """Run every pending step, each in its own transaction."""
    from sqlite_utils.migrations import Migrations

    registry = Migrations(SET_NAME)
    for step in STEPS:
        registry()(step)
    registry.apply(db)


def applied(connection: Connection) -> list[str]:
    """Names of the steps that the database has had, in order."""
    # Read without sqlite-utils, so that opening an up-to-date database need not import it.
    tables = "SELECT 1 FROM sqlite_master WHERE name = ?"
    if connection.execute(tables, (_TABLE,)).fetchone() is None:
        return []
    query = f"SELECT name FROM {_TABLE} WHERE migration_set = ? ORDER BY rowid"  # noqa: S608
    return [row[0] for row in connection.execute(query, (SET_NAME,))]


_DOSSIERS = (
    """CREATE TABLE companies (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        facts TEXT NOT NULL,
        siren TEXT NOT NULL DEFAULT '',
        siret TEXT NOT NULL DEFAULT '',
        activity_label TEXT NOT NULL DEFAULT '',
        commune TEXT NOT NULL DEFAULT '',
        address TEXT NOT NULL DEFAULT '',
        legal_form TEXT NOT NULL DEFAULT '',
        dirigeant TEXT NOT NULL DEFAULT '',
        dirigeant_role TEXT NOT NULL DEFAULT '',
        phone TEXT NOT NULL DEFAULT '',
        email TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        fictitious INTEGER NOT NULL DEFAULT 0,
        search TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    # Covers the search, so that a key press reads this narrow index and no sheet.
    "CREATE INDEX companies_by_search ON companies (search, name, id)",
    "CREATE INDEX companies_by_siren ON companies (siren) WHERE siren <> ''",
    """CREATE TABLE interviews (
        id TEXT PRIMARY KEY,
        company_id TEXT NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
        questionnaire_id TEXT NOT NULL,
        questionnaire_version INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        held_on TEXT NOT NULL,
        facts TEXT NOT NULL,
        extent TEXT NOT NULL,
        deepened TEXT NOT NULL,
        occasion TEXT NOT NULL,
        previous_id TEXT REFERENCES interviews (id) ON DELETE SET NULL,
        state TEXT NOT NULL,
        revision INTEGER NOT NULL,
        reopen_reason TEXT NOT NULL,
        closed_at TEXT,
        information_shown_at TEXT,
        position TEXT,
        conditions TEXT NOT NULL,
        "plan" TEXT NOT NULL,
        plan_decided INTEGER NOT NULL,
        actions TEXT NOT NULL,
        followed TEXT NOT NULL DEFAULT '[]',
        followed_actions TEXT NOT NULL DEFAULT '[]',
        agreement TEXT,
        signatures TEXT NOT NULL,
        follow_up_code TEXT,
        record_id TEXT,
        answered INTEGER NOT NULL DEFAULT 0,
        relevant INTEGER NOT NULL DEFAULT 0,
        flagged INTEGER NOT NULL DEFAULT 0,
        FOREIGN KEY (questionnaire_id, questionnaire_version)
            REFERENCES questionnaires (id, version)
    ) STRICT""",
    "CREATE INDEX interviews_by_company ON interviews (company_id)",
    "CREATE INDEX interviews_by_previous ON interviews (previous_id)",
    "CREATE INDEX interviews_by_record ON interviews (record_id)",
    """CREATE INDEX interviews_by_questionnaire
        ON interviews (questionnaire_id, questionnaire_version)""",
    """CREATE TABLE answers (
        interview_id TEXT NOT NULL REFERENCES interviews (id) ON DELETE CASCADE,
        question_id TEXT NOT NULL,
        value TEXT,
        missing TEXT,
        evidence TEXT,
        note TEXT NOT NULL DEFAULT '',
        flagged INTEGER NOT NULL DEFAULT 0,
        updated_at TEXT NOT NULL,
        PRIMARY KEY (interview_id, question_id),
        CHECK (value IS NULL OR missing IS NULL)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE events (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        interview_id TEXT NOT NULL REFERENCES interviews (id) ON DELETE CASCADE,
        question_id TEXT,
        kind TEXT NOT NULL,
        before TEXT,
        after TEXT,
        at TEXT NOT NULL,
        seconds REAL NOT NULL DEFAULT 0,
        refers_to INTEGER
    ) STRICT""",
    "CREATE INDEX events_by_interview ON events (interview_id)",
)

_LIBRARY = (
    """CREATE TABLE questionnaires (
        id TEXT NOT NULL, version INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
        sha256 TEXT NOT NULL, source TEXT NOT NULL, installed_at TEXT NOT NULL,
        PRIMARY KEY (id, version)
    ) STRICT""",
    """CREATE TABLE catalogues (
        id TEXT NOT NULL, version INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
        sha256 TEXT NOT NULL, source TEXT NOT NULL, installed_at TEXT NOT NULL,
        PRIMARY KEY (id, version)
    ) STRICT""",
    """CREATE TABLE reference_values (
        id TEXT NOT NULL, version INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
        sha256 TEXT NOT NULL, source TEXT NOT NULL, installed_at TEXT NOT NULL,
        PRIMARY KEY (id, version)
    ) STRICT""",
    """CREATE TABLE packages (
        id TEXT NOT NULL, version INTEGER NOT NULL, sha256 TEXT NOT NULL, manifest TEXT NOT NULL,
        installed_at TEXT NOT NULL, expires_on TEXT,
        PRIMARY KEY (id, version)
    ) STRICT""",
)

_SHARING = (
    """CREATE TABLE outbox (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        record_id TEXT NOT NULL,
        revision INTEGER NOT NULL,
        kind TEXT NOT NULL,
        interview_id TEXT,
        bytes BLOB NOT NULL,
        sha256 TEXT NOT NULL,
        state TEXT NOT NULL,
        reason TEXT NOT NULL DEFAULT '',
        attempts INTEGER NOT NULL DEFAULT 0,
        created_at TEXT NOT NULL,
        tried_at TEXT,
        settled_at TEXT,
        UNIQUE (record_id, revision, kind)
    ) STRICT""",
    "CREATE INDEX outbox_by_state ON outbox (state)",
    """CREATE TABLE tombstones (
        record_id TEXT PRIMARY KEY, reason TEXT NOT NULL, at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE enrolment (
        only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
        server TEXT NOT NULL, device_id TEXT NOT NULL, token TEXT NOT NULL,
        label TEXT NOT NULL, enrolled_at TEXT NOT NULL
    ) STRICT""",
)

_KEEPING = (
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    """CREATE TABLE pdf_copies (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        interview_id TEXT NOT NULL REFERENCES interviews (id) ON DELETE CASCADE,
        kind TEXT NOT NULL, path TEXT NOT NULL, edition TEXT NOT NULL,
        protected INTEGER NOT NULL, at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX pdf_copies_by_interview ON pdf_copies (interview_id)",
    """CREATE TABLE backups (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        path TEXT NOT NULL, reason TEXT NOT NULL, outside INTEGER NOT NULL,
        companies INTEGER NOT NULL, interviews INTEGER NOT NULL, sha256 TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT""",
)
