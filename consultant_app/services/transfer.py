"""Handing one dossier to a colleague, and taking one in without ever overwriting silently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from consultant_app.domain.company import Company
from consultant_app.domain.errors import KnownError
from consultant_app.domain.interview import Interview, State
from consultant_app.services.dossier_files import Dossier, DossierFile
from consultant_app.services.exporting import Exporting
from consultant_app.services.files import read_bytes, write_bytes
from consultant_app.services.records import freeze_record
from consultant_app.services.taking import put_interview
from consultant_app.services.transfer_files import seal, unseal
from consultant_app.services.workspace import Workspace
from consultant_app.storage.copies import PdfCopies


class NothingToSendError(KnownError):
    """A company without any interview has nothing to hand over."""


class UndecidedError(KnownError):
    """Something here differs from what arrives, and nobody said which to keep."""


class Verdict(StrEnum):
    """How what arrives stands to what is here."""

    NEW = "new"
    IDENTICAL = "identical"
    DIFFERS = "differs"


class Choice(StrEnum):
    """What to do where both differ. ``BOTH``: theirs comes in beside, as another interview."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Arriving:
    """One interview that arrives. ``here``: when it was last changed here, None when new."""

    interview: Interview
    verdict: Verdict
    theirs: datetime
    here: datetime | None

    @property
    def sentence(self) -> str:
        """The difference, as the screen asks about it."""
        held = f"Entretien du {self.interview.held_on:%d/%m/%Y}"
        if self.here is None:
            return f"{held}\u00a0: nouveau, il sera ajouté."
        if self.verdict is Verdict.IDENTICAL:
            return f"{held}\u00a0: déjà ici, identique."
        newer = "le vôtre" if self.here >= self.theirs else "celui que vous recevez"
        return f"{held}\u00a0: déjà ici, différent\u202f; le plus récent est {newer}."


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a file would bring. Nothing is stored until `Transfer.take`."""

    company: Company
    company_verdict: Verdict
    interviews: tuple[Arriving, ...]
    content: DossierFile = field(repr=False)

    @property
    def to_decide(self) -> tuple[str, ...]:
        """The ids of the interviews that need a `Choice`."""
        return tuple(a.interview.id for a in self.interviews if a.verdict is Verdict.DIFFERS)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was done: numbers of interviews."""

    company_id: str
    added: int = 0
    replaced: int = 0
    kept: int = 0


class Transfer:
    """One dossier: a company with all its interviews."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def write(self, company_id: str, target: Path) -> str:
        """Write the sealed file; return the code to tell by phone, which is kept nowhere.

        The dossier stays here. What was agreed to be sent to the région is sent from here only.
        """
        interviews = self._workspace.interviews.all_of(company_id)
        if not interviews:
            raise NothingToSendError(
                "Ce dossier ne contient encore aucun entretien\u00a0: il n’y a rien à transmettre."
            )
        oldest_first = sorted(interviews, key=lambda i: i.created_at)
        content = Exporting(self._workspace).of([i.id for i in oldest_first])
        raw, code = seal(content, self._workspace.ids)
        write_bytes(target, raw)
        return code

    def read(self, source: Path, code: str) -> Incoming:
        """Open a file by its code and say what it would bring; nothing is stored."""
        content = unseal(read_bytes(source), code)
        if not content.dossiers:
            raise NothingToSendError(
                "Ce fichier ne contient aucun entretien\u202f; demandez-en un autre."
            )
        company = content.dossiers[0].company
        return Incoming(
            company=company,
            company_verdict=self._company_verdict(company),
            interviews=tuple(self._arriving(dossier.interview) for dossier in content.dossiers),
            content=content,
        )

    def take(
        self,
        incoming: Incoming,
        choices: Mapping[str, Choice] | None = None,
        *,
        company: Choice = Choice.MINE,
    ) -> Taken:
        """Store what arrives, all of it or nothing.

        ``choices``: by interview id, for each of ``incoming.to_decide``. ``company``: whose sheet
        is kept where they differ. Raises `UndecidedError`, also when what is here has changed
        since `read`.
        """
        choices = choices or {}
        workspace = self._workspace
        with workspace.db.transaction():
            for text in incoming.content.questionnaires:
                workspace.library.install(text.text, text.id, unsigned=True)
            self._take_company(incoming.company, company)
            taken = Taken(incoming.company.id)
            for dossier in incoming.content.dossiers:
                taken = self._take_one(dossier, choices.get(dossier.interview.id), taken)
        return taken

    def _company_verdict(self, company: Company) -> Verdict:
        here = {c.id: c for c in self._workspace.companies.all()}.get(company.id)
        if here is None:
            return Verdict.NEW
        return Verdict.IDENTICAL if here == company else Verdict.DIFFERS

    def _arriving(self, interview: Interview) -> Arriving:
        here = self._here(interview.id)
        if here is None:
            return Arriving(interview, Verdict.NEW, interview.updated_at, None)
        verdict = Verdict.IDENTICAL if here == interview else Verdict.DIFFERS
        return Arriving(interview, verdict, interview.updated_at, here.updated_at)

    def _here(self, interview_id: str) -> Interview | None:
        store = self._workspace.interviews
        return store.get(interview_id) if interview_id in store.ids() else None

    def _take_company(self, company: Company, choice: Choice) -> None:
        verdict = self._company_verdict(company)
        if verdict is Verdict.NEW:
            self._workspace.companies.add(company)
        elif verdict is Verdict.DIFFERS and choice is Choice.THEIRS:
            self._workspace.companies.update(company)

    def _take_one(self, dossier: Dossier, choice: Choice | None, taken: Taken) -> Taken:
        arriving = self._arriving(dossier.interview)
        if arriving.verdict is Verdict.NEW:
            put_interview(self._workspace, dossier.interview, dossier.events)
            return replace(taken, added=taken.added + 1)
        if arriving.verdict is Verdict.IDENTICAL or choice is Choice.MINE:
            return replace(taken, kept=taken.kept + 1)
        if choice is Choice.THEIRS:
            self._replace(dossier)
            return replace(taken, replaced=taken.replaced + 1)
        if choice is Choice.BOTH:
            self._add_beside(dossier)
            return replace(taken, added=taken.added + 1)
        raise UndecidedError(f"{arriving.sentence} Dites lequel garder, puis recommencez.")

    def _add_beside(self, dossier: Dossier) -> None:
        """Under an id of its own, and without a record: the firm is counted once."""
        beside = replace(
            dossier.interview,
            id=self._workspace.ids.new(),
            record_id=None,
            follow_up_code=None,
        )
        put_interview(self._workspace, beside, dossier.events)

    def _replace(self, dossier: Dossier) -> None:
        workspace, copies = self._workspace, PdfCopies(self._workspace.db)
        here = workspace.interviews.get(dossier.interview.id)
        theirs, resend = self._as_next_revision(here, dossier.interview)
        known_copies = copies.all_of(here.id)
        followers = [
            i for i in workspace.interviews.all_of(here.company_id) if i.previous_id == here.id
        ]
        workspace.interviews.delete(here.id)
        stored = put_interview(workspace, theirs, dossier.events)
        for follower in followers:
            workspace.interviews.update(follower)
        for copy in known_copies:
            copies.put(copy)
        if resend and stored.state is State.CLOSED:
            workspace.interviews.update(freeze_record(workspace, stored))

    def _as_next_revision(self, here: Interview, theirs: Interview) -> tuple[Interview, bool]:
        """What takes the place of an interview whose record this laptop sent, or was to send.

        It is the next revision of the same record: the région counts the firm once. Returns it
        with whether a record is to be sent.
        """
        outbox = self._workspace.outbox
        if here.record_id is None or not outbox.of_record(here.record_id):
            return theirs, False
        outbox.cancel(here.record_id)
        revision = max(theirs.revision, outbox.highest_revision(here.record_id) + 1)
        return replace(theirs, record_id=here.record_id, revision=revision), True
