"""What the built program does not need, of all that PyInstaller finds it could."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

#: A file to ship: its name in the build, where it is, what it is to PyInstaller.
Entry = tuple[str, str, str]

#: Qt: what the window, its printer and its messages to itself stand on.
QT_NEEDED = frozenset({"Core", "Gui", "Widgets", "Pdf", "PdfWidgets", "PrintSupport"}) | {
    "Network",
    "DBus",
    "XcbQpa",
    "WaylandClient",
}
_QT_PLUGINS = re.compile(
    r"plugins/(platforms/(lib)?q(xcb|wayland|offscreen|windows|cocoa)"
    r"|platformthemes/libqxdgdesktopportal|platforminputcontexts/lib(compose|ibus)"
    r"|wayland-(shell-integration/libxdg|decoration-client/libbradient)"
    # Those that need no library of their own: the window asks only for a hint.
    r"|networkinformation/(lib)?q(networkmanager|networklistmanager|scnetworkreachability)"
    r"|imageformats/(lib)?q(jpeg|ico|gif)|styles/|printsupport/)"
)
_QT_LIBRARY = re.compile(
    r"(?:^|/)(?:lib)?Qt6?(?P<module>[A-Z]\w+?)(?:\.so|\.dll|\.abi3|\.pyd|\.dylib|$)"
)
_SYSTEM_LIBRARY = re.compile(r"lib(?!python)[^/]+\.so[.\d]*|[\w.]+\.libs/[^/]+")
#: The machine's own printing system comes with its own client, and with its own updates.
_LEFT_TO_THE_MACHINE = {"libcups.so.2"}
#: On these, symbols only serve debugging and make half of the size.
_STRIPPED = ("libpython*.so*", "sqlcipher3/*.so")


def is_wanted(entry: Entry) -> bool:
    """Whether a file is to be shipped, by its name alone."""
    name = entry[0].replace("\\", "/")
    if name.startswith("PySide6/") or "Qt6" in name:
        return _is_wanted_of_qt(name)
    if name.startswith("pyphen/dictionaries/"):
        return name.endswith("hyph_fr.dic")
    return not name.startswith(("reportlab/fonts/", "PIL/_avif", "PIL/_webp", "PIL/_imagingcms"))


def _is_wanted_of_qt(name: str) -> bool:
    if "/plugins/" in name:
        return bool(_QT_PLUGINS.search(name))
    if "/translations/" in name:
        return name.endswith("/qtbase_fr.qm")
    if any(part in name for part in ("/qml/", "/resources/", "/libexec/")):
        return False
    found = _QT_LIBRARY.search(name)
    return found is None or found["module"] in QT_NEEDED


def reachable(binaries: Iterable[Entry]) -> list[Entry]:
    """Leave out the system's libraries that nothing shipped asks for (Linux)."""
    entries = list(binaries)
    files = [entry for entry in entries if entry[2] != "SYMLINK"]
    system = {Path(e[0]).name: e for e in files if _SYSTEM_LIBRARY.fullmatch(e[0])}
    kept = [e for e in files if e not in system.values()]
    waiting = list(kept)
    while waiting:
        for name in _needs(Path(waiting.pop()[1])):
            if name in _LEFT_TO_THE_MACHINE:
                continue
            if needed := system.pop(name, None):
                kept.append(needed)
                waiting.append(needed)
    return kept + [entry for entry in entries if entry[2] == "SYMLINK"]


def _needs(library: Path) -> list[str]:
    """The libraries that one asks for itself (ldd would tell those of its libraries as well)."""
    asked = ["objdump", "-p", str(library)]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    return re.findall(r"^\s+NEEDED\s+(\S+)$", told, re.MULTILINE)


def without_broken_links(entries: list[Entry], shipped: Iterable[Entry]) -> list[Entry]:
    """Leave out the links to what is not shipped any more."""
    there = {entry[0] for entry in shipped}
    return [entry for entry in entries if entry[2] != "SYMLINK" or entry[1] in there]


def strip(folder: Path) -> None:
    """Take the symbols out of the two largest libraries (Linux)."""
    for pattern in _STRIPPED:
        for library in folder.glob(pattern):
            subprocess.run(["strip", "--strip-unneeded", str(library)], check=True)
