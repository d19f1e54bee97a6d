"""Packages of the région, verified before anything in them is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from consultant_app.sharing.errors import translated
from sync.protocol.packages import Verified, manifest_of, verify

__all__ = ["Verified", "verified_package"]


def verified_package(raw: bytes, keys: Sequence[str], highest_of: Callable[[str], int]) -> Verified:
    """Return a package that both keys signed, newer than what is installed under its id.

    ``highest_of``: package id → highest version installed. Raises `SharingError`, whose sentence
    says what is wrong.
    """
    with translated():
        return verify(raw, keys, above=highest_of(manifest_of(raw).id))
