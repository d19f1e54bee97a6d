"""Deleting a dossier for good: what goes, and what still holds it elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from consultant_app.domain.typography import french
from consultant_app.services.retention import Deletion, Retention
from consultant_app.ui.dialogs.asking import Asking
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.fields import label


class DeleteDialog(Asking):
    """Cancelling has the focus: Enter alone deletes nothing."""

    def __init__(self, company: str, told: Deletion, parent: QWidget | None = None) -> None:
        super().__init__(
            "Supprimer le dossier",
            "Supprimer pour toujours",
            parent,
            heading=french(f"Supprimer « {company} » ?"),
            words="La fiche, les réponses, les notes et les décisions sont effacées de cet "
            "ordinateur.",
            leave="Garder le dossier",
        )
        for sentence in told.sentences:
            self.column.addWidget(label(sentence, tone="2", wrap=True))
        self.column.addSpacing(8)
        self.go_on.clicked.connect(self.accept)
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
