"""Fetching packages. Nothing is trusted here: whoever installs them verifies them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256

from sync.client.errors import UnreachableError
from sync.client.transport import Transport
from sync.protocol.packages import MAX_PACKAGE_BYTES, PackageLine, PackageList


def newer_packages(
    transport: Transport, installed: Mapping[str, int]
) -> Iterator[tuple[PackageLine, bytes]]:
    """Fetch the packages whose version is above the installed one.

    ``installed``: package id → highest version here (versions refused before may be given too).
    """
    for line in transport.get("/v1/packages", PackageList).packages:
        if line.version <= installed.get(line.id, 0) or line.size > MAX_PACKAGE_BYTES:
            continue
        raw = transport.get_package(line.id, line.version)
        if sha256(raw).hexdigest() != line.sha256:
            raise UnreachableError("Un paquet de la région est arrivé abîmé\u202f; réessayez.")
        yield line, raw
