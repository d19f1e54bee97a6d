"""A laptop, or the centre, is restored from an old backup: both sides find each other again."""

from __future__ import annotations

from pathlib import Path

from consultant_app import bootstrap
from consultant_app.storage.outbox import OutboxState
from sync.server.database import administration
from tests.storing import CHEAP, PASSPHRASE
from tests.sync.centre import Centre
from tests.sync.laptops import Laptop


def test_a_laptop_restored_from_an_old_backup_is_not_stuck(
    centre: Centre, laptop: Laptop, tmp_path: Path
) -> None:
    laptop.sending.enrol(centre.url, centre.code())
    interview_id = laptop.hold(1)
    backup = tmp_path / "ancienne.sauvegarde"
    laptop.workspace.backups.write(backup)
    laptop.correct(interview_id, 2)
    lost = laptop.hold(4)
    lost_record = laptop.record_id(lost)
    laptop.sync()

    laptop.workspace.close()
    bootstrap.restore(laptop.folder, backup, PASSPHRASE, cost=CHEAP)
    laptop.open()
    kinds = {line["id"]: line["kind"] for line in laptop.sync().difference}
    assert kinds == {lost_record: "unknown_here", interview_id: "newer_there"}
    laptop.correct(interview_id, 4)
    assert laptop.sync().stored == 1
    assert centre.held() == {laptop.record_id(interview_id): 3, lost_record: 1}


def test_two_corrections_under_one_number_end_with_the_later_one(
    centre: Centre, laptop: Laptop, tmp_path: Path
) -> None:
    """A backup is restored, and the correction it had forgotten is made again, otherwise."""
    laptop.sending.enrol(centre.url, centre.code())
    interview_id = laptop.hold(1)
    laptop.sync()
    backup = tmp_path / "ancienne.sauvegarde"
    laptop.workspace.backups.write(backup)
    laptop.correct(interview_id, 2)
    laptop.sync()
    laptop.workspace.close()
    bootstrap.restore(laptop.folder, backup, PASSPHRASE, cost=CHEAP)
    laptop.open()

    laptop.correct(interview_id, 4)
    report = laptop.sync()

    assert (report.conflict, report.stored) == (1, 1)
    record_id = laptop.record_id(interview_id)
    assert centre.held() == {record_id: 3}
    assert centre.body(record_id)["practices"] == {"a1": {"level": 4.0, "evidence": "declared"}}
    assert laptop.interview(interview_id).revision == 3


def test_a_revision_that_was_corrected_since_never_comes_after_its_correction(
    centre: Centre, laptop: Laptop, tmp_path: Path
) -> None:
    """Its number was taken by what a restored backup had forgotten; it had tried to leave before."""
    laptop.sending.enrol(centre.url, centre.code())
    interview_id = laptop.hold(1)
    laptop.sync()
    backup = tmp_path / "ancienne.sauvegarde"
    laptop.workspace.backups.write(backup)
    laptop.correct(interview_id, 0)
    laptop.sync()
    laptop.workspace.close()
    bootstrap.restore(laptop.folder, backup, PASSPHRASE, cost=CHEAP)
    laptop.open()

    laptop.correct(interview_id, 2)
    laptop.workspace.db.execute("UPDATE enrolment SET server = 'http://127.0.0.1:9'")
    assert laptop.sending.sync().trouble
    laptop.correct(interview_id, 4)
    laptop.workspace.db.execute("UPDATE enrolment SET server = ?", (centre.url,))
    laptop.sync()

    record_id = laptop.record_id(interview_id)
    assert centre.held() == {record_id: 3}
    assert centre.body(record_id)["practices"] == {"a1": {"level": 4.0, "evidence": "declared"}}
    rows = laptop.workspace.outbox.of_record(record_id)
    assert [row.reason for row in rows if row.state is OutboxState.CONFLICT] == [
        "révision 2 déjà prise à la région, corrigée depuis"
    ]


def test_a_centre_restored_from_its_own_old_backup_gets_its_records_again(
    centre: Centre, laptop: Laptop
) -> None:
    laptop.sending.enrol(centre.url, centre.code())
    interview_id = laptop.hold()
    laptop.sync()
    with administration(centre.database_url) as connection:
        connection.execute("TRUNCATE ingestion.records, ingestion.revisions")
    report = laptop.sync()
    assert report.stored == 1
    assert report.difference == []
    assert centre.held() == {laptop.record_id(interview_id): 1}
