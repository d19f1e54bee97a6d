"""Opening a closed interview again: it becomes a new revision, for a reason that is kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from consultant_app.ui.dialogs.asking import Asking
from consultant_app.ui.widgets.fields import LineField


class ReopenDialog(Asking):
    """Asks why; ``reopened`` gets the reason."""

    def __init__(self, reopened: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(
            "Rouvrir l’entretien",
            "Rouvrir",
            parent,
            heading="Rouvrir cet entretien clos.",
            words="Il faudra le signer de nouveau. S’il est déjà parti, une correction partira.",
            leave="Laisser clos",
        )
        self._reopened = reopened
        self.reason = LineField("Pourquoi", "une réponse à corriger")
        self._box = self.ask(self.reason, "Pourquoi le rouvrez-vous\u202f?")
        self.go_on.clicked.connect(self._finish)
        self.reason.returnPressed.connect(self._finish)
        self.reason.setFocus()

    def _finish(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self._box.show_error("Dites-le en quelques mots\u00a0: c’est gardé avec le dossier.")
            return
        self.accept()
        self._reopened(reason)
