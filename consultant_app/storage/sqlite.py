"""SQLCipher, put in place of the standard driver before sqlite_utils is ever imported.

sqlite_utils takes ``pysqlite3`` where there is one. Without this it would take the standard
library's driver, which accepts ``PRAGMA key`` without a word and writes clear text.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from sqlcipher3 import dbapi2 as _dbapi2

if TYPE_CHECKING:
    import sqlite3

    Connection: TypeAlias = sqlite3.Connection

dbapi2 = cast("Any", _dbapi2)

sys.modules["pysqlite3"] = _dbapi2
sys.modules["pysqlite3.dbapi2"] = _dbapi2

#: SQLite 3.7.0 to 3.51.2 can corrupt a database when a WAL is reset: https://sqlite.org/wal.html
SQLITE_FLOOR = (3, 51, 3)


def require_sound_version(version: tuple[int, ...] = dbapi2.sqlite_version_info) -> None:
    """Refuse a SQLite that can lose data: RuntimeError, the installation is wrong."""
    if version < SQLITE_FLOOR:
        raise RuntimeError(f"SQLite {version} has the WAL-reset bug; {SQLITE_FLOOR} is needed")


require_sound_version()
