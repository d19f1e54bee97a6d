"""A consultant comes back from a day without network: each record arrives once, as it was shown."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from consultant_app.domain import codes
from consultant_app.services.closing import Closing
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.sending import NoAgreementError, NotEnrolledError, NothingSentError
from consultant_app.sharing.errors import SharingError
from consultant_app.storage.outbox import OutboxState
from sync.server.database import administration
from sync.server.devices import revoke
from tests.sync.centre import Centre
from tests.sync.laptops import Laptop


def test_a_day_of_interviews_arrives_once_and_as_shown(centre: Centre, laptop: Laptop) -> None:
    first, second = laptop.hold(1), laptop.hold(3)
    refused = laptop.hold(4, agreed=False)
    shown = {i: laptop.previewed(i) for i in (first, second)}
    laptop.sending.enrol(centre.url, centre.code())

    report = laptop.sync()

    assert (report.sent, report.stored, report.retry) == (2, 2, 0)
    assert report.difference == []
    assert centre.held() == {laptop.record_id(first): 1, laptop.record_id(second): 1}
    for interview_id, content in shown.items():
        assert centre.body(laptop.record_id(interview_id)) == json.loads(content)
    assert laptop.interview(refused).record_id is None
    assert laptop.sync().sent == 0


def test_without_enrolment_the_sentence_says_what_to_do(laptop: Laptop) -> None:
    laptop.hold()
    with pytest.raises(NotEnrolledError, match="demandez-lui un code"):
        laptop.sending.sync()
    assert laptop.states() == [OutboxState.WAITING]


def test_a_correction_takes_the_place_of_what_was_sent(centre: Centre, laptop: Laptop) -> None:
    laptop.sending.enrol(centre.url, centre.code())
    interview_id = laptop.hold(1)
    laptop.sync()
    laptop.correct(interview_id, 4)
    assert laptop.sync().stored == 1
    assert centre.held() == {laptop.record_id(interview_id): 2}
    practices = centre.body(laptop.record_id(interview_id))["practices"]
    assert practices == {"a1": {"level": 4.0, "evidence": "declared"}}


def test_withdrawing_takes_the_record_back_and_it_stays_away(
    centre: Centre, laptop: Laptop
) -> None:
    laptop.sending.enrol(centre.url, centre.code())
    interview_id = laptop.hold()
    laptop.sync()
    record_id = laptop.record_id(interview_id)

    laptop.sending.withdraw(interview_id)
    assert laptop.sync().retracted == 1

    assert centre.held() == {}
    agreement = laptop.interview(interview_id).agreement
    assert agreement is not None
    assert not agreement.given
    summary = laptop.workspace.interviews.summary(interview_id)
    assert summary.sync == "retracted"
    assert centre.rows("SELECT record_id::text FROM ingestion.retractions") == [(record_id,)]


def test_agreeing_again_makes_a_new_record(centre: Centre, laptop: Laptop) -> None:
    laptop.sending.enrol(centre.url, centre.code())
    interview_id = laptop.hold()
    laptop.sync()
    before = laptop.record_id(interview_id)
    laptop.sending.withdraw(interview_id)
    Closing(laptop.workspace).reopen(interview_id, "le dirigeant accepte de nouveau")
    laptop.agree(interview_id, True)
    Closing(laptop.workspace).close(interview_id)
    laptop.sync()
    assert centre.held().keys() == {laptop.record_id(interview_id)}
    assert laptop.record_id(interview_id) != before


def test_saying_no_when_correcting_also_takes_the_record_back(
    centre: Centre, laptop: Laptop
) -> None:
    laptop.sending.enrol(centre.url, centre.code())
    interview_id = laptop.hold()
    laptop.sync()
    Closing(laptop.workspace).reopen(interview_id, "le dirigeant a changé d’avis")
    laptop.agree(interview_id, False)
    Closing(laptop.workspace).close(interview_id)
    laptop.sync()
    assert centre.held() == {}


def test_what_was_withdrawn_before_it_left_never_arrives(centre: Centre, laptop: Laptop) -> None:
    interview_id = laptop.hold()
    laptop.sending.withdraw(interview_id)
    laptop.sending.enrol(centre.url, centre.code())
    laptop.sync()
    assert centre.count("ingestion.records") == 0
    assert centre.count("ingestion.retractions") == 1


def test_nothing_to_withdraw_is_said(laptop: Laptop) -> None:
    interview_id = laptop.hold(agreed=False)
    with pytest.raises(NothingSentError, match="rien à retirer"):
        laptop.sending.withdraw(interview_id)


def test_the_follow_up_code_withdraws_from_another_laptop(
    centre: Centre, laptop: Laptop, profile_template: Path, tmp_path: Path
) -> None:
    laptop.sending.enrol(centre.url, centre.code())
    first = laptop.hold(code=True)
    code = laptop.interview(first).follow_up_code
    assert code is not None
    follow_up = laptop.hold(3, follow_up_of=first, code=True)
    laptop.sync()
    kept = laptop.hold()
    laptop.sync()

    with Laptop.copied(profile_template, tmp_path / "autre") as other:
        other.sending.enrol(centre.url, centre.code())
        other.sending.withdraw_by_code(codes.show_code(code).lower())
        assert other.sync().retracted == 1

    assert centre.held().keys() == {laptop.record_id(kept)}
    report = laptop.sync()
    assert {line["kind"] for line in report.difference} == {"retracted_there"}
    for interview_id in (first, follow_up):
        agreement = laptop.interview(interview_id).agreement
        assert agreement is not None
        assert not agreement.given
    assert laptop.sync().difference == []


def test_a_record_still_on_its_way_is_refused_after_its_code_was_withdrawn(
    centre: Centre, laptop: Laptop
) -> None:
    laptop.sending.enrol(centre.url, centre.code())
    interview_id = laptop.hold(code=True)
    code = laptop.interview(interview_id).follow_up_code
    assert code is not None
    laptop.sending.withdraw_by_code(code)
    laptop.workspace.db.execute("UPDATE outbox SET seq = seq + 100 WHERE kind = 'record'")
    report = laptop.sync()
    assert report.retracted == 2
    assert centre.count("ingestion.records") == 0
    agreement = laptop.interview(interview_id).agreement
    assert agreement is not None
    assert not agreement.given


def test_a_mistyped_follow_up_code_is_noticed(laptop: Laptop) -> None:
    with pytest.raises(codes.BadCodeError):
        laptop.sending.withdraw_by_code("0000-0000-0000-0000-1")
    assert laptop.states() == []


@pytest.mark.parametrize("hours", [-26, 26])
def test_a_clock_wrong_by_a_day_changes_nothing(centre: Centre, laptop: Laptop, hours: int) -> None:
    class WrongClock:
        def now(self) -> datetime:
            return datetime.now().astimezone() + timedelta(hours=hours)

    laptop.workspace.clock = WrongClock()
    laptop.sending.enrol(centre.url, centre.code())
    interview_id = laptop.hold()
    laptop.sync()
    laptop.correct(interview_id, 4)
    assert laptop.sync().stored == 1
    assert centre.held() == {laptop.record_id(interview_id): 2}


def test_a_revoked_device_is_refused_at_its_next_request(centre: Centre, laptop: Laptop) -> None:
    laptop.sending.enrol(centre.url, centre.code())
    laptop.hold()
    place = laptop.sending.enrolment
    assert place is not None
    with administration(centre.database_url) as connection:
        revoke(connection, UUID(place.device_id))
    report = laptop.sending.sync()
    assert "fermé l’accès" in report.trouble
    assert report.retry == 1
    assert laptop.states() == [OutboxState.WAITING]
    assert centre.count("ingestion.records") == 0


def test_a_dossier_deleted_here_still_ends_well(centre: Centre, laptop: Laptop) -> None:
    laptop.sending.enrol(centre.url, centre.code())
    interview_id = laptop.hold()
    laptop.sync()
    Dossiers(laptop.workspace).delete_interview(interview_id)
    assert laptop.sync().trouble == ""


def test_the_preview_is_the_very_bytes_and_needs_an_agreement(laptop: Laptop) -> None:
    agreed, silent = laptop.hold(), laptop.hold(agreed=False)
    frozen = laptop.workspace.outbox.all()[0].body
    assert laptop.sending.preview(agreed) == frozen
    with pytest.raises(NoAgreementError, match="rien ne partirait"):
        laptop.sending.preview(silent)
    assert json.loads(laptop.sending.preview(silent, without_agreement=True))["protocol"] == 1


def test_the_page_says_what_left_what_waits_and_why(centre: Centre, laptop: Laptop) -> None:
    interview_id = laptop.hold(company="Boulangerie Fictive")
    assert laptop.sending.status().waiting == 1
    laptop.sending.enrol(centre.url, centre.code())
    laptop.sync()
    laptop.sending.withdraw(interview_id)
    status = laptop.sending.status()
    assert status.server == centre.url
    assert status.last is not None
    assert [line.words for line in status.lines] == ["retrait en attente", "retirée"]
    assert {line.company for line in status.lines} == {"Boulangerie Fictive"}


def test_a_code_serves_once_and_a_wrong_one_never(centre: Centre, laptop: Laptop) -> None:
    code = centre.code()
    laptop.sending.enrol(centre.url, f" {code.lower()} ")
    with pytest.raises(SharingError, match="une seule fois"):
        laptop.sending.enrol(centre.url, code)
    with pytest.raises(SharingError, match="16 lettres"):
        laptop.sending.enrol(centre.url, "ABC")
    old = centre.code()
    with administration(centre.database_url) as connection:
        connection.execute("UPDATE transport.enrolment_codes SET expires_at = now()")
    with pytest.raises(SharingError, match="dix minutes"):
        laptop.sending.enrol(centre.url, old)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://region.exemple.test", "https://"),
        ("ftp://127.0.0.1", "https://"),
        ("https://nom:secret@region.exemple.test", "ni nom ni mot de passe"),
    ],
)
def test_unsafe_addresses_are_refused(laptop: Laptop, address: str, words: str) -> None:
    with pytest.raises(SharingError, match=words):
        laptop.sending.enrol(address, "0000-0000-0000-0000")


def test_nobody_there_is_said_and_nothing_is_lost(laptop: Laptop, centre: Centre) -> None:
    laptop.sending.enrol(centre.url, centre.code())
    laptop.hold()
    laptop.workspace.db.execute("UPDATE enrolment SET server = 'http://127.0.0.1:9'")
    report = laptop.sending.sync()
    assert "ne répond pas" in report.trouble
    assert report.retry == 1
