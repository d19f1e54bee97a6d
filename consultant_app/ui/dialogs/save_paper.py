"""Saving the restitution: it will be readable by all, unless a password protects it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from consultant_app.storage.copies import PdfCopy
from consultant_app.ui import fonts
from consultant_app.ui.messages import Kind
from consultant_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from consultant_app.ui.widgets.checkbox import CheckBox
from consultant_app.ui.widgets.fields import Labelled, LineField, label
from consultant_app.ui.widgets.saved import Band
from consultant_app.ui.widgets.text import Paragraph

_LEAST = 8


class SavePaperDialog(QDialog):
    """``chosen`` gets the password, None for a readable file."""

    def __init__(
        self,
        copies: Sequence[PdfCopy],
        chosen: Callable[[str | None], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self.setWindowTitle("Enregistrer la restitution")
        self.setAccessibleName("Enregistrer la restitution")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(540)
        self.protect = CheckBox("Protéger par un mot de passe")
        self.password = LineField("Mot de passe du fichier")
        self.password.setEchoMode(QLineEdit.EchoMode.Normal)
        caption = "Dites-le de vive voix au dirigeant\u202f; il n’est gardé nulle part."
        self.box = Labelled("Mot de passe du fichier", self.password, caption)
        self.box.hide()
        self.go_on = PrimaryButton("Choisir l’endroit…", trailing="right")
        cancel = SecondaryButton("Annuler")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 28, 32, 24)
        layout.setSpacing(12)
        layout.addWidget(Paragraph("Enregistrer la restitution", fonts.serif(24), 32))
        warning = "Hors de vos dossiers chiffrés, ce fichier sera lisible par qui l’ouvre."
        layout.addWidget(Band(Kind.ATTENTION, warning))
        layout.addWidget(self.protect)
        layout.addWidget(self.box)
        if places := [copy.path for copy in copies if copy.path]:
            known = f"Copies déjà enregistrées\u00a0: {', '.join(places)}."
            layout.addWidget(label(known, px=13, tone="2", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.go_on)
        layout.addLayout(row)
        cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self._finish)
        self.protect.toggled.connect(self._show_password)
        self.password.returnPressed.connect(self._finish)
        self.password.left.connect(self.reject)
        self.go_on.setFocus()

    def _show_password(self, on: bool) -> None:
        self.box.setVisible(on)
        (self.password if on else self.go_on).setFocus()

    def _finish(self) -> None:
        if not self.protect.isChecked():
            self.accept()
            self._chosen(None)
            return
        if len(self.password.text()) < _LEAST:
            self.box.show_error(f"Au moins {_LEAST}\u00a0signes\u202f; une courte phrase convient.")
            self.password.setFocus()
            return
        password = self.password.text()
        self.accept()
        self._chosen(password)
