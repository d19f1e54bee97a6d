"""Saving the restitution: it will be readable by all, unless a password protects it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from consultant_app.storage.copies import PdfCopy
from consultant_app.ui.dialogs.asking import Asking
from consultant_app.ui.messages import Kind
from consultant_app.ui.widgets.checkbox import CheckBox
from consultant_app.ui.widgets.fields import LineField, label
from consultant_app.ui.widgets.saved import Band

_LEAST = 8


class SavePaperDialog(Asking):
    """``chosen`` gets the password, None for a readable file."""

    def __init__(
        self,
        copies: Sequence[PdfCopy],
        chosen: Callable[[str | None], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Enregistrer la restitution", "Choisir l’endroit…", parent)
        self._chosen = chosen
        self.protect = CheckBox("Protéger par un mot de passe")
        self.password = LineField("Mot de passe du fichier")
        self.password.setEchoMode(QLineEdit.EchoMode.Normal)
        warning = "Hors de vos dossiers chiffrés, ce fichier sera lisible par qui l’ouvre."
        self.column.addWidget(Band(Kind.ATTENTION, warning))
        self.column.addWidget(self.protect)
        caption = "Dites-le de vive voix au dirigeant\u202f; il n’est gardé nulle part."
        self.box = self.ask(self.password, "Mot de passe du fichier", caption)
        self.box.hide()
        if places := [copy.path for copy in copies if copy.path]:
            known = f"Copies déjà enregistrées\u00a0: {', '.join(places)}."
            self.column.addWidget(label(known, px=13, tone="2", wrap=True))
        self.go_on.clicked.connect(self._finish)
        self.protect.toggled.connect(self._show_password)
        self.password.returnPressed.connect(self._finish)
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
