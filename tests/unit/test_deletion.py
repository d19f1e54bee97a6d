"""A deleted dossier: gone from every table and from the bytes; what still holds it is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from consultant_app.domain.errors import UnknownIdError
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.results import Results
from consultant_app.services.retention import Retention
from consultant_app.services.workspace import Workspace
from consultant_app.storage.outbox import OutboxState
from tests.keeping import CANARY, StillClock, answered, closed
from tests.working import open_workspace, started

PAGE, RESERVED, IV = 4096, 80, 16


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(tmp_path / "profil")
    yield opened
    opened.close()


def decrypted(workspace: Workspace) -> bytes:
    """Every page of the file in clear, free ones and unused space included (AES-256-CBC)."""
    raw = workspace.db.path.read_bytes()
    clear = b""
    for start in range(0, len(raw), PAGE):
        body = raw[start + (16 if start == 0 else 0) : start + PAGE - RESERVED]
        iv = raw[start + PAGE - RESERVED :][:IV]
        cipher = Cipher(algorithms.AES(workspace.profile.key), modes.CBC(iv)).decryptor()
        clear += cipher.update(body)
    return clear


def settled(workspace: Workspace, record_id: str, state: OutboxState) -> None:
    (row,) = workspace.outbox.of_record(record_id)
    workspace.outbox.tried(row.seq, workspace.clock.now())
    workspace.outbox.settle(row.seq, state, workspace.clock.now())


def test_the_reading_of_raw_pages_sees_what_is_there(workspace: Workspace) -> None:
    answered(workspace)
    workspace.db.checkpoint()
    assert CANARY.encode() in decrypted(workspace)


def test_a_deleted_dossier_leaves_no_byte_in_the_file(workspace: Workspace) -> None:
    """Not even in free pages, for someone who has the key."""
    gone = [closed(workspace, f"Entreprise {n}") for n in range(12)]
    kept = started(workspace, "Entreprise gardée")
    for interview in gone:
        workspace.settings.set(f"ui:view:{interview.id}", {"note": CANARY})
        Retention(workspace).delete_company(interview.company_id)
    assert not (workspace.db.path.with_name("dossiers.db-wal")).read_bytes()
    clear = decrypted(workspace)
    assert "Entreprise gardée".encode() in clear
    for interview in gone:
        assert interview.id.encode() not in clear
        assert (interview.record_id or "?").encode() not in clear
    for encoding in ("utf-8", "utf-16-le", "latin-1"):
        assert CANARY.encode(encoding) not in clear
    assert workspace.interviews.ids() == [kept.id]


def test_everything_derived_goes_with_it(workspace: Workspace, tmp_path: Path) -> None:
    interview = closed(workspace)
    results = Results(workspace)
    results.save_copy(interview.id, tmp_path / "r.pdf", b"%PDF-", protected=False)
    Dossiers(workspace).delete_company(interview.company_id)
    for table in ("companies", "interviews", "answers", "events", "outbox", "pdf_copies"):
        assert workspace.db.rows(f"SELECT * FROM {table}") == [], table
    with pytest.raises(UnknownIdError):
        Dossiers(workspace).delete_company(interview.company_id)


def test_a_record_that_never_left_never_will(workspace: Workspace) -> None:
    interview = closed(workspace)
    told = Retention(workspace).delete_company(interview.company_id)
    assert (told.interviews, told.waiting, told.left) == (1, 1, 0)
    assert workspace.outbox.waiting() == []
    assert workspace.outbox.buried() == {}, "nothing to remember of what nobody has"


@pytest.mark.parametrize("state", [OutboxState.ACKNOWLEDGED, OutboxState.REFUSED])
def test_a_record_that_left_is_buried_and_its_copy_here_is_emptied(
    workspace: Workspace, state: OutboxState
) -> None:
    interview = closed(workspace)
    assert interview.record_id is not None
    settled(workspace, interview.record_id, state)
    told = Retention(workspace).delete_company(interview.company_id)
    assert (told.waiting, told.left) == (0, 1)
    assert any("La région garde la fiche anonyme" in s for s in told.sentences)
    (row,) = workspace.outbox.of_record(interview.record_id)
    assert (row.body, row.interview_id, row.state) == (b"", None, state)
    assert len(row.sha256) == 64
    assert workspace.outbox.is_buried(interview.record_id)


def test_a_record_that_may_have_left_is_not_sent_again(workspace: Workspace) -> None:
    """The network fell before the verdict came."""
    interview = closed(workspace)
    assert interview.record_id is not None
    (row,) = workspace.outbox.waiting()
    workspace.outbox.tried(row.seq, workspace.clock.now())
    told = Retention(workspace).delete_company(interview.company_id)
    assert (told.waiting, told.left) == (0, 1)
    assert workspace.outbox.waiting() == []
    assert workspace.outbox.is_buried(interview.record_id)


def test_a_withdrawal_under_way_goes_on(workspace: Workspace) -> None:
    interview = closed(workspace)
    assert interview.record_id is not None
    settled(workspace, interview.record_id, OutboxState.ACKNOWLEDGED)
    workspace.outbox.add(interview.record_id, 2, b"{}", workspace.clock.now(), kind="retraction")
    Retention(workspace).delete_company(interview.company_id)
    (waiting,) = workspace.outbox.waiting()
    assert (waiting.kind, waiting.body) == ("retraction", b"{}")


def test_one_interview_goes_and_its_follow_up_stays(workspace: Workspace) -> None:
    first = closed(workspace)
    later = Dossiers(workspace).start(first.company_id, follow_up_of=first.id)
    told = Dossiers(workspace).delete_interview(first.id)
    assert told.interviews == 1
    assert workspace.interviews.get(later.id).previous_id is None
    assert workspace.companies.get(first.company_id).id == first.company_id


def test_what_still_holds_it_is_told_before_and_after(workspace: Workspace, tmp_path: Path) -> None:
    interview = closed(workspace)
    workspace.backups.write_automatic()
    workspace.backups.write(tmp_path / "usb.sauvegarde")
    results = Results(workspace)
    results.save_copy(interview.id, tmp_path / "clair.pdf", b"%PDF-", protected=False)
    results.save_copy(interview.id, tmp_path / "protege.pdf", b"%PDF-", protected=True)
    results.printed(interview.id)
    before = Retention(workspace).preview(interview.company_id)
    told = Retention(workspace).delete_company(interview.company_id)
    assert before == told
    text = "\n".join(told.sentences)
    assert "clair.pdf" in text
    assert "protege.pdf" not in text
    assert "usb.sauvegarde le contient encore, jusqu’à ce que vous l’effaciez" in text
    assert "s’effacera d’elle-même au plus tard le 01/03/2027" in text


def test_the_reminder_comes_three_years_after_the_follow_up(tmp_path: Path) -> None:
    clock = StillClock(datetime(2026, 9, 14, 12, tzinfo=UTC))
    workspace = open_workspace(tmp_path / "p", clock=clock)
    first = started(workspace, "Menuiserie Fictive")
    clock.at = datetime(2027, 9, 14, 12, tzinfo=UTC)
    Dossiers(workspace).start(first.company_id, follow_up_of=first.id)
    retention = Retention(workspace)
    clock.at = datetime(2030, 9, 13, 12, tzinfo=UTC)
    assert retention.due() == []
    assert retention.reminder() is None
    clock.at = datetime(2030, 9, 14, 12, tzinfo=UTC)
    assert [line.company for line in retention.due()] == ["Menuiserie Fictive"]
    reminder = retention.reminder()
    assert reminder is not None
    assert "«\u00a0Menuiserie Fictive\u00a0» a plus de trois ans" in reminder
    retention.delete_company(first.company_id)
    assert retention.reminder() is None
    workspace.close()
