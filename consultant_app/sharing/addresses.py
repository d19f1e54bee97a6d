"""What an address says by itself; nothing of the network is loaded for it."""

from __future__ import annotations

from urllib.parse import urlsplit

from sync.client.addresses import is_loopback


def is_here(address: str) -> bool:
    """Whether a centre is this very machine: it is reached without any network."""
    return is_loopback(urlsplit(address).hostname or "")
