"""The window under test: dressed as users see it, on a real profile, in a real database thread."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from consultant_app.ui import application, theme
from consultant_app.ui.theme import Scheme
from tests.ui.desk import Desk
from tests.ui.driver import Driver, make_profile


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> QApplication:
    """The application with its fonts, palette and focus ring."""
    application.prepare(qapp, Scheme.LIGHT)
    return qapp


@pytest.fixture(autouse=True)
def _light(dressed: QApplication) -> Iterator[None]:
    """Each test begins in the light scheme."""
    yield
    if theme.current().dark:
        theme.apply(dressed, Scheme.LIGHT)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed profile that tests copy: making one reads the whole general diagnostic."""
    folder = tmp_path_factory.mktemp("modele") / "profil"
    make_profile(folder).close()
    return folder


@pytest.fixture
def driver(dressed: QApplication, tmp_path: Path, template: Path) -> Iterator[Driver]:
    """A window on an unlocked profile, with one company and one full general diagnostic."""
    held = Driver(dressed, tmp_path / "profil", template)
    yield held
    held.close()


@pytest.fixture
def desk(dressed: QApplication, tmp_path: Path) -> Iterator[Desk]:
    """The whole program, on a profile that does not exist yet."""
    held = Desk(dressed, tmp_path / "profil")
    yield held
    held.close()


@pytest.fixture
def sample(desk: Desk) -> Desk:
    """The whole program, open on the sample."""
    desk.open_profile(sample=True)
    return desk
