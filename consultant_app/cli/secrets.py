"""Where the command line takes secrets from: the environment, a file, or a prompt."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

from consultant_app.domain.errors import KnownError

VARIABLE = "CONSULTANT_APP_PASSPHRASE"


class MissingSecretError(KnownError):
    """No passphrase was given and nobody is there to be asked."""


def session_passphrase(options: argparse.Namespace, *, confirm: bool = False) -> str:
    """Return the profile's passphrase; ``confirm`` asks for it twice when it is typed."""
    if options.passphrase_file:
        return read_secret(options.passphrase_file)
    if (given := os.environ.get(VARIABLE)) is not None:
        return given
    if not sys.stdin.isatty():
        raise MissingSecretError(
            f"Il faut la phrase de passe\u00a0: donnez-la par {VARIABLE} ou par --passphrase-file."
        )
    typed = getpass.getpass("Phrase de passe : ")
    if confirm and getpass.getpass("Encore une fois : ") != typed:
        raise MissingSecretError("Les deux saisies diffèrent\u202f; recommencez.")
    return typed


def read_secret(path: Path) -> str:
    """Return the first line of a file, without its end of line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise MissingSecretError(
            f"Le fichier «\u00a0{path}\u00a0» ne peut pas être lu\u202f; vérifiez son nom."
        ) from error
    if not lines or not lines[0]:
        raise MissingSecretError(f"Le fichier «\u00a0{path}\u00a0» est vide.")
    return lines[0]
