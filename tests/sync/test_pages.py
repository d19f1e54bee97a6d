"""The région's pages as a browser asks for them: who may see what, and what is really said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import psycopg
import pytest
from starlette.routing import BaseRoute, Route

from sync.__main__ import main
from sync.dashboard.access.accounts import ROLES, Role
from sync.dashboard.access.guard import inside
from sync.dashboard.access.headers import HEADERS
from sync.dashboard.app import create_app
from sync.server.settings import Settings
from tests.sync.centre import Cluster
from tests.sync.region import NAMES, PASSWORD, Pages, csrf_of, sign_in

ROOT = Path(__file__).resolve().parents[2]
ADMIN: tuple[Role, ...] = ("admin",)
#: Every address of the pages, an example of each, and who may ask for it.
ADDRESSES: dict[tuple[str, str], tuple[str, tuple[Role, ...]]] = {
    ("GET", "/"): ("/", ROLES),
    ("GET", "/besoins"): ("/besoins?selon=territoire", ROLES),
    ("GET", "/besoins/{name}"): ("/besoins/themes.csv", ROLES),
    ("GET", "/niveaux"): ("/niveaux?theme=finance&selon=taille", ROLES),
    ("GET", "/niveaux/{name}"): ("/niveaux/themes.svg", ROLES),
    ("GET", "/offre"): ("/offre?action=tresorerie_marges", ROLES),
    ("GET", "/offre/{name}"): ("/offre/sans-action.xlsx", ROLES),
    ("GET", "/croissance"): ("/croissance?selon=taille&theme=finance", ROLES),
    ("GET", "/croissance/{name}"): ("/croissance/types.csv", ROLES),
    ("GET", "/freins"): ("/freins?selon=territoire", ROLES),
    ("GET", "/freins/{name}"): ("/freins/leviers.xlsx", ROLES),
    ("GET", "/carte"): ("/carte?mesure=niveaux", ROLES),
    ("GET", "/carte/{name}"): ("/carte/carte", ROLES),
    ("GET", "/campagnes"): ("/campagnes", ROLES),
    ("GET", "/campagnes/{name}"): ("/campagnes/niveaux.csv", ROLES),
    ("GET", "/lire"): ("/lire", ROLES),
    ("GET", "/donnees"): ("/donnees", ("researcher",)),
    ("GET", "/donnees/{number}/{name}.csv"): ("/donnees/1/cellules.csv", ("researcher",)),
    ("GET", "/diffusions/{number}/{name}"): (
        "/diffusions/1/rapport.html",
        ("researcher", "admin"),
    ),
    ("GET", "/collecte"): ("/collecte", ADMIN),
    ("GET", "/collecte/{name}"): ("/collecte/inconnues.csv", ADMIN),
    ("GET", "/administration/postes"): ("/administration/postes", ADMIN),
    ("POST", "/administration/postes/code"): ("/administration/postes/code", ADMIN),
    ("POST", "/administration/postes/fermer"): ("/administration/postes/fermer", ADMIN),
    ("GET", "/administration/publications"): ("/administration/publications", ADMIN),
    ("POST", "/administration/publications/ouvrir"): ("/administration/publications/ouvrir", ADMIN),
    ("GET", "/administration/publications/geler"): (
        "/administration/publications/geler?campagne=2027-1",
        ADMIN,
    ),
    ("POST", "/administration/publications/geler"): ("/administration/publications/geler", ADMIN),
    ("POST", "/administration/publications/preparer"): (
        "/administration/publications/preparer",
        ADMIN,
    ),
    ("POST", "/administration/publications/donner"): ("/administration/publications/donner", ADMIN),
    ("POST", "/administration/publications/reprendre"): (
        "/administration/publications/reprendre",
        ADMIN,
    ),
    ("GET", "/administration/paquets"): ("/administration/paquets", ADMIN),
    ("POST", "/administration/paquets/publier"): ("/administration/paquets/publier", ADMIN),
    ("GET", "/administration/comptes"): ("/administration/comptes", ADMIN),
    ("POST", "/administration/comptes/ouvrir"): ("/administration/comptes/ouvrir", ADMIN),
    ("POST", "/administration/comptes/code"): ("/administration/comptes/code", ADMIN),
    ("POST", "/administration/comptes/fermer"): ("/administration/comptes/fermer", ADMIN),
    ("GET", "/administration/journal"): ("/administration/journal", ADMIN),
    ("POST", "/deconnexion"): ("/deconnexion", ROLES),
}
_OPEN = {
    ("GET", "/connexion"),
    ("POST", "/connexion"),
    ("GET", "/mot-de-passe"),
    ("POST", "/mot-de-passe"),
}


def _routes(known: Iterable[BaseRoute]) -> Iterator[Route]:
    for route in known:
        if isinstance(route, Route):
            yield route
        elif router := getattr(route, "original_router", None):
            yield from _routes(router.routes)


def test_every_address_is_for_the_roles_that_the_table_says(site: Pages) -> None:
    found = {
        (method, route.path)
        for route in _routes(create_app(Settings(site.database_url)).routes)
        if not route.path.startswith(("/v1/", "/health", "/openapi"))
        for method in route.methods or ()
        if method != "HEAD"
    }
    assert found == ADDRESSES.keys() | _OPEN
    with site.reader() as nobody:
        for (method, _), (address, _roles) in ADDRESSES.items():
            answer = nobody.request(method, address)
            assert answer.status_code == 303, address
            assert answer.headers["location"].startswith("/connexion"), address
    for role in ROLES:
        with site.reader(role) as client:
            for (method, _), (address, roles) in ADDRESSES.items():
                answer = client.request(method, address)
                # A form without its token is refused to everybody.
                wanted = 200 if role in roles and method == "GET" else 403
                assert answer.status_code == wanted, (role, method, address)


def test_every_answer_bears_the_headers(site: Pages) -> None:
    with site.reader("analyst") as client:
        for address in (
            "/",
            "/connexion",
            "/nulle-part",
            "/static/pages.css",
            "/collecte",
            "/v1/x",
        ):
            answer = client.get(address)
            assert {name: answer.headers[name] for name in HEADERS} == HEADERS, address
        assert client.get("/").headers["cache-control"] == "no-store"
    with site.reader() as nobody:
        cookie = nobody.get("/connexion").headers["set-cookie"].casefold()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert "secure" not in cookie
        behind_https = nobody.get("/connexion", headers={"X-Forwarded-Proto": "https"})
        assert "secure" in behind_https.headers["set-cookie"].casefold()
        assert "strict-transport-security" in behind_https.headers


def test_a_form_must_be_ours(pages: Pages) -> None:
    with pages.reader() as client:
        page = client.get("/connexion")
        told = {"nom": "paule", "passe": PASSWORD, "csrf": csrf_of(page.text)}
        for wrong, headers in (
            (told | {"csrf": ""}, {}),
            (told | {"csrf": "x" * 32}, {}),
            (told, {"Origin": "https://ailleurs.example"}),
            (told, {"Sec-Fetch-Site": "cross-site"}),
        ):
            answer = client.post("/connexion", data=wrong, headers=headers)
            assert answer.status_code == 403
            assert "seance" not in client.cookies
        assert client.post("/connexion", data=told, headers={"Origin": pages.url}).is_redirect
        assert client.post("/deconnexion", data={"csrf": "x"}).status_code == 403
        assert client.get("/").status_code == 200


def test_a_session_ends(pages: Pages) -> None:
    def ended_by(statement: str) -> None:
        with pages.reader("analyst") as client:
            assert client.get("/").status_code == 200
            with psycopg.connect(pages.database_url) as connection:
                connection.execute(statement)
            assert client.get("/").headers["location"] == "/connexion"

    ended_by("UPDATE pages.sessions SET seen_at = now() - interval '31 minutes'")
    ended_by("UPDATE pages.sessions SET opened_at = now() - interval '10 hours 1 minute'")
    with pages.reader("analyst") as client:
        stolen = client.cookies["seance"]
        client.post("/deconnexion", data={"csrf": csrf_of(client.get("/").text)})
        client.cookies.set("seance", stolen)
        assert client.get("/").headers["location"] == "/connexion"
    with pages.reader("admin") as alma, pages.reader("analyst") as paule:
        form = {"csrf": csrf_of(alma.get("/").text), "nom": "paule"}
        assert alma.post("/administration/comptes/fermer", data=form).status_code == 303
        assert paule.get("/").headers["location"] == "/connexion"
        assert sign_in(paule, "paule").status_code == 403
        own = alma.post("/administration/comptes/fermer", data=form | {"nom": "alma"})
        assert "propre compte" in own.text
    assert stolen not in str(pages.rows("SELECT * FROM pages.sessions"))


def test_five_wrong_passwords_close_a_name_for_a_while(pages: Pages) -> None:
    with pages.reader() as client:
        for name in ("paule", "inconnue"):
            for _ in range(4):
                assert "ne vont pas ensemble" in sign_in(client, name, "faux").text
            assert "fermé jusqu’à" in sign_in(client, name, "faux").text
        assert "fermé jusqu’à" in sign_in(client, "paule").text
        with psycopg.connect(pages.database_url) as connection:
            connection.execute(
                "UPDATE pages.failures SET last_at = now() - interval '16 minutes',"
                " locked_until = now() - interval '1 minute'"
            )
        assert sign_in(client, "paule").status_code == 303
    kept = str(pages.rows("SELECT * FROM pages.failures"))
    assert "inconnue" not in kept
    assert pages.rows("SELECT count(*) FROM pages.journal WHERE act = 'locked'") == [(1,)]


def test_the_hasty_are_asked_to_wait(pages: Pages) -> None:
    with pages.reader("analyst") as client:
        client.get("/lire")
        with psycopg.connect(pages.database_url) as connection:
            connection.execute(
                "INSERT INTO pages.rates SELECT token_sha256, date_trunc('minute', now()) + m, 900"
                " FROM pages.sessions, (VALUES ('0 min'::interval), ('1 min')) later (m)"
                " ON CONFLICT (caller, minute) DO UPDATE SET requests = 900"
            )
        answer = client.get("/lire")
        assert answer.status_code == 429
        assert answer.headers["retry-after"] == "60"


def test_signing_in_leads_back_here_and_nowhere_else(site: Pages) -> None:
    with site.reader() as client:
        asked = client.get("/niveaux?theme=finance").headers["location"]
        assert asked == "/connexion?vers=%2Fniveaux%3Ftheme%3Dfinance"
        answer = sign_in(client, "paule", to="/niveaux?theme=finance")
        assert answer.headers["location"] == "/niveaux?theme=finance"
    for wrong in ("//ailleurs.example", "https://ailleurs.example", "/\\ailleurs", "/a\r\nb", ""):
        assert inside(wrong) == "/"


def test_the_pages_can_read_no_record(site: Pages) -> None:
    with psycopg.connect(site.database_url, autocommit=True) as connection:
        for role in ("region_reader", "region_pages"):
            connection.execute(f"SET ROLE {role}".encode())
            for table in ("ingestion.records", "ingestion.follow_ups", "release.counted"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(f"SELECT * FROM {table}".encode())
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("SELECT record_id FROM transport.deliveries")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT token_sha256 FROM transport.devices")


def test_an_administrator_joins_and_closes_a_device(pages: Pages) -> None:
    with pages.reader("admin") as client:
        csrf = csrf_of(client.get("/administration/postes").text)
        label = "=Poste <b>de Paul</b>"
        page = client.post("/administration/postes/code", data={"csrf": csrf, "poste": label}).text
        assert "<b>de Paul</b>" not in page
        assert pages.count("transport.enrolment_codes") == 1
        place = pages.place("Poste de Paul Témoin")
        assert "Poste de Paul Témoin" in client.get("/administration/postes").text
        form = {"csrf": csrf, "id": place.device_id}
        assert client.post("/administration/postes/fermer", data=form).status_code == 303
        assert pages.rows("SELECT revoked_at IS NOT NULL FROM transport.devices") == [(True,)]
        journal = client.get("/administration/journal").text
    assert "poste fermé" in journal
    assert "code de raccordement" in journal


def test_before_the_first_publication_pages_say_so(postgres: Cluster) -> None:
    from tests.sync.region import open_accounts

    url = postgres.new()
    open_accounts(url)
    with Pages(url) as fresh, fresh.reader("admin") as client:
        for path in ("/", "/besoins", "/offre", "/campagnes"):
            assert "Rien n’est encore publié" in client.get(path).text
        assert "Les fiches reçues" in client.get("/collecte").text


def test_accounts_are_opened_at_the_terminal(
    postgres: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url, file = postgres.new(), tmp_path / "passe"
    file.write_text(PASSWORD + "\n", encoding="utf-8")

    def run(*words: str) -> int:
        return main(["--database-url", url, "user", *words])

    secret = ("--password-file", str(file))
    assert run("add", "hela", "--role", "holder", "--action", "unique", *secret) == 0
    assert run("add", "hela", "--role", "analyst", *secret) == 1
    assert run("add", "nora", "--role", "holder", *secret) == 1
    assert run("add", "no ra", "--role", "analyst", *secret) == 1
    assert run("password", "personne", *secret) == 1
    assert "Aucun compte ne s’appelle" in capsys.readouterr().err
    assert run("close", "hela") == 0
    capsys.readouterr()
    assert run("list", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(a["name"], a["role"], a["action"]) for a in listed] == [("hela", "holder", "unique")]
    assert listed[0]["closed_on"]
    assert run("password", "hela", *secret) == 0
    file.write_text("court", encoding="utf-8")
    assert run("password", "hela", *secret) == 1
    assert run("add", "nora", "--role", "analyst", "--password-file", str(tmp_path / "rien")) == 1
    with Pages(url) as running, running.reader() as client:
        assert sign_in(client, "hela").status_code == 303
    assert NAMES.keys() == set(ROLES)
