"""The encrypted store: SQLCipher through sqlite-utils, key file, backups."""

# First of all: sqlite_utils looks for its driver when it is imported, and must find SQLCipher.
from consultant_app.storage import sqlite as _sqlite  # noqa: F401
