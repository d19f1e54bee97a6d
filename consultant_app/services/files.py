"""Files chosen by the user: read and written with a sentence when the world says no."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from consultant_app.domain.errors import KnownError

MAX_TEXT_BYTES = 200_000_000


class FileProblemError(KnownError):
    """A file that cannot be read or written."""


def read_bytes(path: Path) -> bytes:
    """Return a file's content; `FileProblemError` when it cannot be read."""
    try:
        if path.stat().st_size > MAX_TEXT_BYTES:
            raise FileProblemError(
                f"«\u00a0{path.name}\u00a0» est trop gros pour être le bon fichier\u202f; vérifiez-le."
            )
        return path.read_bytes()
    except OSError as error:
        raise FileProblemError(
            f"«\u00a0{path}\u00a0» ne peut pas être lu ({_reason(error)})\u202f; vérifiez son nom et "
            "l’endroit."
        ) from error


def read_text(path: Path) -> str:
    """Return a UTF-8 file's text; `FileProblemError` when it cannot be read."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileProblemError(
            f"«\u00a0{path.name}\u00a0» n’est pas un texte UTF-8\u202f; enregistrez-le sous ce format."
        ) from error


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all (temporary name, sync, replace)."""
    temporary = path.with_name(f".{path.name}.partiel")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True) if temporary.parent.is_dir() else None
        raise FileProblemError(
            f"«\u00a0{path}\u00a0» ne peut pas être écrit ({_reason(error)})\u202f; choisissez un autre "
            "endroit, puis recommencez."
        ) from error


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 text file whole or not at all."""
    write_bytes(path, text.encode())


def _reason(error: OSError) -> str:
    reasons = {
        errno.ENOENT: "il n’existe pas, ou son dossier non plus",
        errno.EACCES: "l’accès est refusé",
        errno.EPERM: "l’accès est refusé",
        errno.EROFS: "le support est en lecture seule",
        errno.ENOSPC: "le disque est plein",
        errno.EISDIR: "c’est un dossier",
        errno.ENOTDIR: "un des dossiers du chemin n’en est pas un",
    }
    return reasons.get(error.errno or 0, "le disque ne répond pas")
