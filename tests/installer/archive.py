"""Make the Linux archive: `python -m tests.installer.archive`, after the build."""

from __future__ import annotations

import shutil
import tarfile

from tests.installer.places import FOLDER, NAME, ROOT, archive, version

_EXTRAS = ROOT / ".ci" / "linux"
_ICON = ROOT / "resources" / "icons" / f"{NAME}.png"


def main() -> None:
    """Add to the built folder what a desktop needs, and pack it under one top folder."""
    for extra in (*sorted(_EXTRAS.iterdir()), _ICON, ROOT / "LICENSE"):
        shutil.copy(extra, FOLDER / extra.name)
    target = archive()
    with tarfile.open(target, "w:gz", compresslevel=9) as packed:
        packed.add(FOLDER, f"{NAME}-{version()}", filter=_anonymous)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1e6:.0f} MB")


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


if __name__ == "__main__":
    main()
