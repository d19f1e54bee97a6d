"""Opening a closed interview again: it becomes a new revision, for a reason that is kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from consultant_app.ui import fonts
from consultant_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from consultant_app.ui.widgets.fields import Labelled, LineField, label
from consultant_app.ui.widgets.text import Paragraph


class ReopenDialog(QDialog):
    """Asks why; ``reopened`` gets the reason."""

    def __init__(self, reopened: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reopened = reopened
        self.setWindowTitle("Rouvrir l’entretien")
        self.setAccessibleName("Rouvrir l’entretien")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(500)
        self.reason = LineField("Pourquoi", "une réponse à corriger")
        self._box = Labelled("Pourquoi le rouvrez-vous\u202f?", self.reason)
        self.go_on = PrimaryButton("Rouvrir")
        cancel = SecondaryButton("Laisser clos")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 28, 32, 24)
        layout.setSpacing(12)
        layout.addWidget(Paragraph("Rouvrir cet entretien clos.", fonts.serif(24), 32))
        words = "Il faudra le signer de nouveau. S’il est déjà parti, une correction partira."
        layout.addWidget(label(words, tone="2", wrap=True))
        layout.addWidget(self._box)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.go_on)
        layout.addLayout(row)
        cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self._finish)
        self.reason.returnPressed.connect(self._finish)
        self.reason.left.connect(self.reject)
        self.reason.setFocus()

    def _finish(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self._box.show_error("Dites-le en quelques mots\u00a0: c’est gardé avec le dossier.")
            return
        self.accept()
        self._reopened(reason)
