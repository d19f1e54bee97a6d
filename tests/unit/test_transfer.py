"""One dossier handed to a colleague: sealed, opened by a code, and never overwriting silently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from consultant_app.domain.codes import TRANSFER as SHAPE
from consultant_app.domain.codes import BadCodeError, read_code
from consultant_app.domain.errors import KnownError
from consultant_app.domain.interview import Interview, State
from consultant_app.services.closing import Closing
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.files import FileProblemError
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.transfer import (
    Choice,
    NothingToSendError,
    Transfer,
    UndecidedError,
    Verdict,
)
from consultant_app.services.transfer_files import (
    BadTransferFileError,
    WrongTransferCodeError,
    seal,
    unseal,
)
from consultant_app.services.workspace import SystemIds, Workspace
from consultant_app.storage.copies import PdfCopies
from consultant_app.storage.outbox import OutboxState
from tests.keeping import CANARY, answered, closed
from tests.working import CountedIds, TickingClock, open_workspace, started


@dataclass
class Desks:
    """Two consultants' laptops and the mail between them."""

    anne: Workspace
    paul: Workspace
    file: Path

    def hand_over(self, company_id: str) -> str:
        return Transfer(self.anne).write(company_id, self.file)


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Desks]:
    anne = open_workspace(tmp_path / "anne", ids=SystemIds())
    paul = open_workspace(tmp_path / "paul", ids=CountedIds(1000))
    yield Desks(anne, paul, tmp_path / "menuiserie.dossier")
    anne.close()
    paul.close()


def practice_of(workspace: Workspace, interview: Interview) -> str:
    state = Interviewing(workspace, interview.id).state
    return next(iter(state.questionnaire.practices))


def events_of(workspace: Workspace, interview_id: str) -> list[tuple[object, ...]]:
    return [
        (e.kind, e.question_id, e.before, e.after, e.at, e.seconds)
        for e in workspace.events.all_of(interview_id)
    ]


def test_a_whole_dossier_arrives_with_its_follow_up_and_its_history(desks: Desks) -> None:
    first = closed(desks.anne)
    later = Dossiers(desks.anne).start(first.company_id, follow_up_of=first.id)
    code = desks.hand_over(first.company_id)
    incoming = Transfer(desks.paul).read(desks.file, code)
    assert incoming.company_verdict is Verdict.NEW
    assert [a.verdict for a in incoming.interviews] == [Verdict.NEW, Verdict.NEW]
    assert desks.paul.interviews.ids() == [], "reading stores nothing"
    taken = Transfer(desks.paul).take(incoming)
    assert (taken.added, taken.replaced, taken.kept) == (2, 0, 0)
    for interview in (first, later):
        assert desks.paul.interviews.get(interview.id) == desks.anne.interviews.get(interview.id)
        assert events_of(desks.paul, interview.id) == events_of(desks.anne, interview.id)
    assert desks.paul.companies.get(first.company_id) == desks.anne.companies.get(first.company_id)
    assert desks.paul.outbox.all() == [], "the record leaves from one laptop only"
    assert desks.anne.interviews.get(first.id) == first, "the dossier stays where it was"


def test_the_code_is_typed_as_it_was_heard(desks: Desks) -> None:
    draft = answered(desks.anne)
    code = desks.hand_over(draft.company_id)
    heard = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert len(Transfer(desks.paul).read(desks.file, heard).interviews) == 1


def test_every_file_has_a_code_of_its_own(desks: Desks) -> None:
    draft = answered(desks.anne)
    first = desks.hand_over(draft.company_id)
    raw = desks.file.read_bytes()
    second = desks.hand_over(draft.company_id)
    assert first != second
    assert raw != desks.file.read_bytes()
    with pytest.raises(WrongTransferCodeError):
        Transfer(desks.paul).read(desks.file, first)


def test_a_slip_of_the_tongue_is_told_from_a_wrong_code(desks: Desks) -> None:
    draft = answered(desks.anne)
    code = read_code(SHAPE, desks.hand_over(draft.company_id))
    slipped = ("A" if code[0] != "A" else "B") + code[1:]
    with pytest.raises(BadCodeError, match="faute de frappe"):
        Transfer(desks.paul).read(desks.file, slipped)


def test_the_file_shows_nothing(desks: Desks) -> None:
    draft = answered(desks.anne)
    desks.hand_over(draft.company_id)
    raw = desks.file.read_bytes()
    for encoding in ("utf-8", "utf-16-le", "latin-1"):
        assert CANARY.encode(encoding) not in raw
        assert draft.id.encode(encoding) not in raw


def test_a_file_altered_anywhere_is_refused(desks: Desks) -> None:
    draft = answered(desks.anne)
    code = desks.hand_over(draft.company_id)
    raw = desks.file.read_bytes()
    for place in [*range(60), *range(60, len(raw), len(raw) // 60)]:
        flipped = bytearray(raw)
        flipped[place] ^= 1
        with pytest.raises((BadTransferFileError, WrongTransferCodeError)):
            unseal(bytes(flipped), code)


@pytest.mark.parametrize("cut", [0, 10, 43, 100, -1])
def test_a_file_cut_short_is_refused(desks: Desks, cut: int) -> None:
    draft = answered(desks.anne)
    code = desks.hand_over(draft.company_id)
    desks.file.write_bytes(desks.file.read_bytes()[:cut])
    with pytest.raises((BadTransferFileError, WrongTransferCodeError)):
        Transfer(desks.paul).read(desks.file, code)


def test_a_file_that_would_unpack_without_end_is_refused(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    from consultant_app.services import transfer_files

    draft = answered(desks.anne)
    code = desks.hand_over(draft.company_id)
    monkeypatch.setattr(transfer_files, "MAX_TEXT_BYTES", 1000)
    with pytest.raises(BadTransferFileError):
        Transfer(desks.paul).read(desks.file, code)


def test_nothing_is_sent_of_a_company_without_interview(desks: Desks) -> None:
    company = Dossiers(desks.anne).add_company("Entreprise Fictive")
    with pytest.raises(NothingToSendError):
        desks.hand_over(company.id)
    assert not desks.file.exists()


def test_a_missing_file_or_folder_is_a_sentence(desks: Desks, tmp_path: Path) -> None:
    draft = answered(desks.anne)
    with pytest.raises(FileProblemError):
        Transfer(desks.anne).write(draft.company_id, tmp_path / "absent" / "x.dossier")
    with pytest.raises(FileProblemError):
        Transfer(desks.paul).read(tmp_path / "absent.dossier", "ABCD")


@dataclass
class Parted:
    """The same interview, changed on both laptops since it was handed over."""

    desks: Desks
    mine: Interview
    theirs: Interview
    code: str


@pytest.fixture
def parted(desks: Desks) -> Parted:
    draft = answered(desks.anne)
    item = practice_of(desks.anne, draft)
    Transfer(desks.paul).take(
        Transfer(desks.paul).read(desks.file, desks.hand_over(draft.company_id))
    )
    Interviewing(desks.paul, draft.id).answer(item, 4)
    Interviewing(desks.anne, draft.id).answer(item, 1)
    company = desks.anne.companies.get(draft.company_id)
    desks.anne.companies.update(replace(company, commune="Villeneuve-l’Imaginaire"))
    code = desks.hand_over(draft.company_id)
    return Parted(
        desks, desks.paul.interviews.get(draft.id), desks.anne.interviews.get(draft.id), code
    )


def test_nothing_is_overwritten_before_somebody_chose(parted: Parted) -> None:
    transfer = Transfer(parted.desks.paul)
    incoming = transfer.read(parted.desks.file, parted.code)
    assert incoming.to_decide == (parted.mine.id,)
    assert incoming.company_verdict is Verdict.DIFFERS
    assert "différent" in incoming.interviews[0].sentence
    with pytest.raises(UndecidedError, match="Dites lequel garder"):
        transfer.take(incoming)
    assert parted.desks.paul.interviews.get(parted.mine.id) == parted.mine


def test_keep_mine(parted: Parted) -> None:
    transfer = Transfer(parted.desks.paul)
    incoming = transfer.read(parted.desks.file, parted.code)
    taken = transfer.take(incoming, {parted.mine.id: Choice.MINE})
    assert (taken.added, taken.replaced, taken.kept) == (0, 0, 1)
    assert parted.desks.paul.interviews.get(parted.mine.id) == parted.mine
    assert parted.desks.paul.companies.get(parted.mine.company_id).commune == ""


def test_take_theirs_with_its_history_and_what_hangs_on_mine(parted: Parted) -> None:
    paul = parted.desks.paul
    copies = PdfCopies(paul.db)
    copies.add(parted.mine.id, paul.clock.now(), path="/cle/restitution.pdf")
    follower = Dossiers(paul).start(parted.mine.company_id, follow_up_of=parted.mine.id)
    transfer = Transfer(paul)
    incoming = transfer.read(parted.desks.file, parted.code)
    taken = transfer.take(incoming, {parted.mine.id: Choice.THEIRS}, company=Choice.THEIRS)
    assert (taken.added, taken.replaced, taken.kept) == (0, 1, 0)
    assert paul.interviews.get(parted.mine.id) == parted.theirs
    assert events_of(paul, parted.mine.id) == events_of(parted.desks.anne, parted.mine.id)
    assert paul.interviews.get(follower.id).previous_id == parted.mine.id
    assert [copy.path for copy in copies.all_of(parted.mine.id)] == ["/cle/restitution.pdf"]
    assert paul.companies.get(parted.mine.company_id).commune == "Villeneuve-l’Imaginaire"
    again = transfer.read(parted.desks.file, parted.code)
    assert again.to_decide == ()


def test_keep_both(parted: Parted) -> None:
    paul, transfer = parted.desks.paul, Transfer(parted.desks.paul)
    incoming = transfer.read(parted.desks.file, parted.code)
    taken = transfer.take(incoming, {parted.mine.id: Choice.BOTH})
    assert (taken.added, taken.replaced, taken.kept) == (1, 0, 0)
    assert paul.interviews.get(parted.mine.id) == parted.mine
    (other,) = [i for i in paul.interviews.ids() if i != parted.mine.id]
    beside = paul.interviews.get(other)
    assert beside.answers == parted.theirs.answers
    assert (beside.record_id, beside.follow_up_code) == (None, None)


def test_a_choice_does_not_hold_for_what_changed_since(parted: Parted) -> None:
    """Read, then go on answering here: what was identical when it was shown differs now."""
    paul, transfer = parted.desks.paul, Transfer(parted.desks.paul)
    first = transfer.read(parted.desks.file, parted.code)
    transfer.take(first, {parted.mine.id: Choice.THEIRS})
    identical = transfer.read(parted.desks.file, parted.code)
    assert identical.to_decide == ()
    item = practice_of(paul, parted.mine)
    Interviewing(paul, parted.mine.id).answer(item, 3)
    with pytest.raises(UndecidedError):
        transfer.take(identical)
    assert paul.interviews.get(parted.mine.id).answer(item).value == 3


def test_all_of_it_or_nothing(desks: Desks, tmp_path: Path) -> None:
    """The second interview cannot be stored: the first is not either."""
    first = closed(desks.anne)
    Dossiers(desks.anne).start(first.company_id, follow_up_of=first.id)
    code = desks.hand_over(first.company_id)
    incoming = Transfer(desks.paul).read(desks.file, code)
    good, bad = incoming.content.dossiers
    unknown = replace(bad.interview, questionnaire_id="inconnu")
    content = incoming.content.model_copy(
        update={"dossiers": (good, bad.model_copy(update={"interview": unknown}))}
    )
    with pytest.raises(KnownError):
        Transfer(desks.paul).take(replace(incoming, content=content))
    assert desks.paul.interviews.ids() == []
    assert desks.paul.companies.all() == []


def test_taking_theirs_over_what_was_sent_from_here_sends_one_next_revision(desks: Desks) -> None:
    """The région must not hold two records of one firm, nor an older one."""
    mine = closed(desks.paul)
    assert mine.record_id is not None
    (row,) = desks.paul.outbox.of_record(mine.record_id)
    now = desks.paul.clock.now()
    desks.paul.outbox.tried(row.seq, now)
    desks.paul.outbox.settle(row.seq, OutboxState.ACKNOWLEDGED, now)
    # Anne took the dossier in, opened it again and closed it with another answer.
    file = desks.file
    Transfer(desks.anne).take(
        Transfer(desks.anne).read(file, Transfer(desks.paul).write(mine.company_id, file))
    )
    Closing(desks.anne).reopen(mine.id, "une erreur")
    item = practice_of(desks.anne, mine)
    Interviewing(desks.anne, mine.id).answer(item, 4)
    theirs = Closing(desks.anne).close(mine.id)

    code = desks.hand_over(mine.company_id)
    transfer = Transfer(desks.paul)
    transfer.take(transfer.read(file, code), {mine.id: Choice.THEIRS})
    stored = desks.paul.interviews.get(mine.id)
    assert stored.answers == theirs.answers
    assert stored.state is State.CLOSED
    sent, waiting = desks.paul.outbox.of_record(mine.record_id)
    assert (sent.state, sent.body) == (OutboxState.ACKNOWLEDGED, row.body)
    assert waiting.state is OutboxState.WAITING
    assert waiting.revision == stored.revision == 2
    assert waiting.body != sent.body


def test_any_dossier_survives_sealing(tmp_path: Path) -> None:
    from consultant_app.services.exporting import Exporting

    workspace = open_workspace(tmp_path / "p", clock=TickingClock())
    draft = started(workspace, "Été & Fils « Œuvre » \u202f– 日本 🙂")
    content = Exporting(workspace).of([draft.id])
    raw, code = seal(content, SystemIds())
    assert unseal(raw, code) == content
    workspace.close()


def test_of_two_corrections_the_one_taken_is_numbered_above_what_left(desks: Desks) -> None:
    """Both closed the same revision again; beside, theirs bears no record of its own."""
    mine = closed(desks.paul)
    assert mine.record_id is not None
    file, to_anne = desks.file, Transfer(desks.anne)
    to_anne.take(to_anne.read(file, Transfer(desks.paul).write(mine.company_id, file)))
    item = practice_of(desks.anne, mine)
    for desk, level in ((desks.paul, 1), (desks.anne, 4)):
        Closing(desk).reopen(mine.id, "une erreur")
        Interviewing(desk, mine.id).answer(item, level)
        Closing(desk).close(mine.id)
    now = desks.paul.clock.now()
    for row in desks.paul.outbox.of_record(mine.record_id):
        desks.paul.outbox.tried(row.seq, now)
        desks.paul.outbox.settle(row.seq, OutboxState.ACKNOWLEDGED, now)
    code, transfer = desks.hand_over(mine.company_id), Transfer(desks.paul)

    transfer.take(transfer.read(file, code), {mine.id: Choice.BOTH})
    (other,) = [i for i in desks.paul.interviews.ids() if i != mine.id]
    beside = desks.paul.interviews.get(other)
    assert (beside.record_id, beside.follow_up_code) == (None, None)
    assert desks.paul.outbox.waiting() == []

    transfer.take(transfer.read(file, code), {mine.id: Choice.THEIRS})
    (waiting,) = desks.paul.outbox.waiting()
    assert waiting.record_id == mine.record_id
    assert waiting.revision == desks.paul.interviews.get(mine.id).revision == 3
