"""The pages' figures on paper: one A4 sheet each, with where they come from."""

from __future__ import annotations

import io

import pikepdf
import pytest
from playwright.sync_api import Browser, Page

from tests.sync.browsing import enter, window
from tests.sync.region import Pages

#: The pages whose figures fill a sheet most.
FULLEST = (
    "/besoins?theme=finance&selon=territoire",
    "/niveaux?selon=activite",
    "/offre",
    "/freins?selon=territoire",
    "/campagnes",
    "/collecte",
)
#: Every other kind of figure.
OTHERS = (
    "/besoins",
    "/besoins?selon=territoire",
    "/besoins?theme=rh&selon=activite&taille=1-9",
    "/niveaux",
    "/niveaux?selon=territoire",
    "/niveaux?theme=finance&selon=territoire",
    "/offre?theme=finance",
    "/offre?action=tresorerie_marges",
    "/offre?action=club_dirigeants",
    "/croissance",
    "/croissance?selon=territoire&theme=rh",
    "/croissance?selon=activite",
    "/freins?selon=taille",
    "/carte",
    "/carte?mesure=niveaux",
)


@pytest.mark.parametrize("paths", [FULLEST, pytest.param(OTHERS, marks=pytest.mark.prove)])
def test_each_figure_prints_on_one_sheet(
    browser: Browser, site: Pages, paths: tuple[str, ...]
) -> None:
    with window(browser, site) as page:
        enter(page, "admin")
        for path in paths:
            page.goto(path)
            sheets = page.get_by_role("link", name="Feuille A4")
            found = [link.get_attribute("href") for link in sheets.all()]
            assert found, path
            for sheet in found:
                assert sheet is not None
                page.goto(sheet)
                _is_one_sheet(page, sheet)


def _is_one_sheet(page: Page, sheet: str) -> None:
    assert page.get_by_role("button", name="Imprimer").is_visible()
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as printed:
        assert len(printed.pages) == 1, sheet
        sides = sorted(round(float(n)) for n in printed.pages[0].mediabox)
        assert sides == [0, 0, 595, 842], sheet
    page.emulate_media(media="print")
    source = page.locator(".source")
    assert source.is_visible()
    told = source.inner_text()
    assert "2026" in told, sheet
    assert "n\u00a0=\u00a0" in told or "/collecte/" in sheet
    assert not page.get_by_role("navigation").is_visible()
    page.emulate_media(media="null")
