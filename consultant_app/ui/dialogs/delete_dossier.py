"""Deleting a dossier for good: what goes, and what still holds it elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from consultant_app.domain.interview import Interview
from consultant_app.domain.typography import french
from consultant_app.services.dossiers import Dossiers
from consultant_app.services.results import Results
from consultant_app.services.workspace import Workspace
from consultant_app.storage.copies import BackupRecord, PdfCopy
from consultant_app.ui import fonts
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.text import Paragraph


@dataclass(frozen=True, slots=True)
class Traces:
    """Where a dossier stays once deleted here."""

    interviews: int
    copies: tuple[PdfCopy, ...]
    backups: int
    sent: bool


def traces_of(workspace: Workspace, company_id: str) -> Traces:
    """Gather what deleting a company does not reach."""
    interviews: Sequence[Interview] = Dossiers(workspace).interviews_of(company_id)
    results = Results(workspace)
    copies = tuple(copy for i in interviews for copy in results.copies(i.id))
    backups: Sequence[BackupRecord] = workspace.backups.all()
    left = any(
        entry.state.value == "acknowledged"
        for i in interviews
        if i.record_id
        for entry in workspace.outbox.of_record(i.record_id)
    )
    return Traces(len(interviews), copies, len(backups), left)


def words_of(traces: Traces) -> list[str]:
    """What still holds the dossier, one sentence each."""
    said = []
    if traces.copies:
        places = ", ".join(c.path for c in traces.copies if c.path) or "sur papier"
        said.append(f"Copies lisibles déjà faites, à détruire vous-même : {places}.")
    if traces.backups:
        said.append(
            "Les sauvegardes chiffrées le gardent encore : celles de ce poste s’effacent au fil "
            "des mois, celles de votre clé USB quand vous les remplacez."
        )
    if traces.sent:
        said.append("La fiche sans nom reste à la région tant qu’elle n’est pas retirée.")
    return [french(sentence) for sentence in said]


class DeleteDialog(QDialog):
    """Cancelling has the focus: Enter alone deletes nothing."""

    def __init__(self, company: str, traces: Traces, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Supprimer le dossier")
        self.setAccessibleName("Supprimer le dossier")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self.cancel = SecondaryButton("Garder le dossier")
        self.delete = PrimaryButton("Supprimer pour toujours")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 28, 32, 24)
        layout.setSpacing(12)
        question = french(f"Supprimer « {company} » ?")
        layout.addWidget(Paragraph(question, fonts.serif(24), 32))
        lost = "La fiche, les réponses, les notes et les décisions sont effacées de cet ordinateur."
        for sentence in (lost, *words_of(traces)):
            layout.addWidget(label(sentence, tone="2", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.delete)
        layout.addSpacing(8)
        layout.addLayout(row)
        self.cancel.clicked.connect(self.reject)
        self.delete.clicked.connect(self.accept)
        self.cancel.setFocus()


def ask_delete(
    shell: Shell, parent: QWidget, company_id: str, name: str, deleted: Callable[[], None]
) -> None:
    """Ask, then delete a company with everything derived from it."""
    workspace = shell.unlocked

    def show(traces: Traces) -> None:
        dialog = DeleteDialog(name, traces, parent)
        dialog.accepted.connect(delete)
        dialog.open()

    def delete() -> None:
        shell.tasks.database(
            lambda: Dossiers(workspace).delete_company(company_id),
            lambda _n: deleted(),
            owner=parent,
        )

    shell.tasks.database(lambda: traces_of(workspace, company_id), show, owner=parent)
