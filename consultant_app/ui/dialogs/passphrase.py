"""Another passphrase, another recovery code: the present passphrase is asked each time."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from consultant_app.domain.errors import KnownError
from consultant_app.services.keeping import Keeping
from consultant_app.ui import fonts
from consultant_app.ui.printing import ask_and_print
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import PrimaryButton, SecondaryButton
from consultant_app.ui.widgets.fields import Labelled, label
from consultant_app.ui.widgets.secret import NewPassphrase, secret_field
from consultant_app.ui.widgets.text import Paragraph


class _Asking(QDialog):
    """Asks for the present passphrase, then does one thing in the background."""

    def __init__(self, title: str, words: str, act: str, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.shell = shell
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self.present = secret_field("Phrase de passe actuelle")
        self.box = Labelled("Phrase de passe actuelle", self.present)
        self.go_on = PrimaryButton(act)
        self.cancel = SecondaryButton("Annuler")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(32, 28, 32, 24)
        self.column.setSpacing(12)
        self.column.addWidget(Paragraph(title, fonts.serif(24), 32))
        self.column.addWidget(label(words, tone="2", wrap=True))
        self.column.addWidget(self.box)
        self.row = QHBoxLayout()
        self.row.setSpacing(12)
        self.row.addStretch(1)
        self.row.addWidget(self.cancel)
        self.row.addWidget(self.go_on)
        self.cancel.clicked.connect(self.reject)
        self.present.textEdited.connect(lambda _t: self.box.show_error(""))
        self.present.left.connect(self.reject)
        self.present.setFocus()

    def refused(self, error: Exception) -> None:
        """Say why, beside the field."""
        self.go_on.setEnabled(True)
        if isinstance(error, KnownError):
            self.box.show_error(error.sentence)
            self.present.setFocus()
            self.present.selectAll()
        else:
            self.reject()
            self.shell.messages.failure(error)


class ChangePassphraseDialog(_Asking):
    """The new passphrase opens; the former one no longer does."""

    def __init__(self, shell: Shell, keeping: Keeping, parent: QWidget) -> None:
        super().__init__(
            "Changer la phrase de passe",
            "Le code de secours imprimé reste bon.",
            "Changer la phrase de passe",
            shell,
            parent,
        )
        self._keeping = keeping
        self.new = NewPassphrase(shell.tasks, "Nouvelle phrase de passe")
        self.column.addWidget(self.new)
        self.column.addLayout(self.row)
        self.present.returnPressed.connect(self.new.first.setFocus)
        self.new.submitted.connect(self._change)
        self.go_on.clicked.connect(self._change)

    def _change(self) -> None:
        if not self.go_on.isEnabled() or not self.new.check():
            return
        old, new, keeping = self.present.text(), self.new.value, self._keeping
        self.go_on.setEnabled(False)
        self.shell.tasks.long(
            lambda _job: keeping.change_passphrase(old, new),
            lambda _n: self._changed(),
            self.refused,
            owner=self,
        )

    def _changed(self) -> None:
        self.accept()
        self.shell.messages.say(
            "La phrase de passe est changée\u202f; l’ancienne n’ouvre plus rien."
        )


class NewCodeDialog(_Asking):
    """A new code, shown once and printed; the former one opens nothing any more."""

    def __init__(self, shell: Shell, keeping: Keeping, parent: QWidget) -> None:
        super().__init__(
            "Un nouveau code de secours",
            "Celui que vous avez imprimé n’ouvrira plus vos dossiers\u00a0: détruisez-le.",
            "Faire un nouveau code",
            shell,
            parent,
        )
        self._keeping, self._code = keeping, ""
        self.code_label = label("", px=20, bold=True)
        self.code_label.hide()
        self.print = PrimaryButton("Imprimer", leading="printer")
        self.print.hide()
        self.column.addWidget(self.code_label)
        self.row.addWidget(self.print)
        self.column.addLayout(self.row)
        self.present.returnPressed.connect(self._make)
        self.go_on.clicked.connect(self._make)
        self.print.clicked.connect(self._print)

    def _make(self) -> None:
        if not self.go_on.isEnabled():
            return
        present, keeping = self.present.text(), self._keeping
        self.go_on.setEnabled(False)
        self.shell.tasks.long(
            lambda _job: keeping.new_recovery_code(present), self._show, self.refused, owner=self
        )

    def _show(self, code: str) -> None:
        self.go_on.setEnabled(True)
        self._code = code
        groups = code.split("-")
        self.code_label.setText("  ".join(groups[:4]) + "\n" + "  ".join(groups[4:]))
        self.code_label.setAccessibleName(f"Code de secours\u00a0: {' '.join(groups)}")
        self.cancel.setText("Fermer")
        for widget, shown in (
            (self.box, False),
            (self.go_on, False),
            (self.code_label, True),
            (self.print, True),
        ):
            widget.setVisible(shown)
        self.print.setFocus()

    def _print(self) -> None:
        workspace, code = self.shell.unlocked, self._code
        now = workspace.clock.now().astimezone()
        self.shell.tasks.database(
            lambda: workspace.consultant, lambda owner: self._draw(code, now, owner), owner=self
        )

    def _draw(self, code: str, now: datetime, owner: str) -> None:
        from consultant_app.restitution.sheets import recovery_sheet

        self.shell.tasks.long(
            lambda _job: recovery_sheet(code, now, owner=owner),
            lambda sheet: ask_and_print(self, sheet, "Code de secours", self.cancel.setFocus),
            owner=self,
        )
