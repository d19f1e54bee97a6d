"""Sending from the window, to a real centre: by itself, by hand, refused, withdrawn, cut short."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtCore import Qt
from PySide6.QtNetwork import QNetworkInformation
from PySide6.QtWidgets import QApplication

from consultant_app.services.dossiers import DossierRow, Dossiers
from consultant_app.services.sync_schedule import Pace
from consultant_app.sharing.push import retraction
from consultant_app.storage.outbox import OutboxState
from consultant_app.ui.navigation import Route
from consultant_app.ui.pages.sent.page import SentPage
from consultant_app.ui.syncing import Phase, SyncState
from sync.protocol.enrolment import Region
from sync.protocol.packages import Manifest, build, content, public_hex
from sync.server.database import administration
from sync.server.published import publish, set_region
from tests.sync.centre import Centre, send
from tests.sync.laptops import DATA
from tests.ui.desk import CTRL, ENTER, PASSPHRASE, Desk
from tests.ui.test_accessibility import faults
from tests.ui.test_whole_interview import STALL, Heart
from tests.ui.uncut import cut, outside, sideways

#: Nobody waits in a test.
QUICK = Pace(act=0.05, opened=0.05, back=0.05, first=0.3, longest=0.6, regular=3600)
KEYS = [Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2)]
PUBLIC = tuple(public_hex(key) for key in KEYS)
OURS = Region(
    name="Région Exemple",
    controller="Région Exemple, direction de l’économie",
    dpo="dpo@region.exemple",
    contact="diagnostic@region.exemple",
    agreement="La région s’engage à ne rien publier sous cinq entreprises.",
)
DRAFT, WAITING = "Traiteur Spécimen", "Menuiserie Exemple"
#: The sample's records: three wait, three were received by a centre that is not this one.
BEFORE = 6


@pytest.fixture
def sender(dressed: QApplication, tmp_path: Path) -> Iterator[Desk]:
    """The whole program on the sample, which waits for a network and for a région."""
    held = Desk(dressed, tmp_path / "profil", pace=QUICK)
    held.open_profile(sample=True)
    yield held
    held.close()


@pytest.fixture
def joined(sender: Desk, centre: Centre) -> Desk:
    """The same, enrolled, with everything sent."""
    enrol(sender, centre)
    sender.wait(lambda: state(sender).pulse.waiting == 0 and state(sender).phase is Phase.IDLE)
    sender.settle()
    return sender


def enrol(desk: Desk, centre: Centre) -> None:
    """Type what the région gave, on the page."""
    desk.go(Route.SENT)
    desk.choose("Raccorder cet ordinateur")
    desk.type(centre.url)
    desk.press(ENTER)
    desk.type(centre.code())
    desk.press(ENTER)
    desk.wait(lambda: "Cet ordinateur est raccordé." in desk.texts())
    desk.press(ENTER)


def state(desk: Desk) -> SyncState:
    assert desk.shell.syncing is not None
    return desk.shell.syncing.state


def records(centre: Centre) -> int:
    return centre.count("ingestion.records")


def row_of(desk: Desk, company: str) -> DossierRow:
    workspace = desk.shell.unlocked
    rows = desk.in_database(lambda: Dossiers(workspace).rows())
    return next(row for row in rows if row.company == company)


def sign(desk: Desk) -> None:
    """Close the sample's draft with an agreement."""
    row = row_of(desk, DRAFT)
    desk.go(Route.SHARING, company_id=row.company_id, interview_id=row.interview_id or "")
    desk.press(ENTER)
    desk.fill("Nom de la personne qui signe", "Sofia Calibre")
    desk.press(ENTER)
    desk.wait(lambda: any("signé et clos" in said for said in desk.said))


def sent_page(desk: Desk) -> SentPage:
    desk.go(Route.SENT)
    page = desk.page
    assert isinstance(page, SentPage)
    return page


def at(desk: Desk, company: str) -> SentPage:
    """The page, with the hand on a company's row."""
    page = sent_page(desk)
    rows = page.table.rows
    row = next(n for n, line in enumerate(rows.lines) if line.company == company)
    page.table.setFocus()
    desk.press(Qt.Key.Key_Home, *[Qt.Key.Key_Down] * row)
    assert page.detail.line is not None
    assert page.detail.line.company == company
    return page


# Enrolment


def test_enrolled_from_the_window_what_waited_leaves_by_itself(
    sender: Desk, centre: Centre
) -> None:
    with administration(centre.database_url) as connection:
        set_region(connection, OURS)
    sender.go(Route.SENT)
    assert "Trois envois attendent." in sender.texts()
    sender.choose("Raccorder cet ordinateur")
    assert faults(sender.dialog) == []
    sender.type(centre.url)
    sender.press(ENTER)
    sender.type(json.dumps({"code": centre.code(), "minutes": 10}))
    sender.press(ENTER)
    sender.wait(lambda: "Cet ordinateur est raccordé." in sender.texts())
    told = ("Région Exemple, direction de l’économie", "dpo@region.exemple", "«\u00a0Accord\u00a0»")
    sender.wait(lambda: all(words in sender.texts() for words in told))
    assert cut(sender.dialog) == []
    sender.press(ENTER)
    sender.wait(lambda: records(centre) == BEFORE)
    sender.wait(lambda: "Tout est transmis." in sender.texts())
    exchange = "Raccordé à Région Exemple. Dernier échange complet"
    sender.wait(lambda: exchange in sender.texts())
    sender.go(Route.SETTINGS)
    assert "Délégué à la protection des données\u00a0: dpo@region.exemple" in sender.texts()
    sender.choose("Lire les textes de la région")
    assert "sous cinq entreprises" in sender.texts()


def test_a_wrong_code_or_address_is_told_beside_its_field(sender: Desk, centre: Centre) -> None:
    sender.go(Route.SETTINGS)
    sender.choose("Raccorder à la région")
    sender.press(ENTER, ENTER)
    assert "Écrivez l’adresse" in sender.texts()
    sender.fill("Adresse de la région", "http://region.exemple.test")
    sender.press(ENTER)
    sender.type("ABCD")
    sender.press(ENTER)
    sender.wait(lambda: "vérifiez-le, ou demandez-en un autre" in sender.texts())
    sender.fill("Code à usage unique", "0000-0000-0000-0000")
    sender.press(ENTER)
    sender.wait(lambda: "elle commence par https" in sender.texts().replace("celle qui", "elle"))
    assert sender.focus_name == "Adresse de la région"
    sender.fill("Adresse de la région", centre.url)
    sender.press(ENTER, ENTER)
    sender.wait(lambda: sender.focus_name == "Code à usage unique")
    sender.press(Qt.Key.Key_Escape)
    assert sender.front is sender.window
    assert not state(sender).pulse.enrolled


# By itself


def test_a_dossier_closed_with_an_agreement_leaves_by_itself(joined: Desk, centre: Centre) -> None:
    sign(joined)
    assert any("La fiche part dès qu’il y a un réseau." in said for said in joined.said)
    joined.wait(lambda: records(centre) == BEFORE + 1)
    joined.go(Route.HOME)
    joined.wait(
        lambda: joined.find("Ce qui est parti").accessibleName().endswith("Tout est transmis")
    )


def test_without_network_it_waits_and_leaves_once_there_is_one(
    joined: Desk, centre: Centre
) -> None:
    centre.__exit__()
    sign(joined)
    joined.wait(lambda: "ne répond pas" in state(joined).trouble)
    joined.go(Route.HOME)
    joined.wait(lambda: "1 envoi en attente" in joined.texts())
    page = sent_page(joined)
    joined.wait(lambda: page.sentence.text == "Un envoi attend le réseau.")
    joined.wait(lambda: "ne répond pas" in joined.texts())
    assert page.table.current is not None
    assert page.table.current.company == DRAFT
    with Centre(centre.database_url, port=centre.port) as back:
        joined.wait(lambda: records(back) == BEFORE + 1)
        joined.wait(lambda: page.sentence.text == "Tout est transmis.")
        assert "ne répond pas" not in joined.texts()
    centre.__enter__()


def test_a_network_that_comes_back_is_heard_of(
    dressed: QApplication, tmp_path: Path, centre: Centre
) -> None:
    """Between two attempts that are far apart, the system tells."""
    if not QNetworkInformation.loadDefaultBackend():
        pytest.skip("this system does not tell of its network")
    patient = Pace(act=0.05, opened=0.05, back=0.05, first=900, longest=900, regular=3600)
    desk = Desk(dressed, tmp_path / "profil", pace=patient)
    desk.open_profile(sample=True)
    enrol(desk, centre)
    desk.wait(lambda: state(desk).pulse.waiting == 0 and not state(desk).is_running)
    centre.__exit__()
    sign(desk)
    desk.wait(lambda: "ne répond pas" in state(desk).trouble)
    centre.__enter__()
    told = QNetworkInformation.instance()
    told.reachabilityChanged.emit(QNetworkInformation.Reachability.Online)
    desk.wait(lambda: records(centre) == BEFORE + 1)
    desk.close()


def test_nothing_begins_while_an_interview_is_on_screen(joined: Desk, centre: Centre) -> None:
    row = row_of(joined, DRAFT)
    names = {"company_id": row.company_id, "interview_id": row.interview_id or ""}
    joined.go(Route.INTERVIEW, **names)
    syncing = joined.shell.syncing
    assert syncing is not None
    before = state(joined).tried
    syncing.soon()
    joined.settle()
    joined.wait(lambda: syncing._owed)
    assert state(joined).phase is Phase.IDLE
    assert state(joined).tried == before
    joined.go(Route.HOME)
    joined.wait(lambda: state(joined).tried != before)


def test_it_can_be_asked_not_to_send_by_itself(joined: Desk, centre: Centre) -> None:
    joined.go(Route.SETTINGS)
    joined.tab_to("Envoyer tout seul")
    joined.press(Qt.Key.Key_Space)
    joined.settle()
    sign(joined)
    joined.go(Route.SENT)
    assert "Un envoi attend le réseau." in joined.texts()
    assert records(centre) == BEFORE
    joined.choose("Envoyer maintenant")
    joined.wait(lambda: "Une fiche est arrivée à la région." in joined.said)
    assert records(centre) == BEFORE + 1


# Refused


def test_what_is_refused_says_why_and_is_sent_again_once_mended(
    sender: Desk, centre: Centre
) -> None:
    with administration(centre.database_url) as connection:
        connection.execute("CREATE TABLE aside AS SELECT * FROM published.codebooks")
        connection.execute(
            "UPDATE published.codebooks SET content = jsonb_set(content, '{brakes}', '[]')"
        )
    enrol(sender, centre)
    sender.wait(lambda: state(sender).pulse.refused > 0)
    sender.go(Route.HOME)
    refused = state(sender).pulse.refused
    assert f"{refused} envoi" in sender.find("Ce qui est parti").accessibleName()
    page = sent_page(sender)
    assert "mis de côté" in page.sentence.text
    line = page.detail.line
    assert line is not None
    assert line.state is OutboxState.REFUSED
    text = sender.texts()
    assert "un code que ce questionnaire ne connaît pas (freins)" in text
    assert "une fois la cause levée, renvoyez-la" in text
    assert faults(sender.window) == []
    sender.window.resize(683, 384)
    sender.settle()
    assert cut(sender.window) + outside(sender.window) + sideways(sender.window) == []
    sender.window.resize(1366, 768)
    with administration(centre.database_url) as connection:
        connection.execute("DELETE FROM published.codebooks")
        connection.execute("INSERT INTO published.codebooks SELECT * FROM aside")
    centre.__exit__()
    centre.__enter__()
    sender.choose("Renvoyer")
    sender.wait(lambda: state(sender).pulse.refused == refused - 1)
    sender.choose(f"Renvoyer les {refused - 1} envois mis de côté")
    sender.wait(lambda: "Tout est transmis." in sender.texts())
    assert records(centre) == BEFORE


# Read, then withdrawn


def test_each_row_shows_its_exact_bytes(joined: Desk, centre: Centre) -> None:
    page = at(joined, WAITING)
    assert page.detail.line is not None
    body = page.detail.line.content
    joined.press(ENTER)
    assert body.decode() in joined.texts()
    record_id = json.loads(body)["record_id"]
    found = centre.rows("SELECT body FROM ingestion.records WHERE record_id = %s", record_id)
    assert found[0][0] == json.loads(body)


def test_a_withdrawal_from_its_row_reaches_the_centre(joined: Desk, centre: Centre) -> None:
    at(joined, WAITING)
    joined.press(Qt.Key.Key_Delete)
    assert "l’accord noté comme retiré" in joined.texts()
    assert faults(joined.dialog) == []
    joined.press(ENTER)
    joined.wait(lambda: records(centre) == BEFORE - 1)
    page = sent_page(joined)
    words = [line.words for line in page.table.rows.lines if line.company == WAITING]
    assert words == ["retrait fait", "retirée"]
    workspace, row = joined.shell.unlocked, row_of(joined, WAITING)
    agreement = joined.in_database(
        lambda: Dossiers(workspace).find(row.interview_id or "").agreement
    )
    assert agreement is not None
    assert not agreement.given


def test_a_code_from_another_laptop_withdraws_too(joined: Desk, centre: Centre) -> None:
    workspace = joined.shell.unlocked
    codes = joined.in_database(
        lambda: [
            interview.follow_up_code
            for row in Dossiers(workspace).interviews()
            if (interview := Dossiers(workspace).find(row.interview_id or "")).follow_up_code
            and row.sync == "acknowledged"
            and interview.record_id in ids(centre)
        ]
    )
    assert codes[0] is not None
    sent_page(joined)
    joined.choose("Retirer par un code")
    joined.type(codes[0][:-1])
    joined.press(ENTER)
    assert "compte 17 signes" in joined.texts()
    joined.type(codes[0].lower())
    joined.press(ENTER)
    joined.wait(lambda: records(centre) < BEFORE)
    assert any("Le retrait est noté" in said for said in joined.said)
    joined.wait(lambda: "Retrait par un code de suivi, retrait fait" in spoken(joined))


def test_what_was_withdrawn_elsewhere_is_told_here(joined: Desk, centre: Centre) -> None:
    row = row_of(joined, WAITING)
    workspace = joined.shell.unlocked
    record_id = joined.in_database(
        lambda: Dossiers(workspace).find(row.interview_id or "").record_id
    )
    assert record_id is not None
    send(centre.place("Un autre poste"), [retraction(record_id)])
    joined.go(Route.SENT)
    joined.choose("Envoyer maintenant")
    told = f"La fiche de «\u00a0{WAITING}\u00a0» a été retirée à la région"
    joined.wait(lambda: any(said.startswith(told) for said in joined.said))
    joined.wait(lambda: told in joined.texts())
    joined.wait(lambda: f"{WAITING}, Fiche, retirée" in spoken(joined))


def ids(centre: Centre) -> set[str]:
    return {row[0] for row in centre.rows("SELECT record_id::text FROM ingestion.records")}


def spoken(desk: Desk) -> str:
    """The rows as a screen reader says them."""
    page = desk.page
    assert isinstance(page, SentPage)
    rows = page.table.rows
    return "\n".join(
        str(rows.data(rows.index(n, 0), Qt.ItemDataRole.AccessibleTextRole)).replace(
            ", Retrait,", ","
        )
        for n in range(rows.rowCount())
    )


# Cut short


@contextmanager
def silent_centre() -> Iterator[tuple[str, threading.Event]]:
    """A machine that takes connections and never answers, until it is told to hang up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        hang_up, held = threading.Event(), []
        server.settimeout(0.05)

        def hold() -> None:
            while not hang_up.is_set():
                try:
                    held.append(server.accept()[0])
                except TimeoutError:
                    continue
            for connection in held:
                connection.close()

        thread = threading.Thread(target=hold)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}", hang_up
        finally:
            hang_up.set()
            thread.join()


def move_to(desk: Desk, url: str) -> None:
    workspace = desk.shell.unlocked
    desk.in_database(lambda: workspace.db.execute("UPDATE enrolment SET server = ?", (url,)))


def test_an_exchange_can_be_stopped_and_says_so(joined: Desk) -> None:
    with silent_centre() as (url, hang_up):
        move_to(joined, url)
        joined.go(Route.SENT)
        joined.choose("Envoyer maintenant")
        joined.wait(lambda: state(joined).phase is Phase.RUNNING)
        joined.choose("Arrêter l’envoi")
        assert state(joined).phase is Phase.STOPPING
        assert "Arrêt demandé…" in joined.texts()
        hang_up.set()
        joined.wait(lambda: state(joined).phase is Phase.IDLE)
        assert any("Envoi interrompu" in said for said in joined.said)


def test_locking_does_not_wait_for_a_centre_that_is_silent(joined: Desk) -> None:
    with silent_centre() as (url, _hang_up):
        move_to(joined, url)
        joined.go(Route.SENT)
        joined.choose("Envoyer maintenant")
        joined.wait(lambda: state(joined).phase is Phase.RUNNING)
        joined.press(Qt.Key.Key_L, modifier=CTRL)
        assert joined.is_on(Route.UNLOCK)
        assert state(joined).phase is Phase.OFF
        joined.type(PASSPHRASE)
        joined.press(ENTER)
        joined.wait(lambda: joined.is_on(Route.SENT))
        joined.settle()


def test_the_heart_of_the_window_goes_on_while_hundreds_leave(sender: Desk, centre: Centre) -> None:
    workspace = sender.shell.unlocked

    def many() -> None:
        first = workspace.outbox.waiting()[0]
        with workspace.db.transaction():
            for _ in range(300):
                name = str(uuid4())
                body = first.body.replace(first.record_id.encode(), name.encode())
                workspace.outbox.add(name, 1, body, first.created_at)

    sender.in_database(many)
    heart = Heart()
    enrol(sender, centre)
    sender.wait(lambda: records(centre) == BEFORE + 300)
    sender.wait(lambda: state(sender).phase is Phase.IDLE)
    heart.stop()
    stalls = [gap for gap in heart.gaps if gap > STALL]
    assert len(heart.gaps) > 50
    # The centre runs in this very process, and takes its share of the interpreter.
    assert len(stalls) <= len(heart.gaps) / 4, f"{len(stalls)} late beats of {len(heart.gaps)}"
    assert max(heart.gaps) < 1


# What comes back


def package(version: int, keys: list[Ed25519PrivateKey]) -> bytes:
    text = (DATA / "questionnaires" / "minimal.yaml").read_text(encoding="utf-8")
    told = Manifest(
        id="minimal",
        version=version,
        made_on=date(2026, 9, 1),
        contents=(content("questionnaire", "minimal.yaml", text),),
    )
    return build(told, {"minimal.yaml": text}, keys)


def test_what_the_region_publishes_is_announced_and_can_be_read_again(
    joined: Desk, centre: Centre
) -> None:
    with administration(centre.database_url) as connection:
        set_region(connection, OURS.model_copy(update={"keys": PUBLIC}))
        publish(connection, package(1, KEYS), PUBLIC)
    joined.choose("Envoyer maintenant")
    joined.wait(lambda: any("La région a publié du nouveau" in said for said in joined.said))
    joined.wait(lambda: "Le plus petit questionnaire, version 1" in joined.texts())
    joined.wait(lambda: "Reçu de la région" in joined.texts())


def test_a_package_is_installed_by_hand_or_refused_with_its_reason(
    sender: Desk, tmp_path: Path
) -> None:
    stranger = [KEYS[0], Ed25519PrivateKey.from_private_bytes(bytes([9]) * 32)]
    for name, raw in (
        ("region.json", OURS.model_copy(update={"keys": PUBLIC}).model_dump_json().encode()),
        ("faux.paquet", package(1, stranger)),
        ("vrai.paquet", package(1, KEYS)),
    ):
        (tmp_path / name).write_bytes(raw)
    sender.go(Route.SETTINGS)
    sender.choose("Prendre la configuration dans un fichier")
    sender.save_in_dialog(tmp_path / "region.json")
    sender.wait(
        lambda: "La configuration de «\u00a0Région Exemple\u00a0» est prise." in sender.said
    )
    sender.choose("Installer un paquet")
    sender.save_in_dialog(tmp_path / "faux.paquet")
    sender.wait(lambda: any("signatures" in said for said in sender.said))
    sender.choose("Installer un paquet")
    sender.save_in_dialog(tmp_path / "vrai.paquet")
    sender.wait(lambda: any("Le plus petit questionnaire" in said for said in sender.said))


def test_an_empty_page_says_what_will_stand_there(desk: Desk, dressed: QApplication) -> None:
    desk.open_profile()
    desk.go(Route.SENT)
    assert "Rien n’est encore parti." in desk.texts()
    assert "son entretien est clos" in desk.texts()
    page = desk.page
    assert isinstance(page, SentPage)
    assert page.empty.geometry().bottom() < desk.window.height() / 2, "the words stand together"
    assert desk.focus_name == "Raccorder cet ordinateur…"
    assert faults(desk.window) == []
