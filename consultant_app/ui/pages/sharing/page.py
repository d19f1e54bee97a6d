"""« Ce qui part »: what stays and what would leave, the agreement apart, the signature, closing."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from consultant_app.domain.errors import BlockedClosingError
from consultant_app.domain.interview import Agreement, Interview, Signature, State
from consultant_app.domain.typography import date_long
from consultant_app.services.closing import Closing
from consultant_app.ui import papers
from consultant_app.ui.dialogs.record import BytesDialog, PracticesDialog
from consultant_app.ui.dialogs.reopen import ReopenDialog
from consultant_app.ui.messages import Kind
from consultant_app.ui.navigation import Heading, Page, Route
from consultant_app.ui.pages.occasion import heading_of, names_of
from consultant_app.ui.pages.sharing.agreement import AgreementPane, Answer
from consultant_app.ui.pages.sharing.reading import Leaving, read
from consultant_app.ui.pages.sharing.table import SentTable
from consultant_app.ui.papers import Wish
from consultant_app.ui.printing import ask_and_print
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton, SecondaryButton
from consultant_app.ui.widgets.saved import Band
from consultant_app.ui.widgets.two_sides import TwoSides

#: Narrower, the two answers would be cut, px.
STACK_BELOW = 1075


class SharingPage(Page):
    """The last page of an interview."""

    route = Route.SHARING

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._leaving: Leaving | None = None
        self.table = SentTable()
        self.pane: AgreementPane | None = None
        self.blocked = Band(Kind.ERROR, action="Voir la relecture")
        self.blocked.hide()
        self.bytes = QuietButton("Voir les octets exacts")
        self.print = SecondaryButton("Imprimer la feuille à garder", leading="printer")
        self.sign = PrimaryButton("Signer et clore")
        self.reopen = SecondaryButton("Rouvrir…")
        self.preview = PrimaryButton("Aperçu de la restitution", trailing="right")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.blocked)
        side = QWidget()
        self._side = QVBoxLayout(side)
        self._side.setContentsMargins(0, 0, 0, 0)
        self._sides = TwoSides(
            (self.table, "Ce qui part", 58), (side, "Votre accord", 42), stack_below=STACK_BELOW
        )
        outer.addWidget(self._sides, 1)
        self._connect()

    def heading(self) -> Heading:
        """The company and the occasion."""
        if self._leaving is None:
            return Heading("Ce qui part", steps=True)
        return heading_of(self._leaving.company, self._leaving.interview)

    def actions_(self) -> tuple[Button, ...]:
        """Sign; once closed, the paper."""
        if self._closed:
            return (self.bytes, self.print, self.reopen, self.preview)
        return (self.bytes, self.print, self.sign)

    def dossier(self) -> dict[str, str]:
        """The company and the interview."""
        return names_of(self._leaving.interview if self._leaving else None)

    def enter(self, **params: str) -> None:
        """Read what would leave of ``interview_id``."""
        workspace, interview_id = self.shell.unlocked, params["interview_id"]
        if self._leaving is not None and self._leaving.interview.id != interview_id:
            self._leaving = None
        self._fresh = True
        self.shell.tasks.database(
            lambda: read(workspace, interview_id), self.show_leaving, owner=self
        )

    def show_leaving(self, leaving: Leaving) -> None:
        """Show the record, and what was answered."""
        same = self._leaving is not None and self._leaving.interview.id == leaving.interview.id
        self._leaving = leaving
        interview = leaving.interview
        self.table.show_rows(leaving.rows, len(leaving.practices))
        pane = self._pane(leaving)
        if not same:
            pane.signer.clear()
            pane.pad.clear()
        pane.show_interview(interview, leaving.dirigeant, leaving.today)
        self.blocked.set_text(f"L’entretien ne peut pas encore être clos\u00a0: {leaving.blocking}")
        self.blocked.setVisible(bool(leaving.blocking) and not self._closed)
        self.bars_changed.emit()
        self._tell_saved(interview)
        if self._fresh:
            self._fresh = False
            # As one column, what would leave comes first: the focus would scroll it away.
            begin = self.bytes if self._sides.stacked else pane.yes
            (self.preview if self._closed else begin).setFocus()

    def _pane(self, leaving: Leaving) -> AgreementPane:
        if self.pane is not None and self.pane.text_version != leaving.text.text_version:
            # The région has other words since: they are what is answered.
            self._side.removeWidget(self.pane)
            self.pane.deleteLater()
            self.pane = None
        if self.pane is None:
            self.pane = pane = AgreementPane(leaving.text)
            pane.answered.connect(self._answer)
            pane.signer.returnPressed.connect(self._sign)
            self._side.addWidget(pane)
        return self.pane

    def _connect(self) -> None:
        self.table.practices_asked.connect(self._show_practices)
        self.bytes.clicked.connect(self._show_bytes)
        self.print.clicked.connect(self._print)
        self.sign.clicked.connect(self._sign)
        self.reopen.clicked.connect(lambda: ReopenDialog(self._reopen, self).open())
        self.preview.clicked.connect(lambda: self.shell.go(Route.PREVIEW, **self.dossier()))
        self.blocked.acted.connect(lambda: self.shell.go(Route.REVIEW, **self.dossier()))

    @property
    def _closed(self) -> bool:
        return self._leaving is not None and self._leaving.interview.state is State.CLOSED

    def _answer(self, answer: Answer) -> None:
        leaving = self._leaving
        if leaving is None or self.pane is None:
            return
        workspace, interview_id = self.shell.unlocked, leaving.interview.id
        agreement = Agreement(
            given=answer.given,
            on=leaving.today,
            text_version=leaving.text.text_version,
            by=self.pane.signer.text().strip(),
        )

        def work() -> Leaving:
            Closing(workspace).agree(interview_id, agreement, code=answer.code)
            return read(workspace, interview_id)

        self.shell.tasks.database(work, self.show_leaving, self._refused, owner=self)

    def _sign(self) -> None:
        leaving, pane = self._leaving, self.pane
        if leaving is None or pane is None or self._closed or not pane.check():
            return
        workspace, interview_id = self.shell.unlocked, leaving.interview.id
        name, answer, closing = pane.signer.text().strip(), pane.answer, Closing(workspace)
        agreement = leaving.interview.agreement
        signatures = [Signature(name, leaving.today, pane.pad.path)]
        if leaving.consultant:
            signatures.append(Signature(leaving.consultant, leaving.today))

        def work() -> Leaving:
            if agreement is not None and answer is not None:
                closing.agree(interview_id, replace(agreement, by=name), code=answer.code)
            closing.close(interview_id, tuple(signatures))
            return read(workspace, interview_id)

        self.shell.tasks.database(work, self._signed, self._refused, owner=self)

    def _signed(self, leaving: Leaving) -> None:
        self._fresh = True
        self.show_leaving(leaving)
        words = f"L’entretien est signé et clos le {date_long(leaving.today)}."
        agreement, syncing = leaving.interview.agreement, self.shell.syncing
        if agreement is not None and agreement.given and leaving.interview.record_id:
            enrolled = syncing is not None and syncing.state.pulse.enrolled
            when = "dès qu’il y a un réseau" if enrolled else "une fois cet ordinateur raccordé"
            words += f" La fiche part {when}."
        self.shell.messages.say(words)
        self.shell.send_soon()

    def _reopen(self, reason: str) -> None:
        workspace, names = self.shell.unlocked, self.dossier()

        def reopened(_interview: Interview) -> None:
            self.shell.go(Route.INTERVIEW, **names)

        self.shell.tasks.database(
            lambda: Closing(workspace).reopen(names["interview_id"], reason), reopened, owner=self
        )

    def _refused(self, error: Exception) -> None:
        if isinstance(error, BlockedClosingError):
            self.blocked.set_text(error.sentence)
            self.blocked.show()
            return
        self.shell.messages.failure(error)
        if self._leaving is not None:
            self.show_leaving(self._leaving)

    def _print(self) -> None:
        if self._leaving is None:
            return
        papers.make(
            self.shell,
            Wish(self._leaving.interview.id),
            lambda content: ask_and_print(
                self, content, "Feuille à garder", lambda: None, last_page_only=True
            ),
            owner=self,
        )

    def _show_bytes(self) -> None:
        if self._leaving is not None:
            BytesDialog(self._leaving.content, self).open()

    def _show_practices(self) -> None:
        if self._leaving is not None:
            PracticesDialog(self._leaving.practices, self).open()

    def _tell_saved(self, interview: Interview) -> None:
        if self.shell.top is not None and self.shell.navigator.current is self:
            self.shell.top.saved.show_saved(interview.updated_at)

    _fresh = True
