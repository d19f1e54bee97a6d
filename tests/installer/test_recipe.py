"""The recipe of the built program, read without building it."""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

from consultant_app.services.licences import runtime_names
from tests.installer import icon
from tests.installer.places import ROOT
from tests.installer.trimming import QT_NEEDED, is_wanted

RECIPE = (ROOT / "build_installer.spec").read_text(encoding="utf-8")


def excluded() -> set[str]:
    block = re.search(r"EXCLUDED = \[(.*?)\]", RECIPE, re.DOTALL)
    assert block is not None
    return set(re.findall(r'"([^"]+)"', block[1]))


def test_every_module_of_qt_that_the_window_uses_is_shipped() -> None:
    text = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "consultant_app").rglob("*.py")
    )
    used = set(re.findall(r"(?:from|import) PySide6\.Qt(\w+)", text))
    assert {"Core", "Gui", "Widgets", "Pdf"} <= used
    assert used <= QT_NEEDED


def test_nothing_that_the_laptop_needs_is_excluded() -> None:
    packages = metadata.packages_distributions()
    needed = {
        package
        for package, owners in packages.items()
        if {re.sub(r"[-_.]+", "-", owner).lower() for owner in owners} & runtime_names()
    }
    # Installed beside a library that names it, and never imported by the program.
    assert excluded() & needed <= {"pip"}
    assert not [name for name in excluded() if name.startswith("consultant_app")]
    assert {"sync.server", "sync.dashboard", "psycopg", "fastapi", "uvicorn", "tests"} <= excluded()


def test_what_is_left_out_of_qt_is_what_is_never_used() -> None:
    def shipped(name: str) -> bool:
        return is_wanted((name, "", "BINARY"))

    assert shipped("PySide6/Qt/lib/libQt6Core.so.6")
    assert shipped("PySide6/Qt/plugins/platforms/libqxcb.so")
    assert shipped("PySide6/plugins/platforms/qwindows.dll")
    assert shipped("PySide6/Qt/plugins/networkinformation/libqnetworkmanager.so")
    assert not shipped("PySide6/Qt/plugins/networkinformation/libqglib.so")
    assert shipped("PySide6/Qt/translations/qtbase_fr.qm")
    assert shipped("pyphen/dictionaries/hyph_fr.dic")
    assert not shipped("PySide6/Qt/lib/libQt6Qml.so.6")
    assert not shipped("PySide6/Qt6WebEngineCore.dll")
    assert not shipped("PySide6/QtQuick.abi3.so")
    assert not shipped("PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so")
    assert not shipped("PySide6/Qt/translations/qtbase_de.qm")
    assert not shipped("pyphen/dictionaries/hyph_de_DE.dic")


def test_the_icon_is_the_one_that_is_drawn() -> None:
    kept = icon.FOLDER / f"{icon.NAME}.svg"
    assert kept.read_text(encoding="utf-8") == icon.drawing()
    for form in (".png", ".ico", ".icns"):
        assert kept.with_suffix(form).stat().st_size > 1_000


def test_the_recipe_names_no_file_that_is_not_there() -> None:
    for name in re.findall(r'ROOT((?: / "[^"]+")+)', RECIPE):
        path = ROOT.joinpath(*re.findall(r'"([^"]+)"', name))
        assert path.exists(), path
    assert sys.version_info >= (3, 11)
    assert Path(ROOT / "LICENSE").is_file()
