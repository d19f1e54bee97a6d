"""This laptop's place at the région's centre, and the packages received from it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import cast

from consultant_app.storage.database import Database
from consultant_app.storage.plain import instant, to_instant


@dataclass(frozen=True, slots=True)
class Enrolment:
    """The centre's address and this device's token (secret: it is never shown nor logged)."""

    server: str
    device_id: str
    token: str = field(repr=False)
    label: str
    enrolled_at: datetime


class Enrolments:
    """The one enrolment of this profile, if any."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self) -> Enrolment | None:
        """Return the enrolment, None when the laptop is not enrolled."""
        row = self._db.row("SELECT * FROM enrolment")
        if row is None:
            return None
        at = cast("datetime", to_instant(row["enrolled_at"]))
        return Enrolment(row["server"], row["device_id"], row["token"], row["label"], at)

    def set(self, enrolment: Enrolment) -> None:
        """Enrol, in place of any enrolment before."""
        row = {**asdict(enrolment), "enrolled_at": instant(enrolment.enrolled_at), "only_one": 1}
        self._db.save("enrolment", row, pk="only_one")

    def clear(self) -> None:
        """Forget the enrolment."""
        self._db.execute("DELETE FROM enrolment")


@dataclass(frozen=True, slots=True)
class Package:
    """A signed package that was installed. ``manifest``: its exact text."""

    id: str
    version: int
    sha256: str
    manifest: str
    installed_at: datetime
    expires_on: date | None


class Packages:
    """The packages that were installed."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, package: Package) -> None:
        """Remember a package."""
        expires = None if package.expires_on is None else package.expires_on.isoformat()
        row = {**asdict(package), "installed_at": instant(package.installed_at)}
        self._db.save("packages", {**row, "expires_on": expires}, pk=("id", "version"))

    def all(self) -> list[Package]:
        """Every package, by id then version."""
        rows = self._db.rows("SELECT * FROM packages ORDER BY id, version")
        return [
            Package(
                id=row["id"],
                version=row["version"],
                sha256=row["sha256"],
                manifest=row["manifest"],
                installed_at=cast("datetime", to_instant(row["installed_at"])),
                expires_on=date.fromisoformat(row["expires_on"]) if row["expires_on"] else None,
            )
            for row in rows
        ]

    def highest_version(self, package_id: str) -> int:
        """The highest version installed of a package, 0 when none: versions only rise."""
        query = "SELECT coalesce(max(version), 0) FROM packages WHERE id = ?"
        return int(self._db.rows(query, (package_id,))[0][0])
