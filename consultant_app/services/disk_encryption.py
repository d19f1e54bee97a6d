"""Is the laptop's disk encrypted? Asked of the system's own tool, read without trust.

The dossiers are encrypted anyway; what a clear disk gives away is all the rest: PDF files saved,
mails, the paging file.
"""

from __future__ import annotations

import json
import re
import sys
from enum import Enum, auto
from pathlib import Path
from typing import Any

_SECONDS = 20
_EXPLORER_COLUMN = (
    "(New-Object -ComObject Shell.Application).NameSpace('{drive}').Self"
    ".ExtendedProperty('System.Volume.BitLockerProtection')"
)


class Encryption(Enum):
    """What could be learnt."""

    ON = auto()
    OFF = auto()
    UNKNOWN = auto()


def of_disk(folder: Path, platform: str = sys.platform) -> Encryption:
    """Ask the system about the disk that holds ``folder`` (seconds: call it in the background)."""
    if platform == "win32":
        return _of_windows_drive(folder.drive.upper() or "C:")
    if platform == "darwin":
        return parse_fdesetup(_told("fdesetup", "status"))
    source = _told("findmnt", "--noheadings", "--output", "SOURCE", "--target", str(folder))
    device = source.strip().split("[", maxsplit=1)[0]
    if not device.startswith("/dev/"):
        return Encryption.UNKNOWN
    return parse_lsblk(_told("lsblk", "--json", "--inverse", "--output", "NAME,TYPE", device))


def _of_windows_drive(drive: str) -> Encryption:
    if not re.fullmatch("[A-Z]:", drive):
        return Encryption.UNKNOWN
    found = parse_manage_bde(_told("manage-bde", "-status", drive))
    if found is not Encryption.UNKNOWN:
        return found
    # manage-bde answers administrators only; Explorer's own column answers everybody.
    script = _EXPLORER_COLUMN.format(drive=drive)
    return parse_explorer_column(_told("powershell", "-NoProfile", "-Command", script))


def parse_explorer_column(text: str) -> Encryption:
    """Read the property System.Volume.BitLockerProtection: 1 on, 6 on and locked.

    2 off, 3 encrypting, 4 decrypting, 5 suspended and 8 waiting for activation leave the disk open.
    """
    found = {"1": Encryption.ON, "6": Encryption.ON}
    found |= dict.fromkeys("23458", Encryption.OFF)
    return found.get(text.strip(), Encryption.UNKNOWN)


def parse_manage_bde(text: str) -> Encryption:
    """Read ``manage-bde -status C:``, in English or in French.

    Protection must be on: a volume being encrypted, or suspended, is open to whoever holds it.
    """
    fields = dict(_field(line) for line in text.splitlines() if ":" in line)
    for name in ("protection status", "état de la protection", "état de protection"):
        if said := fields.get(name):
            on = said in ("protection on", "protection activée", "protection active")
            return Encryption.ON if on else Encryption.OFF
    return Encryption.UNKNOWN


def parse_fdesetup(text: str) -> Encryption:
    """Read ``fdesetup status`` (macOS; always in English)."""
    if "FileVault is On" in text:
        return Encryption.ON
    return Encryption.OFF if "FileVault is Off" in text else Encryption.UNKNOWN


def parse_lsblk(text: str) -> Encryption:
    """Read ``lsblk --json --inverse --output NAME,TYPE DEVICE``: a crypt layer on every way down.

    A device on several disks (RAID, LVM) is encrypted only if each of them is.
    """
    try:
        devices = json.loads(text)["blockdevices"]
        found = [_is_encrypted(device) for device in devices]
    except (ValueError, KeyError, TypeError):
        return Encryption.UNKNOWN
    if not found:
        return Encryption.UNKNOWN
    return Encryption.ON if all(found) else Encryption.OFF


def warning(found: Encryption, platform: str = sys.platform) -> str | None:
    """The sentence to show: what is wrong and how to put it right; None when nothing is known."""
    if found is not Encryption.OFF:
        return None
    how = {
        "win32": "activez BitLocker (Paramètres, Confidentialité et sécurité, Chiffrement)",
        "darwin": "activez FileVault (Réglages, Confidentialité et sécurité)",
    }.get(platform, "demandez à votre service informatique d’installer le système avec LUKS")
    return (
        "Le disque de cet ordinateur n’est pas chiffré\u00a0: vos dossiers le sont, mais pas les "
        f"PDF que vous enregistrez. Pour y remédier, {how}."
    )


def _is_encrypted(device: dict[str, Any]) -> bool:
    if device["type"] == "crypt":
        return True
    below = device.get("children", [])
    return bool(below) and all(_is_encrypted(child) for child in below)


def _field(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return _folded(name), _folded(value)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _told(*command: str) -> str:
    """What a tool answers, empty when it is not there or will not."""
    import subprocess

    try:
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
            # Windows only: no black window flashes in front of the client.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    # Windows' tools answer in the console's code page; French needs no more than these.
    for encoding in ("utf-8", "cp850"):
        try:
            return done.stdout.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""
