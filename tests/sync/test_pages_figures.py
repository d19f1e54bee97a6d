"""What the pages say: what was published, the catalogue in hand, and files that hold the same."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from ruamel.yaml import YAML

from sync.dashboard import catalogue
from sync.dashboard.figures.exports import harmless
from sync.protocol import packages
from sync.protocol.packages import Manifest
from sync.server.database import administration
from sync.server.published import publish
from tests.sync.region import Pages

ROOT = Path(__file__).resolve().parents[2]


def test_what_the_page_says_is_what_was_published(site: Pages) -> None:
    count, n = site.rows(
        "SELECT count, n FROM release.cells c JOIN release.publications p ON p.id = c.publication"
        " WHERE p.campaign = '2026-1' AND c.crossing = 'all' AND c.kind = 'need_theme'"
        " AND subject = 'finance'"
    )[0]
    with site.reader("analyst") as client:
        rows = _csv(client, "/besoins/themes.csv?publication=1")
    assert ["Finance et gestion", "Toutes les entreprises", "oui", str(count), str(n)] in rows


def test_each_crossing_of_the_plan_is_shown_and_no_other(site: Pages) -> None:
    with site.reader("analyst") as client:
        for by in ("taille", "activite", "territoire"):
            for size in ("", "1-9"):
                query = f"?publication=1&selon={by}&taille={size}&theme=finance"
                rows = _csv(client, f"/niveaux/pratiques.csv{query}")
                cells = [row for row in rows if row and row[0].startswith("5.")]
                assert len(cells) >= 6, query
                counted = [row for row in cells if row[2] == "oui"]
                assert all(int(row[7]) >= 5 and int(row[7]) % 5 == 0 for row in counted), query


def test_every_figure_can_be_taken_away(site: Pages) -> None:
    with site.reader("analyst") as client:
        book = client.get("/niveaux/themes.xlsx?theme=")
        assert book.headers["content-disposition"] == 'attachment; filename="niveaux-themes.xlsx"'
        with zipfile.ZipFile(io.BytesIO(book.content)) as opened:
            texts = opened.read("xl/sharedStrings.xml").decode()
            sheet = opened.read("xl/worksheets/sheet1.xml").decode()
        assert "Finance et gestion" in texts
        assert "Source" in texts
        assert "<f>" not in sheet
        drawing = ET.fromstring(client.get("/niveaux/themes.svg").content)
        words = "".join(drawing.itertext())
        assert "Le niveau moyen par thème" in words
        assert "Source" in words
        assert client.get("/niveaux/autre.csv").status_code == 404
        assert client.get("/niveaux/themes.exe").status_code == 404
    acts = site.rows("SELECT detail FROM pages.journal WHERE act = 'download'")
    assert ("/niveaux/themes.xlsx?theme=",) in acts
    assert harmless("=1+1") == "'=1+1"
    assert harmless("Finance") == "Finance"


def test_nothing_in_an_address_breaks_a_page_or_is_taken_for_markup(site: Pages) -> None:
    evil = "<script>alert(1)</script>"
    with site.reader("analyst") as client:
        for name in ("publication", "avec", "theme", "selon", "taille", "action", "mesure", "vers"):
            for path in ("/besoins", "/niveaux", "/offre", "/carte", "/campagnes"):
                answer = client.get(path, params={name: evil})
                assert answer.status_code == 200
                assert evil not in answer.text
        assert evil not in client.get("/connexion", params={"vers": "/" + evil}).text


def test_a_holder_reads_who_needs_the_action_in_one_click(site: Pages) -> None:
    with site.reader("holder") as client:
        home = client.get("/").text
        assert "/offre?action=tresorerie_marges" in home
        page = client.get("/offre?action=tresorerie_marges").text
        for words in (
            "Les entreprises qui en ont besoin, par taille",
            "Les entreprises qui en ont besoin, par territoire",
            "Le niveau des pratiques",
            "ont gardé un besoin",
            "Moins de 50 salariés",
        ):
            assert words in page


def test_the_offer_names_the_needs_without_action(site: Pages) -> None:
    covered = {practice for action in catalogue.shipped().actions for practice in action.covers}
    titles = {
        practice["id"]: practice["title"]
        for theme in json.loads(
            (ROOT / "sync/server/codebooks/diagnostic-general-1.json").read_text(encoding="utf-8")
        )["themes"]
        for practice in theme["practices"]
    }
    alone = {titles[practice] for practice in titles.keys() - covered}
    with site.reader("analyst") as client:
        rows = _csv(client, "/offre/sans-action.csv")
    named = {row[0].split(" ", 1)[1] for row in rows if row and row[0][:1].isdigit()}
    assert named == alone


def test_the_shipped_catalogue_is_the_laptops(site: Pages) -> None:
    text = (ROOT / "resources/catalogues/actions-exemples.yaml").read_text(encoding="utf-8")
    assert catalogue.catalogue_of(YAML(typ="safe").load(text)) == catalogue.shipped()


def test_a_published_catalogue_takes_the_place_of_the_examples(pages: Pages) -> None:
    text = (
        "id: offre\nversion: 1\ntitle: Offre fictive\nactions:\n"
        "  - {id: unique, title: Action fictive unique, covers: {comptes: 1}}\n"
    )
    keys = [Ed25519PrivateKey.generate() for _ in range(2)]
    manifest = Manifest(
        id="offre", version=1, made_on=date(2026, 9, 14),
        contents=(packages.content("catalogue", "offre.yaml", text),),
    )  # fmt: skip
    raw = packages.build(manifest, {"offre.yaml": text}, keys)
    with administration(pages.database_url) as connection:
        publish(connection, raw, tuple(packages.public_hex(key) for key in keys))
    with pages.reader("analyst") as client:
        page = client.get("/offre").text
    assert "Action fictive unique" in page
    assert "à remplacer par celles de la région" not in page


def _csv(client: httpx.Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
