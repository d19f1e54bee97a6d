"""Addresses of centres. Imports nothing of the network: the window asks it as it opens."""

from __future__ import annotations

from urllib.parse import urlsplit

from sync.client.errors import InsecureError


def read_address(text: str) -> str:
    """Return the centre's address as it is used; `InsecureError` when it is not safe."""
    address = text.strip().rstrip("/")
    parts = urlsplit(address if "://" in address else f"https://{address}")
    if not parts.hostname or parts.scheme not in ("https", "http") or parts.query:
        raise InsecureError(
            "Cette adresse n’est pas celle d’un centre\u202f; elle commence par https://."
        )
    if parts.username is not None:
        raise InsecureError("L’adresse ne doit contenir ni nom ni mot de passe\u202f; retirez-les.")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise InsecureError(
            "Cette adresse n’est pas protégée\u202f; demandez à la région celle qui commence par https://."
        )
    return parts.geturl()


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this very machine."""
    if host == "localhost":
        return True
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
