"""Another passphrase, another recovery code: the present passphrase is asked each time."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from consultant_app.services.keeping import Keeping
from consultant_app.ui.dialogs.asking import AskingToDo
from consultant_app.ui.messages import Kind
from consultant_app.ui.printing import ask_and_print
from consultant_app.ui.shell import Shell
from consultant_app.ui.widgets.buttons import PrimaryButton
from consultant_app.ui.widgets.fields import label
from consultant_app.ui.widgets.secret import NewPassphrase, secret_field


class _Asking(AskingToDo):
    """Asks for the present passphrase, then does one thing in the background."""

    def __init__(self, title: str, words: str, act: str, shell: Shell, parent: QWidget) -> None:
        super().__init__(shell, title, act, parent, words=words)
        self.present = secret_field("Phrase de passe actuelle")
        self.box = self.ask(self.present, "Phrase de passe actuelle")
        self.present.setFocus()


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
        self.present.returnPressed.connect(self.new.first.setFocus)
        self.new.submitted.connect(self._change)
        self.go_on.clicked.connect(self._change)

    def _change(self) -> None:
        if self.waits or not self.new.check():
            return
        old, new, keeping = self.present.text(), self.new.value, self._keeping
        self.wait()
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
        self.present.returnPressed.connect(self._make)
        self.go_on.clicked.connect(self._make)
        self.print.clicked.connect(self._print)

    def _make(self) -> None:
        if self.waits:
            return
        present, keeping = self.present.text(), self._keeping
        self.wait()
        self.shell.tasks.long(
            lambda _job: keeping.new_recovery_code(present), self._show, self.refused, owner=self
        )

    def _show(self, code: str) -> None:
        self.wait(waiting=False)
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
            lambda sheet: ask_and_print(
                self, sheet, "Code de secours", self.cancel.setFocus, kept=self._kept
            ),
            owner=self,
        )

    def _kept(self, file: Path) -> None:
        self.shell.messages.say(
            f"Le code est dans {file}, lisible par tous\u00a0: imprimez-le, puis effacez ce fichier.",
            Kind.ATTENTION,
        )
