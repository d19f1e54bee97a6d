"""An opened profile and all that use cases need, handed in by `bootstrap` (no global look-ups)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from consultant_app.domain.clock import Clock, Ids
from consultant_app.services.backups import Backups
from consultant_app.storage.companies import Companies
from consultant_app.storage.database import Database
from consultant_app.storage.errors import LockedError
from consultant_app.storage.profile import Profile
from consultant_app.storage.settings import Settings

if TYPE_CHECKING:
    from consultant_app.services.library import Library
    from consultant_app.storage.answers import Answers
    from consultant_app.storage.events import Events
    from consultant_app.storage.interviews import Interviews
    from consultant_app.storage.outbox import Outbox

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


@dataclass
class Workspace:
    """The unlocked profile. Everything in it is used from one thread at a time.

    What the list does not need is loaded, and made, when it is first asked for.
    """

    profile: Profile
    db: Database
    clock: Clock = field(default_factory=SystemClock)
    ids: Ids = field(default_factory=SystemIds)
    companies: Companies = field(init=False)
    settings: Settings = field(init=False)
    backups: Backups = field(init=False)

    def __post_init__(self) -> None:
        self.companies = Companies(self.db)
        self.settings = Settings(self.db)
        self.backups = Backups(self.profile, self.db, self.clock)

    @cached_property
    def interviews(self) -> Interviews:
        """The interviews."""
        from consultant_app.storage.interviews import Interviews

        return Interviews(self.db)

    @cached_property
    def answers(self) -> Answers:
        """The answers of the interviews."""
        from consultant_app.storage.answers import Answers

        return Answers(self.db)

    @cached_property
    def events(self) -> Events:
        """What was done in the interviews."""
        from consultant_app.storage.events import Events

        return Events(self.db)

    @cached_property
    def outbox(self) -> Outbox:
        """What waits to leave."""
        from consultant_app.storage.outbox import Outbox

        return Outbox(self.db)

    @cached_property
    def library(self) -> Library:
        """Questionnaires and catalogues."""
        from consultant_app.services.library import Library

        return Library(self.db, self.clock)

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
