"""Before the first question: the information sheet, shown to the dirigeant."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from consultant_app.domain.interview import Interview, Occasion
from consultant_app.domain.legal_texts import InformationSheet
from consultant_app.domain.typography import french
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.interviewing import Interviewing
from consultant_app.services.legal import information_text
from consultant_app.services.workspace import Workspace
from consultant_app.ui import fonts
from consultant_app.ui.navigation import Heading, Page, Route
from consultant_app.ui.pages.going import open_interview
from consultant_app.ui.printing import ask_and_print
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import Button, PrimaryButton, SecondaryButton
from consultant_app.ui.widgets.clear import clear
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.scroll import page_scroll
from consultant_app.ui.widgets.text import Paragraph


@dataclass(frozen=True, slots=True)
class Opening:
    """What the page shows."""

    interview: Interview
    company: str
    sheet: InformationSheet


def read_opening(workspace: Workspace, interview_id: str) -> Opening:
    """Read the interview and the sheet, with the région's contacts in it."""
    interview = Dossiers(workspace).find(interview_id)
    company = Dossiers(workspace).company(interview.company_id).name
    return Opening(interview, company, information_text(workspace))


class InformationPage(Page):
    """One page to read or to hear; « Je l’ai présentée » opens the interview."""

    route = Route.INFORMATION

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._opening: Opening | None = None
        self.print = SecondaryButton("Imprimer la feuille", leading="printer")
        self.shown = PrimaryButton("Je l’ai présentée", trailing="right")
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        content = QWidget()
        content.setMaximumWidth(840)
        outer = QVBoxLayout(content)
        outer.setContentsMargins(40, 24, 40, 32)
        outer.addLayout(self._column)
        outer.addStretch(1)
        self.area = page_scroll(content, "Feuille d’information")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)
        self.shown.clicked.connect(self._go_on)
        self.print.clicked.connect(self._print)
        bar = self.area.verticalScrollBar()
        for key, step in (("PgDown", 1), ("PgUp", -1)):
            QShortcut(
                QKeySequence(key),
                self,
                lambda s=step: bar.setValue(bar.value() + s * bar.pageStep() * 9 // 10),
            )

    def heading(self) -> Heading:
        """The company and the occasion."""
        if self._opening is None:
            return Heading("Entretien", steps=True)
        first = self._opening.interview.occasion is Occasion.FIRST
        words = "avant le 1ᵉʳ entretien" if first else "avant l’entretien de suivi"
        return Heading(self._opening.company, words, steps=True)

    def actions_(self) -> tuple[Button, ...]:
        """Print it; go on."""
        return (self.print, self.shown)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """How to read on without the mouse."""
        return (("Pg ↓", "lire la suite"),)

    def dossier(self) -> dict[str, str]:
        """The company; the interview's own pages wait until the sheet was shown."""
        return {"company_id": self._opening.interview.company_id} if self._opening else {}

    def enter(self, **params: str) -> None:
        """Show the sheet before ``interview_id``."""
        workspace, interview_id = self.shell.unlocked, params["interview_id"]
        self.shell.tasks.database(
            lambda: read_opening(workspace, interview_id), self.show_opening, owner=self
        )

    def show_opening(self, opening: Opening) -> None:
        """Set the sheet on screen."""
        self._opening, sheet = opening, opening.sheet
        clear(self._column)
        self._column.addWidget(Paragraph(french(sheet.title), fonts.serif(28), 36))
        self._column.addWidget(label(french(sheet.lede), px=15, tone="2", wrap=True))
        for section in sheet.sections:
            self._column.addSpacing(10)
            self._column.addWidget(label(french(section.title), px=15, bold=True))
            for text in section.paragraphs:
                self._column.addWidget(label(french(text), px=15, wrap=True))
        self.bars_changed.emit()
        self.area.verticalScrollBar().setValue(0)
        self.shown.setFocus()

    def _go_on(self) -> None:
        if self._opening is None:
            return
        workspace, interview_id = self.shell.unlocked, self._opening.interview.id
        self.shell.tasks.database(
            lambda: Interviewing(workspace, interview_id).information_shown().interview,
            lambda interview: open_interview(self.shell, interview),
            owner=self,
        )

    def _print(self) -> None:
        from consultant_app.restitution.sheets import information_sheet

        if self._opening is None:
            return
        sheet, now = self._opening.sheet, self.shell.unlocked.clock.now()
        self.shell.tasks.long(
            lambda _job: information_sheet(sheet, created=now, copy="Exemplaire du dirigeant"),
            lambda content: ask_and_print(self, content, "Feuille d’information", lambda: None),
            owner=self,
        )
