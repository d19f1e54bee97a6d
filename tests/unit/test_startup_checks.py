"""What is looked at after unlocking: the disk, the versions, the whole file once a week."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from consultant_app.services import disk_encryption
from consultant_app.services.disk_encryption import (
    Encryption,
    of_disk,
    parse_explorer_column,
    parse_fdesetup,
    parse_lsblk,
    parse_manage_bde,
    warning,
)
from consultant_app.services.startup_checks import StartupChecks
from tests.keeping import NOON, StillClock, answered
from tests.working import working

BDE_ON = """BitLocker Drive Encryption: Configuration Tool version 10.0.22621
Copyright (C) 2013 Microsoft Corporation. All rights reserved.

Volume C: [Windows]
[OS Volume]

    Size:                 475.84 GB
    BitLocker Version:    2.0
    Conversion Status:    Used Space Only Encrypted
    Percentage Encrypted: 100.0%
    Encryption Method:    XTS-AES 128
    Protection Status:    Protection On
    Lock Status:          Unlocked
    Identification Field: Unknown
    Key Protectors:
        TPM
        Numerical Password
"""
BDE_ON_FR = """Chiffrement de lecteur BitLocker\u00a0: outil de configuration version 10.0.19041
Copyright (C) 2013 Microsoft Corporation. Tous droits réservés.

Volume C: [Windows]
[Volume du système d’exploitation]

    Taille :                   237,23 Go
    Version de BitLocker :     2.0
    État de la conversion :    Intégralement chiffré
    Pourcentage chiffré :      100,0%
    Méthode de chiffrement :   XTS-AES 128
    État de la protection :    Protection activée
    État du verrouillage :     Déverrouillé
    Champ d’identification :   Inconnu
    Protecteurs de clés :
        TPM
        Mot de passe numérique
"""
BDE_DENIED = """BitLocker Drive Encryption: Configuration Tool version 10.0.22621
Copyright (C) 2013 Microsoft Corporation. All rights reserved.

ERROR: An attempt to access a required resource was denied.
Check that you have administrative rights on the computer.
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (BDE_ON, Encryption.ON),
        (BDE_ON_FR, Encryption.ON),
        (BDE_ON.replace("Protection On", "Protection Off"), Encryption.OFF),
        (BDE_ON.replace("Protection On", "Protection Off (1 reboots left)"), Encryption.OFF),
        (BDE_ON_FR.replace("Protection activée", "Protection désactivée"), Encryption.OFF),
        (BDE_DENIED, Encryption.UNKNOWN),
        ("", Encryption.UNKNOWN),
    ],
)
def test_bitlocker(text: str, found: Encryption) -> None:
    assert parse_manage_bde(text) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1\r\n", Encryption.ON),
        ("6\r\n", Encryption.ON),
        ("2\r\n", Encryption.OFF),
        ("3", Encryption.OFF),
        ("5", Encryption.OFF),
        ("8", Encryption.OFF),
        ("", Encryption.UNKNOWN),
        ("0", Encryption.UNKNOWN),
        ("New-Object : Access denied", Encryption.UNKNOWN),
    ],
)
def test_bitlocker_as_explorer_shows_it_to_everybody(text: str, found: Encryption) -> None:
    assert parse_explorer_column(text) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("FileVault is On.\n", Encryption.ON),
        ("FileVault is Off.\n", Encryption.OFF),
        ("FileVault is Off, but will be enabled after the next restart.\n", Encryption.OFF),
        (
            "FileVault is On.\nEncryption in progress: Percent completed = 40.0\n",
            Encryption.ON,
        ),
        ("", Encryption.UNKNOWN),
    ],
)
def test_filevault(text: str, found: Encryption) -> None:
    assert parse_fdesetup(text) is found


def lsblk(*layers: str) -> str:
    """What ``lsblk --json --inverse`` prints of a device on these layers, top first."""
    device: dict[str, object] = {}
    for name in reversed(layers):
        device = {"name": name, "type": name, **({"children": [device]} if device else {})}
    return json.dumps({"blockdevices": [device]})


RAID_HALF = json.dumps(
    {
        "blockdevices": [
            {
                "name": "md0",
                "type": "raid1",
                "children": [
                    {
                        "name": "luks-a",
                        "type": "crypt",
                        "children": [{"name": "sda", "type": "disk"}],
                    },
                    {"name": "sdb1", "type": "part", "children": [{"name": "sdb", "type": "disk"}]},
                ],
            }
        ]
    }
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (lsblk("crypt", "part", "disk"), Encryption.ON),
        (lsblk("lvm", "crypt", "part", "disk"), Encryption.ON),
        (lsblk("part", "disk"), Encryption.OFF),
        (lsblk("lvm", "part", "disk"), Encryption.OFF),
        (lsblk("disk"), Encryption.OFF),
        (RAID_HALF, Encryption.OFF),
        ('{"blockdevices": []}', Encryption.UNKNOWN),
        ("lsblk: /dev/x: not a block device", Encryption.UNKNOWN),
        ('{"blockdevices": [{}]}', Encryption.UNKNOWN),
        ("[]", Encryption.UNKNOWN),
    ],
)
def test_luks(text: str, found: Encryption) -> None:
    assert parse_lsblk(text) is found


def test_the_warning_says_how_to_put_it_right_and_only_when_sure() -> None:
    for platform, word in (("win32", "BitLocker"), ("darwin", "FileVault"), ("linux", "LUKS")):
        told = warning(Encryption.OFF, platform)
        assert told is not None
        assert word in told
        assert warning(Encryption.ON, platform) is None
        assert warning(Encryption.UNKNOWN, platform) is None


@pytest.mark.parametrize("platform", ["win32", "darwin", "linux"])
def test_a_tool_that_is_not_there_stops_nothing(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert of_disk(tmp_path, platform) is Encryption.UNKNOWN


@pytest.mark.skipif(shutil.which("lsblk") is None, reason="asks this system's own tools")
def test_this_machine_answers_without_failing(tmp_path: Path) -> None:
    assert of_disk(tmp_path) in set(Encryption)


def test_a_slow_tool_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "fdesetup"
    slow.write_text("#!/bin/sh\nexec /bin/sleep 30\n")
    slow.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(disk_encryption, "_SECONDS", 0.2)
    assert of_disk(tmp_path, "darwin") is Encryption.UNKNOWN


def test_findings_are_sentences_and_the_file_is_read_once_a_week(tmp_path: Path) -> None:
    clock = StillClock()
    with working(tmp_path / "p", clock=clock) as workspace:
        answered(workspace)
        checks = StartupChecks(workspace, lambda _: Encryption.OFF)
        first = checks.run()
        assert first.integrity is True
        assert len(first.warnings) == 1
        assert "n’est pas chiffré" in first.warnings[0]
        assert tuple(map(int, first.versions.sqlite.split("."))) >= (3, 51, 3)
        assert first.versions.sqlcipher[0].isdigit()
        assert first.versions.provider.strip()
        clock.at = NOON + timedelta(days=6)
        assert checks.run().integrity is None
        clock.at = NOON + timedelta(days=7)
        assert checks.run().integrity is True
        clock.at = NOON - timedelta(days=30)
        assert checks.integrity_is_due(), "the clock was set back"


def test_a_damaged_page_is_told_and_told_again(tmp_path: Path) -> None:
    clock = StillClock()
    with working(tmp_path / "p", clock=clock) as workspace:
        answered(workspace)
        workspace.db.checkpoint()
        path = workspace.db.path
        raw = bytearray(path.read_bytes())
        raw[len(raw) // 2] ^= 0xFF
        path.write_bytes(raw)
        checks = StartupChecks(workspace, lambda _: Encryption.ON)
        for _ in range(2):
            found = checks.run()
            assert found.integrity is False
            assert found.warnings[0].startswith("Le contrôle hebdomadaire a trouvé une anomalie")


def test_answers_go_on_being_saved_while_the_file_is_read(tmp_path: Path) -> None:
    with working(tmp_path / "p") as workspace:
        with workspace.beside() as reading:
            reading.rows("SELECT * FROM companies")
            draft = answered(workspace)
            assert reading.faults() == []
        assert workspace.interviews.get(draft.id).answers
