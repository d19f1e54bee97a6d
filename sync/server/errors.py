"""What can go wrong at the centre and is understood: one French sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from sync.protocol.errors import SyncError


class CentreError(SyncError):
    """A known failure at the centre."""

    reason = "centre"


class DatabaseUnreachableError(CentreError):
    """PostgreSQL does not answer."""


class NewerSchemaError(CentreError):
    """The database was migrated by a newer program."""


class RealRecordsError(CentreError):
    """Invented records were to be mixed with real ones."""


class UnknownDeviceError(CentreError):
    """No device answers to this id."""


@contextmanager
def sentences() -> Iterator[None]:
    """Raise the known error in place of the driver's."""
    try:
        yield
    except psycopg.errors.InsufficientPrivilege as error:
        raise CentreError(
            "Le compte PostgreSQL n’a pas les droits qu’il faut\u202f; il doit posséder la base et "
            "pouvoir créer des rôles (CREATEROLE)."
        ) from error
    except psycopg.errors.UndefinedTable as error:
        raise CentreError(
            "La base n’est pas encore préparée\u202f; lancez d’abord «\u00a0region-central migrate\u00a0»."
        ) from error
    except psycopg.OperationalError as error:
        raise DatabaseUnreachableError(
            "PostgreSQL ne répond pas\u202f; vérifiez l’adresse donnée par --database-url, et que "
            "le serveur est démarré."
        ) from error
