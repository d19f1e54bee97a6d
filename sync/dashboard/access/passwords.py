"""Secrets that people read and type: no sign that looks like another."""

from __future__ import annotations

import secrets

from sync.protocol.enrolment import ALPHABET, CODE_SIGNS, show_code


def easy_to_type() -> str:
    """Draw a password of 80 bits, in groups of four, e.g. « 7k2m-9xqd-w3ta-0hvn »."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(CODE_SIGNS))
    return show_code(drawn.lower())
