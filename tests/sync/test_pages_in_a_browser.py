"""The pages in a real browser: by keyboard, without script, on a phone, on paper, for every eye."""

from __future__ import annotations

import importlib.resources
import io
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from sync.dashboard.access.accounts import Role
from sync.dashboard.registry import menu
from tests.sync.centre import Cluster
from tests.sync.region import NAMES, PASSWORD, Pages

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
#: Choices that draw what the bare pages do not.
DEEPER = (
    "/besoins?selon=territoire",
    "/niveaux?theme=finance&selon=taille",
    "/niveaux/themes",
    "/offre?action=tresorerie_marges",
    "/carte?mesure=niveaux",
)


@pytest.fixture(scope="module")
def site(postgres: Cluster, published_url: str) -> Iterator[Pages]:
    with Pages(postgres.copy(published_url)) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def checked() -> set[tuple[str, bool]]:
    """Pages that axe-core has seen, and whether as a holder, whose home is another."""
    return set()


@contextmanager
def window(browser: Browser, site: Pages, **settings: object) -> Iterator[Page]:
    """A fresh window; what the page complains of, or asks of others, fails the test."""
    context = browser.new_context(base_url=site.url, **settings)  # type: ignore[arg-type]
    page, trouble = context.new_page(), list[str]()
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith(site.url) else trouble.append(request.url),
    )
    yield page
    context.close()
    assert not trouble


def enter(page: Page, role: Role) -> None:
    """Sign in by keyboard, from the first Tab."""
    page.goto("/")
    focus(page, "nom")
    page.keyboard.type(NAMES[role])
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Se déconnecter").wait_for()


def focus(page: Page, words: str) -> None:
    """Press Tab until the focus is on what bears this id or these words, and is seen there."""
    for _ in range(150):
        page.keyboard.press("Tab")
        found, ring = page.evaluate(
            "() => { const e = document.activeElement; return [e.id === "
            f"{words!r} || e.textContent.trim() === {words!r}, "
            "getComputedStyle(e).outlineStyle] }"
        )
        if found:
            assert ring != "none", f"the focus is not seen on {words}"
            return
    raise AssertionError(f"the keyboard does not reach {words}")


def violations(page: Page) -> list[str]:
    """What axe-core finds."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


def too_wide(page: Page) -> int:
    """By how many pixels the page must be pushed sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize("role", ["analyst", "holder", "researcher", "admin"])
def test_each_role_walks_its_pages_by_keyboard(
    browser: Browser, site: Pages, checked: set[tuple[str, bool]], role: Role
) -> None:
    with window(browser, site, viewport={"width": 1280, "height": 900}) as page:
        enter(page, role)
        for entry in menu(role):
            focus(page, entry.title)
            page.keyboard.press("Enter")
            page.wait_for_url(site.url + entry.path)
            assert page.locator("[aria-current=page]").inner_text() == entry.title
            assert page.locator("h1").count() == 1
            if (seen := (entry.path, role == "holder" and entry.path == "/")) not in checked:
                checked.add(seen)
                assert violations(page) == [], entry.path
        focus(page, "Se déconnecter")
        page.keyboard.press("Enter")
        page.wait_for_url("**/connexion")
        page.go_back()
        page.goto("/besoins")
        assert "/connexion" in page.url


@pytest.mark.parametrize(("width", "theme"), [(360, "dark"), (1920, "light")])
def test_pages_are_clear_at_every_width_light_and_dark(
    browser: Browser, site: Pages, width: int, theme: str
) -> None:
    size = {"width": width, "height": 900}
    with window(browser, site, viewport=size, color_scheme=theme) as page:
        page.goto("/connexion")
        assert violations(page) == []
        enter(page, "admin")
        for path in (*DEEPER, "/collecte", "/administration/postes"):
            page.goto(path)
            assert too_wide(page) <= 0, path
            assert violations(page) == [], path


def test_everything_works_without_script(browser: Browser, site: Pages) -> None:
    with window(browser, site, java_script_enabled=False) as page:
        page.goto("/niveaux")
        page.get_by_label("Nom du compte").fill(NAMES["analyst"])
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter").click()
        page.get_by_label("Thème", exact=True).select_option(label="Finance et gestion")
        page.get_by_label("Entreprises", exact=True).select_option(label="Par taille")
        page.get_by_role("button", name="Afficher").click()
        assert "theme=finance" in page.url
        assert "selon=taille" in page.url
        assert page.get_by_role("table").count() == 2
        with page.expect_download() as saved:
            page.get_by_role("link", name="CSV").first.click()
        assert saved.value.suggested_filename == "niveaux-pratiques.csv"
        page.get_by_role("button", name="Se déconnecter").click()
        assert page.get_by_label("Nom du compte").is_visible()


def test_each_figure_prints_on_one_sheet(browser: Browser, site: Pages) -> None:
    with window(browser, site) as page:
        enter(page, "admin")
        for path in (
            "/besoins/themes",
            "/besoins/themes?selon=territoire",
            "/niveaux/themes",
            "/niveaux/pratiques?theme=finance&selon=activite",
            "/offre/sans-action",
            "/carte/carte",
            "/campagnes/niveaux",
            "/collecte/semaines",
        ):
            page.goto(path)
            assert page.get_by_role("button", name="Imprimer").is_visible()
            paper = page.pdf(prefer_css_page_size=True)
            with pikepdf.open(io.BytesIO(paper)) as printed:
                assert len(printed.pages) == 1, path
                sides = sorted(round(float(n)) for n in printed.pages[0].mediabox)
                assert sides == [0, 0, 595, 842], path
            page.emulate_media(media="print")
            source = page.locator(".source")
            assert source.is_visible()
            assert "2026" in source.inner_text()
            assert not page.get_by_role("navigation").is_visible()
            page.emulate_media(media="null")


def test_a_holder_learns_who_needs_the_action_in_one_click(browser: Browser, site: Pages) -> None:
    with window(browser, site) as page:
        enter(page, "holder")
        page.get_by_role("link", name="Trésorerie et marges").click()
        assert (
            "ont gardé un besoin auquel cette action répond" in page.locator(".voice").inner_text()
        )
        for words in ("par taille", "par territoire", "Le niveau des pratiques"):
            assert page.get_by_role("heading", name=words).first.is_visible()


def test_an_analyst_finds_the_needs_without_action_in_one_click(
    browser: Browser, site: Pages
) -> None:
    with window(browser, site) as page:
        enter(page, "analyst")
        page.get_by_role("navigation").get_by_role("link", name="Offre").click()
        assert page.get_by_role("heading", name="Les besoins sans action").is_visible()
