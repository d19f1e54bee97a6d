"""What is stored comes back the same; what is deleted is gone with all that hangs on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultant_app.domain.answers import UNANSWERED, Answer, Evidence, Missing
from consultant_app.domain.company import CompanyFacts
from consultant_app.domain.errors import UnknownIdError
from consultant_app.domain.interview import (
    ActionItem,
    Agreement,
    Conditions,
    Extent,
    Occasion,
    PlanItem,
    Signature,
    State,
)
from consultant_app.storage.answers import Answers
from consultant_app.storage.backup_log import BackupLog
from consultant_app.storage.companies import Companies
from consultant_app.storage.copies import PdfCopies
from consultant_app.storage.database import Database
from consultant_app.storage.documents import Catalogues, Questionnaires, SameVersionError
from consultant_app.storage.enrolment import Enrolment, Enrolments, Package, Packages
from consultant_app.storage.events import Events
from consultant_app.storage.interviews import Interviews
from consultant_app.storage.outbox import Outbox, OutboxState
from consultant_app.storage.settings import Settings
from consultant_app.storage.sqlite import dbapi2
from tests.storing import KEY, NOW, company, give_answer, interview, put_dossier, put_questionnaire


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    found = Database.open(tmp_path / "dossiers.db", KEY, create=True)
    yield found
    found.close()


texts = st.text(st.characters(blacklist_categories=["Cs"]), max_size=20)
clean_texts = st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=20
)
numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
rows = st.dictionaries(st.sampled_from(["year", "turnover"]), st.none() | numbers, max_size=2)
values = numbers | clean_texts | st.lists(clean_texts, max_size=3) | st.lists(rows, max_size=3)
evidences = st.none() | st.sampled_from(Evidence)
made_answers = st.builds(
    Answer, value=values, evidence=evidences, note=clean_texts, flagged=st.booleans()
) | st.builds(Answer, missing=st.none() | st.sampled_from(Missing), note=clean_texts)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(made_answers)
def test_any_answer_and_its_history_come_back_the_same(db: Database, answer: Answer) -> None:
    with db.transaction():
        put_dossier(db)
        Answers(db).put("i1", "q", answer, NOW)
        Events(db).append("i1", "answer", NOW, question_id="q", after=answer)
        assert Answers(db).get("i1", "q") == answer
        last = Events(db).last("i1", "answer")
        assert last is not None
        assert last.after == answer
        assert Interviews(db).get("i1").answer("q") == answer


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30
)
@given(texts)
def test_the_null_character_never_gets_in(db: Database, text: str) -> None:
    put_dossier(db)
    note = f"a\0{text}"
    give_answer(db, "i1", "q", Answer([note], note=note))
    Companies(db).update(company(name=note, note=note))
    kept = Answers(db).get("i1", "q")
    assert kept.note == note.replace("\0", "")
    assert kept.value == [kept.note]
    assert Companies(db).get("c1").name == kept.note


def test_an_answer_taken_back_leaves_nothing(db: Database) -> None:
    put_dossier(db, q=Answer(3))
    Answers(db).put("i1", "q", UNANSWERED, NOW)
    assert Answers(db).get("i1", "q") == UNANSWERED
    assert db.rows("SELECT * FROM answers") == []


def test_an_interview_comes_back_whole(db: Database) -> None:
    put_questionnaire(db)
    Companies(db).add(company())
    paris = timezone(timedelta(hours=2))
    before = interview("i0")
    Interviews(db).add(before)
    whole = interview(
        "i1",
        {"a": Answer(2.5, evidence=Evidence.SEEN), "b": Answer(missing=Missing.REFUSED)},
        created_at=datetime(2026, 9, 14, 10, 30, 0, 123456, tzinfo=paris),
        facts=CompanyFacts("43.32A", staff=7, departement="2A", creation_year=1998),
        extent=Extent.SHORT,
        deepened=frozenset({"finances", "ventes"}),
        occasion=Occasion.FOLLOW_UP,
        previous_id="i0",
        state=State.CLOSED,
        revision=3,
        reopen_reason="Un chiffre à corriger",
        closed_at=NOW,
        information_shown_at=NOW,
        position="a",
        conditions=Conditions(("la dirigeante", "le comptable"), "à l’atelier", 2, NOW, 5400),
        plan=(PlanItem("a", comment="d’abord"), PlanItem("b", kept=False, outcome="dropped")),
        plan_decided=True,
        actions=(ActionItem("conseil", outcome="started"),),
        agreement=Agreement(given=False, on=date(2026, 9, 14), text_version="2", by="elle"),
        signatures=(Signature("A. Fictive", date(2026, 9, 14), "M0 0L1 1"),),
        follow_up_code="ABCDEFGHJKMNPQRST",
        record_id="record-1",
    )
    Interviews(db).add(whole)
    assert Interviews(db).get("i1") == whole
    assert Interviews(db).by_record("record-1") == "i1"
    assert {held.id for held in Interviews(db).all_of("c1")} == {"i0", "i1"}


def test_updating_an_interview_keeps_its_answers_and_counts(db: Database) -> None:
    put_dossier(db, a=Answer(1))
    interviews = Interviews(db)
    interviews.touch("i1", NOW, answered=1, relevant=60, flagged=2, position="a")
    held = interviews.get("i1")
    interviews.update(interview("i1", revision=2, position=held.position))
    assert interviews.get("i1").answer("a").level == 1
    line = interviews.summary("i1")
    assert (line.answered, line.relevant, line.flagged, line.position) == (1, 60, 2, "a")
    assert line.revision == 2


def test_an_interview_needs_its_company_and_its_questionnaire(db: Database) -> None:
    put_questionnaire(db)
    with pytest.raises(dbapi2.IntegrityError):
        Interviews(db).add(interview())
    Companies(db).add(company())
    with pytest.raises(dbapi2.IntegrityError):
        Interviews(db).add(interview(questionnaire_version=2))
    assert Interviews(db).count() == 0


def test_a_naive_instant_is_refused(db: Database) -> None:
    put_dossier(db)
    with pytest.raises(ValueError, match="aware"):
        Interviews(db).touch("i1", datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("asked", "found"),
    [("abcdef12-1", "abcdef12-1"), ("abcdef12", "abcdef12-1"), ("ABCDEF12", "abcdef12-1")],
)
def test_an_interview_is_found_by_the_beginning_of_its_id(
    db: Database, asked: str, found: str
) -> None:
    put_dossier(db)
    for interview_id in ("abcdef12-1", "abcdef34-2"):
        Interviews(db).add(interview(interview_id))
    assert Interviews(db).find(asked) == found


@pytest.mark.parametrize("asked", ["abcdef", "abcde", "", "zzzzzzzz", "abcdef12-1x", "%%%%%%"])
def test_none_or_several_interviews_is_told(db: Database, asked: str) -> None:
    put_dossier(db)
    for interview_id in ("abcdef12-1", "abcdef34-2"):
        Interviews(db).add(interview(interview_id))
    with pytest.raises(UnknownIdError):
        Interviews(db).find(asked)


def test_deleting_a_company_deletes_all_that_hangs_on_it(db: Database) -> None:
    put_dossier(db, 1, a=Answer(1))
    put_dossier(db, 2, a=Answer(2))
    give_answer(db, "i1", "b", Answer(1))
    PdfCopies(db).add("i1", NOW, path="a.pdf")
    Companies(db).delete("c1")
    with pytest.raises(UnknownIdError):
        Interviews(db).get("i1")
    assert Interviews(db).get("i2").answer("a").level == 2
    for table in ("answers", "events", "pdf_copies"):
        assert db.rows(f"SELECT 1 FROM {table} WHERE interview_id = 'i1'") == []


def test_deleting_a_first_interview_keeps_its_follow_up(db: Database) -> None:
    put_dossier(db)
    Interviews(db).add(interview("i9", previous_id="i1"))
    Interviews(db).delete("i1")
    assert Interviews(db).get("i9").previous_id is None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ets boeuf", {"c1"}),
        ("BŒUF", {"c1"}),
        ("saint-etienne", {"c2"}),
        ("lyon menuiserie", {"c2"}),
        ("100%", {"c3"}),
        ("%", {"c3"}),
        ("_", set()),
        ("732829320", {"c3"}),
        ("absent", set()),
        ("", {"c1", "c2", "c3"}),
    ],
)
def test_companies_are_found_whatever_case_and_accents(
    db: Database, typed: str, found: set[str]
) -> None:
    companies = Companies(db)
    companies.add(company("c1", name="Éts Bœuf & Fils"))
    companies.add(company("c2", name="Menuiserie de Lyon", commune="Saint-Étienne"))
    companies.add(company("c3", name="100% Fictif", siren="732829320"))
    assert {match.id for match in companies.search(typed)} == found
    assert [c.id for c in companies.with_siren("732829320")] == ["c3"]
    assert companies.with_siren("") == []


def test_a_renamed_company_is_found_under_its_new_name_only(db: Database) -> None:
    companies = Companies(db)
    companies.add(company("c1", name="Ancien nom"))
    companies.update(company("c1", name="Nouveau nom", fictitious=True))
    assert companies.search("ancien") == []
    assert companies.search("nouveau")[0].name == "Nouveau nom"
    assert companies.get("c1").fictitious
    with pytest.raises(UnknownIdError):
        companies.update(company("c9"))
    assert companies.count() == 1


def test_events_keep_their_order_and_add_up_the_time(db: Database) -> None:
    put_dossier(db, 1)
    put_dossier(db, 2)
    events = Events(db)
    first = events.append("i1", "answer", NOW, question_id="a", after=Answer(1), seconds=3.5)
    events.append("i2", "answer", NOW, question_id="a", seconds=100)
    events.append("i1", "visit", NOW, question_id="b", seconds=2)
    undo = events.append("i1", "undo", NOW, question_id="a", before=Answer(1), refers_to=first)
    assert [e.seq for e in events.all_of("i1")] == [first, first + 2, undo]
    assert [e.kind for e in events.all_of("i1", question_id="a")] == ["answer", "undo"]
    assert [e.kind for e in events.all_of("i1", kinds=("visit",))] == ["visit"]
    assert events.all_of("i1")[-1].refers_to == first
    assert events.seconds_by_question("i1") == {"a": 3.5, "b": 2}
    assert events.last("i1", "none") is None


def test_the_list_says_where_each_record_stands(db: Database) -> None:
    outbox, interviews = Outbox(db), Interviews(db)
    for number, record in enumerate(("none", "sent", "set-aside", "gone"), start=1):
        put_dossier(db, number)
        interviews.update(
            interview(
                f"i{number}",
                company_id=f"c{number}",
                record_id=record,
                agreement=Agreement(given=number > 1, on=NOW.date(), text_version="1"),
            )
        )
    seq = outbox.add("sent", 1, b"one", NOW)
    outbox.settle(seq, OutboxState.ACKNOWLEDGED, NOW)
    refused = outbox.add("set-aside", 1, b"two", NOW)
    outbox.settle(refused, OutboxState.REFUSED, NOW, "niveau inconnu")
    outbox.settle(outbox.add("gone", 1, b"three", NOW), OutboxState.ACKNOWLEDGED, NOW)
    gone = outbox.add("gone", 1, b"", NOW, kind="retraction")
    outbox.settle(gone, OutboxState.ACKNOWLEDGED, NOW)
    lines = {line.id: line for line in interviews.summaries()}
    assert {i: line.sync for i, line in lines.items()} == {
        "i1": "none",
        "i2": "acknowledged",
        "i3": "refused",
        "i4": "retracted",
    }
    assert lines["i1"].agreed is False
    assert lines["i2"].agreed is True
    correction = outbox.add("sent", 2, b"corrected", NOW)
    assert interviews.summary("i2").sync == "waiting"
    assert [entry.seq for entry in outbox.waiting()] == [correction]
    assert outbox.set_aside(OutboxState.REFUSED)[0].reason == "niveau inconnu"


def test_the_outbox_keeps_the_exact_bytes_and_refuses_a_second_of_a_revision(db: Database) -> None:
    outbox = Outbox(db)
    body = bytes(range(256))
    seq = outbox.add("r", 1, body, NOW, interview_id="i1")
    (entry,) = outbox.waiting()
    assert (entry.body, entry.interview_id, entry.attempts) == (body, "i1", 0)
    with pytest.raises(dbapi2.IntegrityError):
        outbox.add("r", 1, b"other", NOW)
    outbox.tried(seq, NOW, "serveur injoignable")
    assert outbox.waiting()[0].attempts == 1
    assert outbox.cancel("r") == 0, "bytes that may have arrived are never dropped in silence"
    outbox.add("r", 2, b"next", NOW)
    assert outbox.highest_revision("r") == 2
    assert outbox.cancel("r") == 1
    outbox.settle(seq, OutboxState.REFUSED, NOW)
    assert outbox.waiting() == []
    outbox.requeue(seq)
    assert [e.seq for e in outbox.waiting(limit=1)] == [seq]


def test_what_was_retracted_stays_buried(db: Database) -> None:
    outbox = Outbox(db)
    outbox.bury("r", "retracted", NOW)
    outbox.bury("r", "deleted", NOW)
    assert outbox.is_buried("r")
    assert not outbox.is_buried("s")
    assert outbox.buried() == {"r": "deleted"}


def test_a_version_of_a_questionnaire_never_changes(db: Database) -> None:
    questionnaires = Questionnaires(db)
    first = questionnaires.put("q", 1, "a: é\n", at=NOW, title="Un", source="livré")
    assert questionnaires.put("q", 1, "a: é\n", at=NOW + timedelta(days=1)) == first
    with pytest.raises(SameVersionError, match="augmentez le numéro"):
        questionnaires.put("q", 1, "a: autre\n", at=NOW)
    questionnaires.put("q", 10, "a: dix\n", at=NOW)
    questionnaires.put("q", 9, "a: neuf\n", at=NOW)
    assert questionnaires.latest("q").version == 10
    assert questionnaires.get("q", 1).text == "a: é\n"
    assert [d.version for d in questionnaires.list()] == [1, 9, 10]
    with pytest.raises(UnknownIdError):
        questionnaires.get("q", 2)
    with pytest.raises(UnknownIdError):
        Catalogues(db).latest("q")


def test_small_tables_keep_what_they_are_given(db: Database) -> None:
    Settings(db).set("vu", {"le": ["a"]})
    Settings(db).set("vu", None)
    assert Settings(db).get("vu", "rien") is None
    Settings(db).delete("vu")
    assert Settings(db).get("vu", "rien") == "rien"
    enrolled = Enrolment("https://centre.example", "d1", "secret", "Portable", NOW)
    Enrolments(db).set(enrolled)
    Enrolments(db).set(enrolled)
    assert Enrolments(db).get() == enrolled
    assert "secret" not in repr(enrolled)
    Enrolments(db).clear()
    assert Enrolments(db).get() is None
    package = Package("p", 3, "ab", "{}", NOW, date(2027, 1, 1))
    Packages(db).add(package)
    assert Packages(db).all() == [package]
    assert (Packages(db).highest_version("p"), Packages(db).highest_version("q")) == (3, 0)


def test_copies_in_clear_and_backups_are_remembered(db: Database) -> None:
    put_dossier(db)
    copies, log = PdfCopies(db), BackupLog(db)
    copies.add("i1", NOW, path="restitution.pdf", protected=True, edition="short")
    (kept,) = copies.all_of("i1")
    assert (kept.path, kept.protected, kept.edition, kept.at) == (
        "restitution.pdf",
        True,
        "short",
        NOW,
    )
    assert Interviews(db).summary("i1").handed_over
    copies.forget(kept.seq)
    assert copies.all() == []
    told = {"companies": 1, "interviews": 1, "sha256": "ab"}
    for path, outside in (("a", False), ("usb", True), ("b", False)):
        log.add(path, NOW.astimezone(UTC), reason="jour", outside=outside, **told)  # type: ignore[arg-type]
    assert [b.path for b in (log.last(), log.last(outside=True)) if b] == ["b", "usb"]
    log.forget("b")
    assert [b.path for b in log.all()] == ["a", "usb"]


def test_the_list_of_many_dossiers_reads_no_answer(db: Database) -> None:
    put_dossier(db, 1, a=Answer(1))
    read: list[str] = []
    connection = db.connection

    def note(_action: int, table: str | None, *_: object) -> int:
        read.append(table or "")
        return 0

    connection.set_authorizer(note)
    Interviews(db).summaries()
    connection.set_authorizer(lambda *_: 0)
    assert "interviews" in read
    assert "answers" not in read
