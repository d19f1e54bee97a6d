"""The company's sheet, and the interviews held with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from consultant_app.domain.company import Company
from consultant_app.domain.interview import Extent, Interview, Occasion, State
from consultant_app.domain.nomenclatures import Nomenclatures
from consultant_app.domain.typography import date_long
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.updates import Updates
from consultant_app.services.workspace import Workspace
from consultant_app.ui import fonts
from consultant_app.ui.messages import Kind
from consultant_app.ui.navigation import Heading, Page, Route
from consultant_app.ui.pages.company.form import CompanyForm, empty_company
from consultant_app.ui.pages.going import open_interview, start_interview
from consultant_app.ui.pages.newer_version import NewerVersion
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import Button, LinkButton, PrimaryButton, SecondaryButton
from consultant_app.ui.widgets.clear import clear
from consultant_app.ui.widgets.column import Column
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.options import OptionsBar
from consultant_app.ui.widgets.scroll import page_scroll
from consultant_app.ui.widgets.text import Paragraph


@dataclass(frozen=True, slots=True)
class Sheet:
    """A company with its interviews, latest first, and the names its fields are read with.

    ``newest``: the version of the questionnaire that its draft could move to, None when it has it.
    """

    company: Company
    interviews: Sequence[Interview]
    nomenclatures: Nomenclatures
    year: int
    newest: int | None = None


def read_sheet(workspace: Workspace, company_id: str) -> Sheet:
    """Read a sheet, or an empty one when ``company_id`` is empty."""
    dossiers = Dossiers(workspace)
    interviews = dossiers.interviews_of(company_id) if company_id else []
    draft = next((i for i in interviews[:1] if i.state is State.DRAFT), None)
    return Sheet(
        dossiers.company(company_id) if company_id else empty_company(),
        interviews,
        workspace.library.nomenclatures,
        workspace.clock.now().astimezone().year,
        Updates(workspace).newest(draft.id) if draft else None,
    )


class CompanyPage(Page):
    """Fill the sheet, then begin or go on. What is typed is kept when the page is left."""

    route = Route.COMPANY

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.form: CompanyForm | None = None
        self._sheet: Sheet | None = None
        self._dirty = False
        self.title = Paragraph("", fonts.serif(30), 39)
        self.extent = OptionsBar(
            "Étendue de l’entretien",
            [("full", "Complet, environ 90 minutes"), ("short", "Court, 30 à 45 minutes")],
        )
        self.extent.show_choice("full")
        self.extent_row = self._extent_row()
        self.history = Column(spacing=4)
        self.version = NewerVersion(shell, self)
        self.keep = SecondaryButton("Enregistrer")
        self.go_on = PrimaryButton("Commencer l’entretien", trailing="right")
        self.result = SecondaryButton("Voir le dernier résultat")
        self._build()
        self._connect()

    def heading(self) -> Heading:
        """The company."""
        name = self._sheet.company.name if self._sheet else ""
        return Heading(name or "Nouveau dossier", steps=True)

    def actions_(self) -> tuple[Button, ...]:
        """Save; then what comes next in this dossier."""
        latest = self._latest
        if latest is not None and latest.state is State.CLOSED:
            return (self.keep, self.result, self.go_on)
        return (self.keep, self.go_on)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """The keys of the form."""
        return (("Entrée", "case suivante"),)

    def dossier(self) -> dict[str, str]:
        """The company, and its latest interview once it may be walked through."""
        if self._sheet is None or not self._sheet.company.id:
            return {}
        names = {"company_id": self._sheet.company.id}
        latest = self._latest
        if latest is not None and latest.information_shown_at is not None:
            names["interview_id"] = latest.id
        return names

    def enter(self, **params: str) -> None:
        """Show ``company_id``, or an empty sheet."""
        workspace, company_id = self.shell.unlocked, params.get("company_id", "")
        self.shell.tasks.database(
            lambda: read_sheet(workspace, company_id), self.show_sheet, owner=self
        )

    def show_sheet(self, sheet: Sheet) -> None:
        """Fill the page."""
        self._sheet = sheet
        form = self._form(sheet)
        form.show_company(sheet.company)
        self._dirty = False
        self.version.follow(self._latest, sheet.newest)
        self.title.set_text(
            "La fiche de l’entreprise" if sheet.company.id else "Une nouvelle entreprise"
        )
        self._show_history()
        self._name_act()
        self.bars_changed.emit()
        if sheet.company.id:
            self.go_on.setFocus()
        else:
            form.name.setFocus()

    def may_leave(self) -> bool:
        """Refuse to leave a sheet that cannot be kept."""
        form = self.form
        if form is None or not self._dirty or not form.has_content:
            return True
        if form.first_fault() is None:
            return True
        self._show_fault("La fiche a une case à corriger avant de continuer, ou à vider.")
        return False

    def leave(self) -> None:
        """Keep what was typed."""
        if self._dirty and self.form is not None and self.form.has_content:
            self._save(lambda _company: None)

    def _form(self, sheet: Sheet) -> CompanyForm:
        if self.form is None:
            self.form = form = CompanyForm(sheet.nomenclatures, sheet.year)
            form.edited.connect(self._edited)
            form.submitted.connect(self.go_on.setFocus)
            self._holder.addWidget(form)
        return self.form

    def _build(self) -> None:
        content = QWidget()
        content.setMaximumWidth(980)
        column = Column(content, margin=40, top=24, spacing=12)
        column.put(self.title, self.version.band)
        self._holder = QVBoxLayout()
        column.addLayout(self._holder)
        column.addWidget(self.extent_row)
        column.addLayout(self.history)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(page_scroll(content))

    def _extent_row(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(4, 8, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(label("Prochain entretien", px=13, bold=True))
        layout.addWidget(self.extent)
        layout.addStretch(1)
        return row

    def _connect(self) -> None:
        self.keep.clicked.connect(lambda: self._save_checked(self._saved))
        self.go_on.clicked.connect(lambda: self._save_checked(self._go_on))
        self.result.clicked.connect(self._see_result)
        self.extent.chosen.connect(self.extent.show_choice)
        self.version.moved.connect(lambda: self.enter(**self.dossier()))

    @property
    def _latest(self) -> Interview | None:
        return self._sheet.interviews[0] if self._sheet and self._sheet.interviews else None

    def _edited(self) -> None:
        self._dirty = True

    def _name_act(self) -> None:
        latest = self._latest
        begins = latest is None or latest.state is State.CLOSED
        self.extent_row.setVisible(begins)
        if latest is None:
            words = "Commencer l’entretien"
        elif latest.state is State.CLOSED:
            words = "Commencer le suivi"
        else:
            words = "Reprendre l’entretien"
        self.go_on.set_label(words, limit=300)

    def _show_history(self) -> None:
        clear(self.history)
        interviews = self._sheet.interviews if self._sheet else ()
        if not interviews:
            return
        self.history.addSpacing(8)
        self.history.put(label("Entretiens", px=13, bold=True))
        for interview in interviews:
            link = LinkButton(_interview_words(interview))
            link.clicked.connect(lambda _on, i=interview: self._open(i))
            self.history.put(link, at_left=True)

    def _save_checked(self, then: Callable[[Company], None]) -> None:
        if self.form is None:
            return
        if self.form.first_fault() is not None:
            self._show_fault("")
            return
        if self._dirty or not self._sheet or not self._sheet.company.id:
            self._save(then)
        else:
            then(self._sheet.company)

    def _save(self, then: Callable[[Company], None]) -> None:
        assert self.form is not None
        company, dossiers = self.form.company(), Dossiers(self.shell.unlocked)
        self._dirty = False

        def work() -> Company:
            if company.id:
                return dossiers.save_company(company)
            return dossiers.add_company(company.name, company.facts, **_texts(company))

        def failed(error: Exception) -> None:
            self._dirty = True
            self.shell.messages.failure(error)

        self.shell.tasks.database(work, then, failed, owner=self)

    def _saved(self, company: Company) -> None:
        self.shell.messages.say("La fiche est enregistrée.")
        self.enter(company_id=company.id)

    def _go_on(self, company: Company) -> None:
        latest = self._latest
        extent = Extent(self.extent.choice or "full")
        if latest is None:
            start_interview(self.shell, company.id, extent=extent)
        elif latest.state is State.CLOSED:
            start_interview(self.shell, company.id, extent=extent, follow_up_of=latest.id)
        else:
            open_interview(self.shell, latest)

    def _open(self, interview: Interview) -> None:
        open_interview(self.shell, interview)

    def _see_result(self) -> None:
        latest = self._latest
        if latest is not None:
            open_interview(self.shell, latest)

    def _show_fault(self, sentence: str) -> None:
        assert self.form is not None
        self.form.check(all_fields=True)
        fault = self.form.first_fault()
        if fault is not None:
            fault.setFocus()
        if sentence:
            self.shell.messages.say(sentence, Kind.ATTENTION)


def _texts(company: Company) -> dict[str, str]:
    """The sheet's texts by name."""
    names = ("siren", "activity_label", "commune", "dirigeant", "dirigeant_role", "phone", "email")
    return {name: getattr(company, name) for name in names}


def _interview_words(interview: Interview) -> str:
    kind = "Suivi" if interview.occasion is Occasion.FOLLOW_UP else "Premier entretien"
    state = "clos" if interview.state is State.CLOSED else "brouillon"
    return f"{kind} du {date_long(interview.held_on)}, {state}"
