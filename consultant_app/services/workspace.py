"""An opened profile and all that use cases need, handed in by `bootstrap` (no global look-ups)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from consultant_app.domain.clock import Clock, Ids
from consultant_app.services.backups import Backups
from consultant_app.storage.answers import Answers
from consultant_app.storage.companies import Companies
from consultant_app.storage.database import Database
from consultant_app.storage.errors import LockedError
from consultant_app.storage.events import Events
from consultant_app.storage.interviews import Interviews
from consultant_app.storage.outbox import Outbox
from consultant_app.storage.profile import Profile
from consultant_app.storage.settings import Settings

if TYPE_CHECKING:
    from consultant_app.services.library import Library

_STEPS_BETWEEN_LOOKS = 10_000


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)


class SystemIds:
    """The machine's source of chance."""

    def new(self) -> str:
        """Return a fresh uuid4."""
        return str(uuid4())

    def random_bytes(self, count: int) -> bytes:
        """Return ``count`` bytes from the system's secure source."""
        import secrets

        return secrets.token_bytes(count)


@dataclass(slots=True)
class Workspace:
    """The unlocked profile. Everything in it is used from one thread at a time."""

    profile: Profile
    db: Database
    clock: Clock = field(default_factory=SystemClock)
    ids: Ids = field(default_factory=SystemIds)
    companies: Companies = field(init=False)
    interviews: Interviews = field(init=False)
    answers: Answers = field(init=False)
    events: Events = field(init=False)
    outbox: Outbox = field(init=False)
    settings: Settings = field(init=False)
    backups: Backups = field(init=False)
    _library: Library | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.companies = Companies(self.db)
        self.interviews = Interviews(self.db)
        self.answers = Answers(self.db)
        self.events = Events(self.db)
        self.outbox = Outbox(self.db)
        self.settings = Settings(self.db)
        self.backups = Backups(self.profile, self.db, self.clock)

    @property
    def library(self) -> Library:
        """Questionnaires and catalogues, whose models are loaded when they are first asked for."""
        if self._library is None:
            from consultant_app.services.library import Library

            self._library = Library(self.db, self.clock)
        return self._library

    @property
    def folder(self) -> Path:
        """The profile's folder."""
        return self.profile.folder

    @property
    def consultant(self) -> str:
        """The consultant's name, as printed on the restitution."""
        return str(self.settings.get("consultant", ""))

    @property
    def organisation(self) -> str:
        """The consultant's organisation, possibly empty."""
        return str(self.settings.get("organisation", ""))

    @contextmanager
    def beside(self) -> Iterator[Database]:
        """A second connection for long readings in another thread; `close` cuts it short.

        Raises `LockedError` when the profile is locked, before or meanwhile.
        """
        with self.db.held():
            self.db.connection  # noqa: B018 - raises LockedError once locked
            connection = Database.open(self.db.path, self.profile.key, migrate=False)
        # Asked by SQLite itself every so many steps: nothing goes on once the profile is locked.
        connection.connection.set_progress_handler(
            lambda: not self.db.is_open, _STEPS_BETWEEN_LOOKS
        )
        try:
            yield connection
        except Exception as error:
            if not self.db.is_open:
                raise LockedError from error
            raise
        finally:
            connection.close()

    def close(self) -> None:
        """Close the database, drop the key, free the profile for another process."""
        self.db.close()
        self.profile.release()
