"""Laptops and pages beside the centre that all tests share (see the root's conftest)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.sync.centre import Cluster
from tests.sync.laptops import Laptop, make_template
from tests.sync.region import Pages, publish

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def profile_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("profil"))


@pytest.fixture
def laptop(profile_template: Path, tmp_path: Path) -> Iterator[Laptop]:
    with Laptop.copied(profile_template, tmp_path / "portable") as opened:
        yield opened


@pytest.fixture
def postgres_url(postgres: Cluster) -> str:
    return postgres.new()


@pytest.fixture(scope="session")
def published_url(postgres: Cluster) -> str:
    """A database with two published campaigns; tests only read it, or copy it."""
    url = postgres.new()
    publish(url)
    return url


@pytest.fixture
def pages(postgres: Cluster, published_url: str) -> Iterator[Pages]:
    """The pages over a copy of their own."""
    with Pages(postgres.copy(published_url)) as running:
        yield running


@pytest.fixture(scope="module")
def site(postgres: Cluster, published_url: str) -> Iterator[Pages]:
    """Pages that tests only read."""
    with Pages(postgres.copy(published_url)) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from tests.sync.browsing import chromium

    with chromium() as running:
        yield running
