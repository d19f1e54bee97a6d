"""The pages in a real browser: by keyboard, without script, on a phone, for every eye."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from sync.dashboard.access.accounts import ROLES, Role
from sync.dashboard.registry import menu
from tests.sync.browsing import (
    enter,
    focus,
    sign_in_without_script,
    too_wide,
    violations,
    window,
)
from tests.sync.region import Pages

#: Choices that draw what the bare pages do not.
DEEPER = (
    "/besoins?selon=territoire",
    "/niveaux?theme=finance&selon=taille",
    "/niveaux/themes",
    "/offre?action=tresorerie_marges",
    "/carte?mesure=niveaux",
    "/croissance?selon=taille",
    "/freins?selon=territoire",
)
#: Pages that only administrators reach, beside the menu's.
OFFICE = (
    "/collecte",
    "/administration/postes",
    "/administration/publications",
    "/administration/publications/geler?campagne=2027-1",
)


@pytest.fixture(scope="module")
def checked() -> set[tuple[str, bool]]:
    """Pages that axe-core has seen, and whether as a holder, whose home is another."""
    return set()


@pytest.mark.parametrize("role", ROLES)
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
        for door in ("/connexion", "/mot-de-passe"):
            page.goto(door)
            assert violations(page) == []
        enter(page, "admin")
        for path in (*DEEPER, *OFFICE):
            page.goto(path)
            assert too_wide(page) <= 0, path
            assert violations(page) == [], path


def test_everything_works_without_script(browser: Browser, site: Pages) -> None:
    with window(browser, site, java_script_enabled=False) as page:
        sign_in_without_script(page, "analyst", "/niveaux")
        page.get_by_label("Thème", exact=True).select_option(label="Finance et gestion")
        page.get_by_label("Entreprises", exact=True).select_option(label="Par taille")
        page.get_by_role("button", name="Afficher").click()
        assert "theme=finance" in page.url
        assert "selon=taille" in page.url
        assert page.get_by_role("table").count() == 3
        with page.expect_download() as saved:
            page.get_by_role("link", name="CSV").first.click()
        assert saved.value.suggested_filename == "niveaux-pratiques.csv"
        page.get_by_role("button", name="Se déconnecter").click()
        assert page.get_by_label("Nom du compte").is_visible()


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reads_its_pages_without_script(
    browser: Browser, site: Pages, role: Role
) -> None:
    with window(browser, site, java_script_enabled=False) as page:
        sign_in_without_script(page, role)
        for entry in menu(role):
            page.get_by_role("navigation").get_by_role("link", name=entry.title, exact=True).click()
            assert page.url == site.url + entry.path
            assert page.locator("h1").count() == 1
            if role != "analyst":
                continue
            for drawing in page.locator(".drawing svg").all():
                assert drawing.get_attribute("aria-label")
            assert page.get_by_role("table").count() == page.locator(".figure").count()


def test_a_job_is_asked_and_followed_without_script(browser: Browser, pages: Pages) -> None:
    with window(browser, pages, java_script_enabled=False) as page:
        sign_in_without_script(page, "admin", "/administration/publications")
        page.get_by_role("link", name="Geler et publier 2027-1").click()
        page.get_by_label("Écrivez le nom").fill("2027-1")
        page.get_by_role("button", name="Geler et publier").click()
        follow = page.get_by_role("link", name="Voir où il en est")
        for _ in range(120):
            if not follow.count():
                break
            page.wait_for_timeout(500)
            follow.click()
        assert page.get_by_role("cell", name="publiée", exact=True).is_visible()


def clicks(page: Page) -> list[str]:
    """The addresses that were opened, one a click."""
    opened: list[str] = []
    page.on("framenavigated", lambda frame: opened.append(frame.url))
    return opened


@pytest.mark.parametrize("role", ["analyst", "holder"])
def test_who_needs_my_action_takes_one_click_from_the_first_page(
    browser: Browser, site: Pages, role: Role
) -> None:
    with window(browser, site, viewport={"width": 1366, "height": 900}) as page:
        enter(page, role)
        opened = clicks(page)
        if role == "holder":
            page.get_by_role("link", name="Trésorerie et marges").click()
        else:
            page.get_by_label("Une action").select_option(
                label="Trésorerie et marges\u00a0: y voir clair"
            )
            page.get_by_role("button", name="Voir qui en a besoin").click()
        answer = page.locator(".voice").inner_text()
        assert re.search(r"\d+ entreprises environ, sur 2\d\d vues, ont gardé un besoin", answer)
        heads = page.get_by_role("heading", level=2).all_inner_texts()
        assert heads[:3] == [
            "Les entreprises qui en ont besoin, par taille",
            "Les entreprises qui en ont besoin, par territoire",
            "Le niveau des pratiques de «\u00a0Trésorerie et marges\u00a0: y voir clair\u00a0»",
        ]
        assert len(opened) == 1


def test_which_need_has_no_action_is_said_on_the_first_page(browser: Browser, site: Pages) -> None:
    with window(browser, site) as page:
        enter(page, "analyst")
        opened = clicks(page)
        assert page.get_by_text("Chacune des 60 pratiques a au moins une action").is_visible()
        page.get_by_role("link", name="Voir l’offre").click()
        assert page.get_by_role("heading", name="Les besoins sans action").is_visible()
        assert len(opened) == 1
