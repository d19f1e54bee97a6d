"""What administrators do by the pages, and what researchers are given."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import httpx
import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.dashboard import jobs
from sync.protocol import packages
from sync.protocol.packages import Manifest
from sync.server.database import administration
from sync.server.published import region, set_region
from tests.sync.centre import Cluster
from tests.sync.region import PASSWORD, Pages, csrf_of, prepare, sign_in

_ADMIN = "/administration"


def post(client: httpx.Client, path: str, **fields: str) -> httpx.Response:
    """Send a form with the session's token."""
    token = csrf_of(client.get("/lire").text)
    return client.post(_ADMIN + path, data={"csrf": token, **fields})


def when_done(client: httpx.Client) -> str:
    """The page of publications once no job is under way."""
    limit = time.monotonic() + 60
    while "Un travail est en cours" in (page := client.get(f"{_ADMIN}/publications").text):
        assert time.monotonic() < limit, "the job is too slow"
        time.sleep(0.2)
    return page


def shown_code(page: str) -> str:
    """The code that a page shows once."""
    found = re.search(r'class="code">([^<]+)<', page)
    assert found, "no code here"
    return found[1]


def test_a_campaign_is_opened_frozen_and_its_files_are_given_by_the_pages(pages: Pages) -> None:
    with pages.reader("admin") as alma, pages.reader("researcher") as rene:
        answer = post(alma, "/publications/ouvrir", nom="2028", de="2027q1", a="2027Q4")
        assert "appartient déjà à une autre campagne" in answer.text
        assert post(alma, "/publications/ouvrir", nom="2028", de="2028q1", a="2028Q4").is_redirect
        assert "2e trimestre 2027" in alma.get(f"{_ADMIN}/publications").text

        wrong = post(alma, "/publications/geler", campagne="2027-1", confirmation="2028")
        assert "rien n’a été fait" in wrong.text
        assert post(
            alma, "/publications/geler", campagne="2027-1", confirmation="2027-1"
        ).is_redirect
        assert "publiée" in when_done(alma)
        assert "2027-1" in rene.get("/besoins").text

        assert post(alma, "/publications/preparer", campagne="2027-1").is_redirect
        assert "lisez son rapport" in when_done(alma)
        number = pages.rows("SELECT max(id) FROM release.microdata")[0][0]
        place = f"/diffusions/{number}"
        assert "<html" in alma.get(f"{place}/rapport.html").text
        assert alma.get(f"{place}/donnees.csv").status_code == 403
        assert rene.get(f"{place}/rapport.html").status_code == 404
        assert place not in rene.get("/donnees").text
        assert post(alma, "/publications/donner", diffusion=str(number)).is_redirect
        assert place in rene.get("/donnees").text
        assert rene.get(f"{place}/donnees.csv").status_code == 200
        assert post(alma, "/publications/reprendre", diffusion=str(number)).is_redirect
        assert rene.get(f"{place}/donnees.csv").status_code == 404
        journal = alma.get(f"{_ADMIN}/journal").text
    for words in (
        "campagne ouverte",
        "campagne gelée",
        "fichier des chercheurs préparé",
        "fichier donné aux chercheurs",
        "fichier repris aux chercheurs",
    ):
        assert words in journal


def test_what_cannot_be_done_says_why(pages: Pages) -> None:
    with pages.reader("admin") as alma:
        again = post(alma, "/publications/geler", campagne="2026-1", confirmation="2026-1")
        assert again.is_redirect
        assert "est déjà gelée et publiée" in when_done(alma)
        assert post(alma, "/publications/preparer", campagne="2030").status_code == 404
        assert post(alma, "/publications/preparer", campagne="2027-1").is_redirect
        assert "est encore ouverte" in when_done(alma)
        assert alma.get(f"{_ADMIN}/publications/geler?campagne=2026-1").status_code == 422
        assert post(alma, "/publications/donner", diffusion="999").status_code == 404


def test_one_job_at_a_time_and_a_killed_one_is_told(pages: Pages) -> None:
    with psycopg.connect(pages.database_url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO pages.jobs (kind, campaign, account, asked_at)"
            " VALUES ('freeze', '2027-1', 'alma', now() - interval '1 hour')"
        )
        with pages.reader("admin") as alma:
            assert "interrompu" in alma.get(f"{_ADMIN}/publications").text
            connection.execute("SELECT pg_advisory_lock(%s, 1)", (jobs._LOCK,))
            assert "en cours" in alma.get(f"{_ADMIN}/publications").text
            busy = post(alma, "/publications/preparer", campagne="2026-1")
            assert busy.status_code == 409
            assert "Un autre travail est en cours" in busy.text


@pytest.mark.allow_logs("job")
def test_a_job_that_breaks_ends_with_a_sentence(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(pages.database_url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO pages.jobs (kind, campaign, account) VALUES ('freeze', '2027-1', 'alma')"
        )

    def broken(_url: str, _campaign: str) -> str:
        raise ZeroDivisionError

    monkeypatch.setitem(jobs._WORK, "freeze", broken)
    assert not jobs.run(pages.database_url, 1)
    assert not jobs.run(pages.database_url, 1), "a job is done once"
    [(failed, sentence)] = pages.rows("SELECT failed, sentence FROM pages.jobs")
    assert failed
    assert "Une erreur du programme" in sentence


def test_a_researcher_takes_the_files_and_each_is_noted(pages: Pages) -> None:
    with pages.reader("researcher") as rene:
        page = rene.get("/donnees").text
        names = re.findall(r'href="(/diffusions/1/[^"]+)"', page)
        assert len(names) == 8
        for name in names:
            answer = rene.get(name)
            assert answer.status_code == 200
            assert answer.headers["content-disposition"].startswith("attachment")
            assert sha256(answer.content).hexdigest() in page, name
            noted = pages.rows("SELECT account FROM pages.journal WHERE detail = %s", name)
            assert noted == [("rene",)]
        assert rene.get("/diffusions/1/autre.csv").status_code == 404
    with pages.reader("analyst") as paule:
        assert paule.get("/diffusions/1/donnees.csv").status_code == 403


def test_a_draft_makes_room_for_the_next_and_a_given_release_stays(
    pages: Pages, tmp_path: Path
) -> None:
    for name in ("un", "deux"):
        prepare(pages.database_url, "2026-2", tmp_path / name)
    assert pages.rows(
        "SELECT count(*), count(given_on) FROM release.microdata WHERE campaign = '2026-2'"
    ) == [(2, 1)]
    assert pages.rows("SELECT count(DISTINCT release) FROM release.pieces") == [(2,)]


def test_a_new_account_chooses_its_own_password(pages: Pages) -> None:
    chosen = "trois mots et demi"

    def choose(client: httpx.Client, code: str, password: str = chosen) -> httpx.Response:
        csrf = csrf_of(client.get("/mot-de-passe").text)
        told = {"nom": "nadia", "code": code, "passe": password, "csrf": csrf}
        return client.post("/mot-de-passe", data=told)

    with pages.reader("admin") as alma, pages.reader() as nadia:
        page = post(alma, "/comptes/ouvrir", nom="nadia", role="analyst").text
        code = shown_code(page)
        assert shown_code(page) not in alma.get(f"{_ADMIN}/comptes").text
        assert "existe déjà" in post(alma, "/comptes/ouvrir", nom="nadia", role="analyst").text
        assert (
            "Un porteur a une action"
            in post(alma, "/comptes/ouvrir", nom="x.y", role="holder").text
        )
        assert post(alma, "/comptes/ouvrir", nom="x.y", role="roi").status_code == 422

        assert sign_in(nadia, "nadia", code).status_code == 403
        assert "au moins 12 signes" in choose(nadia, code, "court").text
        assert "ne vont pas ensemble" in choose(nadia, "AAAA-AAAA-AAAA-AAAA").text
        assert "connectez-vous" in choose(nadia, code.lower().replace("-", " ")).text
        assert sign_in(nadia, "nadia", chosen).is_redirect
        assert "ne vont pas ensemble" in choose(nadia, code).text

        second = shown_code(post(alma, "/comptes/code", nom="nadia").text)
        assert post(alma, "/comptes/fermer", nom="nadia").is_redirect
        assert choose(nadia, second).status_code == 403, "closing an account spends its code"
        third = shown_code(post(alma, "/comptes/code", nom="nadia").text)
        assert choose(nadia, third, "quatre mots bien choisis").status_code == 200
        assert sign_in(nadia, "nadia", "quatre mots bien choisis").is_redirect
        assert post(alma, "/comptes/code", nom="personne").status_code == 404
    kept = str(pages.rows("SELECT * FROM pages.invitations, pages.accounts"))
    assert code not in kept


def test_a_code_opens_a_locked_name_and_guesses_lock_it(pages: Pages) -> None:
    with pages.reader("admin") as alma, pages.reader() as guest:
        for _ in range(5):
            csrf = csrf_of(guest.get("/mot-de-passe").text)
            told = {"nom": "paule", "code": "0" * 16, "passe": PASSWORD, "csrf": csrf}
            answer = guest.post("/mot-de-passe", data=told)
        assert "fermé jusqu’à" in guest.post("/mot-de-passe", data=told | {
            "csrf": csrf_of(answer.text)
        }).text  # fmt: skip
        assert "fermé jusqu’à" in sign_in(guest, "paule").text
        shown_code(post(alma, "/comptes/code", nom="paule").text)
        assert sign_in(guest, "paule").is_redirect


def test_a_package_is_published_by_the_pages_with_both_signatures(pages: Pages) -> None:
    keys = [Ed25519PrivateKey.generate() for _ in range(2)]
    text = (
        "id: offre\nversion: 1\ntitle: Offre fictive\nactions:\n"
        "  - {id: unique, title: Action fictive unique, covers: {comptes: 1}}\n"
    )
    manifest = Manifest(
        id="offre", version=1, made_on=date(2026, 9, 14),
        contents=(packages.content("catalogue", "offre.yaml", text),),
    )  # fmt: skip
    raw = packages.build(manifest, {"offre.yaml": text}, keys)

    def send(client: httpx.Client, content: bytes) -> httpx.Response:
        token = csrf_of(client.get("/lire").text)
        return client.post(
            f"{_ADMIN}/paquets/publier",
            data={"csrf": token},
            files={"paquet": ("offre.paquet", content)},
        )

    with pages.reader("admin") as alma:
        assert "deux clés" in send(alma, raw).text
        with administration(pages.database_url) as connection:
            told = tuple(packages.public_hex(key) for key in keys)
            set_region(connection, region(connection).model_copy(update={"keys": told}))
        forged = packages.build(
            manifest, {"offre.yaml": text}, [Ed25519PrivateKey.generate(), keys[1]]
        )
        assert send(alma, forged).status_code == 422
        assert send(alma, b"").status_code == 422
        assert send(alma, b"x" * 9_000_000).status_code == 413
        assert pages.count("published.packages") == 0
        assert send(alma, raw).is_redirect
        assert send(alma, raw).status_code == 422, "a version only rises"
        assert "offre, version 1" in alma.get(f"{_ADMIN}/journal").text
        assert "Action fictive unique" in alma.get("/offre").text


def test_a_form_that_is_too_large_is_not_read(pages: Pages) -> None:
    with pages.reader() as nobody:
        answer = nobody.post("/connexion", content=b"nom=" + b"x" * 30_000)
        assert answer.status_code == 413
        assert "content-security-policy" in answer.headers

        def endless() -> Iterator[bytes]:
            yield b"nom=x"

        assert nobody.post("/connexion", content=endless()).status_code == 413


def test_the_journal_is_read_back_to_its_beginning(pages: Pages) -> None:
    with psycopg.connect(pages.database_url) as connection:
        connection.execute(
            "INSERT INTO pages.journal (account, act, detail)"
            " SELECT 'alma', 'download', 'ligne ' || n FROM generate_series(1, 450) n"
        )
    with pages.reader("admin") as alma:
        address, seen = f"{_ADMIN}/journal", ""
        for _ in range(3):
            page = alma.get(address).text
            seen += page
            found = re.search(r'href="(/administration/journal\?avant=\d+)"', page)
            address = found[1] if found else ""
        assert not address
    assert all(f'<td class="address">ligne {n}</td>' in seen for n in range(1, 451))


def test_the_pages_role_can_forge_no_campaign_and_read_no_key(
    postgres: Cluster, published_url: str
) -> None:
    url = postgres.copy(published_url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET ROLE region_pages")
        for forbidden in (
            "UPDATE release.campaigns SET state = 'frozen'",
            "DELETE FROM release.microdata",
            "INSERT INTO release.pieces VALUES (1, 'donnees.csv', 9, 'x')",
            "UPDATE pages.jobs SET failed = false",
            "DELETE FROM pages.journal",
            "UPDATE pages.accounts SET role = 'admin'",
            "UPDATE published.region SET content = '{}'",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden.encode())
