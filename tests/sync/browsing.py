"""A real browser for the pages' tests: windows that suffer nothing, keys, axe-core."""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from sync.dashboard.access.accounts import Role
from tests.sync.region import NAMES, PASSWORD, Pages

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a screen."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@contextmanager
def window(browser: Browser, site: Pages, **settings: Any) -> Iterator[Page]:
    """A fresh window; what the page complains of, or asks of others, fails the test."""
    context = browser.new_context(base_url=site.url, **settings)
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


def sign_in_without_script(page: Page, role: Role, path: str = "/") -> None:
    """Sign in where no script runs, on the way to a page."""
    page.goto(path)
    page.get_by_label("Nom du compte").fill(NAMES[role])
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()


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
