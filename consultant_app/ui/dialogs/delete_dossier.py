"""Deleting a dossier for good: what goes, and what still holds it elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from consultant_app.domain.typography import french
from consultant_app.services.retention import Deletion, Retention
from consultant_app.ui import fonts
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.text import Paragraph


class DeleteDialog(QDialog):
    """Cancelling has the focus: Enter alone deletes nothing."""

    def __init__(self, company: str, told: Deletion, parent: QWidget | None = None) -> None:
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
        for sentence in (lost, *told.sentences):
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
    retention = Retention(shell.unlocked)

    def show(told: Deletion) -> None:
        dialog = DeleteDialog(name, told, parent)
        dialog.accepted.connect(delete)
        dialog.open()

    def delete() -> None:
        shell.tasks.database(
            lambda: retention.delete_company(company_id), lambda _told: deleted(), owner=parent
        )

    shell.tasks.database(lambda: retention.preview(company_id), show, owner=parent)
