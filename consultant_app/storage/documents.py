"""Versioned texts the profile keeps whole: questionnaires, catalogues, reference values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar, cast

from consultant_app.domain.errors import UnknownIdError
from consultant_app.storage.database import Database
from consultant_app.storage.errors import StorageError
from consultant_app.storage.plain import instant, to_instant
from consultant_app.storage.text import clean


@dataclass(frozen=True, slots=True)
class Document:
    """One version of a text. ``sha256``: of its UTF-8 bytes, hexadecimal."""

    id: str
    version: int
    title: str
    text: str
    sha256: str
    source: str
    installed_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """A version without its text."""

    id: str
    version: int
    title: str
    sha256: str
    source: str


class SameVersionError(StorageError):
    """Another text already bears this id and version."""

    def __init__(self, document_id: str, version: int) -> None:
        super().__init__(
            f"Une autre version {version} de «\u00a0{document_id}\u00a0» est déjà installée\u00a0: "
            "augmentez le numéro de version, puis recommencez."
        )


class _Documents:
    """A table of versioned texts; a version, once stored, never changes."""

    table: ClassVar[str]

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(
        self,
        document_id: str,
        version: int,
        text: str,
        *,
        at: datetime,
        title: str = "",
        source: str = "",
    ) -> Document:
        """Store a version; harmless when already there, `SameVersionError` when it differs."""
        text = clean(text)
        digest = sha256(text.encode()).hexdigest()
        present = self._row(document_id, version)
        if present is not None:
            if present["sha256"] != digest:
                raise SameVersionError(document_id, version)
            return _document(present)
        document = Document(document_id, version, clean(title), text, digest, clean(source), at)
        self._db.save(self.table, _columns(document), pk=("id", "version"))
        return document

    def get(self, document_id: str, version: int) -> Document:
        """Return one version; UnknownIdError when it is not here."""
        row = self._row(document_id, version)
        if row is None:
            raise _unknown(document_id)
        return _document(row)

    def latest(self, document_id: str) -> Document:
        """Return the highest version; UnknownIdError when there is none."""
        found = [document for document in self.list() if document.id == document_id]
        if not found:
            raise _unknown(document_id)
        return found[-1]

    def heads(self) -> Sequence[DocumentHead]:
        """Every version without its text, by id then version."""
        columns = "id, version, title, sha256, source"
        rows = self._db.rows(f"SELECT {columns} FROM {self.table} ORDER BY id, version")  # noqa: S608
        return [DocumentHead(*row) for row in rows]

    def list(self) -> list[Document]:
        """Every version, by id then version."""
        rows = self._db.rows(f"SELECT * FROM {self.table} ORDER BY id, version")  # noqa: S608
        return [_document(row) for row in rows]

    def _row(self, document_id: str, version: int) -> Any | None:
        query = f"SELECT * FROM {self.table} WHERE id = ? AND version = ?"  # noqa: S608
        return self._db.row(query, (document_id, version))


class Questionnaires(_Documents):
    """The questionnaires, whole: an interview is pinned to the version it was held with."""

    table = "questionnaires"


class Catalogues(_Documents):
    """The catalogues of actions."""

    table = "catalogues"


class ReferenceValues(_Documents):
    """The reference statistics received from the région."""

    table = "reference_values"


def _unknown(document_id: str) -> UnknownIdError:
    return UnknownIdError(
        f"«\u00a0{document_id}\u00a0» n’est pas installé ici\u00a0: installez-le, ou vérifiez "
        "son nom."
    )


def _columns(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "version": document.version,
        "title": document.title,
        "text": document.text,
        "sha256": document.sha256,
        "source": document.source,
        "installed_at": instant(document.installed_at),
    }


def _document(row: Any) -> Document:
    at = cast("datetime", to_instant(row["installed_at"]))
    head = (row["id"], row["version"], row["title"], row["text"])
    return Document(*head, row["sha256"], row["source"], at)
