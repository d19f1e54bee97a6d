"""The paper before it is printed: shown, printed and saved from memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from consultant_app.domain.interview import Interview
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.results import Results
from consultant_app.services.workspace import Workspace
from consultant_app.storage.copies import PdfCopy
from consultant_app.ui import papers, theme
from consultant_app.ui.dialogs.places import ask_save
from consultant_app.ui.dialogs.save_paper import SavePaperDialog
from consultant_app.ui.messages import Kind
from consultant_app.ui.navigation import Heading, Page, Route
from consultant_app.ui.pages.occasion import heading_of, names_of
from consultant_app.ui.pages.preview.options import Note, Options
from consultant_app.ui.pages.preview.paper import PaperView
from consultant_app.ui.papers import Wish
from consultant_app.ui.printing import MemoryPdf, ask_and_print
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton, SecondaryButton
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.scroll import page_scroll


@dataclass(frozen=True, slots=True)
class About:
    """Whose paper it is, and what may be quoted in it."""

    interview: Interview
    company: str
    notes: tuple[Note, ...]
    chosen: tuple[str, ...]


def read(workspace: Workspace, interview_id: str) -> About:
    """Read what the page needs beside the paper itself."""
    dossiers = Dossiers(workspace)
    interview = dossiers.find(interview_id)
    diagnosis = Results(workspace).diagnosis(interview_id)
    practices = diagnosis.questionnaire.practices
    notes = tuple(
        Note(name, practices[name].title, answer.note)
        for name, answer in interview.answers.items()
        if answer.note and name in practices and name in diagnosis.asked
    )
    chosen = workspace.settings.get(f"ui:verbatims:{interview_id}", [])
    company = dossiers.company(interview.company_id).name
    return About(interview, company, notes, tuple(chosen))


class PreviewPage(Page):
    """Shows the paper; nothing is written to disk unless « Enregistrer sous » is asked for."""

    route = Route.PREVIEW

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._about: About | None = None
        self._content = b""
        self.document = MemoryPdf(self)
        self.view = PaperView(self.document, self)
        self.options = Options()
        self.working = label("Préparation de la restitution…", tone="2")
        self.back = QuietButton("Revenir", leading="left")
        self.save = SecondaryButton("Enregistrer sous…", leading="save")
        self.print = PrimaryButton("Imprimer", leading="printer")
        self._build()
        self._connect()

    def heading(self) -> Heading:
        """The company and the occasion."""
        if self._about is None:
            return Heading("Restitution", steps=True)
        return heading_of(self._about.company, self._about.interview)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """The keys of the paper."""
        return (
            ("Pg ↓", "lire la suite"),
            ("Ctrl P", "imprimer"),
            ("Ctrl S", "enregistrer"),
            ("Ctrl +", "agrandir"),
        )

    def actions_(self) -> tuple[Button, ...]:
        """Back, save, print."""
        return (self.back, self.save, self.print)

    def dossier(self) -> dict[str, str]:
        """The company and the interview."""
        return names_of(self._about.interview if self._about else None)

    def enter(self, **params: str) -> None:
        """Make the paper of ``interview_id``."""
        workspace, interview_id = self.shell.unlocked, params["interview_id"]
        self._forget()
        self._focused = False
        self.shell.tasks.database(
            lambda: read(workspace, interview_id), self._show_about, owner=self
        )

    def leave(self) -> None:
        """The paper does not stay in memory."""
        self._forget()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The options stand on the side's ground."""
        QPainter(self).fillRect(self.rect(), theme.current().canvas)

    def _build(self) -> None:
        self.working.setContentsMargins(24, 12, 24, 12)
        paper = QVBoxLayout()
        paper.setSpacing(0)
        paper.addWidget(self.working)
        paper.addWidget(self.view, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(paper, 1)
        side = page_scroll(self.options, "Options")
        self._side = side
        row.addWidget(side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The options leave the paper the larger part."""
        super().resizeEvent(event)
        self._side.setFixedWidth(min(360, self.width() * 42 // 100))

    def _connect(self) -> None:
        self.options.changed.connect(self._make)
        self.back.clicked.connect(self._go_back)
        self.save.clicked.connect(self._ask_save)
        self.print.clicked.connect(self._print)
        for keys, act in (
            ("Ctrl+P", self.print.click),
            ("Ctrl+S", self.save.click),
            ("PgDown", lambda: self.view.scroll_pages(1)),
            ("PgUp", lambda: self.view.scroll_pages(-1)),
            ("Ctrl++", lambda: self.view.zoom(1.2)),
            ("Ctrl+-", lambda: self.view.zoom(1 / 1.2)),
            ("Ctrl+0", self.view.show_whole_width),
        ):
            QShortcut(QKeySequence(keys), self, act)

    def _show_about(self, about: About) -> None:
        self._about = about
        self.options.show_notes(about.notes, about.chosen)
        self.bars_changed.emit()
        self._make()

    def _make(self) -> None:
        """Make the paper anew; only the last one asked for is shown."""
        if self._about is None:
            return
        wish = self._wish()
        self._asked += 1
        asked = self._asked
        self._wait(waiting=True)
        if wish.verbatims != self._about.chosen:
            self.shell.remember(f"verbatims:{wish.interview_id}", list(wish.verbatims))
        papers.make(
            self.shell,
            wish,
            lambda content: self._show_paper(content, asked),
            owner=self,
            failed=self._not_made,
        )

    def _wish(self, password: str | None = None) -> Wish:
        assert self._about is not None
        name, options = self._about.interview.id, self.options
        return Wish(name, options.edition, options.verbatims, password)

    def _not_made(self, error: Exception) -> None:
        self.working.hide()
        self.shell.messages.failure(error)

    def _show_paper(self, content: bytes, asked: int) -> None:
        if asked != self._asked or self.shell.navigator.current is not self:
            return
        self._content = content
        self.document.show_bytes(content)
        self._wait(waiting=False)
        if not self._focused:
            self._focused = True
            self.print.setFocus()

    def _wait(self, *, waiting: bool) -> None:
        self.working.setVisible(waiting)
        for button in (self.save, self.print):
            button.setEnabled(not waiting)

    def _forget(self) -> None:
        self._asked += 1
        self._content = b""
        self.document.forget()

    def _go_back(self) -> None:
        self.shell.go(Route.RESULT, **self.dossier())

    def _print(self) -> None:
        if not self._content or self._about is None:
            return
        results, interview_id = Results(self.shell.unlocked), self._about.interview.id
        edition = self.options.edition

        def printed() -> None:
            self.shell.tasks.database(
                lambda: results.printed(interview_id, edition=edition), owner=self
            )

        ask_and_print(
            self,
            self._content,
            f"Restitution, {self._about.company}",
            printed,
            kept=lambda path: self._written(path, protected=False),
        )

    def _ask_save(self) -> None:
        if not self._content or self._about is None:
            return
        results, interview_id = Results(self.shell.unlocked), self._about.interview.id

        def show(copies: list[PdfCopy]) -> None:
            SavePaperDialog(copies, self._choose_place, self).open()

        self.shell.tasks.database(lambda: results.copies(interview_id), show, owner=self)

    def _choose_place(self, password: str | None) -> None:
        assert self._about is not None
        name = f"{self._about.company}, restitution.pdf".replace("/", "-")
        ask_save(
            self,
            "Enregistrer la restitution",
            name,
            "PDF (*.pdf)",
            lambda path: self._write(path, self._wish(password)),
        )

    def _write(self, path: Path, wish: Wish) -> None:
        if wish.password is None:
            self._save_copy(path, wish, self._content)
        else:
            papers.make(
                self.shell, wish, lambda content: self._save_copy(path, wish, content), owner=self
            )

    def _save_copy(self, path: Path, wish: Wish, content: bytes) -> None:
        results, protected = Results(self.shell.unlocked), wish.password is not None

        def work() -> None:
            results.save_copy(
                wish.interview_id, path, content, protected=protected, edition=wish.edition
            )

        self.shell.tasks.database(
            work, lambda _n: self._written(path, protected=protected), owner=self
        )

    def _written(self, path: Path, *, protected: bool) -> None:
        end = (
            "protégée par son mot de passe"
            if protected
            else "lisible par tous\u00a0: confiez ce fichier avec soin"
        )
        self.shell.messages.say(f"La restitution est dans {path}, {end}.", Kind.INFO)

    _asked = 0
    _focused = False
