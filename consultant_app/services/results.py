"""Reading an interview: its diagnosis, and the paper made from it."""

from __future__ import annotations

from pathlib import Path

from consultant_app.domain.diagnosis import Diagnosis
from consultant_app.domain.errors import UnknownIdError
from consultant_app.domain.interview import Interview, State
from consultant_app.domain.references import peers_for
from consultant_app.restitution.context import (
    Edition,
    RestitutionContext,
    Sending,
    SentClasses,
)
from consultant_app.restitution.model import Restitution, build
from consultant_app.services.files import write_bytes
from consultant_app.services.legal import contacts
from consultant_app.services.reading import diagnosis_of
from consultant_app.services.record_words import RecordWords
from consultant_app.services.records import preview_bytes, record_for_preview
from consultant_app.services.workspace import Workspace
from consultant_app.storage.copies import PdfCopies, PdfCopy


class Results:
    """Diagnoses and restitutions. Nothing here writes a clear file but `save_copy`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._copies = PdfCopies(workspace.db)

    def diagnosis(self, interview_id: str) -> Diagnosis:
        """Read an interview as it stands now."""
        return diagnosis_of(self._workspace, self._workspace.interviews.get(interview_id))

    def sent_words(self, interview_id: str) -> RecordWords:
        """The record that would leave as the interview stands, in words."""
        return self._words(self.diagnosis(interview_id))

    def sent_bytes(self, interview_id: str) -> bytes:
        """The exact bytes: those frozen at closing, else those that would leave as it stands."""
        interview = self._workspace.interviews.get(interview_id)
        if interview.state is State.CLOSED and interview.record_id:
            frozen = [
                entry.body
                for entry in self._workspace.outbox.of_record(interview.record_id)
                if entry.kind == "record" and entry.revision == interview.revision
            ]
            if frozen:
                return frozen[-1]
        return preview_bytes(diagnosis_of(self._workspace, interview))

    def restitution(
        self, interview_id: str, *, edition: Edition = "full", verbatims: tuple[str, ...] = ()
    ) -> Restitution:
        """Return the view model of the paper; ``verbatims``: practices whose notes are printed."""
        diagnosis = self.diagnosis(interview_id)
        company = self._workspace.companies.get(diagnosis.interview.company_id)
        return build(diagnosis, company, self._context(diagnosis, edition, verbatims))

    def pdf(
        self,
        interview_id: str,
        *,
        edition: Edition = "full",
        verbatims: tuple[str, ...] = (),
        password: str | None = None,
    ) -> bytes:
        """Return the paper as PDF bytes, made in memory.

        The only time written in it is the closing's (a draft's: its last change), so that the same
        dossier always makes the same file.
        """
        from consultant_app.restitution.pdf import render

        interview = self._workspace.interviews.get(interview_id)
        view = self.restitution(interview_id, edition=edition, verbatims=verbatims)
        return render(view, created=interview.closed_at or interview.updated_at, password=password)

    def html(self, interview_id: str, *, edition: Edition = "full") -> str:
        """Return the paper as one standalone accessible HTML page."""
        from consultant_app.restitution.html import render

        return render(self.restitution(interview_id, edition=edition))

    def save_copy(
        self,
        interview_id: str,
        target: Path,
        content: bytes,
        *,
        protected: bool,
        edition: Edition = "full",
    ) -> None:
        """Write a readable copy chosen by the user, and remember that it exists."""
        write_bytes(target, content)
        self._copies.add(
            interview_id,
            self._workspace.clock.now(),
            path=str(target.absolute()),
            edition=edition,
            protected=protected,
        )

    def printed(self, interview_id: str, *, edition: Edition = "full") -> None:
        """Remember that the paper was printed."""
        now = self._workspace.clock.now()
        self._copies.add(interview_id, now, kind="print", edition=edition)

    def copies(self, interview_id: str) -> list[PdfCopy]:
        """The readable copies that were made of this interview's paper."""
        return self._copies.all_of(interview_id)

    def _context(
        self, diagnosis: Diagnosis, edition: Edition, verbatims: tuple[str, ...]
    ) -> RestitutionContext:
        workspace, interview = self._workspace, diagnosis.interview
        library, said = workspace.library, contacts(workspace)
        words = self._words(diagnosis)
        peers = peers_for(
            library.references(interview.questionnaire_id),
            interview.facts,
            questionnaire_id=interview.questionnaire_id,
        )
        return RestitutionContext(
            consultant=workspace.consultant,
            organisation=workspace.organisation,
            place=interview.conditions.place,
            territory=library.nomenclatures.departement_name(interview.facts.departement) or "",
            held_on=interview.held_on,
            edition=edition,
            verbatims=verbatims,
            peers=peers,
            peers_activity=words.activity,
            previous=self._previous(interview),
            catalogue=library.catalogue(interview.questionnaire_id),
            sending=self._sending(interview),
            sent=_classes(words),
            follow_up_code=interview.follow_up_code or "",
            controller=said.controller,
            officer=said.dpo,
            draft=interview.state is State.DRAFT,
        )

    def _words(self, diagnosis: Diagnosis) -> RecordWords:
        workspace = self._workspace
        return RecordWords(
            record_for_preview(diagnosis),
            diagnosis,
            workspace.companies.get(diagnosis.interview.company_id),
            workspace.library.nomenclatures,
        )

    def _previous(self, interview: Interview) -> Diagnosis | None:
        if interview.previous_id is None:
            return None
        try:
            return self.diagnosis(interview.previous_id)
        except UnknownIdError:  # deleted since: the follow-up stands alone
            return None

    def _sending(self, interview: Interview) -> Sending:
        if interview.agreement is None:
            return "unanswered"
        if not interview.agreement.given:
            return "refused"
        states: dict[str, Sending] = {"acknowledged": "sent", "retracted": "withdrawn"}
        return states.get(self._workspace.interviews.summary(interview.id).sync, "waiting")


def _classes(words: RecordWords) -> SentClasses:
    return SentClasses(
        activity=words.activity,
        size=words.size,
        territory=words.territory,
        age=words.age,
        quarter=words.quarter,
        growth=words.growth,
        duration=words.duration,
    )
